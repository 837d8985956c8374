import type { Ledger, Reservation } from './ledger/ledger';
import type { ReserveRequest } from './ledger/input';

export interface Candidate {
	model: string;
	estimateNano: number | 'unknown';
}

export type Choice = Reservation & {
	model: string;
	/** The models that were passed over before, and why. */
	passedOver: { model: string; reason: 'overLimit' | 'unpriced' }[];
};

/**
 * Reserves for the first model whose dearest case fits, so that work goes on with cheaper models before it stops. Denied
 * only if none fits; the answer is then the one for the last model.
 */
export async function cheapestThatFits(
	ledger: Pick<Ledger, 'reserve'>,
	[first, ...others]: readonly [Candidate, ...Candidate[]],
	request: Omit<ReserveRequest, 'model' | 'estimateNano'>,
): Promise<Choice> {
	const passedOver: Choice['passedOver'] = [];
	const reserve = async (candidate: Candidate) => ({
		...(await ledger.reserve({ ...request, ...candidate })),
		model: candidate.model,
		passedOver,
	});
	let choice = await reserve(first);
	for (const candidate of others) {
		if (choice.status !== 'denied') return choice;
		passedOver.push({ model: choice.model, reason: choice.reason });
		choice = await reserve(candidate);
	}
	return choice;
}
