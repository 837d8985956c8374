import { createHash } from 'node:crypto';
import { classifyQuery } from '../classify/classify';
import { tokensOf } from './overview';
import type { RecordedCall } from './recordedCall';

export interface SampleOptions {
	/** So many calls in all; fewer where there are fewer. */
	size: number;
	/** Of each stratum at least so many, or all that it has. */
	minimum: number;
	seed: string;
}

export type Stratum = Pick<NonNullable<RecordedCall['sample']>, 'workflow' | 'queryClass' | 'length'>;

export interface Sample {
	/** Marks a call as one that may be drawn. */
	add(call: RecordedCall): void;
	/** Draws; afterwards each call can be asked whether it was drawn. */
	draw(): StratumCount[];
	/** The call with its stratum and weight, or nothing where it was not drawn. */
	drawn(call: RecordedCall): RecordedCall | undefined;
}

export interface StratumCount extends Stratum {
	calls: number;
	drawn: number;
}

/** Input tokens below which a prompt is short or of middle length. */
const lengths = [
	['short', 500],
	['middle', 4_000],
	['long', Infinity],
] as const;

/**
 * A stratified sample: by workflow, class of the query (as Route by Query Class sorts) and length of the prompt. Each stratum
 * has its minimum, the rest goes by size, and a call weighs as many calls as it stands for. Of a call only its id is kept.
 */
export function openSample({ size, minimum, seed }: SampleOptions): Sample {
	const strata = new Map<string, Stratum & { calls: { id: string; rank: string }[] }>();
	const chosen = new Map<string, NonNullable<RecordedCall['sample']>>();
	return {
		add(call) {
			const stratum = stratumOf(call);
			const key = JSON.stringify(stratum);
			const entry = strata.get(key) ?? { ...stratum, calls: [] };
			strata.set(key, entry);
			// Ranks that only the seed and the id decide: the order of reading does not matter, and a longer reading keeps them.
			entry.calls.push({ id: call.id, rank: createHash('sha256').update(`${seed}:${call.id}`).digest('base64').slice(0, 12) });
		},
		draw() {
			const all = [...strata.values()];
			const counts = shares(
				all.map(({ calls }) => calls.length),
				size,
				minimum,
			);
			return all.map(({ calls, ...stratum }, index) => {
				const drawn = counts[index] ?? 0;
				calls.sort((a, b) => (a.rank < b.rank ? -1 : 1));
				for (const { id } of calls.slice(0, drawn)) chosen.set(id, { ...stratum, weight: calls.length / drawn });
				return { ...stratum, calls: calls.length, drawn };
			});
		},
		drawn(call) {
			const sample = chosen.get(call.id);
			return sample && { ...call, sample };
		},
	};
}

function stratumOf(call: RecordedCall): Stratum {
	const { execution, request } = call;
	const { inputTokens } = tokensOf(call);
	const messages = request.messages
		.filter(({ role }) => role === 'system' || role === 'user')
		.map(({ role, content }) => ({ role, content }));
	return {
		workflow: execution.workflowName || execution.workflowId,
		queryClass: classifyQuery(messages).queryClass,
		length: lengths.find(([, below]) => inputTokens < below)?.[0] ?? 'long',
	};
}

/**
 * How many to draw of strata of these sizes: the minimum first, then the rest in proportion to what is left of each, by largest
 * remainders. Where even the minima are more than the size, they win: a stratum without calls would tell nothing.
 */
export function shares(sizes: readonly number[], size: number, minimum: number): number[] {
	const drawn = sizes.map((calls) => Math.min(calls, minimum));
	for (;;) {
		const open = sizes.map((calls, index) => calls - (drawn[index] ?? 0));
		const sum = open.reduce((total, each) => total + each, 0);
		const left = Math.min(size - drawn.reduce((total, each) => total + each, 0), sum);
		if (left <= 0) return drawn;
		const exact = open.map((each) => (left * each) / sum);
		const whole = exact.map(Math.floor);
		const remainders = exact.map((each, index) => ({ index, part: each - (whole[index] ?? 0) })).sort((a, b) => b.part - a.part);
		let rest = left - whole.reduce((total, each) => total + each, 0);
		for (const [index, each] of whole.entries()) drawn[index] = (drawn[index] ?? 0) + each;
		for (const { index } of remainders) {
			if (rest <= 0) break;
			drawn[index] = (drawn[index] ?? 0) + 1;
			rest -= 1;
		}
	}
}
