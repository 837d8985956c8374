/**
 * - `invalid`: a field has a value that can't be used; nothing was charged
 * - `unknownReservation`, `foreignReservation`: there is no such reservation in this ledger
 * - `expired`: the lease of the reservation is over, so nothing may be sent on it
 * - `unavailable`: the store can't be reached, or stays locked; trying later can help
 * - `locked`: another session holds rows of the ledger for longer than the wait
 * - `refused`: the store says no: wrong password, missing database, missing rights
 * - `moved`: the store's file was moved, deleted or replaced while it was in use
 * - `unexpected`: the store failed in a way that has no name here; its code is in the message
 * - `full`: no room on the store's disk
 * - `corrupt`: the store's file is damaged or is no ledger
 * - `unsupported`: this Node, or a ledger written by a newer version
 */
export type LedgerErrorKind =
	| 'invalid'
	| 'unknownReservation'
	| 'foreignReservation'
	| 'expired'
	| 'moved'
	| 'locked'
	| 'unexpected'
	| 'unavailable'
	| 'refused'
	| 'full'
	| 'corrupt'
	| 'unsupported';

/** What went wrong with the ledger, and what to do about it. Never holds a password. */
export class LedgerError extends Error {
	override readonly name = 'LedgerError';

	constructor(
		readonly kind: LedgerErrorKind,
		message: string,
		readonly description: string,
		/** The field that has to change, such as `scopes[0].limitNano`. */
		readonly field?: string,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** The value itself stays out of the text when it is long: it could be a prompt in the wrong field. */
export function invalid(field: string, expected: string, value: unknown): LedgerError {
	const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
	const got = shown.length > 40 ? `${typeof value} of ${shown.length} characters` : shown;
	return new LedgerError('invalid', `Expected \`${field}\` to be ${expected}, got ${got}`, 'Nothing was charged.', field);
}

/** Only the code and the class of the failure are told: its message may hold what was stored. */
export function unexpected(store: string, error: Error): LedgerError {
	const codes = ['code', 'errcode'].map((name) => (Reflect.get(error, name) === undefined ? '' : String(Reflect.get(error, name))));
	const code = codes.filter(Boolean).join(' ') || error.name;
	return new LedgerError(
		'unexpected',
		`The store of ${store} failed (${code})`,
		'Look the code up, mend the store, and run again. Nothing was charged twice.',
		undefined,
		{
			cause: error,
		},
	);
}
