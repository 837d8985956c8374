import { budgetIdOf } from './input';
import { LedgerError } from './ledgerError';
import { fixZone } from './reserve';
import { intOf, type Steps } from './store';
import type { Period } from './periods';

/**
 * Stores a limit for a scope; null takes it away. With a time zone, the days of the budget begin there.
 *
 * @throws LedgerError of kind `invalid` when the budget has another zone: its windows would overlap, and spending count twice
 */
export function* setBudget(key: string, period: Period, limitNano: number | null, timeZone: string | null): Steps<void> {
	const id = budgetIdOf(key, period);
	const zone = timeZone === null ? null : yield* fixZone(id, timeZone);
	if (zone !== timeZone) {
		throw new LedgerError(
			'invalid',
			`The days of the budget ${JSON.stringify(key)} (${period}) begin in ${zone}`,
			'The time zone of a budget is set once, with its first use. Leave the time zone out, or give the budget another name. Nothing was charged.',
			'timeZone',
		);
	}
	if (limitNano === null) {
		yield { text: 'DELETE FROM r1_budget WHERE id = $1', values: [id] };
		return;
	}
	yield {
		text: `INSERT INTO r1_budget (id, scope_key, period, limit_nano) VALUES ($1, $2, $3, $4)
			ON CONFLICT (id) DO UPDATE SET limit_nano = excluded.limit_nano`,
		values: [id, key, period, limitNano],
	};
}

export interface Reset {
	/** Windows whose spending was set to zero. */
	windows: number;
	forgivenNano: number;
}

const current = `scope_key = $1 AND (CAST($2 AS TEXT) IS NULL OR period = $2) AND (ends_at IS NULL OR ends_at > $3)`;

/** Sets what is spent in the current windows to zero. Reservations stay, and the sum stays in the books as forgiven. */
export function* reset(key: string, period: Period | null, now: number): Steps<Reset> {
	const values = [key, period, now];
	const windows = yield { text: `SELECT id, spent FROM r1_counter WHERE ${current} ORDER BY id {lock}`, values };
	yield { text: `UPDATE r1_counter SET forgiven = forgiven + spent, spent = 0, reset_at = $3 WHERE ${current}`, values };
	return {
		windows: windows.length,
		forgivenNano: windows.reduce((sum, row) => sum + intOf(row, 'spent'), 0),
	};
}
