import { itemAt } from '../../core/itemAt';
import { findModel } from '../../core/catalogue/lookup';
import { estimateTokens } from '../../core/money/estimateTokens';
import {
	ReasonError,
	reasonWithFallback,
	type Endpoint,
	type FallbackOptions,
	type FallbackResult,
	type ReasonDelta,
	type ReasonMessage,
	type ReasonRequest,
	type ReasonResult,
	type Target,
} from '../../core/reason';
import { destinationOf } from '../../core/reason/destination';
import { sumUsage, sumUsd } from '../../core/reason/sums';
import { withoutChinese, type CheckedResult, type LanguageSettings } from '../shared/language';
import { approvedCalls, askForApproval, sayRefused } from './approvals';
import type { Config, FunctionTool } from './asked';
import { keepTurn, toMessages, withNewIds, type Message, type Turns } from './conversation';
import { loopOf, nudged, stoppedBy, workSoFar } from './loops';
import { endedAsMonologue, monologueOf, toldToEnd } from './monologue';
import { shortenAllResults, shortenResults, type Shortened } from './shortenResults';

export interface AskSettings {
	endpoint: Endpoint;
	request: Omit<ReasonRequest, 'messages'>;
	/** Models asked in their order where the first one fails. */
	fallbacks?: readonly Target[];
	options: FallbackOptions;
	/** JSON Schema of a tool's input; agents give Zod schemas too. */
	schemaOf: (tool: FunctionTool) => Record<string, unknown>;
	/** Whether an agent that repeats itself is told so, and then ended; default true. */
	stopLoops?: boolean;
	/** Whether an agent whose budget ends after tools have run ends with an answer that says so; default `answer`. */
	whenBudgetEnds?: 'answer' | 'error';
	/** Tools that change something. */
	isWriting?: (tool: string) => boolean;
	/** What happens with calls of those tools that stood in the text; default `approve`. */
	recoveredWrites?: 'run' | 'approve' | 'refuse';
	/** Tokens that the model takes; default: what the catalogue knows. */
	contextTokens?: number;
	language?: LanguageSettings;
	/** Hears of each answer of a model, after it has come. */
	onAnswered?: (request: ReasonRequest, result: ReasonResult) => void;
}

/** What is known of a model's run beside its answer, for n8n's log. */
export type RunRecord = Record<string, unknown>;

/** An answer, with the message that goes back to the host in later turns. */
export type Answered = Pick<ReasonResult, 'answer' | 'thinking' | 'finishReason' | 'message' | 'usage'> & { record: RunRecord };

export interface Listener {
	onDelta: (delta: ReasonDelta) => void;
	/** Whether part of an answer was shown. */
	hasShown: () => boolean;
}

