import type { AnswerUse, RecordedCall } from '../../core/history/recordedCall';
import { judgeQuality, type JudgeQuality } from '../../core/replay/anchors';
import { scoreOf } from '../../core/replay/comparison';
import { casesPlanned, decide, type Look } from '../../core/replay/decision';
import type { Observed } from '../../core/replay/difference';
import { compareAnswers } from '../../core/replay/ladder';
import type { NewAnswer } from '../../core/replay/newAnswer';
import { clusteredMean } from '../../core/statistics/clusteredMean';
import type { SequentialPlan } from '../../core/statistics/groupSequential';
import { seededRandom } from '../../core/statistics';

/** A replay of a candidate whose true difference is known; shares of the calls throughout. */
export interface World {
	/** Candidate minus old model: -0.05 loses 5 points. */
	difference: number;
	margin: number;
	/** Share of the calls on which the two differ; of answers that rules compare, half of it is each model's own wavering. */
	discordant: number;
	/** Calls of one conversation, which share half of their luck; 1 for independent calls. */
	clusterSize: number;
	/** Of free text: how often the judge is right about two answers that differ, and the anchors that measured it. */
	judge?: { right: number; anchors: number; isScaled: boolean };
	/** How the old model's wavering is known, for answers that rules compare. */
	noise?: 'asked again' | 'history' | 'unknown';
	/** Looks at the whole plan only, for comparison. */
	looksOnce?: boolean;
}

export interface Outcome {
	says: Look['says'];
	cases: number;
	/** Cases of the whole plan. */
	planned: number;
}

/** One replay: the plan, calls drawn look by look, and what the last look says. */
export function simulateReplay(world: World, plan: SequentialPlan, seed: number): Outcome {
	const random = seededRandom(seed);
	const judge = world.judge && measured(world.judge, random);
	const kept = world.judge?.isScaled ? judge?.kept : undefined;
	const planned = casesPlanned(plan, { margin: world.margin, discordant: world.discordant, kept });
	const noise = world.noise === 'history' ? noiseOf(world, random) : undefined;
	const observed: Observed[] = [];
	for (const [look, time] of plan.looks.entries()) {
		const isLast = look === plan.looks.length - 1;
		draw(observed, Math.ceil(planned * time), world, random);
		if (world.looksOnce && !isLast) continue;
		const quality = world.judge?.isScaled ? judge : undefined;
		const { says } = decide(observed, { margin: world.margin, noise, judge: quality, plan, look, isLast });
		if (says !== 'go on') return { says, cases: observed.length, planned };
	}
	return { says: 'not enough', cases: observed.length, planned };
}

function draw(observed: Observed[], until: number, world: World, random: () => number) {
	while (observed.length < until) {
		const cluster = String(observed.length);
		const [shared, sharedAgain] = [random(), random()];
		for (let member = 0; member < world.clusterSize && observed.length < until; member += 1) {
			const isShared = world.clusterSize > 1 && random() < 0.5;
			const luck = isShared ? shared : random();
			observed.push(
				world.judge ? judgedCall(cluster, luck, world, random) : exactCall(cluster, luck, isShared ? sharedAgain : random(), world),
			);
		}
	}
}

function judgedCall(cluster: string, luck: number, { difference, discordant, judge }: World, random: () => number): Observed {
	const losses = (discordant - difference) / 2;
	const truth = luck < losses ? -1 : luck < discordant ? 1 : 0;
	return { cluster, candidate: random() < (judge?.right ?? 1) ? truth : -truth, judged: true, exact: false };
}

/** A rule finds a difference or none; the old model asked again differs from its own answer too. */
function exactCall(cluster: string, luck: number, luckAgain: number, { difference, discordant, noise }: World): Observed {
	const wavering = discordant / 2;
	const candidate = luck < wavering - difference ? -1 : 0;
	const baseline = luckAgain < wavering ? -1 : 0;
	const mayBeNoise = noise === 'unknown' && candidate < 0;
	return { cluster, candidate, judged: false, exact: true, mayBeNoise, ...(noise === 'asked again' ? { baseline } : {}) };
}

