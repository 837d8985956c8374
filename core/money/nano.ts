import { invalid } from '../budget/ledger/ledgerError';

/** Nano-dollars in a US dollar: money in the ledger is counted in these, as integers. */
export const nanoPerUsd = 1_000_000_000;

/** Checks an amount of nano-dollars; amounts beyond 9,007,199 US dollars are refused as mistakes. */
export function checkNano(field: string, value: unknown): number {
	const amount = typeof value === 'bigint' ? Number(value) : value;
	if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) {
		throw invalid(field, `a whole number of nano-dollars from 0 to ${Number.MAX_SAFE_INTEGER}`, value);
	}
	return amount;
}

/** US dollars, as typed by a user, in nano-dollars; half a nano-dollar or less is rounded up, so that no cost is hidden. */
export function nanoOf(field: string, usd: unknown): number {
	const expected = `US dollars from 0 to ${Math.floor(Number.MAX_SAFE_INTEGER / nanoPerUsd)}`;
	if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0) throw invalid(field, expected, usd);
	const scaled = usd * nanoPerUsd;
	// A decimal fraction such as 0.1 has no exact double: what is within its rounding error of an integer is that integer.
	const nearest = Math.round(scaled);
	const nano = Math.abs(scaled - nearest) <= Math.abs(scaled) * Number.EPSILON ? nearest : Math.ceil(scaled);
	if (!Number.isSafeInteger(nano)) throw invalid(field, expected, usd);
	return nano;
}

export const usdOf = (nano: number) => nano / nanoPerUsd;
