/** Milliseconds: a constant, or a distribution to draw from. `lognormal` is given by its median and the sigma of its logarithm. */
export type Distribution =
	| number
	| { kind: 'uniform'; from: number; to: number }
	| { kind: 'exponential'; mean: number }
	| { kind: 'lognormal'; median: number; sigma: number };

export interface Timing {
	/** From the arrival of the request to its first token. */
	firstToken?: Distribution;
	/** From one token to the next. */
	betweenTokens?: Distribution;
}

/** `200`, `uniform:100:300`, `exponential:200` or `lognormal:200:0.5`, in milliseconds. @throws Error that says what was expected */
export function readDistribution(text: string | number): Distribution {
	const [kind, ...numbers] = String(text).split(':');
	const [first, second] = numbers.map(Number);
	const usable = (count: number) => numbers.length === count && numbers.every((part) => part !== '' && Number(part) >= 0);
	if (kind === 'uniform' && usable(2)) return { kind, from: first, to: second };
	if (kind === 'exponential' && usable(1)) return { kind, mean: first };
	if (kind === 'lognormal' && usable(2)) return { kind, median: first, sigma: second };
	const constant = kind === '' ? NaN : Number(kind);
	if (numbers.length === 0 && constant >= 0 && Number.isFinite(constant)) return constant;
	throw new Error(
		`Expected milliseconds or a distribution of them (200, uniform:100:300, exponential:200, lognormal:200:0.5), got ${text}`,
	);
}

export function sample(distribution: Distribution, random: () => number): number {
	if (typeof distribution === 'number') return distribution;
	switch (distribution.kind) {
		case 'uniform':
			return distribution.from + (distribution.to - distribution.from) * random();
		case 'exponential':
			return -Math.log(1 - random()) * distribution.mean;
		case 'lognormal':
			return distribution.median * Math.exp(distribution.sigma * normal(random));
	}
}

function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Milliseconds since 1970 with fractions, comparable between processes of one machine. */
export const now = () => performance.timeOrigin + performance.now();

interface Waiting {
	dueAt: number;
	run: () => void;
}

/**
 * One queue for all streams, ordered by due time. A late tick does not delay the ticks after it,
 * since due times are absolute; what really happened when is in the record.
 */
export class Schedule {
	private readonly heap: Waiting[] = [];
	private timer: NodeJS.Timeout | undefined;
	private timerDueAt = Infinity;

	at(dueAt: number, run: () => void): void {
		const { heap } = this;
		heap.push({ dueAt, run });
		for (let index = heap.length - 1; index > 0;) {
			const parent = (index - 1) >> 1;
			if (heap[parent].dueAt <= heap[index].dueAt) break;
			[heap[parent], heap[index]] = [heap[index], heap[parent]];
			index = parent;
		}
		if (dueAt < this.timerDueAt) this.arm();
	}

	clear(): void {
		this.heap.length = 0;
		clearTimeout(this.timer);
		this.timerDueAt = Infinity;
	}

	private arm(): void {
		clearTimeout(this.timer);
		this.timerDueAt = Infinity;
		if (this.heap.length === 0) return;
		this.timerDueAt = this.heap[0].dueAt;
		this.timer = setTimeout(() => this.tick(), Math.max(0, this.timerDueAt - now()));
	}

	private tick(): void {
		this.timerDueAt = -Infinity;
		while (this.heap.length > 0 && this.heap[0].dueAt <= now()) this.pop().run();
		this.arm();
	}

	private pop(): Waiting {
		const { heap } = this;
		const [first] = heap;
		const last = heap.pop();
		if (heap.length > 0 && last) {
			heap[0] = last;
			for (let index = 0; ;) {
				const left = 2 * index + 1;
				if (left >= heap.length) break;
				const right = left + 1;
				const child = right < heap.length && heap[right].dueAt < heap[left].dueAt ? right : left;
				if (heap[index].dueAt <= heap[child].dueAt) break;
				[heap[index], heap[child]] = [heap[child], heap[index]];
				index = child;
			}
		}
		return first;
	}
}
