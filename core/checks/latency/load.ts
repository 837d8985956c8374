/** One request of an open-loop load: when it is sent, and how big it is where a trace says so. */
export interface Arrival {
	atMs: number;
	inputTokens?: number;
	outputTokens?: number;
}

/** What is asked of one side in one go. */
export type Load =
	| { kind: 'concurrency'; concurrency: number; requests: number; warmUp: number }
	| { kind: 'rate'; perSecond: number; arrivals: readonly Arrival[]; warmUp: number }
	| { kind: 'trace'; perSecond: number; arrivals: readonly Arrival[]; warmUp: number };

/** A level of load; its blocks are run in turn on both sides, so that a change of the weather hits both. */
export interface Step {
	label: string;
	level: number;
	blocks: readonly Load[];
}

export type LoadPlan =
	| { mode: 'steps'; concurrencies: readonly number[]; requests: number; warmUp?: number }
	| { mode: 'poisson'; rates: readonly number[]; seconds: number; warmUpShare: number }
	| { mode: 'trace'; arrivals: readonly Arrival[]; speed: number; warmUpShare: number };

const blocksPerStep = 2;

/** Lays out the steps of a load test; `random` draws the arrivals. */
export function planSteps(plan: LoadPlan, random: () => number): Step[] {
	switch (plan.mode) {
		case 'steps':
			return plan.concurrencies.map((concurrency) => closedStep(concurrency, plan.requests, plan.warmUp ?? concurrency));
		case 'poisson':
			return plan.rates.map((perSecond) => ({
				label: `${perSecond}/s`,
				level: perSecond,
				blocks: Array.from({ length: blocksPerStep }, () =>
					openBlock('rate', poisson(perSecond, plan.seconds / blocksPerStep, random), plan.warmUpShare, perSecond),
				),
			}));
		case 'trace':
			return [traceStep(plan.arrivals, plan.speed, plan.warmUpShare)];
	}
}

/** Requests divide into two blocks where each of them still fills the concurrency. */
function closedStep(concurrency: number, requests: number, warmUp: number): Step {
	const count = requests >= 2 * blocksPerStep * concurrency ? blocksPerStep : 1;
	const blocks = Array.from({ length: count }, (_, index): Load => {
		const share = Math.floor(requests / count) + (index < requests % count ? 1 : 0);
		return { kind: 'concurrency', concurrency, requests: share + warmUp, warmUp };
	});
	return { label: `${concurrency} at once`, level: concurrency, blocks };
}

function openBlock(kind: 'rate' | 'trace', arrivals: readonly Arrival[], warmUpShare: number, perSecond: number): Load {
	return { kind, arrivals, perSecond, warmUp: Math.floor(arrivals.length * warmUpShare) };
}

/** Arrivals of independent users: exponential gaps. */
export function poisson(perSecond: number, seconds: number, random: () => number): Arrival[] {
	const arrivals: Arrival[] = [];
	for (let atMs = 0; ;) {
		atMs += (-Math.log(1 - random()) / perSecond) * 1_000;
		if (atMs >= seconds * 1_000) return arrivals;
		arrivals.push({ atMs });
	}
}

function traceStep(arrivals: readonly Arrival[], speed: number, warmUpShare: number): Step {
	const half = Math.ceil(arrivals.length / blocksPerStep);
	const halves = [arrivals.slice(0, half), arrivals.slice(half)].filter(({ length }) => length > 0);
	const fast = halves.map((part) => part.map((arrival) => ({ ...arrival, atMs: (arrival.atMs - part[0].atMs) / speed })));
	const perSecond = rateOf(
		fast.flat().length,
		fast.reduce((sum, part) => sum + (part.at(-1)?.atMs ?? 0), 0),
	);
	return {
		label: speed === 1 ? 'trace' : `trace at ${speed} times its speed`,
		level: perSecond,
		blocks: fast.map((part) => openBlock('trace', part, warmUpShare, perSecond)),
	};
}

const rateOf = (count: number, milliseconds: number) => (milliseconds > 0 ? Math.round((count / milliseconds) * 1e5) / 100 : count);

/** The order in which sides take turns over the blocks of a step: A B, then B A, so that neither is always first. */
export function takeTurns<Side>(sides: readonly Side[], blocks: readonly Load[]): { side: Side; load: Load }[] {
	return blocks.flatMap((load, index) => {
		const order = index % 2 === 0 ? sides : [...sides].reverse();
		return order.map((side) => ({ side, load }));
	});
}
