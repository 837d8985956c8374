import { DateTime } from 'luxon';
import { periods, type Period } from './periods';
import { emptySums, sumNames, type Sums } from './sums';
import { intOf, textOf, type StoredRow, type Statement, type Steps } from './store';

export interface ReportRequest {
	/** Only reservations and windows of this scope. */
	key?: string;
	/**
	 * Only what was reserved from this time on, and before `to` (ms since 1970). Of what was pruned only the quarter of an
	 * hour is known: it counts where its beginning lies in between.
	 */
	from?: number;
	to?: number;
	/** Time zone of the days; default UTC. */
	timeZone?: string;
}

export interface ScopeSpend {
	key: string;
	period: Period;
	/** Where the days of the budget begin; null without a calendar, and for windows from before it was kept. */
	timeZone: string | null;
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
	/** Calls that may have been paid for and whose answer nobody got: those charged on expiry, and those that failed. */
	unanswered: number;
}

/** A call that may have been paid for and whose answer nobody got. */
export interface Unanswered {
	reservationId: string;
	/** `leaseEnded`: nobody settled it, as when its process was killed. `failed`: it was sent, and failed or was cut off. */
	why: 'leaseEnded' | 'failed';
	/** Whether it was marked as sent; if not, it may never have left. */
	sent: boolean;
	/** Milliseconds since 1970. */
	reservedAt: number;
	chargedNano: number;
	model: string | null;
	workflow: string | null;
	workflowId: string | null;
	executionId: string | null;
	item: number | null;
}

export interface Report {
	/** The windows that end last, at most 500, and the latest 100 executions with a budget of their own. */
	scopes: ScopeSpend[];
	/** True where there are more windows than those. */
	moreScopes: boolean;
	models: (Spend & { model: string })[];
	workflows: (Spend & { workflow: string })[];
	days: (Spend & { day: string })[];
	totals: Spend;
	/** Possibly paid, never answered: the latest 100 that were not pruned. */
	unanswered: Unanswered[];
	/** What is wrong with the place of the ledger. */
	notices: string[];
}

export type CheckedReport = Required<Omit<ReportRequest, 'key'>> & { key: string | null };

const mostWindows = 500;
const mostExecutions = 100;
const mostUnanswered = 100;
/** Reservations that are read at once: some milliseconds also on a busy machine, in which nothing else runs in the process of a SQLite file. */
const pageSize = 500;

const inTime = '(c.starts_at IS NULL OR c.starts_at < $2) AND (c.ends_at IS NULL OR c.ends_at > $1)';
const windowsBy = (condition: string, order: string, most: number) => `SELECT c.scope_key, c.period, c.time_zone, c.execution, c.starts_at,
		c.ends_at, c.spent, c.reserved, c.forgiven,
		CASE WHEN b.limit_nano < c.limit_nano THEN b.limit_nano ELSE COALESCE(c.limit_nano, b.limit_nano) END AS limit_nano
	FROM r1_counter c LEFT JOIN r1_budget b ON b.scope_key = c.scope_key AND b.period = c.period
	WHERE ${condition} AND ${inTime} ORDER BY ${order} DESC LIMIT ${most + 1}`;
const windows = "c.period <> 'execution'";
const executions = "c.period = 'execution'";
const byEnd = 'COALESCE(c.ends_at, 9223372036854775807)';
/** With a condition that an index answers: of a million windows, a scope has few. */
const ofKey = (condition: string) => `${condition} AND c.scope_key = $3`;

const ofScope = '(CAST($1 AS TEXT) IS NULL OR $1 IN {list scopes})';
const inPage = 'id > $4 AND id <= $5 AND created_at >= $2 AND created_at < $3';
const unanswered = `SELECT id, state, dispatched, created_at, cost, model, workflow, workflow_id, execution, item FROM r1_reservation
	WHERE (state = 'charged' OR answered = 0) AND cost > 0 AND ${inPage} AND ${ofScope}
	ORDER BY created_at DESC LIMIT ${mostUnanswered}`;

/** What a report says of the budgets. */
export type Standing = Pick<Report, 'scopes' | 'moreScopes'>;