const repeatedPrompts = 400;

const noiseOf = ({ discordant }: World, random: () => number) =>
	clusteredMean(
		Array.from({ length: repeatedPrompts }, (_, index) => ({ cluster: String(index), value: random() < discordant / 2 ? -1 : 0 })),
	);

function measured({ right, anchors }: NonNullable<World['judge']>, random: () => number): JudgeQuality {
	const hits = Array.from({ length: anchors }, () => random() < right).filter(Boolean).length;
	return judgeQuality({ right: hits, wrong: anchors - hits, ties: 0 });
}

export interface Rates {
	pass: number;
	fail: number;
	notEnough: number;
	/** Mean share of the planned cases that was used. */
	used: number;
	planned: number;
}

export function ratesOf(world: World, plan: SequentialPlan, replays: number): Rates {
	const outcomes = Array.from({ length: replays }, (_, index) => simulateReplay(world, plan, index + 1));
	const share = (says: Look['says']) => outcomes.filter((one) => one.says === says).length / replays;
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / replays;
	return {
		pass: share('pass'),
		fail: share('fail'),
		notEnough: share('not enough'),
		used: mean(outcomes.map(({ cases, planned }) => cases / planned)),
		planned: Math.round(mean(outcomes.map(({ planned }) => planned))),
	};
}

/** Each kind of answer that rules compare, with a new answer that is as good and one that is worse. */
export const kinds: readonly {
	kind: string;
	use: AnswerUse;
	recorded: NewAnswer;
	same: NewAnswer;
	worse: NewAnswer;
	tools?: RecordedCall['request']['tools'];
}[] = [
	{
		kind: 'label',
		use: { kind: 'label', labels: ['billing', 'delivery'], from: 'classifier' },
		recorded: said('billing'),
		same: said('Billing.'),
		worse: said('delivery'),
	},
	{
		kind: 'number',
		use: { kind: 'number' },
		recorded: said('The total is 1,250.50 EUR.'),
		same: said('1250.5 EUR'),
		worse: said('1520.5 EUR'),
	},
	{
		kind: 'json',
		use: {
			kind: 'json',
			schema: { type: 'object', properties: { sku: { type: 'string' }, count: { type: 'integer' } }, required: ['sku', 'count'] },
		},
		recorded: said('{"sku":"A-7","count":2}'),
		same: said('```json\n{"count":2,"sku":"A-7"}\n```'),
		worse: said('{"sku":"A-7","count":3}'),
	},
	{
		kind: 'tool calls',
		use: { kind: 'tools' },
		tools: [{ name: 'find_order', parameters: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } }],
		recorded: { text: '', toolCalls: [{ name: 'find_order', arguments: { id: 7 } }] },
		same: { text: 'I look it up.', toolCalls: [{ name: 'find_order', arguments: { id: 7 } }] },
		worse: { text: '', toolCalls: [{ name: 'find_order', arguments: { id: 8 } }] },
	},
];

function said(text: string): NewAnswer {
	return { text, toolCalls: [] };
}

/** The scores that the ladder gives to a kind's two answers: the simulation draws exactly these. */
export async function ladderScores({ use, recorded, same, worse, tools }: (typeof kinds)[number]): Promise<(number | undefined)[]> {
	const call: RecordedCall = {
		id: '1',
		execution: { id: '1', startedAt: '', workflowId: '1', workflowName: '' },
		node: { id: '1', name: '', type: '', typeVersion: 1, runIndex: 0 },
		cluster: '1',
		round: 0,
		request: { messages: [{ role: 'user', content: 'x' }], tools },
		answer: { text: recorded.text, toolCalls: recorded.toolCalls.map((toolCall, index) => ({ id: String(index), ...toolCall })) },
		rebuilt: { level: 'exact', why: [] },
		use,
	};
	return await Promise.all([same, worse].map(async (answer) => scoreOf(await compareAnswers(call, answer, { relative: 0, later: [] }))));
}
