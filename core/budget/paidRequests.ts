import { atPrice, dearestCase, type OwnPrice } from '../money/dearestCase';
import { plannedCallOf, unboundedField } from '../money/plannedCall';
import { ReasonError, type Attempt, type OutgoingCall } from '../reason';
import type { Denied, Pay, Settlement } from './paidCall';

export interface PaidRequests {
	/** For models whose price is not known. */
	price?: OwnPrice;
	/** Learns how each request was settled. */
	onSettled?: (settlement: Settlement, call: OutgoingCall) => void;
}

/**
 * Pays for every request of `reason` by itself: retries, corrections and fallbacks too, so that none of them runs past a
 * budget. Goes into its option `around`.
 *
 * @throws ReasonError of kind `budget` when a request has no room, no price, or a setting that no budget can reckon with
 */
export function paidRequests(pay: Pay, { price, onSettled }: PaidRequests = {}) {
	return async (call: OutgoingCall, send: () => Promise<Attempt>): Promise<Attempt> => {
		const { model, host, body } = call;
		const unbounded = unboundedField(body);
		if (unbounded) throw unreckoned(unbounded);
		const planned = plannedCallOf(body, host, price);
		const outcome = await pay({
			model: model.slice(0, 200),
			estimateNano: dearestCase([planned], new Date()),
			send,
			costOf: ({ costNano, usage }) => (usage === 'none' ? usage : costNano === 'unknown' ? atOwnPrice(usage, price) : costNano),
			modelOf: (attempt) => attempt.model.slice(0, 200),
		});
		if (outcome.status === 'overBudget') throw overBudget(model, outcome.reservation, planned.maxOutputTokens);
		onSettled?.(outcome.settlement, call);
		return outcome.result;
	};
}

function atOwnPrice(usage: Attempt['usage'], price: OwnPrice | undefined): number | 'unknown' {
	if (usage === 'unknown' || usage === 'none' || !price) return 'unknown';
	return atPrice(price, usage.inputTokens, usage.outputTokens);
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

const unreckoned = ({ field, instead }: { field: string; instead: string }) =>
	failure(
		`No budget can hold a request with "${field}": the host charges for it by other rules`,
		`In Extra Body, ${instead}; or remove the budget.`,
	);
