import type { OpenAI } from 'openai';
import type { Usage } from '../money/cost';
import { costOf } from '../money/cost';
import type { Host } from '../catalogue/host';
import { findModel, modelStatus } from '../catalogue/lookup';
import type { ModelRow } from '../catalogue/model';
import type { RawAnswer, ToolCall, UnreadCall } from './answerReader';
import {
	buildRequest,
	jsonModeFor,
	plainText,
	type BuildContext,
	type HostRequest,
	type ReasonMessage,
	type ReasonRequest,
} from './buildRequest';
import { callHost, cancelled, timedOut, type CallResult } from './callHost';
import { sleep, systemClock, type Clock } from './clock';
import type { Endpoint } from './endpoint';
import { compileSchema, type JsonCheck } from './jsonAnswer';
import { sharedFetch } from './networkFetch';
import { withDefaults, type Limits } from './limits';
import { openAiClient } from './openAiClient';
import type { ErrorContext } from './readHostError';
import { ReasonError, type Attempt } from './reasonError';
import type { JsonObject } from '../json';
import { decideRetry } from './retryPolicy';
import { hostNameOf, destinationOf } from './destination';
import { sumUsage, sumUsd } from './sums';
import { isBaseUrl } from './isBaseUrl';

export interface ReasonDelta {
	kind: 'thinking' | 'answer';
	text: string;
	/** Milliseconds since the request was sent. */
	atMs: number;
}

export interface ReasonOptions {
	signal?: AbortSignal;
	/** Longest wait for the next byte, keep-alives included; default 10 minutes, 30 for models that think unseen. */
	silenceTimeoutMs?: number;
	/** Longest time for the whole call, retries included; default 60 minutes. */
	totalTimeoutMs?: number;
	/** How often a request that can't have been charged is sent again; default 2. */
	retries?: number;
	/** Most that is read of an answer; what is not given is `defaultLimits`. */
	limits?: Partial<Limits>;
	/** Default: one that respects HTTP_PROXY, HTTPS_PROXY and NO_PROXY and has no idle limit. */
	fetch?: typeof fetch;
	onDelta?: (delta: ReasonDelta) => void;
	/** Put around every single request, such as a budget: it sends or throws, and learns what the request cost. */
	around?: (call: OutgoingCall, send: () => Promise<Attempt>) => Promise<Attempt>;
	clock?: Clock;
}

/** A request that is about to be sent. */
export interface OutgoingCall {
	model: string;
	host: string;
	/** All that will be read by the model, for an estimate of its tokens. */
	texts: string[];
	maxTokens?: number;
	/** The model's own limit, where the catalogue knows it. */
	maxOutput?: number;
	/** All that is sent, Extra Body included. */
	body: JsonObject;
}

export interface ReasonResult {
	answer: string;
	thinking: string;
	finishReason: string;
	/** Tokens of all attempts. */
	usage: Usage | 'unknown';
	/** Cost of all attempts in US dollars. */
	costUsd: number | 'unknown';
	/** The model that really answered. */
	model: string;
	/** Host id of the catalogue. */
	host: string;
	timings: Timings;
	attempts: Attempt[];
	/** The parsed answer, when a schema was given. */
	data?: unknown;
	toolCalls?: ToolCall[];
	/** What was changed in the request because of the host or the model, and what is odd about the answer. */
	notes: string[];
	/** The answer as a message for the next turn, with the trace that some hosts want back. */
	message: ReasonMessage;
	/** The field that the trace came in. */
	traceField?: string;
	/** A call that the model wrote as text and that could not be used; it was left out of the answer. */
	unreadCall?: UnreadCall;
}

export interface Timings {
	/** Of the attempt that answered, since it was sent. */
	firstTokenMs: number | null;
	firstAnswerTokenMs: number | null;
	/** Of the whole call, waits and retries included. */
	totalMs: number;
}

const minute = 60_000;

/**
 * Calls a reasoning model on any host and separates the trace from the answer. Always streams; sends a request again
 * only where it can't have been charged.
 *
 * @throws ReasonError with the kind of failure, what to do, and the attempts made.
 */
