import { invalid } from './ledgerError';

const day = 86_400_000;

export function checkLease(field: string, value: unknown): number {
	if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > 31 * day) {
		throw invalid(field, `whole milliseconds from 1 to ${31 * day} (31 days)`, value);
	}
	return value;
}
