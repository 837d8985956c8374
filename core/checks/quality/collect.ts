import type { FileProblem } from '../../fileProblem';
import { seededRandom } from '../../statistics';
import type { CheckContext, Side } from '../check';
import { ask, factsOf, settingsFor, type Answered, type Call } from '../calls/ask';
import { runAll } from '../calls/runAll';
import type { Flip, QualityEvidence, Reply, TaskEvidence } from './evidence';
import { makeGrader, type Grade, type Grader, type GraderTools } from '../../graders';
import type { Language } from '../../graders/code';
import { promptOf } from '../../tasks/promptOf';
import type { Task } from '../../tasks/task';
import { messageOf } from '../../describeError';

export interface CollectOptions {
	repeats: number;
	/** How many tasks the baseline is asked once more, as noise floor. */
	noiseTasks: number;
	runCode: readonly Language[];
	/** Which side judges the tasks that need a judge, and under what name. */
	judge?: { side: Side; model: string };
	instruct: boolean;
	maxTokens?: number;
	temperature?: number;
	topP?: number;
	effort?: 'minimal' | 'low' | 'medium' | 'high' | 'max';
	seed: number;
}

export interface TasksToAsk {
	tasks: readonly Task[];
	problems: FileProblem[];
	source: string;
}

const longestText = 20_000;

/** Asks both sides all tasks, in turns, and grades each answer as it comes; traces are dropped at once unless they show a flip. */
export async function collectQuality(given: TasksToAsk, options: CollectOptions, context: CheckContext): Promise<QualityEvidence> {
	const { baseline } = context;
	if (!context.candidate) throw new Error('Expected a candidate model');
	// A copy, so that a model held against itself is still two sides.
	const candidate = { ...context.candidate };
	const { repeats, noiseTasks } = options;
	const problems = [...given.problems];
	const judgeRecord = { asked: 0, agreed: 0, nonsense: 0 };
	const tools: GraderTools = {
		code: { run: options.runCode, python: context.pythonCommand, signal: context.signal },
		ask: options.judge && judgeAsker(options.judge, context),
		judgeRecord,
	};
	const collected: TaskEvidence[] = [];
	const flips: Flip[] = [];
	const again = new Set(sample(given.tasks, baseline && repeats === 1 ? noiseTasks : 0, options.seed).map(({ id }) => id));

	const pieces = given.tasks.map((task, index) => async (note: (call: Call) => Call) => {
		const grader = await graderFor(task, tools, problems, given.source);
		if (!grader) return;
		const prompt = promptOf(task, options);
		const put = async (side: Side, repeat: number | string) => {
			const call = note(
				await ask(side, requestFor(side, task, prompt, options), context, {
					repeat: `${side === candidate ? 'candidate' : 'baseline'} ${repeat}`,
				}),
			);
			return { call, reply: await replyOf(call, unlessEchoed(task.prompt, grader)) };
		};
		const evidence: TaskEvidence = {
			id: task.id,
			tags: task.tags,
			expected: expectedOf(task),
			type: task.grader.type,
			baseline: [],
			candidate: [],
		};
		for (let repeat = 0; repeat < repeats; repeat += 1) {
			// Which side is asked first takes turns, so that neither always meets the warmer cache or the busier hour.
			const sides = (index + repeat) % 2 === 0 ? [baseline, candidate] : [candidate, baseline];
			const answers = new Map<Side, { call: Call; reply?: Reply }>();
			for (const side of sides) if (side) answers.set(side, await put(side, repeat));
			const [ours, theirs] = [answers.get(candidate), baseline && answers.get(baseline)];
			if (ours?.reply && (!baseline || theirs?.reply)) {
				evidence.candidate.push(ours.reply);
				if (theirs?.reply) evidence.baseline.push(theirs.reply);
			}
			if (ours && theirs) flips.push(...flipOf(task, prompt, ours, theirs));
		}
		if (baseline && again.has(task.id)) evidence.again = (await put(baseline, 'noise')).reply;
		if (evidence.candidate.length > 0) collected.push(evidence);
	});
	const stopped = await runAll(pieces, context);
	const order = new Map(given.tasks.map(({ id }, index) => [id, index]));
	collected.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
	return {
		tasks: collected,
		flips,
		source: given.source,
		planned: given.tasks.length,
		repeats,
		baseline: baseline && factsOf(baseline),
		candidate: factsOf(candidate),
		emulated: candidate.emulated || baseline?.emulated === true,
		at: context.now,
		problems,
		judge: options.judge && judgeRecord.asked > 0 ? { ...judgeRecord, model: options.judge.model } : undefined,
		stopped,
		samplePrompt: given.tasks[0] && promptOf(given.tasks[0], options),
		settings: settingsShown(context, options),
	};
}

function requestFor(side: Side, { before = [] }: Task, prompt: string, options: CollectOptions) {
	const { maxTokens, temperature, topP } = settingsFor(side, options);
	return { messages: [...before, { role: 'user' as const, content: prompt }], maxTokens, temperature, topP, effort: options.effort };
}