export async function reason(request: ReasonRequest, endpoint: Endpoint, options: ReasonOptions = {}): Promise<ReasonResult> {
	const clock = options.clock ?? systemClock;
	if (!isBaseUrl(endpoint.baseURL)) throw notAnAddress();
	const schema = request.jsonSchema ? await compileSchema(request.jsonSchema) : undefined;
	const call = prepare(request, endpoint, options, clock);
	const client = await openAiClient(endpoint, options.fetch ?? (await sharedFetch()), call.limits);
	const answered = schema ? answerJson(call, client, request, schema) : answerOnce(call, client, request, 'first');
	return await answered.then(
		(result) => finish(call, result),
		(error) => {
			if (error instanceof ReasonError) error.attempts = call.attempts;
			throw error;
		},
	);
}

/** The openai client would take an empty one for the address of OpenAI, and send the key there. */
const notAnAddress = () =>
	new ReasonError('The base URL is not an address', {
		kind: 'invalid_request',
		description: 'It must begin with http:// or https://, for example http://localhost:11434/v1.',
	});

interface Prepared {
	host: Host;
	model?: ModelRow;
	context: BuildContext;
	errorContext: ErrorContext;
	options: ReasonOptions;
	clock: Clock;
	/** All that people and systems said, without earlier answers. */
	prompt: string;
	startedMs: number;
	deadlineMs: number;
	silenceTimeoutMs: number;
	limits: Limits;
	attempts: Attempt[];
}

interface Answered {
	answer: RawAnswer;
	notes: string[];
	timings: Omit<Timings, 'totalMs'>;
	data?: unknown;
}

function prepare(request: ReasonRequest, endpoint: Endpoint, options: ReasonOptions, clock: Clock): Prepared {
	const { host, native } = destinationOf(endpoint);
	const model = findModel(request.model, host.id);
	// A gateway that nobody knows still serves the models of makers whose retirements are known.
	const status = modelStatus(request.model, host.kind === 'unknown' ? undefined : host.id, clock.now());
	const startedMs = clock.elapsedMs();
	return {
		host,
		model,
		context: { host, model, native },
		errorContext: {
			model: request.model,
			hostName: hostNameOf(endpoint),
			secrets: [
				endpoint.apiKey ?? '',
				...Object.values(endpoint.headers ?? {}),
				...request.messages.map(({ content }) => plainText(content)),
			],
			retirement: status.status === 'retired' ? status : undefined,
		},
		options,
		clock,
		prompt: request.messages
			.filter(({ role }) => role !== 'assistant')
			.map(({ content }) => plainText(content))
			.join('\n'),
		startedMs,
		deadlineMs: startedMs + (options.totalTimeoutMs ?? 60 * minute),
		silenceTimeoutMs: options.silenceTimeoutMs ?? (model?.trace === 'hidden' ? 30 : 10) * minute,
		limits: withDefaults(options.limits),
		attempts: [],
	};
}

