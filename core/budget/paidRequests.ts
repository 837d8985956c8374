import { costAtOwnPrice, dearestCase, type OwnPrice, type PlannedCall } from '../money/dearestCase';
import { nanoPerUsd } from '../money/nano';
import { plannedCallOf } from '../money/plannedCall';
import { unboundedField } from '../money/unboundedField';
import { ReasonError, type Attempt, type OutgoingCall } from '../reason';
import type { Denied, Pay, Repeated, Settlement } from './paidCall';

export interface PaidRequests {
	/** For models whose price is not known. */
	price?: OwnPrice;
	/** Names what is asked for; its second, third… request gets a name of its own from it. At most 190 characters. */
	idempotencyKey?: string;
	/** The output that was reserved for each request, all of its answers together: more is not sent. */
	reservedOutputTokens?: number;
	/** Learns how each request was settled. */
	onSettled?: (settlement: Settlement, call: OutgoingCall) => void;
}

/**
 * Pays for every request of `reason` by itself: retries, corrections and fallbacks too, so that none of them runs past a
 * budget. Goes into its option `around`.
 *
 * @throws ReasonError of kind `budget` when a request has no room, no price, or a setting that no budget can reckon with;
 * or when it was sent before under the same idempotency key
 */
export function paidRequests(pay: Pay, { price, idempotencyKey, reservedOutputTokens, onSettled }: PaidRequests = {}) {
	let requests = 0;
	return async (call: OutgoingCall, send: () => Promise<Attempt>): Promise<Attempt> => {
		const { model, host, body } = call;
		const unbounded = unboundedField(body);
		if (unbounded) throw unreckoned(unbounded);
		const planned = plannedCallOf(body, host, price);
		if (reservedOutputTokens !== undefined) assertReserved(planned, reservedOutputTokens);
		requests += 1;
		const outcome = await pay({
			model: model.slice(0, 200),
			estimateNano: dearestCase([planned], new Date()),
			send,
			costOf: ({ costNano, usage }) => (usage === 'none' ? usage : costNano === 'unknown' ? atOwnPrice(usage, price, model) : costNano),
			modelOf: (attempt) => attempt.model.slice(0, 200),
			isAnswer: ({ outcome }) => outcome === 'answered',
			idempotencyKey: idempotencyKey === undefined ? undefined : `${idempotencyKey}${requests === 1 ? '' : ` #${requests}`}`,
		});
		if (outcome.status === 'repeated') throw repeated(outcome.earlier);
		if (outcome.status === 'overBudget') throw overBudget(model, outcome.reservation, planned.maxOutputTokens);
		onSettled?.(outcome.settlement, call);
		return outcome.result;
	};
}

function atOwnPrice(usage: Attempt['usage'], price: OwnPrice | undefined, model: string): number | 'unknown' {
	if (usage === 'unknown' || usage === 'none' || !price) return 'unknown';
	return costAtOwnPrice(usage, price, model);
}

const failure = (message: string, description: string) =>
	new ReasonError(message, { kind: 'budget', description: `Nothing was sent. ${description}` });

function overBudget(model: string, { reason, scopes }: Denied, limit: number | 'unknown') {
	if (reason === 'unpriced' && limit === 'unknown') {
		return failure(`No output limit is known for "${model}", so a budget can't hold`, 'Set Max Tokens.');
	}
	if (reason === 'unpriced') {
		return failure(
			`No price is known for "${model}", so a budget can't hold`,
			'Choose the host profile of the credential, or give the price under Options, Price.',
		);
	}
	const full = scopes.filter(({ over }) => over).map(({ key, period }) => `${key} (${period})`);
	return failure(
		`The dearest case of a call to "${model}" does not fit into the budget`,
		`No room in: ${full.join(', ')}. Raise the limit, lower Max Tokens, or use a cheaper model.`,
	);
}

function repeated({ reservationId, state, sent, answered, costNano, reservedAt, executionId }: Repeated['earlier']) {
	const when = new Date(reservedAt).toISOString();
	const where = executionId === null ? '' : ` in execution ${executionId}`;
	const how =
		state === 'held'
			? sent
				? 'it was sent and is not answered yet: look there before you send it again'
				: 'it is being sent'
			: answered === true
				? `it was answered for $${costNano / nanoPerUsd}: take the answer from there`
				: `it may have been paid ($${costNano / nanoPerUsd}) and was never answered: to send it again, ${state === 'charged' ? `release reservation ${reservationId} with Cost Guard, or ` : ''}use another key`;
	return failure('This request was made before under the same idempotency key', `On ${when}${where}, ${how}.`);
}

function assertReserved({ maxOutputTokens: limit, answers = 1 }: PlannedCall, reserved: number) {
	const isKnown = limit !== 'unknown' && answers !== 'unknown';
	if (isKnown && limit * answers <= reserved) return;
	const asked = !isKnown ? 'any number of output' : answers > 1 ? `${answers} answers of ${limit} output` : `${limit} output`;
	throw failure(
		`The request asks for ${asked} tokens, but ${reserved} were reserved`,
		'Leave the limit and the number of answers out of Extra Body, or reserve more under Output Limit (Tokens) in Check and Reserve.',
	);
}

const unreckoned = ({ field, instead }: { field: string; instead: string }) =>
	failure(
		`No budget can hold a request with "${field}": the host charges for it by other rules`,
		`In Extra Body, ${instead}; or remove the budget.`,
	);
