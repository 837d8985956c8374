import { createHash } from 'node:crypto';
import type { CheckContext, Side } from '../checks/check';
import { ask, factsOf, settingsFor, type Call } from '../checks/calls/ask';
import { runAll } from '../checks/calls/runAll';
import type { Stop } from '../checks/checkResult';
import { groupBy } from '../checks/groupBy';
import type { Ask } from '../graders/judgeModel';
import type { RecordedCall } from '../history/recordedCall';
import type { Effort } from '../catalogue/host';
import type { ClusteredMean } from '../statistics/clusteredMean';
import { planLooks, type SequentialPlan } from '../statistics/groupSequential';
import { seededRandom } from '../statistics';
import type { FileProblem } from '../fileProblem';
import type { N8nApi } from '../migrate/n8nApi';
import { measureJudge, type Anchor, type JudgeQuality } from './anchors';
import { scoreOf } from './comparison';
import { isCritical, linesWithoutCalls } from './critical';
import { casesPlanned, decide, powerOf, type Look } from './decision';
import type { Observed } from './difference';
import type { ReplayedCall, ReplayEvidence } from './evidence';
import { sharedFamily } from './family';
import { gateChanges, hashOf, staleness, workflowMarks, type Gate } from './gate';
import { compareAnswers } from './ladder';
import { newAnswerOf, replayRequest } from './replayRequest';
import { replayableRounds, type ReplayableCall } from './rounds';
import { isExact } from './rungs';
import { noiseInHistory } from './selfNoise';
import { workflowsToday } from './workflowsToday';
import { itemAt } from '../itemAt';

export interface ReplayOptions {
	/** A share: 0.05 for 5 points. */
	margin: number;
	alpha: number;
	/** Share of the calls on which the two models are expected to differ, for the size of the plan. */
	expectedChange: number;
	/** Cases of the plan; 0 for as many as the margin asks for. */
	cases: number;
	seed: number;
	/** How far off a number may be, as a share. */
	tolerance: number;
	critical: readonly string[];
	judge?: { side: Side; model: string };
	rubric: string;
	anchors: readonly Anchor[];
	maxTokens: number;
	temperature?: number;
	effort?: Effort;
	instanceUrl?: string;
	/** The instance, where it can be asked what its workflows are today. */
	api?: Pick<N8nApi, 'workflow'>;
	/** The gate of an earlier run with these settings, and where a new one is written before the first call. */
	earlierGate?: Gate;
	keepGate?: (gate: Gate) => Promise<void>;
}

export interface CallsToReplay {
	calls: readonly RecordedCall[];
	problems: FileProblem[];
	source: string;
}

const power = 0.8;
const looks = [0.25, 0.5, 0.75, 1];
/** Chance below which going on is futile. */
const futility = 0.2;
const longestKept = 20_000;

type PlanOptions = Pick<ReplayOptions, 'margin' | 'alpha' | 'expectedChange' | 'cases' | 'seed' | 'critical'> & {
	/** What the judge leaves of a difference, where there is one. */
	kept?: number;
};

/** The plan of a replay, known before anything is asked. */
export function planReplay({ calls }: Pick<CallsToReplay, 'calls'>, options: PlanOptions) {
	const plan = planLooks({ alpha: options.alpha, power, looks, futility });
	const rounds = replayableRounds(calls);
	const order = sampleOrder(rounds.calls, options.seed);
	const expected = { margin: options.margin, discordant: options.expectedChange, kept: options.kept };
	const wanted = options.cases || casesPlanned(plan, expected);
	const cases = Math.min(order.length, wanted);
	return {
		plan,
		rounds,
		sample: order.slice(0, cases),
		critical: order.filter(({ call }) => isCritical(call, options.critical)),
		wanted,
		power: powerOf(plan, { ...expected, cases }),
	};
}