/** One answer, with retries of what can't have been charged. */
async function answerOnce(call: Prepared, client: OpenAI, request: ReasonRequest, first: Attempt['reason']): Promise<Answered> {
	const { clock, options, deadlineMs } = call;
	let built = buildRequest(request, call.context);
	let waitedMs = 0;
	let reason = first;
	for (let retriesMade = 0; ;) {
		const remainingMs = deadlineMs - clock.elapsedMs();
		if (options.signal?.aborted) throw cancelled();
		if (remainingMs <= 0) throw timedOut(call.errorContext.hostName);
		const sentMs = clock.elapsedMs();
		const sentAt = clock.now();
		const timings: Answered['timings'] = { firstTokenMs: null, firstAnswerTokenMs: null };
		let heldMs: number | undefined;
		let result: CallResult = {};
		const send = async (): Promise<Attempt> => {
			result = await callHost({
				...call,
				client,
				request: built,
				model: request.model,
				remainingMs,
				signal: options.signal,
				prompt: call.prompt,
				holdBack: options.onDelta !== undefined,
				onPiece({ kind, text }) {
					// Runs for every token.
					if (!options.onDelta && timings.firstTokenMs !== null && (kind === 'thinking' || timings.firstAnswerTokenMs !== null)) return;
					const atMs = clock.elapsedMs() - sentMs;
					timings.firstTokenMs ??= atMs;
					if (kind === 'answer') timings.firstAnswerTokenMs ??= heldMs ?? atMs;
					else heldMs = undefined;
					options.onDelta?.({ kind, text, atMs });
				},
				onHold() {
					heldMs ??= clock.elapsedMs() - sentMs;
					timings.firstTokenMs ??= heldMs;
				},
				onReclassify: () => void (timings.firstAnswerTokenMs = null),
			});
			const made = toAttempt(call, result, {
				reason,
				waitedMs,
				tookMs: clock.elapsedMs() - sentMs,
				sentAt,
				requested: modelOf(built.body, request),
			});
			call.attempts.push(made);
			return made;
		};
		await (options.around ? options.around(outgoing(call, built.body), send) : send());
		const { answer, error } = result;
		if (answer && !error) return { answer, timings, notes: built.notes };
		if (!error) throw new Error('Expected an answer or an error');
		if (rejectsJsonMode(error, request, call)) {
			// A 400 costs nothing, and this body is another one.
			call.context = { ...call.context, jsonMode: 'prompt' };
			built = buildRequest(request, call.context);
			built.notes.push('The host rejected the JSON mode: the schema was put into the prompt instead.');
			reason = 'parameter';
			waitedMs = 0;
			continue;
		}
		if (rejectsTools(error, request, built)) {
			call.context = { ...call.context, toolForm: 'prompt' };
			built = buildRequest(request, call.context);
			reason = 'parameter';
			waitedMs = 0;
			continue;
		}
		const decision = decideRetry({
			error,
			retriesMade,
			maxRetries: options.retries ?? 2,
			remainingMs: deadlineMs - clock.elapsedMs(),
			random: clock.random(),
		});
		if (!decision.retry) throw error;
		await sleep(clock, decision.waitMs, options.signal);
		waitedMs = decision.waitMs;
		reason = 'retry';
		retriesMade += 1;
	}
}

/** Extra Body may name another model. */
const modelOf = ({ model }: JsonObject, request: ReasonRequest) => (typeof model === 'string' ? model : request.model);

function outgoing({ host, model }: Prepared, body: JsonObject): OutgoingCall {
	const { messages, tools, max_tokens: maxTokens } = body;
	const texts = (Array.isArray(messages) ? messages : []).map((message) => JSON.stringify(message));
	const maxOutput = model?.maxOutput === 'unknown' ? undefined : model?.maxOutput;
	return {
		model: String(body.model),
		host: host.id,
		texts: tools === undefined ? texts : [...texts, JSON.stringify(tools)],
		...(typeof maxTokens === 'number' ? { maxTokens } : {}),
		maxOutput,
		body,
	};
}

const rejectsJsonMode = (error: ReasonError, request: ReasonRequest, { context }: Prepared) =>
	request.jsonSchema !== undefined &&
	(context.jsonMode ?? jsonModeFor(context)) !== 'prompt' &&
	error.kind === 'rejected_parameter' &&
	/^response_format/.test(error.parameter ?? '');

/** A host without tools gets them in the prompt, unless somebody chose the API's own. */
const rejectsTools = (error: ReasonError, { toolForm }: ReasonRequest, built: HostRequest) =>
	built.toolForm === 'native' && toolForm !== 'native' && error.kind === 'rejected_parameter' && error.parameter === 'tools';

/** An answer that is valid against the schema; a wrong one is asked for again once, with what is wrong about it. */
async function answerJson(call: Prepared, client: OpenAI, request: ReasonRequest, schema: JsonCheck): Promise<Answered> {
	const first = await answerOnce(call, client, request, 'first');
	const read = schema.check(first.answer.answer);
	if (first.answer.toolCalls.length > 0) return first;
	if (read.valid) return withData(first, read);
	if (first.answer.finishReason === 'length') throw tooShortForJson(call);
	const messages: ReasonMessage[] = [
		...request.messages,
		{ role: 'assistant', content: first.answer.answer },
		{ role: 'user', content: `That reply is not valid: ${read.errors.join('; ')}. Reply again with the corrected JSON value only.` },
	];
	const second = await answerOnce(call, client, { ...request, messages }, 'json');
	const readAgain = schema.check(second.answer.answer);
	if (readAgain.valid) return withData(second, readAgain);
	if (second.answer.finishReason === 'length') throw tooShortForJson(call);
	throw new ReasonError(`"${request.model}" gave no JSON that is valid against the schema, twice`, {
		kind: 'invalid_json',
		description: `The last reply: ${readAgain.errors.join('; ')}. Simplify the schema, say in the prompt what each field means, or use another model.`,
	});
}