export function* standing({ key, from, to }: CheckedReport): Steps<Standing> {
	const of = (condition: string) => (key === null ? condition : ofKey(condition));
	const values = key === null ? [from, to] : [from, to, key];
	const byWindow = yield { text: windowsBy(of(windows), byEnd, mostWindows), values };
	const byExecution = yield { text: windowsBy(of(executions), 'c.created_at', mostExecutions), values };
	const shown = [...byWindow.slice(0, mostWindows), ...byExecution.slice(0, mostExecutions)];
	return {
		scopes: shown.map(scopeSpendOf).sort(byName),
		moreScopes: byWindow.length > mostWindows || byExecution.length > mostExecutions,
	};
}

const nameOf = ({ key, period, startsAt, executionId }: ScopeSpend) =>
	JSON.stringify([key, period, String(startsAt ?? '').padStart(16, '0'), executionId]);
const byName = (one: ScopeSpend, other: ScopeSpend) => (nameOf(one) < nameOf(other) ? -1 : 1);

// Quarters of an hour: the finest step by which time zones differ, so a day of any zone is a sum of them.
const groups = `SELECT model, workflow, created_at / 900000 AS quarter,
		CAST(SUM(COALESCE(cost, 0)) AS BIGINT) AS spent,
		CAST(SUM(CASE WHEN state = 'held' THEN estimate ELSE 0 END) AS BIGINT) AS reserved,
		CAST(SUM(CASE WHEN state IN ('settled', 'charged', 'held') THEN 1 ELSE 0 END) AS BIGINT) AS calls,
		CAST(SUM(CASE WHEN cost > estimate THEN 1 ELSE 0 END) AS BIGINT) AS overruns,
		CAST(SUM(CASE WHEN cost > estimate THEN cost - estimate ELSE 0 END) AS BIGINT) AS overrun,
		CAST(SUM(CASE WHEN state = 'charged' THEN 1 ELSE 0 END) AS BIGINT) AS charged,
		CAST(SUM(CASE WHEN (state = 'charged' OR answered = 0) AND cost > 0 THEN 1 ELSE 0 END) AS BIGINT) AS unanswered
	FROM r1_reservation
	WHERE ${inPage} AND ${ofScope}
	GROUP BY model, workflow, created_at / 900000`;

const endOfPage = `SELECT MAX(id) AS last_id FROM
	(SELECT id FROM r1_reservation WHERE id > $1 AND id < $2 ORDER BY id LIMIT ${pageSize}) AS page`;

const pruned = `SELECT id, quarter, model, workflow, spent, calls, overruns, overrun, charged, unanswered FROM r1_sum
	WHERE id > $4 AND quarter * 900000 >= $2 AND quarter * 900000 < $3 AND ${ofScope} ORDER BY id LIMIT ${pageSize}`;

/** A part of the sums, and where the next part begins; nothing after the last one. */
export interface Page {
	rows: StoredRow[];
	unanswered?: Unanswered[];
	next?: string;
}

/** The sums of the reservations whose ids sort after one and before another, one page of them. */
export function* page({ key, from, to }: CheckedReport, after: string, before: string): Steps<Page> {
	const [end] = yield { text: endOfPage, values: [after, before] };
	if (typeof end?.last_id !== 'string') return { rows: [] };
	const values = [key, from, to, after, end.last_id];
	const rows = yield { text: groups, values };
	const lost = yield { text: unanswered, values };
	return { rows, unanswered: lost.map(unansweredOf), next: end.last_id };
}

/** The same of what was pruned. */
export function* prunedPage({ key, from, to }: CheckedReport, after: string): Steps<Page> {
	const rows = yield { text: pruned, values: [key, from, to, after] };
	const last = rows.at(-1);
	return rows.length === pageSize && last ? { rows, next: textOf(last, 'id') } : { rows };
}

const prunes: Statement = { text: 'SELECT prunes FROM r1_ledger', values: [] };

/** Changes with each pruning: rows that move from the reservations to the sums while a report reads would count twice or never. */
export function* pruneCount(): Steps<number> {
	const [row] = yield prunes;
	return row ? intOf(row, 'prunes') : 0;
}