/** One step of an agent: the conversation so far, and the answer to it. */
export function createAsk(settings: AskSettings, tools: readonly FunctionTool[], turns: Turns, toolChoice?: unknown) {
	const {
		endpoint,
		request,
		fallbacks = [],
		options,
		schemaOf,
		stopLoops = true,
		whenBudgetEnds = 'answer',
		isWriting = () => false,
	} = settings;
	const { recoveredWrites = 'approve', language } = settings;
	const offered = tools.map((tool) => toTool(tool, schemaOf(tool)));
	const targets: Target[] = [{ model: request.model, endpoint }, ...fallbacks];
	// What may have to be asked again is not shown before it is known.
	const showsAtOnce = language === undefined || language.whenChinese === 'pass' || language.whenChinese === 'flag';

	return async (messages: readonly Message[], config: Config = {}, listener?: Listener): Promise<Answered> => {
		const conversation = toMessages(messages, turns);
		const approved = approvedCalls(conversation).filter(({ name }) => tools.some((tool) => tool.name === name));
		if (approved.length > 0) return made(approved, messages, turns);
		const loop = stopLoops ? loopOf(conversation, isWriting) : undefined;
		if (loop?.action === 'end') return ownAnswer(stoppedBy(loop, conversation), 'loop');
		const asked: Omit<ReasonRequest, 'model'> = {
			...request,
			maxTokens: request.maxTokens ?? config.maxTokens,
			temperature: request.temperature ?? config.temperature,
			messages: loop ? nudged(conversation, loop) : conversation,
			...(offered.length ? { tools: offered } : {}),
			...(offered.length && toolChoice !== undefined ? { toolChoice } : {}),
		};
		const signals = [options.signal, config.abortSignal, config.signal].filter((signal) => signal !== undefined);
		const send = (each: Omit<ReasonRequest, 'model'>, onDelta?: Listener['onDelta']) =>
			reasonWithFallback(each, targets, {
				...options,
				onDelta,
				mayFallBack: () => listener?.hasShown() !== true,
				...(signals.length ? { signal: AbortSignal.any(signals) } : {}),
			});
		const step = async (): Promise<Answered> => {
			const notes: string[] = [];
			const roomy = withRoom(asked, settings, notes);
			const first = await withoutChinese(
				roomy,
				(each) => sendShorter(each, (shorter) => send(shorter, showsAtOnce ? listener?.onDelta : undefined), notes),
				language ?? { whenChinese: 'pass', askAgain: 0, expectedLanguages: [] },
			);
			const isHeld = ({ toolCalls = [] }: ReasonResult) =>
				recoveredWrites !== 'run' && toolCalls.some(({ name, recovered }) => recovered && isWriting(name));
			const result = await toldOnce(
				await repaired(first, roomy, send, isHeld(first) && recoveredWrites === 'refuse'),
				roomy,
				send,
				stopLoops,
			);
			const record = { ...recordOf(result), ...(notes.length ? { notes: [...notes, ...result.notes] } : {}) };
			const monologue = stopLoops ? monologueOf(result) : undefined;
			if (monologue) {
				const answer = endedAsMonologue(monologue, conversation);
				return {
					...result,
					answer,
					finishReason: 'stop',
					message: { role: 'assistant', content: answer },
					record: { ...record, endedBy: 'monologue' },
				};
			}
			if (isHeld(result)) {
				const calls = (result.toolCalls ?? []).filter(({ name }) => isWriting(name));
				const answer = recoveredWrites === 'approve' ? askForApproval(calls) : `${sayRefused(calls)}\n\n${workSoFar(conversation)}`;
				return {
					...result,
					answer,
					finishReason: 'stop',
					message: { role: 'assistant', content: answer },
					record: { ...record, endedBy: recoveredWrites },
				};
			}
			const message = withNewIds({ ...result.message, origin: originOf(result, targets) }, messages);
			keepTurn(turns, message);
			settings.onAnswered?.({ ...roomy, model: request.model }, result);
			return { ...result, message, record };
		};
		return await step().catch((error: unknown) => {
			if (whenBudgetEnds === 'answer' && isOutOfBudget(error) && conversation.at(-1)?.role === 'tool')
				return ownAnswer(endedByBudget(error, conversation), 'budget');
			throw error;
		});
	};
}

/** Results of tools are shortened before the model's context ends, where its length is known. */
function withRoom(asked: Omit<ReasonRequest, 'model'>, settings: AskSettings, notes: string[]): Omit<ReasonRequest, 'model'> {
	const { endpoint, request, contextTokens } = settings;
	const known = findModel(request.model, destinationOf(endpoint).host.id)?.context;
	const context = contextTokens ?? (known === 'unknown' ? undefined : known);
	if (context === undefined) return asked;
	const reserved = Math.min(asked.maxTokens ?? 0, context / 2) + (asked.tools ? estimateTokens(JSON.stringify(asked.tools)) : 0);
	const { messages, ...what } = shortenResults(asked.messages, { context, reserved });
	notes.push(...sayShortened(what));
	return { ...asked, messages };
}

/** Once more with short results where the host says that the conversation is too long: that costs nothing. */
async function sendShorter<Result>(
	asked: Omit<ReasonRequest, 'model'>,
	send: (asked: Omit<ReasonRequest, 'model'>) => Promise<Result>,
	notes: string[],
): Promise<Result> {
	return await send(asked).catch(async (error: unknown) => {
		if (!(error instanceof ReasonError) || error.kind !== 'context_length') throw error;
		const { messages, ...what } = shortenAllResults(asked.messages);
		const said = sayShortened(what);
		if (said.length === 0) throw error;
		notes.push(...said);
		return await send({ ...asked, messages });
	});
}

function sayShortened({ count, cut = 0 }: Omit<Shortened, 'messages'>): string[] {
	const old = count === 1 ? 'An old result of a tool was' : `${count} old results of tools were`;
	const last = cut === 1 ? 'The last result of a tool was' : `The last ${cut} results of tools were`;
	return [
		...(count > 0 ? [`${old} shortened, since the conversation nears the end of the model's context.`] : []),
		...(cut > 0 ? [`${last} cut, since the model's context has no room for the whole: the model did not see the rest.`] : []),
	];
}

