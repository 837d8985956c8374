import type { OpenAI } from 'openai';
import type { Host } from '../catalogue/host';
import { createAnswerReader, type AnswerReader, type RawAnswer } from './answerReader';
import { breatheTogether, inTurns } from '../breathe';
import { isObject } from '../json';
import { plainText, type HostRequest } from './buildRequest';
import type { Clock } from './clock';
import { longestPieceBytes, tooLarge, type Limits } from './limits';
import { cutErrorHeader } from './openAiClient';
import { BlockedAddressError } from './networkFetch';
import { createCallHold } from './toolText/holdCalls';
import { recoverCalls } from './toolText/recoverCalls';
import { readHostError, type ErrorContext } from './readHostError';
import { createPayloadReader, type PayloadReader, type PayloadState } from './readPayloads';
import { ReasonError } from './reasonError';
import { readWait } from './hostErrors/readWait';
import type { ReplyPiece } from './thinkingSplitter';

export interface Call {
	client: OpenAI;
	request: HostRequest;
	host: Host;
	model: string;
	clock: Clock;
	silenceTimeoutMs: number;
	/** What is left for the whole call. */
	remainingMs: number;
	limits: Limits;
	signal?: AbortSignal;
	errorContext: ErrorContext;
	/** What the prompt says: see the reader. */
	prompt?: string;
	holdBack?: boolean;
	onPiece?: (piece: ReplyPiece) => void;
	onHold?: () => void;
	onReclassify?: () => void;
}

export interface CallResult {
	answer?: RawAnswer;
	error?: ReasonError;
	status?: number;
}

/** One request and its answer: nothing is sent twice here, and whatever goes wrong is a ReasonError. */
export async function callHost(call: Call): Promise<CallResult> {
	const clocks = startClocks(call);
	const hold = holdOf(call);
	const reader = createAnswerReader(hold ? { ...call, onPiece: hold.take } : call);
	const payloads = createPayloadReader(reader);
	let status: number | undefined;
	try {
		const response = await call.client.post(call.request.path, { body: call.request.body, signal: clocks.signal }).asResponse();
		status = response.status;
		await readBody(response, payloads, reader, call, clocks.heard);
	} catch (thrown) {
		// What breaks off after the end breaks nothing.
		const isComplete = !(thrown instanceof ReasonError) && (payloads.state.done || reader.ended);
		if (!isComplete) {
			const error = clocks.failure() ?? (await nameFailure(thrown, { ...call, status, started: reader.started, now: call.clock.now() }));
			return { answer: reader.started ? await inTurns(reader.finish()) : undefined, error, status: error.status ?? status };
		}
	} finally {
		clocks.stop();
	}
	await inTurns(payloads.end());
	const read = withEnd(await inTurns(reader.finish()), payloads.state, reader.started);
	const { offered, toolForm, body } = call.request;
	const answer = await recoverCalls(read, {
		tools: offered ?? body.tools,
		prompt: call.prompt ?? '',
		question: questionOf(body.messages),
		agreed: toolForm === 'prompt',
	});
	hold?.finish(answer.answer, answer !== read);
	const error = whatIsWrong(answer, payloads.state, reader.started, call);
	// An error before any token, that may be sent again, was not charged.
	const isCharged = !error?.retryable || reader.started || answer.usage !== 'unknown';
	return { answer: isCharged ? answer : undefined, error, status };
}

/** The user's last words in a request. */
function questionOf(messages: unknown): string {
	const last = Array.isArray(messages) ? messages.filter(isObject).findLast(({ role }) => role === 'user') : undefined;
	return plainText(last?.content);
}

/** Where tools are offered and the answer is shown, no call of one may be shown with it. */
function holdOf({ holdBack, onPiece, onHold, request: { body, offered } }: Call) {
	if (!holdBack || !onPiece || !Array.isArray(offered ?? body.tools)) return undefined;
	const hold = createCallHold(onPiece);
	return {
		...hold,
		take(piece: ReplyPiece) {
			hold.take(piece);
			if (hold.holding) onHold?.();
		},
	};
}