/** Asks the candidate what the old model was asked, look by look, until the plan says that it is enough. */
export async function collectReplay(given: CallsToReplay, options: ReplayOptions, context: CheckContext): Promise<ReplayEvidence> {
	const { baseline } = context;
	if (!context.candidate) throw new Error('Expected a candidate model');
	// A copy, so that a model held against itself is still two sides.
	const candidate = { ...context.candidate };
	const judgeCalls = { asked: 0, costNano: 0 as number | 'unknown' };
	const judgeAsk = options.judge && judgeAsker(options.judge, context, judgeCalls);
	const judge = options.judge && { model: options.judge.model, ...judgeFamily(options.judge.model, candidate, given.calls) };
	const quality =
		judgeAsk && options.anchors.length > 0
			? await measureJudge(options.anchors, { ask: judgeAsk, rubric: options.rubric }, context.concurrency)
			: undefined;
	const { earlierGate } = options;
	const judgesText = quality !== undefined && quality.kept >= leastKept && given.calls.some((call) => !isExact(call));
	const planned = planReplay(given, {
		...options,
		...(earlierGate ? { cases: earlierGate.cases } : {}),
		...(judgesText ? { kept: quality.kept } : {}),
	});
	const { plan, rounds, sample, critical, power: chance } = planned;
	const gate = await settleGate(given, options, { plan, cases: sample.length, candidate, baseline, now: context.now });
	const today = options.api ? await workflowsToday(options.api, gate.workflows) : undefined;
	// What the anchors cost is not paid again for a further case.
	judgeCalls.costNano = 0;
	const noise = await noiseInHistory(given.calls, options.tolerance);
	const ladder = {
		relative: options.tolerance,
		ask: judgeAsk,
		rubric: options.rubric,
		judgesDifferences: !baseline && !noise,
	};
	const replayed: ReplayedCall[] = [];
	const found: Look[] = [];
	const sampled = new Set(sample.map(({ call }) => call.id));
	const isCriticalCall = new Set(critical.map(({ call }) => call.id));
	const order = new Map([...critical, ...sample].map(({ call }, index) => [call.id, index]));
	const total = order.size;

	const pieceFor =
		({ call, later }: ReplayableCall, index: number) =>
		async (note: (call: Call) => Call) => {
			const put = async (side: Side, name: string) => {
				const request = { ...replayRequest(call), ...samplingFor(side, call, options) };
				return note(await ask(side, request, context, { repeat: `${name} ${call.id}` }));
			};
			const asksAgain = baseline !== undefined && isExact(call);
			// Which side is asked first takes turns, so that neither always meets the busier hour.
			const sides = index % 2 === 0 ? ['baseline', 'candidate'] : ['candidate', 'baseline'];
			const answers: Partial<Record<string, Call>> = {};
			for (const name of sides) {
				if (name === 'candidate') answers.candidate = await put(candidate, name);
				else if (asksAgain) answers.baseline = await put(baseline, name);
			}
			const made = answers.candidate;
			if (!made || made.kind === 'stopped' || answers.baseline?.kind === 'stopped') return;
			const [ours, theirs] = [newAnswerOf(made), answers.baseline && newAnswerOf(answers.baseline)];
			const comparison = ours && (await compareAnswers(call, ours, { ...ladder, later }));
			const again = theirs && (await compareAnswers(call, theirs, { ...ladder, ask: undefined, later }));
			replayed.push({
				call,
				critical: isCriticalCall.has(call.id),
				sampled: sampled.has(call.id),
				...(comparison ? { comparison } : {}),
				...(again ? { again } : {}),
				...(comparison && (comparison.outcome !== 'tie' || comparison.judged) ? { answer: spoken(made) } : {}),
				...(made.kind === 'error' ? { errorKind: made.errorKind } : {}),
				taken: {
					inputTokens: made.kind === 'answered' && made.usage !== 'unknown' ? made.usage.inputTokens : 'unknown',
					outputTokens: made.kind === 'answered' && made.usage !== 'unknown' ? made.usage.outputTokens : 'unknown',
					costNanoUsd: made.costNanoUsd,
					againNanoUsd: answers.baseline?.costNanoUsd ?? 0,
					ms: made.kind === 'answered' ? made.ms : 'unknown',
				},
			});
		};

	const done = new Set<string>();
	const run = async (batch: readonly ReplayableCall[]): Promise<Stop | undefined> => {
		const open = batch.filter(({ call }) => !done.has(call.id));
		const before = done.size;
		for (const { call } of open) done.add(call.id);
		return await runAll(
			open.map((one) => pieceFor(one, order.get(one.call.id) ?? 0)),
			{ ...context, onProgress: (count) => context.onProgress?.(before + count, total) },
		);
	};

	let stopped = await run(critical);
	const isBlocked = () => replayed.some((one) => one.critical && one.comparison?.outcome === 'loss');
	for (let look = 0; look < plan.looks.length && !stopped && !isBlocked() && sample.length > 0; look += 1) {
		const isLast = look === plan.looks.length - 1;
		stopped = await run(sample.slice(0, isLast ? sample.length : cutAtCluster(sample, itemAt(plan.looks, look))));
		if (stopped) break;
		const observed = observedIn(replayed, { quality, noise });
		if (observed.length === 0) continue;
		found.push(decide(observed, { margin: options.margin, noise, judge: quality, plan, look, isLast }));
		if (found.at(-1)?.says !== 'go on') break;
	}
	replayed.sort((one, other) => (order.get(one.call.id) ?? 0) - (order.get(other.call.id) ?? 0));
	return {
		replayed,
		recorded: given.calls.length,
		left: rounds.left,
		source: given.source,
		gate,
		stale: staleness(gate, context.now, [...workflowMarks(given.calls), ...(today?.marks ?? [])]),
		today: today ? (today.unknown.length > 0 ? today.unknown : 'compared') : 'not asked',
		criticalWithoutCalls: linesWithoutCalls(given.calls, options.critical),
		plan,
		power: chance,
		looks: found,
		...(noise ? { noise } : {}),
		...(judge ? { judge: { ...judge, asked: judgeCalls.asked, ...(quality ? { quality } : {}) } } : {}),
		costPerCaseNanoUsd: costPerCase(replayed, judgeCalls.costNano),
		baseline: baseline && factsOf(baseline),
		candidate: factsOf(candidate),
		emulated: candidate.emulated || baseline?.emulated === true,
		at: context.now,
		problems: given.problems,
		stopped,
		instanceUrl: options.instanceUrl,
	};
}