/** One more round where a call could not be used; what the model writes then stands. */
async function repaired(
	first: CheckedResult,
	asked: Omit<ReasonRequest, 'model'>,
	send: (asked: Omit<ReasonRequest, 'model'>) => Promise<FallbackResult>,
	isRefused: boolean,
): Promise<CheckedResult> {
	const { unreadCall } = first;
	if (!unreadCall && !isRefused) return first;
	const why = unreadCall?.why ?? 'A tool that changes something is only used by a call of the API, not by one in the text.';
	const said = { ...first.message };
	delete said.tool_calls;
	const messages: ReasonMessage[] = [
		...asked.messages,
		{ ...said, role: 'assistant', content: unreadCall?.text ?? (first.answer || '(a call in the text)') },
		{ role: 'user', content: `That call of a tool was not made. ${why} Make it again the right way, or answer without it.` },
	];
	const second = await send({ ...asked, messages });
	const sums = sumsOf(first, second);
	// An example was one, when the model doesn't call now.
	if (unreadCall?.isExample && !second.toolCalls?.length) return { ...first, ...sums };
	const notes = [...first.notes, 'The model was asked once more for a call that could not be used.', ...second.notes];
	const unusable = `The model wrote a call of a tool that can't be used, twice. ${second.unreadCall?.why ?? ''}`.trim();
	const answer = second.answer || (second.toolCalls?.length ? '' : unusable);
	return { ...second, ...sums, answer, notes };
}

/** One more round where the model talked to itself. */
async function toldOnce(
	first: CheckedResult,
	asked: Omit<ReasonRequest, 'model'>,
	send: (asked: Omit<ReasonRequest, 'model'>) => Promise<FallbackResult>,
	stopLoops: boolean,
): Promise<CheckedResult> {
	const what = stopLoops ? monologueOf(first) : undefined;
	if (!what) return first;
	const second = await send({ ...asked, messages: [...asked.messages, ...toldToEnd(first, what)] });
	const notes = [...first.notes, `The model ${what}, and was asked once more.`, ...second.notes];
	return { ...second, ...sumsOf(first, second), notes };
}

function sumsOf(first: ReasonResult, second: ReasonResult) {
	const attempts = [...first.attempts, ...second.attempts];
	return { attempts, usage: sumUsage(attempts), costUsd: sumUsd(attempts) };
}

/** The model that answered, as it was asked for: its turns are its own. */
function originOf({ passedOver, traceField }: FallbackResult, targets: readonly Target[]) {
	const { model, endpoint } = itemAt(targets, Math.min(passedOver.length, targets.length - 1));
	return { host: destinationOf(endpoint).host.id, model, ...(traceField ? { traceField } : {}) };
}

function recordOf({
	thinking,
	finishReason,
	costUsd,
	model,
	host,
	attempts,
	timings,
	notes,
	toolCalls = [],
	...more
}: CheckedResult): RunRecord {
	const recovered = toolCalls
		.filter((call) => call.recovered)
		.map(({ name, arguments: given }) => ({ name, arguments: given, recovered: true }));
	const { passedOver, chinese } = more;
	return {
		...{ costUsd, answeredBy: model, host, finishReason, attempts: attempts.length, timings },
		...(thinking ? { thinking } : {}),
		...(notes.length ? { notes } : {}),
		...(recovered.length ? { recoveredCalls: recovered } : {}),
		...(passedOver.length ? { passedOver } : {}),
		...(chinese?.answer.found || chinese?.thinking.found ? { chinese } : {}),
	};
}

/** Calls that no model has made again: the user approved them. */
function made(calls: readonly { name: string; arguments: string }[], messages: readonly Message[], turns: Turns): Answered {
	const tool_calls = calls.map(({ name, arguments: given }, position) => ({
		...{ id: `approved_${position}_${name}`.slice(0, 40), type: 'function' },
		function: { name, arguments: given },
	}));
	const message = withNewIds({ role: 'assistant', content: '', tool_calls }, messages);
	keepTurn(turns, message);
	return { ...ownAnswer('', 'approval'), finishReason: 'tool_calls', message };
}

/** An answer that no model gave: nothing was sent for it. */
const ownAnswer = (answer: string, endedBy: string): Answered => ({
	answer,
	thinking: '',
	finishReason: 'stop',
	usage: 'unknown',
	message: { role: 'assistant', content: answer },
	record: { costUsd: 0, attempts: 0, endedBy },
});

const isOutOfBudget = (error: unknown): error is ReasonError => error instanceof ReasonError && error.kind === 'budget';

function endedByBudget(error: ReasonError, conversation: readonly ReasonMessage[]): string {
	return `The budget ended before the task was done. ${error.message}. ${error.description}\n\n${workSoFar(conversation)}`;
}

const toTool = ({ name, description = '' }: FunctionTool, parameters: Record<string, unknown>) => ({
	type: 'function',
	function: { name, description, parameters },
});
