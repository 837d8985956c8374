import type { Host, ReplayRule } from '../catalogue/host';
import { isObject, type JsonObject } from '../json';
import type { ReasonMessage } from './message';

/** Which model gave an earlier answer, and the field that its trace came in: what only that model takes goes to no other. */
export interface TurnOrigin {
	host: string;
	/** As it was asked for. */
	model: string;
	traceField?: string;
}

export interface ReplayContext {
	host: Host;
	model: string;
	hasTools: boolean;
}

const traceKeys = new Set(['thinking', 'reasoning_content', 'reasoning', 'reasoning_text', 'reasoning_details', 'origin']);

/** The trace of an earlier answer under whatever name it stands there. */
export const traceOf = ({ role, thinking, reasoning_content, reasoning, reasoning_text }: ReasonMessage): string | undefined =>
	role === 'assistant'
		? [thinking, reasoning_content, reasoning, reasoning_text].find((value): value is string => typeof value === 'string' && value !== '')
		: undefined;

/** A message without any trace, for hosts and roles that take none. */
export const withoutTrace = (message: ReasonMessage): JsonObject =>
	Object.fromEntries(Object.entries(message).filter(([key]) => !traceKeys.has(key)));

/**
 * An earlier answer as the host wants it back (`replay` of its row).
 *
 * @param lastTrace the latest trace up to this turn, for hosts that refuse a turn without one.
 */
export function replayTurn(message: ReasonMessage, { host, model, hasTools }: ReplayContext, lastTrace: string): JsonObject {
	const { replay } = host;
	const origin = originOf(message);
	const isForeign = origin !== undefined && (origin.host !== host.id || origin.model !== model);
	const rest = signed(isForeign ? withoutExtras(withoutTrace(message)) : withoutTrace(message), replay);
	if (replay.field === 'drop' || replay.rule === 'never' || (replay.rule === 'with-tools' && !hasTools)) return rest;
	const trace = traceOf(message);
	const details = message.reasoning_details;
	if (replay.field === 'reasoning_details') {
		if (Array.isArray(details) && !isForeign) return { ...rest, reasoning_details: details };
		return trace ? { ...rest, reasoning: trace } : rest;
	}
	if (replay.field === 'received') {
		if (isForeign) return rest;
		if (Array.isArray(details)) return { ...rest, reasoning_details: details };
		return trace && origin?.traceField ? { ...rest, [origin.traceField]: trace } : rest;
	}
	if (trace) return { ...rest, [replay.field]: trace };
	// The host wants the key on every turn, and a turn that called tools without thinking, such as one of another model,
	// would break every later request.
	return replay.whenMissing === 'last-else-empty' ? { ...rest, [replay.field]: rest.tool_calls ? lastTrace : '' } : rest;
}

function originOf({ origin }: ReasonMessage): TurnOrigin | undefined {
	if (!isObject(origin) || typeof origin.host !== 'string' || typeof origin.model !== 'string') return undefined;
	const { host, model, traceField } = origin;
	return { host, model, ...(typeof traceField === 'string' ? { traceField } : {}) };
}

/** Signatures and other keys that only their own host knows; others may refuse what they don't know. */
function withoutExtras(whole: JsonObject): JsonObject {
	const message = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'extra_content'));
	if (!Array.isArray(message.tool_calls)) return message;
	const calls = message.tool_calls.filter(isObject).map(({ id, type, function: called }) => ({ id, type, function: called }));
	return { ...message, tool_calls: calls };
}

/** Gemini wants a signature on the first call of each step, and has a word for steps that another model made. */
function signed(message: JsonObject, { signatureWhenMissing }: ReplayRule): JsonObject {
	if (!signatureWhenMissing || !Array.isArray(message.tool_calls)) return message;
	const calls: unknown[] = message.tool_calls;
	const [first, ...others] = calls;
	if (!isObject(first) || signatureIn(first) || signatureIn(message)) return message;
	const extra = { google: { thought_signature: signatureWhenMissing } };
	return { ...message, tool_calls: [{ ...first, extra_content: extra }, ...others] };
}

function signatureIn({ extra_content: extra }: JsonObject): boolean {
	return isObject(extra) && isObject(extra.google) && typeof extra.google.thought_signature === 'string';
}