/** How long is waited for the end of a connection once the answer is complete; usage may still come after `[DONE]`. */
const afterDoneMs = 500;
const afterFinishMs = 5_000;

async function readBody(response: Response, payloads: PayloadReader, reader: AnswerReader, call: Call, heard: () => void): Promise<void> {
	const { clock, limits, errorContext } = call;
	const body = response.body?.getReader();
	let bytes = 0;
	/** Since the last payload. */
	let pieceBytes = 0;
	let payloadsBefore = 0;
	while (body) {
		const isOver = payloads.state.done || reader.ended;
		const { done, value } = await (isOver ? readSoon(body, clock, payloads.state.done ? afterDoneMs : afterFinishMs) : body.read());
		if (done) break;
		heard();
		const pause = breatheTogether();
		if (pause) await pause;
		const left = payloads.push(value);
		if (left) await inTurns(left);
		bytes += value.byteLength;
		pieceBytes = payloads.state.payloads === payloadsBefore ? pieceBytes + value.byteLength : 0;
		payloadsBefore = payloads.state.payloads;
		const passed = bytes > limits.responseBytes ? 'responseBytes' : pieceBytes > longestPieceBytes ? 'pieceBytes' : reader.passed;
		if (passed === undefined) continue;
		body.cancel().catch(() => undefined);
		throw tooLarge(errorContext.hostName, passed, passed === 'pieceBytes' ? longestPieceBytes : limits[passed]);
	}
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** The next bytes, or the end when none come in time. */
async function readSoon(body: BodyReader, clock: Clock, ms: number): ReturnType<BodyReader['read']> {
	let timer: ReturnType<Clock['timer']> | undefined;
	const late = new Promise<{ done: true; value: undefined }>((resolve) => {
		timer = clock.timer(ms, () => resolve({ done: true, value: undefined }));
	});
	const read = body.read();
	const first = await Promise.race([read, late]).finally(() => timer?.stop());
	if (first.done) {
		read.catch(() => undefined);
		body.cancel().catch(() => undefined);
	}
	return first;
}

/** A stream that says `[DONE]` is complete, whatever it says about its end. */
function withEnd(answer: RawAnswer, { done, broken }: PayloadState, started: boolean): RawAnswer {
	if (answer.finishReason !== '' || !done || broken || !started) return answer;
	const finishReason = answer.toolCalls.length > 0 ? 'tool_calls' : 'unknown';
	return { ...answer, finishReason, notes: [...answer.notes, 'The host gave no finish reason.'] };
}

/** Two clocks and the caller's signal in one: silence, the whole call, and cancelling. */
function startClocks({ clock, silenceTimeoutMs, remainingMs, signal, errorContext: { hostName } }: Call) {
	const controller = new AbortController();
	let failure: ReasonError | undefined;
	const stopWith = (error: ReasonError) => {
		failure ??= error;
		controller.abort();
	};
	const onCancel = () => stopWith(cancelled());
	const silence = clock.timer(silenceTimeoutMs, () => stopWith(silent(hostName, silenceTimeoutMs)));
	const whole = clock.timer(remainingMs, () => stopWith(timedOut(hostName)));
	if (signal?.aborted) onCancel();
	signal?.addEventListener('abort', onCancel, { once: true });
	return {
		signal: controller.signal,
		heard: () => silence.restart(),
		failure: () => failure,
		stop() {
			silence.stop();
			whole.stop();
			signal?.removeEventListener('abort', onCancel);
		},
	};
}

export const cancelled = () =>
	new ReasonError('The call was cancelled', { kind: 'cancelled', description: 'The execution was stopped, so the request was aborted.' });

export const timedOut = (hostName: string) =>
	new ReasonError(`${hostName} did not finish within the total timeout`, {
		kind: 'timeout',
		description:
			'Raise Total Timeout or lower Max Tokens or the effort. It was not sent again, because the host may charge for what it generated.',
	});

const silent = (hostName: string, ms: number) =>
	new ReasonError(`${hostName} sent nothing for ${Math.round(ms / 1000)} s`, {
		kind: 'silence',
		description:
			'Raise Silence Timeout if the model thinks in silence. It was not sent again, because the host may charge for what it generated.',
	});

const unfinished = (hostName: string, detail: string) =>
	new ReasonError(`The answer of ${hostName} was cut off: ${detail}`, {
		kind: 'unfinished',
		description:
			'It was not sent again, because the host may charge for what it generated. Run it again if you accept that, or add a fallback model.',
	});

const goodEnds: ReadonlySet<string> = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'unknown']);

