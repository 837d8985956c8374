import { createHash } from 'node:crypto';
import { dearestCost } from '../../money/cost';
import { findHost, findModel } from '../../catalogue/lookup';
import type { Usage } from '../../money/cost';
import { reason, ReasonError, type ReasonMessage, type ReasonRequest, type ReasonResult } from '../../reason';
import type { CheckContext, Side } from '../check';

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
}

export type Call =
	| Answered
	/** The model was asked and paid for, but gave no answer that can be judged. */
	| { kind: 'unanswered'; errorKind: string; reason: string; costNanoUsd: number | 'unknown' }
	/** The call failed: it says nothing about the model. */
	| { kind: 'error'; errorKind: string; reason: string; status?: number; costNanoUsd: number | 'unknown' }
	/** It was never sent. */
	| { kind: 'stopped'; why: 'cost cap' | 'cancelled' };

export interface AskOptions {
	/** Tells apart calls that ask the same on purpose: repeats, and the two sides where they are one model. */
	repeat?: number | string;
	onDelta?: (delta: { kind: 'thinking' | 'answer'; text: string; atMs: number }) => void;
	/** Keep nothing and read nothing kept, for calls whose course is looked at. */
	fresh?: boolean;
	timeoutMs?: number;
}

/** Ends that are the model's own doing. */
const modelsOwnFailures = new Set(['length', 'empty', 'content_filter', 'unfinished']);

/** One paid call within the cost cap; an answer kept from an interrupted run is not paid for again. */
export async function ask(
	side: Side,
	request: Omit<ReasonRequest, 'model'>,
	context: CheckContext,
	{ repeat = 0, onDelta, fresh = false, timeoutMs = 20 * 60_000 }: AskOptions = {},
): Promise<Call> {
	if (context.signal?.aborted) return { kind: 'stopped', why: 'cancelled' };
	const key = keyOf(side, request, repeat);
	const kept = fresh ? undefined : context.memory?.get(key);
	if (isAnswered(kept)) return kept;
	const mayGo = (await context.maySpend?.(dearest(side, request, context.now))) ?? true;
	if (!mayGo) return { kind: 'stopped', why: 'cost cap' };
	const outcome = await reason({ model: side.model, ...request }, side.endpoint, {
		signal: context.signal,
		fetch: context.fetch,
		totalTimeoutMs: timeoutMs,
		onDelta,
	}).then(toAnswered, toFailed);
	await context.spent?.('costNanoUsd' in outcome ? outcome.costNanoUsd : 0);
	if (outcome.kind === 'answered' && !fresh) context.memory?.set(key, outcome);
	return outcome;
}

function toAnswered({ answer, thinking, usage, costUsd, message, notes, toolCalls = [], timings }: ReasonResult): Call {
	return {
		kind: 'answered',
		answer,
		thinking,
		toolCalls: toolCalls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given })),
		usage,
		costNanoUsd: nano(costUsd),
		ms: timings.totalMs,
		message,
		notes,
	};
}

function toFailed(error: unknown): Call {
	if (!(error instanceof ReasonError)) throw error;
	const { kind: errorKind, message: reason, status } = error;
	if (errorKind === 'cancelled') return { kind: 'stopped', why: 'cancelled' };
	const costNanoUsd = costOfAttempts(error);
	if (modelsOwnFailures.has(errorKind)) return { kind: 'unanswered', errorKind, reason, costNanoUsd };
	return { kind: 'error', errorKind, reason, status, costNanoUsd };
}

/** The recommended sampling of a model, and a cap that its host takes. */
export function settingsFor(side: Side, chosen: { maxTokens?: number; temperature?: number; topP?: number }) {
	const row = findModel(side.model, hostIdOf(side));
	const most = row?.maxOutput;
	const { maxTokens } = chosen;
	return {
		maxTokens: maxTokens !== undefined && typeof most === 'number' ? Math.min(maxTokens, most) : maxTokens,
		temperature: chosen.temperature ?? row?.sampling?.temperature,
		topP: chosen.topP ?? row?.sampling?.topP,
	};
}

export const hostIdOf = ({ endpoint }: Side) => endpoint.profile ?? findHost(endpoint.baseURL).id;

export const nano = (usd: number | 'unknown') => (usd === 'unknown' ? usd : Math.round(usd * 1e9));

function costOfAttempts({ attempts }: ReasonError): number | 'unknown' {
	const costs = attempts.map(({ costUsd }) => nano(costUsd));
	return costs.reduce<number | 'unknown'>((sum, cost) => (sum === 'unknown' || cost === 'unknown' ? 'unknown' : sum + cost), 0);
}

/** A token is at least one byte, so the bytes sent bound the tokens. */
function dearest(side: Side, request: Omit<ReasonRequest, 'model'>, at: Date): number | 'unknown' {
	const hostId = hostIdOf(side);
	const maxOutput = findModel(side.model, hostId)?.maxOutput;
	const maxOutputTokens = request.maxTokens ?? (typeof maxOutput === 'number' ? maxOutput : undefined);
	if (maxOutputTokens === undefined) return 'unknown';
	const inputTokens = Buffer.byteLength(JSON.stringify([request.messages, request.tools ?? []]));
	return dearestCost({ inputTokens, maxOutputTokens }, side.model, at, hostId);
}

/** Names model, prompt and settings without holding them. */
function keyOf({ endpoint, model }: Side, request: object, repeat: number | string): string {
	return createHash('sha256')
		.update(JSON.stringify([endpoint.baseURL, endpoint.profile ?? '', model, request, repeat]))
		.digest('base64url');
}

const isAnswered = (kept: unknown): kept is Answered =>
	typeof kept === 'object' && kept !== null && 'kind' in kept && kept.kind === 'answered' && 'answer' in kept && 'toolCalls' in kept;
