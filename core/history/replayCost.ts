import { findModel } from '../catalogue/lookup';
import { costOf } from '../money/cost';
import { dearestCase } from '../money/dearestCase';
import { tokensOf } from './overview';
import type { RecordedCall } from './recordedCall';

/** What it costs to ask the candidate all of it once. */
export interface ReplayCost {
	calls: number;
	inputTokens: number;
	outputTokens: number;
	/** At the tokens that the old model took, without any cache; nano-dollars. A model that thinks writes more. */
	asRecordedNano: number | 'unknown';
	/** No answer shorter than its limit, the dearest hour; nano-dollars. */
	atMostNano: number | 'unknown';
}

export interface CostMeter {
	add(call: RecordedCall): void;
	cost(): ReplayCost;
}

/** @param candidate the model that would be asked; one that the catalogue does not know has no price */
export function openCostMeter(candidate: string, at: Date): CostMeter {
	const row = findModel(candidate);
	const sum: ReplayCost = { calls: 0, inputTokens: 0, outputTokens: 0, asRecordedNano: 0, atMostNano: 0 };
	const plus = (one: number | 'unknown', other: number | 'unknown') => (one === 'unknown' || other === 'unknown' ? 'unknown' : one + other);
	return {
		add(call) {
			const { inputTokens, outputTokens } = tokensOf(call);
			sum.calls += 1;
			sum.inputTokens += inputTokens;
			sum.outputTokens += outputTokens;
			const usage = { inputTokens, cachedTokens: 0, outputTokens, reasoningTokens: 'unknown', answerTokens: 'unknown' } as const;
			sum.asRecordedNano = plus(sum.asRecordedNano, row ? costOf(usage, row, at) : 'unknown');
			const maxOutputTokens = call.request.maxTokens ?? row?.maxOutput ?? 'unknown';
			sum.atMostNano = plus(sum.atMostNano, row ? dearestCase([{ model: candidate, input: inputTokens, maxOutputTokens }], at) : 'unknown');
		},
		cost: () => ({ ...sum }),
	};
}