/** An answer that arrived but can't be used. */
function whatIsWrong(answer: RawAnswer, state: PayloadState, started: boolean, call: Call): ReasonError | undefined {
	const { hostName, model } = call.errorContext;
	const { finishReason } = answer;
	if (answer.failure) return failureInside(answer.failure, started, call);
	if (state.foreign !== undefined) {
		return new ReasonError(`${hostName} answered with something else than an API does`, {
			kind: 'not_an_api',
			description: 'Check the base URL of the credential: for most servers it ends in /v1. A proxy or a login page may stand in between.',
		});
	}
	if (state.payloads === 0 && !state.broken) {
		return new ReasonError(`${hostName} answered with an empty body`, {
			kind: 'empty',
			description: 'The host accepted the request and closed it without an answer. Run it again, or add a fallback model.',
		});
	}
	if (finishReason === 'insufficient_system_resource') {
		return new ReasonError(`${hostName} ran out of resources while it answered`, {
			kind: 'overloaded',
			description: 'Try again later or add a fallback model.',
			retryable: true,
		});
	}
	if (state.broken && finishReason === '') return unfinished(hostName, 'the last piece is incomplete.');
	if (finishReason === '') return unfinished(hostName, 'it ended without a finish reason.');
	if (!goodEnds.has(finishReason)) return unfinished(hostName, `the host ended it with "${finishReason.slice(0, 60)}".`);
	if (finishReason === 'content_filter') {
		return new ReasonError(`The content filter of ${hostName} stopped the answer`, {
			kind: 'content_filter',
			description: 'Reword the prompt or use another host.',
		});
	}
	if (answer.answer.trim() !== '' || answer.toolCalls.length > 0) return undefined;
	if (answer.refusal) {
		return new ReasonError(`"${model}" refused to answer`, {
			kind: 'content_filter',
			description: 'Reword the prompt or use another model.',
		});
	}
	if (finishReason === 'length') {
		return new ReasonError(`"${model}" spent all its tokens on thinking and has no answer`, {
			kind: 'length',
			description: 'Raise Max Tokens (it covers the trace and the answer), or lower the effort.',
		});
	}
	if (answer.thinking || answer.unreadCall) return undefined;
	return new ReasonError(`"${model}" ended without an answer`, {
		kind: 'empty',
		description: 'Run it again or reword the prompt. It was not sent again, because it was charged.',
	});
}

function failureInside(failure: Record<string, unknown>, started: boolean, { errorContext, clock }: Call): ReasonError {
	const error = readHostError({ body: failure, retryAfterMs: readWait(undefined, failure, clock.now()) }, errorContext);
	if (!started || error.kind === 'overloaded' || !error.retryable) return error;
	const { kind, status, message, description } = error;
	return new ReasonError(message, {
		kind,
		status,
		description: `${description} It was not sent again, because part of the answer had come.`,
	});
}

function withCutBody(error: ReasonError, most: number): ReasonError {
	const { kind, retryable, status, retryAfterMs, parameter, message, description } = error;
	const note = `The body of the error is longer than the limit of ${most.toLocaleString('en')} bytes (Options, Limits): the rest was not read.`;
	return new ReasonError(message, { kind, retryable, status, retryAfterMs, parameter, description: `${description} ${note}` });
}

interface Failure {
	errorContext: ErrorContext;
	limits: Limits;
	now: Date;
	/** Of the answer that had begun. */
	status?: number;
	started?: boolean;
}

