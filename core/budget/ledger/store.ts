export type Value = string | number | bigint | null;
/** Integers come back as bigint from both stores, so that no sum passes through a float. */
export type StoredRow = Record<string, Value | undefined>;

/**
 * A statement both stores understand. Parameters are `$1`, `$2`...; the parts in braces differ by store:
 * `{now}` is the store's clock in milliseconds, `{list $1}` the rows of a JSON array (a parameter or a column), `{lock}` and `{lockFree}` lock the rows
 * read (the latter passes over rows that another worker holds).
 */
export interface Statement {
	text: string;
	values: Value[];
	/** Nobody reads its rows: the next statement may go out before its answer is here. */
	unread?: boolean;
	/** Nothing after this statement can still change the outcome: the commit may go out together with it. */
	last?: boolean;
}

/** What a transaction leaves behind: `keep: false` rolls it back and still hands `value` on. */
export interface TransactionEnd<Result> {
	keep: boolean;
	value: Result;
}

/**
 * One transaction as a sequence of statements. It does no I/O by itself: each store runs it in its own way, so both
 * stores share every rule.
 */
export type Steps<Result> = Generator<Statement, Result, StoredRow[]>;

export interface Attempt {
	/** True when an earlier attempt may have been committed without our learning of it. */
	uncertain: boolean;
}

export interface Store {
	/** Runs the steps in one transaction; on a lock, a deadlock or a lost connection again, for as long as `waitMs` allows. */
	transact<Result>(steps: (attempt: Attempt) => Steps<TransactionEnd<Result>>): Promise<Result>;
	/** The store's clock in milliseconds; an estimate where the store is far away. */
	now(): Promise<number>;
	/** Tells a store that is far away what its clock said, so that the next estimate is better. */
	sawClock(storeNow: number): void;
	/** Names this ledger; part of each of its reservation ids. */
	ledgerId(): Promise<string>;
	/** What is wrong with the place where the ledger lies, though it can be used. */
	notices(): Promise<string[]>;
	close(): Promise<void>;
}

export function bigintOf(row: StoredRow, column: string): bigint {
	const value = row[column];
	if (typeof value !== 'bigint') throw new TypeError(`Expected column ${column} to be an integer`);
	return value;
}

export const intOf = (row: StoredRow, column: string) => Number(bigintOf(row, column));

export function textOf(row: StoredRow, column: string): string {
	const value = row[column];
	if (typeof value !== 'string') throw new TypeError(`Expected column ${column} to be a text`);
	return value;
}

export function* keep<Result>(steps: Steps<Result>): Steps<TransactionEnd<Result>> {
	return { keep: true, value: yield* steps };
}
