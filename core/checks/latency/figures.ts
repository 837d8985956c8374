import { wilson } from '../../statistics';
import type { Estimate } from '../../statistics';
import type { Block, Evidence, RequestSample, SideName } from './evidence';
import { percentilesOf, type Histograms, type Percentiles } from './histogram';

/** What the user wants of an answer, in milliseconds; an absent one is no objective. */
export interface Objectives {
	firstTokenMs?: number;
	firstAnswerMs?: number;
	betweenTokensMs?: number;
	totalMs?: number;
}

/** One side at one level of load, warm-up left out. */
export interface StepFigures {
	side: SideName;
	step: number;
	label: string;
	level: number;
	requests: number;
	answered: number;
	errors: Record<string, number>;
	firstToken?: Percentiles;
	firstAnswer?: Percentiles;
	betweenTokens?: Percentiles;
	total?: Percentiles;
	/** Share of requests that kept every objective, with a 95 % interval; failed ones did not. */
	goodput: Estimate;
	goodPerSecond: number;
	answeredPerSecond: number;
	tokensPerSecond: number;
	mostAtOnce: number;
	/** The client was too busy to measure, or sent late. */
	client: { loopDelayP99Ms: number; cpuShare: number; sentLateP99Ms: number };
	overran: boolean;
}

/** Whether an answer came within every objective. */
export function isGood(sample: RequestSample, objectives: Objectives): boolean {
	if (sample.error !== undefined) return false;
	const within = (value: number | null, limit: number | undefined) => limit === undefined || (value !== null && value <= limit);
	return (
		within(sample.firstTokenMs, objectives.firstTokenMs) &&
		within(sample.firstAnswerMs ?? sample.firstTokenMs, objectives.firstAnswerMs) &&
		within(sample.meanGapMs ?? 0, objectives.betweenTokensMs) &&
		within(sample.totalMs, objectives.totalMs)
	);
}

export function figuresOf(evidence: Evidence, objectives: Objectives, histograms: Histograms): StepFigures[] {
	const figures: StepFigures[] = [];
	for (const [step, { label, level }] of evidence.steps.entries()) {
		for (const side of ['candidate', 'baseline'] as const) {
			const blocks = evidence.blocks.filter((block) => block.step === step && block.side === side);
			if (blocks.length > 0) figures.push({ side, step, label, level, ...summarise(blocks, objectives, histograms) });
		}
	}
	return figures;
}

function summarise(blocks: readonly Block[], objectives: Objectives, { create, add, decode }: Histograms) {
	const all = blocks.flatMap(({ samples }) => samples);
	const counted = all.filter(({ isWarmUp }) => !isWarmUp);
	const answered = counted.filter(({ error }) => error === undefined);
	const over = (values: Iterable<number | null>) => {
		const histogram = create();
		for (const value of values) if (value !== null) add(histogram, value);
		return percentilesOf(histogram);
	};
	const gaps = create();
	for (const block of blocks) gaps.add(decode(block.gaps));
	const errors: Record<string, number> = {};
	for (const { error } of counted) if (error !== undefined) errors[error] = (errors[error] ?? 0) + 1;
	const good = counted.filter((sample) => isGood(sample, objectives)).length;
	const seconds = blocks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000;
	// Warm-up took part of that time: what is counted gets its share of it.
	const share = all.length === 0 ? 0 : counted.length / all.length;
	const perSecond = (count: number) => (seconds > 0 && share > 0 ? count / (seconds * share) : 0);
	return {
		requests: counted.length,
		answered: answered.length,
		errors,
		firstToken: over(answered.map(({ firstTokenMs }) => firstTokenMs)),
		firstAnswer: over(answered.map(({ firstAnswerMs }) => firstAnswerMs)),
		betweenTokens: percentilesOf(gaps),
		total: over(answered.map(({ totalMs }) => totalMs)),
		goodput: wilson(good, counted.length),
		goodPerSecond: perSecond(good),
		answeredPerSecond: perSecond(answered.length),
		tokensPerSecond: perSecond(answered.reduce((sum, { outputTokens }) => sum + outputTokens, 0)),
		mostAtOnce: Math.max(...blocks.map(({ mostAtOnce }) => mostAtOnce)),
		client: {
			loopDelayP99Ms: Math.max(...blocks.map(({ client }) => client.loopDelayP99Ms)),
			cpuShare: Math.max(...blocks.map(({ client }) => client.cpuShare)),
			sentLateP99Ms: over(counted.map(({ sentLateMs }) => sentLateMs))?.p99 ?? 0,
		},
		overran: blocks.some(({ overran }) => overran === true),
	};
}

/** The endpoint refuses a good part of the requests, or they pile up. */
export function isOverrun({ overran, errors, requests }: StepFigures): boolean {
	const refused = (errors.rate_limit ?? 0) + (errors.overloaded ?? 0) + (errors.timeout ?? 0);
	return overran || (requests >= 5 && refused / requests > 0.2);
}

/** More load brought hardly more answers, or mostly refusals: a higher step would only wait in line. */
export function isSaturated(before: StepFigures | undefined, after: StepFigures): boolean {
	if (isOverrun(after)) return true;
	if (!before || after.level <= before.level || before.answeredPerSecond === 0) return false;
	const moreLoad = after.level / before.level - 1;
	const moreAnswers = after.answeredPerSecond / before.answeredPerSecond - 1;
	const slower = (after.total?.p50 ?? 0) > 1.3 * (before.total?.p50 ?? Infinity);
	return slower && moreAnswers < 0.15 * moreLoad;
}

/** This process was too busy to tell the endpoint's time from its own. */
export const isClientBound = ({ client }: StepFigures, { maxClientDelayMs }: { maxClientDelayMs: number }) =>
	client.loopDelayP99Ms > maxClientDelayMs || client.sentLateP99Ms > maxClientDelayMs || client.cpuShare > 0.95;
