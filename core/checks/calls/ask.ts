import { createHash } from 'node:crypto';
import { paidRequests } from '../../budget/paidRequests';
import { findModel } from '../../catalogue/lookup';
import type { Usage } from '../../money/cost';
import { reason, ReasonError, type ReasonMessage, type ReasonOptions, type ReasonRequest, type ReasonResult } from '../../reason';
import { hostNameOf, hostOf } from '../../reason/destination';
import { sumNano } from '../../reason/sums';
import type { CheckContext, Side } from '../check';
import type { Stop } from '../checkResult';

export interface ToolCall {
	id: string;
	name: string;
	arguments: string;
}

/** An answer as a check needs it; plain data, so that it can be kept between runs. */
export interface Answered {
	kind: 'answered';
	answer: string;
	thinking: string;
	toolCalls: ToolCall[];
	usage: Usage | 'unknown';
	costNanoUsd: number | 'unknown';
	ms: number;
	/** The answer as a message for the next turn. */
	message: ReasonMessage;
	notes: string[];
	/** Absent in answers that an earlier version kept. */
	finishReason?: string;
}

export type Call =
	| Answered
	/** The model was asked and paid for, but gave no answer that can be judged. */
	| { kind: 'unanswered'; errorKind: string; reason: string; costNanoUsd: number | 'unknown' }
	/** The call failed: it says nothing about the model. */
	| { kind: 'error'; errorKind: string; reason: string; status?: number; costNanoUsd: number | 'unknown' }
	/** Stopped before it was sent, or by the user while it ran. */
	| { kind: 'stopped'; why: Stop; costNanoUsd: number | 'unknown' };

export interface AskOptions {
	/** Tells apart calls that ask the same on purpose: repeats, and the two sides where they are one model. */
	repeat?: number | string;
	onDelta?: ReasonOptions['onDelta'];
	/** Keep nothing and read nothing kept, for calls whose course is looked at. */
	fresh?: boolean;
	/** Default 20 minutes. */
	timeoutMs?: number;
	retries?: number;
	/** Instead of the context's. */
	fetch?: typeof fetch;
}

/** Ends that are the model's own doing. */
const modelsOwnFailures = new Set(['length', 'empty', 'content_filter', 'unfinished']);

/** The one way in which checks call a model: each request within the cost cap; an answer kept from an interrupted run is not paid for again. */
export async function ask(
	side: Side,
	request: Omit<ReasonRequest, 'model'>,
	context: Pick<CheckContext, 'signal' | 'fetch' | 'pay' | 'memory'>,
	options: AskOptions = {},
): Promise<Call> {
	const { repeat = 0, fresh = false } = options;
	if (context.signal?.aborted) return { kind: 'stopped', why: 'cancelled', costNanoUsd: 0 };
	const key = keyOf(side, request, repeat);
	const kept = fresh ? undefined : context.memory?.get(key);
	if (isAnswered(kept)) return kept;
	const outcome = await reason({ model: side.model, ...request }, side.endpoint, callOptions(context, options)).then(toAnswered, toFailed);
	if (outcome.kind === 'answered' && !fresh) context.memory?.set(key, outcome);
	return outcome;
}

/** On the operator's network, stoppable, and each request within the cost cap. */
export function callOptions(
	{ signal, fetch, pay }: Pick<CheckContext, 'signal' | 'fetch' | 'pay'>,
	{ onDelta, timeoutMs, retries, fetch: own }: AskOptions = {},
): ReasonOptions {
	return {
		signal,
		fetch: own ?? fetch,
		onDelta,
		retries,
		totalTimeoutMs: timeoutMs ?? 20 * 60_000,
		...(pay ? { around: paidRequests(pay) } : {}),
	};
}

function toAnswered({ answer, thinking, usage, attempts, message, notes, toolCalls = [], timings, finishReason }: ReasonResult): Call {
	return {
		kind: 'answered',
		answer,
		thinking,
		toolCalls: toolCalls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given })),
		usage,
		costNanoUsd: sumNano(attempts),
		ms: timings.totalMs,
		message,
		notes,
		finishReason,
	};
}

function toFailed(error: unknown): Call {
	if (!(error instanceof ReasonError)) throw error;
	const { kind: errorKind, status, attempts, message, description } = error;
	// Which parameter, and what to do about it, stands in the description.
	const reason = errorKind === 'rejected_parameter' ? `${message}. ${description.replace(/\.$/, '')}` : message;
	const costNanoUsd = sumNano(attempts);
	if (errorKind === 'cancelled') return { kind: 'stopped', why: 'cancelled', costNanoUsd };
	if (errorKind === 'budget') return { kind: 'stopped', why: 'cost cap', costNanoUsd };
	if (modelsOwnFailures.has(errorKind)) return { kind: 'unanswered', errorKind, reason, costNanoUsd };
	return { kind: 'error', errorKind, reason, status, costNanoUsd };
}

/** The recommended sampling of a model, and a cap that its host takes. */
export function settingsFor(side: Side, chosen: { maxTokens?: number; temperature?: number; topP?: number }) {
	const row = findModel(side.model, hostOf(side.endpoint).id);
	const most = row?.maxOutput;
	const { maxTokens } = chosen;
	return {
		maxTokens: maxTokens !== undefined && typeof most === 'number' ? Math.min(maxTokens, most) : maxTokens,
		temperature: chosen.temperature ?? row?.sampling?.temperature,
		topP: chosen.topP ?? row?.sampling?.topP,
	};
}

/** A side as results name it. */
export function factsOf({ model, endpoint }: Side): { model: string; hostId: string; host: string } {
	return { model, hostId: hostOf(endpoint).id, host: hostNameOf(endpoint) };
}

/** Names model, prompt and settings without holding them. */
function keyOf({ endpoint, model }: Side, request: object, repeat: number | string): string {
	return createHash('sha256')
		.update(JSON.stringify([endpoint.baseURL, endpoint.profile ?? '', model, request, repeat]))
		.digest('base64url');
}

const isAnswered = (kept: unknown): kept is Answered =>
	typeof kept === 'object' && kept !== null && 'kind' in kept && kept.kind === 'answered' && 'answer' in kept && 'toolCalls' in kept;