function withData(answered: Answered, { data, repaired }: { data: unknown; repaired: boolean }): Answered {
	const notes = repaired ? [...answered.notes, 'The JSON was taken out of other text or repaired.'] : answered.notes;
	return { ...answered, data, notes };
}

const tooShortForJson = ({ errorContext: { model } }: Prepared) =>
	new ReasonError(`The JSON of "${model}" was cut off by the token limit`, {
		kind: 'length',
		description: 'Raise Max Tokens (it covers the trace and the answer), or lower the effort.',
	});

interface Sent {
	reason: Attempt['reason'];
	waitedMs: number;
	tookMs: number;
	sentAt: Date;
	requested: string;
}

function toAttempt({ host }: Prepared, { answer, error, status }: CallResult, sent: Sent): Attempt {
	const model = answer?.model ?? sent.requested;
	// What was refused before any token was not charged; what was cut off may have been.
	const uncharged =
		error !== undefined &&
		!answer &&
		(error.retryable || error.status !== undefined || error.kind === 'connection' || error.kind === 'blocked');
	const usage = answer && answer.usage !== 'unknown' ? answer.usage : uncharged ? 'none' : 'unknown';
	const costNano = nanoOf(usage, model, sent, host.id);
	return {
		model,
		host: host.id,
		reason: sent.reason,
		outcome: error?.kind ?? 'answered',
		...(status === undefined ? {} : { status }),
		waitedMs: sent.waitedMs,
		tookMs: Math.round(sent.tookMs),
		usage,
		...(usage === 'unknown' ? { usageProblem: answer?.usageProblem ?? 'The call was cut off before the host sent token counts' } : {}),
		costUsd: costNano === 'unknown' ? costNano : costNano / 1e9,
		costNano,
	};
}

/** At the price of the model that answered, or of the one that was asked for where the answer's name has no price. */
function nanoOf(usage: Attempt['usage'], model: string, { sentAt, requested }: Sent, hostId: string): number | 'unknown' {
	if (usage === 'none') return 0;
	if (usage === 'unknown') return 'unknown';
	const answered = costOf(usage, model, sentAt, hostId);
	return answered === 'unknown' ? costOf(usage, requested, sentAt, hostId) : answered;
}

function finish(call: Prepared, { answer, notes, timings, data }: Answered): ReasonResult {
	const { attempts, clock, startedMs, host } = call;
	const odd =
		answer.answer.trim() === '' && answer.toolCalls.length === 0 ? ['The model ended without an answer: there is only the trace.'] : [];
	return {
		answer: answer.answer,
		thinking: answer.thinking,
		finishReason: answer.finishReason,
		usage: sumUsage(attempts),
		costUsd: sumUsd(attempts),
		model: answer.model ?? call.errorContext.model,
		host: host.id,
		timings: { ...timings, totalMs: clock.elapsedMs() - startedMs },
		attempts,
		...(data === undefined ? {} : { data }),
		...(answer.toolCalls.length ? { toolCalls: answer.toolCalls } : {}),
		notes: [...notes, ...answer.notes, ...odd],
		message: nextMessage(answer),
		...(answer.traceField ? { traceField: answer.traceField } : {}),
		...(answer.unreadCall ? { unreadCall: answer.unreadCall } : {}),
	};
}

function nextMessage({ answer, thinking, toolCalls, details, extra }: RawAnswer): ReasonMessage {
	return {
		role: 'assistant',
		content: answer,
		thinking,
		...extra,
		...(details ? { reasoning_details: details } : {}),
		...(toolCalls.length
			? {
					tool_calls: toolCalls.map(({ id, name, arguments: given, extra: own }) => ({
						id,
						type: 'function',
						function: { name, arguments: given },
						...own,
					})),
				}
			: {}),
	};
}