/** A judge whose opinion keeps less than this of a difference is no judge. */
export const leastKept = 0.2;

/** Calls of the sample that both sides were held against. Where a judge proved useless its opinions do not count. */
export function observedIn(
	replayed: readonly ReplayedCall[],
	{ quality, noise }: { quality?: JudgeQuality; noise?: ClusteredMean },
): Observed[] {
	return replayed.flatMap(({ call, sampled, comparison, again }) => {
		const candidate = comparison && scoreOf(comparison);
		if (!sampled || candidate === undefined) return [];
		const judged = comparison?.judged === true;
		if (judged && quality && quality.kept < leastKept) return [];
		const baseline = again && scoreOf(again);
		const mayBeNoise = comparison?.differs === true && baseline === undefined && !noise;
		// What a judge has weighed is even between two equal models, whatever the kind of answer.
		const exact = isExact(call) && !judged;
		return [
			{
				cluster: call.cluster,
				candidate,
				judged,
				exact,
				...(baseline === undefined ? {} : { baseline }),
				...(mayBeNoise ? { mayBeNoise } : {}),
				...(call.sample ? { weight: call.sample.weight } : {}),
			},
		];
	});
}

/** Clusters in an order drawn by the seed, each with its calls in their own order: a look never cuts a conversation. */
function sampleOrder(calls: readonly ReplayableCall[], seed: number): ReplayableCall[] {
	const random = seededRandom(seed);
	return groupBy(calls, ({ call }) => call.cluster)
		.map(([, members]) => ({ members, place: random() }))
		.sort((one, other) => one.place - other.place)
		.flatMap(({ members }) => members);
}

function cutAtCluster(sample: readonly ReplayableCall[], share: number): number {
	let end = Math.ceil(sample.length * share);
	while (end < sample.length && sample[end]?.call.cluster === sample[end - 1]?.call.cluster) end += 1;
	return end;
}