/** Adds up pages by model, workflow and day. */
export class Tally {
	private readonly models = new Map<string, Sums>();
	private readonly workflows = new Map<string, Sums>();
	private readonly days = new Map<string, Sums>();
	private readonly total = emptySums();
	private lost: Unanswered[] = [];
	private readonly dayOfQuarter = new Map<number, string>();

	constructor(private readonly timeZone: string) {}

	add({ rows, unanswered: lost = [] }: Pick<Page, 'rows' | 'unanswered'>) {
		this.lost = [...lost, ...this.lost].sort((one, other) => other.reservedAt - one.reservedAt).slice(0, mostUnanswered);
		for (const row of rows) {
			const parts = [
				at(this.models, labelOf(row, 'model')),
				at(this.workflows, labelOf(row, 'workflow')),
				at(this.days, this.dayOf(intOf(row, 'quarter'))),
				this.total,
			];
			for (const sums of parts) {
				for (const name of sumNames) {
					const value = row[name];
					if (typeof value === 'bigint') sums[name] += value;
				}
			}
		}
	}

	result(): Pick<Report, 'models' | 'workflows' | 'days' | 'totals' | 'unanswered'> {
		return {
			models: sorted(this.models).map(([model, spend]) => ({ model, ...spend })),
			workflows: sorted(this.workflows).map(([workflow, spend]) => ({ workflow, ...spend })),
			days: sorted(this.days).map(([day, spend]) => ({ day, ...spend })),
			totals: spendOf(this.total),
			unanswered: this.lost,
		};
	}

	private dayOf(quarter: number): string {
		let day = this.dayOfQuarter.get(quarter);
		if (day === undefined) {
			day = DateTime.fromMillis(quarter * 900_000, { zone: this.timeZone }).toISODate() ?? '';
			this.dayOfQuarter.set(quarter, day);
		}
		return day;
	}
}

function at(groups: Map<string, Sums>, key: string): Sums {
	const sums = groups.get(key) ?? emptySums();
	groups.set(key, sums);
	return sums;
}

const labelOf = (row: StoredRow, column: string) => (typeof row[column] === 'string' ? textOf(row, column) : 'unknown');

const sorted = (groups: Map<string, Sums>): [string, Spend][] =>
	[...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, sums]) => [key, spendOf(sums)]);

const spendOf = (sums: Sums): Spend => ({
	spentNano: Number(sums.spent),
	reservedNano: Number(sums.reserved),
	calls: Number(sums.calls),
	overruns: Number(sums.overruns),
	overrunNano: Number(sums.overrun),
	chargedOnExpiry: Number(sums.charged),
	unanswered: Number(sums.unanswered),
});

const textIn = (row: StoredRow, column: string) => (typeof row[column] === 'string' ? textOf(row, column) : null);
const numberIn = (row: StoredRow, column: string) => (typeof row[column] === 'bigint' ? intOf(row, column) : null);

function scopeSpendOf(row: StoredRow): ScopeSpend {
	const limitNano = numberIn(row, 'limit_nano');
	const spentNano = intOf(row, 'spent');
	const reservedNano = intOf(row, 'reserved');
	return {
		key: textOf(row, 'scope_key'),
		period: periods.find((period) => period === row.period) ?? 'allTime',
		timeZone: textIn(row, 'time_zone'),
		executionId: textIn(row, 'execution'),
		startsAt: numberIn(row, 'starts_at'),
		endsAt: numberIn(row, 'ends_at'),
		limitNano,
		spentNano,
		reservedNano,
		forgivenNano: intOf(row, 'forgiven'),
		leftNano: limitNano === null ? null : limitNano - spentNano - reservedNano,
	};
}

const unansweredOf = (row: StoredRow): Unanswered => ({
	reservationId: textOf(row, 'id'),
	why: row.state === 'charged' ? 'leaseEnded' : 'failed',
	sent: row.dispatched === 1n,
	reservedAt: intOf(row, 'created_at'),
	chargedNano: intOf(row, 'cost'),
	model: textIn(row, 'model'),
	workflow: textIn(row, 'workflow'),
	workflowId: textIn(row, 'workflow_id'),
	executionId: textIn(row, 'execution'),
	item: numberIn(row, 'item'),
});
