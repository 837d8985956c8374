import { DateTime } from 'luxon';
import { periods, type Period } from './periods';
import { intOf, textOf, type StoredRow, type Steps } from './store';

export interface ReportRequest {
	/** Only reservations and windows of this scope. */
	key?: string;
	/** Only what was reserved from this time on, and before `to` (ms since 1970). */
	from?: number;
	to?: number;
	/** Time zone of the days; default UTC. */
	timeZone?: string;
}

export interface ScopeSpend {
	key: string;
	period: Period;
	executionId: string | null;
	startsAt: number | null;
	endsAt: number | null;
	limitNano: number | null;
	spentNano: number;
	reservedNano: number;
	/** Taken out of `spentNano` by resets. */
	forgivenNano: number;
	leftNano: number | null;
}

/** One group of reservations: settled ones, and expired ones that were charged in full, count as spent. */
export interface Spend {
	spentNano: number;
	reservedNano: number;
	calls: number;
	/** Calls that cost more than was reserved, and how much more. */
	overruns: number;
	overrunNano: number;
	/** Calls charged in full because nobody settled them. */
	chargedOnExpiry: number;
}

export interface Report {
	scopes: ScopeSpend[];
	models: (Spend & { model: string })[];
	workflows: (Spend & { workflow: string })[];
	days: (Spend & { day: string })[];
	totals: Spend;
}

const scopeRows = `SELECT c.scope_key, c.period, c.execution, c.starts_at, c.ends_at, c.spent, c.reserved, c.forgiven,
		CASE WHEN b.limit_nano < c.limit_nano THEN b.limit_nano ELSE COALESCE(c.limit_nano, b.limit_nano) END AS limit_nano
	FROM r1_counter c LEFT JOIN r1_budget b ON b.scope_key = c.scope_key AND b.period = c.period
	WHERE (CAST($1 AS TEXT) IS NULL OR c.scope_key = $1)
		AND (c.starts_at IS NULL OR c.starts_at < $3) AND (c.ends_at IS NULL OR c.ends_at > $2)
	ORDER BY c.scope_key, c.period, c.starts_at, c.execution`;

// Quarters of an hour: the finest step by which time zones differ, so a day of any zone is a sum of them.
const groups = `SELECT model, workflow, created_at / 900000 AS quarter,
		CAST(SUM(COALESCE(cost, 0)) AS BIGINT) AS spent,
		CAST(SUM(CASE WHEN state = 'held' THEN estimate ELSE 0 END) AS BIGINT) AS reserved,
		CAST(SUM(CASE WHEN state IN ('settled', 'charged', 'held') THEN 1 ELSE 0 END) AS BIGINT) AS calls,
		CAST(SUM(CASE WHEN cost > estimate THEN 1 ELSE 0 END) AS BIGINT) AS overruns,
		CAST(SUM(CASE WHEN cost > estimate THEN cost - estimate ELSE 0 END) AS BIGINT) AS overrun,
		CAST(SUM(CASE WHEN state = 'charged' THEN 1 ELSE 0 END) AS BIGINT) AS charged
	FROM r1_reservation
	WHERE id >= $4 AND created_at >= $2 AND created_at < $3 AND (CAST($1 AS TEXT) IS NULL OR $1 IN {list scopes})
	GROUP BY model, workflow, created_at / 900000`;

export function* report(request: Required<Omit<ReportRequest, 'key'>> & { key: string | null; firstId: string }): Steps<Report> {
	const values = [request.key, request.from, request.to];
	const scopes = yield { text: scopeRows, values };
	const rows = yield { text: groups, values: [...values, request.firstId] };
	const dayOf = (row: StoredRow) => DateTime.fromMillis(intOf(row, 'quarter') * 900_000, { zone: request.timeZone }).toISODate() ?? '';
	return {
		scopes: scopes.map(scopeSpendOf),
		models: fold(rows, (row) => labelOf(row, 'model')).map(([model, spend]) => ({ model, ...spend })),
		workflows: fold(rows, (row) => labelOf(row, 'workflow')).map(([workflow, spend]) => ({ workflow, ...spend })),
		days: fold(rows, dayOf).map(([day, spend]) => ({ day, ...spend })),
		totals: fold(rows, () => '')[0]?.[1] ?? spendOf(emptySums()),
	};
}

const labelOf = (row: StoredRow, column: string) => (typeof row[column] === 'string' ? textOf(row, column) : 'unknown');

const emptySums = () => ({ spent: 0n, reserved: 0n, calls: 0n, overruns: 0n, overrun: 0n, charged: 0n });
type Sums = ReturnType<typeof emptySums>;

function fold(rows: StoredRow[], keyOf: (row: StoredRow) => string): [string, Spend][] {
	const groups = new Map<string, Sums>();
	for (const row of rows) {
		const key = keyOf(row);
		const sums = groups.get(key) ?? emptySums();
		for (const name of ['spent', 'reserved', 'calls', 'overruns', 'overrun', 'charged'] as const) {
			const value = row[name];
			if (typeof value === 'bigint') sums[name] += value;
		}
		groups.set(key, sums);
	}
	return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, sums]) => [key, spendOf(sums)]);
}

const spendOf = (sums: Sums): Spend => ({
	spentNano: Number(sums.spent),
	reservedNano: Number(sums.reserved),
	calls: Number(sums.calls),
	overruns: Number(sums.overruns),
	overrunNano: Number(sums.overrun),
	chargedOnExpiry: Number(sums.charged),
});

function scopeSpendOf(row: StoredRow): ScopeSpend {
	const number = (column: string) => (typeof row[column] === 'bigint' ? intOf(row, column) : null);
	const limitNano = number('limit_nano');
	const spentNano = intOf(row, 'spent');
	const reservedNano = intOf(row, 'reserved');
	return {
		key: textOf(row, 'scope_key'),
		period: periods.find((period) => period === row.period) ?? 'allTime',
		executionId: typeof row.execution === 'string' ? row.execution : null,
		startsAt: number('starts_at'),
		endsAt: number('ends_at'),
		limitNano,
		spentNano,
		reservedNano,
		forgivenNano: intOf(row, 'forgiven'),
		leftNano: limitNano === null ? null : limitNano - spentNano - reservedNano,
	};
}
