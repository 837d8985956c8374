import { costOf } from '../money/cost';
import { estimateTokens } from '../money/estimateTokens';
import { hostOf } from '../reason/destination';
import type { Side } from '../checks/check';
import type { RecordedCall } from '../history/recordedCall';
import { requestText } from './requestText';
import { isExact } from './rungs';

export interface CostEstimate {
	/** Requests that the whole plan sends, by who gets them. */
	candidate: number;
	baseline: number;
	judge: number;
	/** With answers as long as the recorded ones; a model that thinks writes more. Nano-dollars. */
	nanoUsd: number | 'unknown';
}

/** What the whole plan would cost, before anything is sent. Most replays stop before its end. */
export function estimateCost(
	calls: readonly RecordedCall[],
	{ candidate, baseline, judge, anchors, at }: { candidate: Side; baseline?: Side; judge?: Side; anchors: number; at: Date },
): CostEstimate {
	const estimate: CostEstimate = { candidate: 0, baseline: 0, judge: 0, nanoUsd: 0 };
	const add = (name: 'candidate' | 'baseline' | 'judge', side: Side, inputTokens: number, outputTokens: number) => {
		estimate[name] += 1;
		const usage = { inputTokens, cachedTokens: 0, outputTokens, reasoningTokens: 'unknown', answerTokens: 'unknown' } as const;
		const cost = costOf(usage, side.model, at, hostOf(side.endpoint).id);
		estimate.nanoUsd = estimate.nanoUsd === 'unknown' || cost === 'unknown' ? 'unknown' : estimate.nanoUsd + cost;
	};
	for (const call of calls) {
		const { usage, text } = call.answer;
		const input = usage?.inputTokens ?? estimateTokens(requestText(call.request));
		const output = usage?.outputTokens ?? estimateTokens(text);
		add('candidate', candidate, input, output);
		if (baseline && isExact(call)) add('baseline', baseline, input, output);
		// Both orders, with both answers in the prompt.
		if (judge && !isExact(call)) for (let order = 0; order < 2; order += 1) add('judge', judge, input + 2 * output, verdictTokens);
	}
	if (judge) for (let asked = 0; asked < 2 * anchors; asked += 1) add('judge', judge, anchorTokens, verdictTokens);
	return estimate;
}

/** A guess at what a judge says before its verdict, and at the length of an anchor. */
const verdictTokens = 300;
const anchorTokens = 800;
