import type { CheckedResult } from '../shared/language';

export interface Shown {
	includeThinking: boolean;
	/** Only what most workflows use: the answer, its trace, data, model and cost. */
	simplify: boolean;
}

/** The fields that an item leaves with. Of what it came with only Cost Guard's `budget` stays, so that Settle finds its reservation. */
export function outputItem(
	result: CheckedResult,
	{ includeThinking, simplify }: Shown,
	{ budget }: Record<string, unknown> = {},
): Record<string, unknown> {
	const { answer, thinking, finishReason, usage, costUsd, model, host, timings, attempts, data, toolCalls, notes, passedOver, chinese } =
		result;
	const kept = {
		answer,
		...(includeThinking ? { thinking } : {}),
		...(data === undefined ? {} : { data }),
	};
	const reservation = isReservation(budget) ? { budget } : {};
	// Settle needs the usage; what was changed or left out must not be hidden.
	if (simplify)
		return {
			...kept,
			model,
			costUsd,
			...(notes.length ? { notes } : {}),
			...(isReservation(budget) ? { usage, host, attempts, budget } : {}),
		};
	return {
		...kept,
		finishReason,
		usage,
		costUsd,
		model,
		host,
		timings: {
			firstTokenMs: rounded(timings.firstTokenMs),
			firstAnswerTokenMs: rounded(timings.firstAnswerTokenMs),
			totalMs: rounded(timings.totalMs),
		},
		attempts,
		...(toolCalls ? { toolCalls } : {}),
		...(passedOver.length ? { passedOver } : {}),
		...(chinese ? { chinese } : {}),
		...(notes.length ? { notes } : {}),
		...reservation,
	};
}

const isReservation = (budget: unknown): boolean => typeof budget === 'object' && budget !== null && 'reservationId' in budget;

const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms));
