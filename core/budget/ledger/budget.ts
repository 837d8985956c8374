import { budgetIdOf } from './input';
import { intOf, type Steps } from './store';
import type { Period } from './periods';

/** Stores a limit for a scope; null takes it away. */
export function* setBudget(key: string, period: Period, limitNano: number | null): Steps<void> {
	const id = budgetIdOf(key, period);
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