/** A recorded limit is the workflow's own and stays, even where it cuts a model short that thinks longer. */
function samplingFor(side: Side, { request }: RecordedCall, options: ReplayOptions) {
	const { maxTokens, temperature, topP } = settingsFor(side, {
		maxTokens: request.maxTokens ?? options.maxTokens,
		temperature: options.temperature,
	});
	return { maxTokens, temperature: temperature ?? request.temperature, topP, effort: options.effort };
}

const spoken = (call: Call) =>
	call.kind === 'answered'
		? [call.answer, ...call.toolCalls.map(({ name, arguments: given }) => `calls ${name}(${given})`)]
				.filter(Boolean)
				.join('\n')
				.slice(0, longestKept)
		: `(no answer: ${call.kind === 'stopped' ? call.why : call.reason})`;

async function settleGate(
	{ calls }: CallsToReplay,
	options: ReplayOptions,
	{ plan, cases, candidate, baseline, now }: { plan: SequentialPlan; cases: number; candidate: Side; baseline?: Side; now: Date },
): Promise<Gate> {
	const gate: Gate = {
		version: 1,
		writtenAt: now.toISOString(),
		margin: options.margin,
		alpha: plan.alpha,
		power: plan.power,
		looks: [...plan.looks],
		cases,
		seed: options.seed,
		candidate: nameOf(candidate),
		baseline: baseline ? nameOf(baseline) : 'recorded answers only',
		judge: options.judge ? nameOf({ ...options.judge.side, model: options.judge.model }) : 'none',
		rubric: hashOf(options.rubric),
		anchors: hashOf(options.anchors),
		calls: hashOf(calls.map(({ id }) => id).sort()),
		critical: [...options.critical],
		tolerance: options.tolerance,
		workflows: workflowMarks(calls),
	};
	const { earlierGate: earlier } = options;
	if (!earlier) {
		await options.keepGate?.(gate);
		return gate;
	}
	const changes = gateChanges(earlier, gate);
	// Anchors say how good the judge is, and workflows are judged by `staleness`: neither moves the gate.
	const moved = changes.filter((name) => name !== 'anchors' && name !== 'workflows');
	if (moved.length === 0) return earlier;
	throw Object.assign(new Error(`The gate was written on ${earlier.writtenAt.slice(0, 10)} with another ${moved.join(', ')}`), {
		description: 'A gate that moves after the answers came is none. Run it as it was, or write a new one in another folder.',
	});
}

const nameOf = ({ model, endpoint }: Side) => `${model} at ${new URL(endpoint.baseURL).host}`;

function judgeFamily(model: string, candidate: Side, calls: readonly RecordedCall[]) {
	const others = [candidate.model, ...new Set(calls.map(({ request }) => request.model).filter((name) => name !== undefined))];
	const shared = others.map((other) => sharedFamily(model, other)).find((family) => family !== undefined);
	return shared === undefined ? {} : { sharedFamily: shared };
}

export function judgeAsker(
	{ side, model }: { side: Side; model: string },
	context: CheckContext,
	counted: { asked: number; costNano: number | 'unknown' } = { asked: 0, costNano: 0 },
): Ask {
	return async (prompt) => {
		const repeat = createHash('sha256').update(prompt).digest('base64url');
		const call = await ask({ ...side, model }, { messages: [{ role: 'user', content: prompt }], maxTokens: 8192 }, context, {
			repeat: `judge ${repeat}`,
		});
		counted.asked += 1;
		counted.costNano = counted.costNano === 'unknown' || call.costNanoUsd === 'unknown' ? 'unknown' : counted.costNano + call.costNanoUsd;
		if (call.kind === 'answered') return call.answer;
		throw new Error(`the judge could not be asked (${call.kind === 'stopped' ? call.why : call.errorKind})`);
	};
}

function costPerCase(replayed: readonly ReplayedCall[], judgeNano: number | 'unknown'): number | 'unknown' {
	if (replayed.length === 0 || judgeNano === 'unknown') return 'unknown';
	let sum = judgeNano;
	for (const { costNanoUsd, againNanoUsd } of replayed.map(({ taken }) => taken)) {
		if (costNanoUsd === 'unknown' || againNanoUsd === 'unknown') return 'unknown';
		sum += costNanoUsd + againNanoUsd;
	}
	return sum / replayed.length;
}