async function graderFor(task: Task, tools: GraderTools, problems: FileProblem[], file: string): Promise<Grader | undefined> {
	try {
		return await makeGrader(task.grader, tools);
	} catch (error) {
		problems.push({ file, reason: `task ${task.id}: ${messageOf(error).split('\n')[0]}` });
		return undefined;
	}
}

/** Shorter prompts may well stand in a right answer. */
const shortestEcho = 40;

/** Grades what an answer says beside the prompt: one that repeats the prompt names what the prompt names. */
function unlessEchoed(prompt: string, grader: Grader): Grader {
	const asked = prompt.trim();
	return (answer) => grader(asked.length < shortestEcho ? answer : answer.replaceAll(asked, ''));
}

/** What a call showed; nothing when it was never sent. */
async function replyOf(call: Call, grader: Grader): Promise<Reply | undefined> {
	const nothing = { inputTokens: 'unknown', outputTokens: 'unknown', costNanoUsd: 'unknown', ms: 0 } as const;
	if (call.kind === 'stopped') return undefined;
	if (call.kind === 'error') return { ...nothing, outcome: 'error', errorKind: call.errorKind, reason: call.reason };
	if (call.kind === 'unanswered')
		return { ...nothing, outcome: 'unanswered', errorKind: call.errorKind, reason: call.reason, costNanoUsd: call.costNanoUsd };
	const grade = await gradeOf(call, grader);
	return {
		outcome: grade.outcome,
		...('extracted' in grade ? { extracted: grade.extracted.slice(0, 200) } : {}),
		...(grade.reason ? { reason: grade.reason.slice(0, 300) } : {}),
		inputTokens: call.usage === 'unknown' ? 'unknown' : call.usage.inputTokens,
		outputTokens: call.usage === 'unknown' ? 'unknown' : call.usage.outputTokens,
		costNanoUsd: call.costNanoUsd,
		ms: call.ms,
	};
}

async function gradeOf({ answer }: Answered, grader: Grader): Promise<Grade> {
	try {
		return await grader(answer);
	} catch (error) {
		return { outcome: 'skipped', reason: `the grader failed: ${messageOf(error)}` };
	}
}

function flipOf(task: Task, prompt: string, ours: { call: Call; reply?: Reply }, theirs: { call: Call; reply?: Reply }): Flip[] {
	const solved = (reply?: Reply) => reply?.outcome === 'right';
	const counted = (reply?: Reply) => reply?.outcome === 'right' || reply?.outcome === 'wrong' || reply?.outcome === 'unanswered';
	if (!counted(ours.reply) || !counted(theirs.reply) || solved(ours.reply) === solved(theirs.reply)) return [];
	return [
		{
			id: task.id,
			prompt: prompt.slice(0, longestText),
			expected: expectedOf(task),
			solvedBy: solved(ours.reply) ? 'candidate' : 'baseline',
			baseline: spoken(theirs.call),
			candidate: spoken(ours.call),
		},
	];
}

const spoken = (call: Call) =>
	call.kind === 'answered'
		? { thinking: call.thinking.slice(0, longestText), answer: call.answer.slice(0, longestText) }
		: { thinking: '', answer: call.kind === 'unanswered' ? `(no answer: ${call.reason})` : '' };

export function expectedOf({ grader }: Pick<Task, 'grader'>): string {
	switch (grader.type) {
		case 'number':
		case 'math':
		case 'choice':
		case 'date':
		case 'id':
			return grader.expected;
		case 'exact':
		case 'normalised':
			return grader.accepted.join(' | ');
		case 'contains':
			return grader.texts.join(', ');
		case 'regex':
			return `/${grader.pattern}/${grader.flags ?? ''}`;
		case 'schema':
			return 'JSON that the schema accepts';
		case 'code':
			return 'code that passes the tests';
		case 'json':
			return grader.expected.slice(0, 2000);
		case 'judge':
			return grader.reference.slice(0, 500);
		case 'all':
		case 'any':
			return grader.of.map((one) => expectedOf({ grader: one })).join(grader.type === 'all' ? ' and ' : ' or ');
	}
}

function judgeAsker({ side, model }: { side: Side; model: string }, context: CheckContext) {
	return async (prompt: string) => {
		const call = await ask({ ...side, model }, { messages: [{ role: 'user', content: prompt }], maxTokens: 8192 }, context, {
			repeat: 'judge',
		});
		if (call.kind === 'answered') return call.answer;
		throw new Error(`the judge could not be asked (${call.kind === 'stopped' ? call.why : call.errorKind})`);
	};
}

function sample<Item>(items: readonly Item[], count: number, seed: number): Item[] {
	const random = seededRandom(seed);
	return items
		.map((item) => ({ item, place: random() }))
		.sort((one, other) => one.place - other.place)
		.slice(0, count)
		.map(({ item }) => item);
}

function settingsShown({ baseline, candidate }: CheckContext, options: CollectOptions): QualityEvidence['settings'] {
	const of = (side: Side | undefined) => (side ? settingsFor(side, options) : undefined);
	const [ours, theirs] = [of(candidate), of(baseline)];
	return {
		maxTokens: ours?.maxTokens,
		candidateTemperature: ours?.temperature,
		candidateTopP: ours?.topP,
		baselineTemperature: theirs?.temperature,
		baselineTopP: theirs?.topP,
		effort: options.effort,
	};
}
