import type { Table } from '../checks/checkResult';
import { costOf } from '../money/cost';
import type { RecordedCall } from '../history/recordedCall';
import type { ReplayedCall, Taken } from './evidence';

interface SideTaken {
	inputTokensPerTask: number | 'unknown';
	outputTokensPerTask: number | 'unknown';
	costUsdPerCall: number | 'unknown';
	secondsPerCall: number | 'unknown';
}

/** Tokens, cost and time of a call on each side, from the same calls; under the names that the cost check reads. */
export function takenFigures(replayed: readonly ReplayedCall[]) {
	const pairs = replayed.map(({ call, taken }) => ({ before: recordedTaken(call), now: taken }));
	// Tokens are compared on calls where both are known: else a share of long ones would count on one side only.
	const both = pairs.filter(({ before, now }) => before.outputTokens !== 'unknown' && now.outputTokens !== 'unknown');
	const of = (side: 'before' | 'now') => sideTaken(both.length > 0 ? both.map((pair) => pair[side]) : pairs.map((pair) => pair[side]));
	return { perTask: { baseline: of('before'), candidate: of('now') }, callsWithTokens: both.length };
}

function recordedTaken({ request, answer: { usage, milliseconds }, execution }: RecordedCall): Omit<Taken, 'againNanoUsd'> {
	const cost =
		usage && request.model
			? costOf(
					{
						inputTokens: usage.inputTokens,
						outputTokens: usage.outputTokens,
						cachedTokens: usage.cachedTokens ?? 0,
						reasoningTokens: usage.reasoningTokens ?? 'unknown',
						answerTokens: 'unknown',
					},
					request.model,
					new Date(execution.startedAt),
				)
			: 'unknown';
	return {
		inputTokens: usage?.inputTokens ?? 'unknown',
		outputTokens: usage?.outputTokens ?? 'unknown',
		costNanoUsd: cost,
		ms: milliseconds ?? 'unknown',
	};
}

function sideTaken(taken: readonly Omit<Taken, 'againNanoUsd'>[]): SideTaken {
	const mean = (values: readonly (number | 'unknown')[]) => {
		const known = values.filter((value) => value !== 'unknown');
		return known.length > 0 && known.length === values.length ? known.reduce((sum, value) => sum + value, 0) / known.length : 'unknown';
	};
	const scaled = (value: number | 'unknown', by: number) => (value === 'unknown' ? value : Number((value / by).toPrecision(6)));
	return {
		inputTokensPerTask: scaled(mean(taken.map(({ inputTokens }) => inputTokens)), 1),
		outputTokensPerTask: scaled(mean(taken.map(({ outputTokens }) => outputTokens)), 1),
		costUsdPerCall: scaled(mean(taken.map(({ costNanoUsd }) => costNanoUsd)), 1e9),
		secondsPerCall: scaled(mean(taken.map(({ ms }) => ms)), 1000),
	};
}

export function takenTable(replayed: readonly ReplayedCall[], names: { baseline: string; candidate: string }): Table {
	const { perTask, callsWithTokens } = takenFigures(replayed);
	return {
		title: `What a call takes, on the same ${callsWithTokens} calls; the recorded ones at list price, without cache hits where none are recorded`,
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'model', label: 'Model' },
			{ key: 'inputTokensPerTask', label: 'Input', unit: 'tokens' },
			{ key: 'outputTokensPerTask', label: 'Output', unit: 'tokens' },
			{ key: 'costUsdPerCall', label: 'Cost', unit: '$' },
			{ key: 'secondsPerCall', label: 'Time', unit: 's' },
		],
		rows: (['baseline', 'candidate'] as const).map((side) => ({
			side: side === 'baseline' ? 'recorded' : 'replayed',
			model: names[side],
			...perTask[side],
		})),
	};
}