/** Names whatever the client or the connection threw. */
export async function nameFailure(thrown: unknown, { errorContext, limits, now, status, started = false }: Failure): Promise<ReasonError> {
	const { APIError } = await import('openai');
	const named = causes(thrown).find((cause) => cause instanceof ReasonError);
	if (named) return named;
	if (thrown instanceof APIError && typeof thrown.status === 'number') {
		if (thrown.status < 400) return redirected(errorContext.hostName, thrown.status);
		const text = /^\d+ status code \(no body\)$/.test(thrown.message) ? '' : thrown.message.replace(/^\d+ /, '');
		const body = thrown.error ?? text;
		const cutAt = thrown.headers?.get(cutErrorHeader);
		const error = readHostError({ status: thrown.status, body, retryAfterMs: readWait(thrown.headers, body, now) }, errorContext);
		return cutAt ? withCutBody(error, Number(cutAt)) : error;
	}
	if (codesOf(thrown).includes('UND_ERR_HEADERS_OVERFLOW')) return tooLarge(errorContext.hostName, 'headerBytes', limits.headerBytes);
	const blocked = causes(thrown).find((cause) => cause instanceof BlockedAddressError || /^Ssrf/.test(cause.name));
	if (blocked) {
		return new ReasonError('The operator of this n8n does not allow this address', {
			kind: 'blocked',
			description:
				'The SSRF protection refused it. An administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
		});
	}
	if (started) return unfinished(errorContext.hostName, 'the connection was lost.');
	const failed = unreachable(thrown, status, errorContext.hostName);
	if (failed.kind === 'connection' && (status !== undefined || !neverLeft(thrown))) {
		return unfinished(errorContext.hostName, 'the connection was lost before the first token.');
	}
	return failed;
}

/**
 * Codes of a connection that was never made, so that no request can have left; what is lost later may have been received,
 * run and charged. https://nodejs.org/api/errors.html#common-system-errors, https://undici.nodejs.org/#/docs/api/Errors
 */
const neverLeftCodes =
	/^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)|CERT|SIGNATURE|ISSUER|^ERR_(TLS|SSL|INVALID)|^EPROTO|^UND_ERR_(INVALID|PRX|PROXY)/;

const neverLeft = (thrown: unknown) => codesOf(thrown).some((code) => neverLeftCodes.test(code)) || isFailedConnect(thrown);

/** A connect that timed out, or a proxy that refused to connect. */
const isFailedConnect = (thrown: unknown) =>
	causes(thrown).some(
		(cause) => ('syscall' in cause && cause.syscall === 'connect') || /^Proxy response|proxy|^bad port$/i.test(cause.message),
	);

const redirected = (hostName: string, status: number) =>
	new ReasonError(`${hostName} redirects to another address (${status})`, {
		kind: 'not_found',
		status,
		description: 'Put the final address into the base URL of the credential. It was not followed, because the key would go with it.',
	});

/** Only the code of the failure is told: its message may hold a header. */
function unreachable(thrown: unknown, status: number | undefined, hostName: string): ReasonError {
	const code = codesOf(thrown).find(Boolean);
	const hopeless = code !== undefined && /CERT|SIGNATURE|^ERR_(INVALID|TLS)|^UND_ERR_INVALID|ISSUER/.test(code);
	const misused =
		code === undefined &&
		status === undefined &&
		causes(thrown).some(({ message }) => /invalid (header|URL)|Failed to parse URL|includes credentials/i.test(message));
	if (misused) {
		return new ReasonError('The request could not be formed', {
			kind: 'invalid_request',
			description:
				'Check the base URL, the key and the extra headers of the credential for line breaks, passwords in the address, and other characters that do not belong there.',
		});
	}
	// n8n replaces a message that names such a code by one of its own, so it stands in the description.
	return new ReasonError(`No connection to ${hostName}`, {
		kind: 'connection',
		description: `Check the base URL of the credential, that the server runs, and the proxy settings of n8n${code ? ` (${code})` : ''}.`,
		retryable: !hopeless,
	});
}

const codesOf = (thrown: unknown) => causes(thrown).map((cause) => ('code' in cause && typeof cause.code === 'string' ? cause.code : ''));

/** The error and what caused it, outermost first. */
function causes(thrown: unknown): Error[] {
	const chain: Error[] = [];
	for (let error = thrown; error instanceof Error && chain.length < 8; error = error.cause) chain.push(error);
	return chain;
}
