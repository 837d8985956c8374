import { costOf } from '../money/cost';
import { findModel } from '../catalogue/lookup';
import { estimateTokens } from '../money/estimateTokens';
import type { QueryClass } from './classes';

/**
 * Output tokens that an answer of each class is taken to have when the user gives no figure: `thinking` for models with a
 * reasoning trace, `plain` for the others. Round assumptions, not measurements: they rank routes, they do not bill.
 */
export const EXPECTED_OUTPUT: Record<QueryClass, { thinking: number; plain: number }> = {
	simple: { thinking: 400, plain: 100 },
	reasoning: { thinking: 4000, plain: 800 },
	coding: { thinking: 3500, plain: 900 },
	creative: { thinking: 1500, plain: 700 },
	general: { thinking: 1500, plain: 700 },
};

const LONGEST = 400_000;

/** Tokens of a text; of a very long one, projected from its beginning. */
export function inputTokensOf(text: string): number {
	if (text.length <= LONGEST) return estimateTokens(text);
	return Math.ceil((estimateTokens(text.slice(0, LONGEST)) * text.length) / LONGEST);
}

/** Estimated cost of one answer in USD. */
export function estimateCost(
	inputTokens: number,
	queryClass: QueryClass,
	model: string,
	host: string,
	at: Date,
	outputTokens?: number,
): number | 'unknown' {
	const row = findModel(model, host || undefined);
	if (!row) return 'unknown';
	const expected = EXPECTED_OUTPUT[queryClass][row.trace === 'none' ? 'plain' : 'thinking'];
	const usage = {
		inputTokens,
		cachedTokens: 0,
		outputTokens: outputTokens ?? expected,
		reasoningTokens: 'unknown',
		answerTokens: 'unknown',
	} as const;
	const nano = costOf(usage, row, at);
	return nano === 'unknown' ? 'unknown' : nano / 1e9;
}
