import type { Usage } from '../money/cost';
import type { Host } from '../catalogue/host';
import { isR1Weights } from './buildRequest';
import { isObject, type JsonObject } from '../json';
import { readDelta, type ToolCallDelta, type TraceField } from './readDelta';
import { createUsageMeter } from '../money/usage';
import { createThinkingSplitter, type ReplyPiece, type SplitReply } from './thinkingSplitter';

/** An answer as the host sent it, in one form for all hosts. */
export interface RawAnswer {
	answer: string;
	thinking: string;
	/** Empty where the stream ended without one. */
	finishReason: string;
	usage: Usage | 'unknown';
	/** The model that the host says has answered. */
	model?: string;
	toolCalls: ToolCall[];
	refusal: string;
	/** An error inside the stream. */
	failure?: JsonObject;
	/** For the next turn: the trace as the host wants it back. */
	traceField?: TraceField;
	details?: unknown[];
}

export interface ToolCall {
	id: string;
	name: string;
	arguments: string;
}

export interface AnswerReader {
	take(payload: JsonObject): void;
	/** Whether any token has come, be it of the trace. */
	readonly started: boolean;
	finish(): RawAnswer;
}

export interface AnswerReaderOptions {
	host: Host;
	model: string;
	onPiece?: (piece: ReplyPiece) => void;
	/** What was told as answer so far was the trace: the first token of the answer is yet to come. */
	onReclassify?: () => void;
}

/** Puts the chunks of one stream together, or reads a whole answer; both are payloads. */
export function createAnswerReader({ host, model, onPiece, onReclassify }: AnswerReaderOptions): AnswerReader {
	const splitter = createThinkingSplitter({ onlyLeading: host.inlineThink === 'never' });
	const thinking: string[] = [];
	const content: string[] = [];
	const refusal: string[] = [];
	const details: unknown[] = [];
	const calls = new Map<number, ToolCall>();
	let finishReason = '';
	const meter = createUsageMeter({ host: host.id, model });
	let answeredBy: string | undefined;
	let traceField: TraceField | undefined;
	let failure: JsonObject | undefined;
	let started = false;
	/** Not a stream but one body: that it is complete is certain without a finish reason. */
	let whole = false;
	let toldReclassified = false;

	function tell(pieces: ReplyPiece[]) {
		if (splitter.reclassified && !toldReclassified) {
			toldReclassified = true;
			onReclassify?.();
		}
		if (onPiece) for (const piece of pieces) onPiece(piece);
	}

	function takeDelta(message: JsonObject) {
		const delta = readDelta(message);
		if (delta.thinking) {
			thinking.push(delta.thinking);
			traceField ??= delta.traceField;
			onPiece?.({ kind: 'thinking', text: delta.thinking });
		}
		if (delta.details) details.push(...delta.details);
		if (delta.content) {
			content.push(delta.content);
			tell(splitter.push(delta.content));
		}
		if (delta.refusal) refusal.push(delta.refusal);
		if (delta.toolCalls) for (const call of delta.toolCalls) addToolCall(calls, call);
		started ||= delta.thinking !== '' || delta.content !== '' || delta.toolCalls !== undefined || delta.refusal !== '';
	}

	return {
		get started() {
			return started;
		},
		take(payload) {
			if (isObject(payload.error) || (typeof payload.error === 'string' && payload.error !== '')) {
				failure ??= payload;
				return;
			}
			if (typeof payload.model === 'string' && payload.model) answeredBy ??= payload.model;
			meter.take(payload);
			const choice = firstChoice(payload);
			if (!isObject(choice)) return;
			const message = isObject(choice.delta) ? choice.delta : choice.message;
			if (isObject(message)) takeDelta(message);
			whole ||= choice !== payload && !isObject(choice.delta) && isObject(choice.message);
			if (isObject(choice.error)) failure ??= { error: choice.error };
			const reason = choice.finish_reason ?? (payload.done === true ? (payload.done_reason ?? 'stop') : undefined);
			if (typeof reason === 'string' && reason) finishReason = oneName(reason);
		},
		finish() {
			tell(splitter.end());
			const trace = thinking.join('');
			const split = settle(trace, content.join(''), splitter.result());
			const noTags = trace === '' && split.thinking === '';
			// R1's template opened the trace in the prompt and the cap came before its end: all of it is trace.
			if (noTags && finishReason === 'length' && host.startImplied && isR1Weights(answeredBy ?? model)) {
				split.thinking = split.answer.trim();
				split.answer = '';
			}
			const reading = meter.read(started);
			return {
				...split,
				finishReason: finishReason || (whole && started ? 'unknown' : ''),
				usage: 'usage' in reading ? reading.usage : 'unknown',
				model: answeredBy,
				toolCalls: [...calls.values()],
				refusal: refusal.join(''),
				failure,
				traceField,
				details: details.length ? details : undefined,
			};
		},
	};
}

/** Ollama's own API has none around its message. */
function firstChoice(payload: JsonObject): unknown {
	const { choices } = payload;
	if (!Array.isArray(choices)) return payload;
	return isFirst(choices[0]) ? choices[0] : choices.find(isFirst);
}

const isFirst = (choice: unknown) => isObject(choice) && (choice.index ?? 0) === 0;

/**
 * Where the trace came in a field of its own, tags in the content count only when they repeat it (llama.cpp's legacy
 * format) or stand at the very beginning.
 */
function settle(trace: string, text: string, inline: SplitReply) {
	if (!trace) return { thinking: inline.thinking, answer: inline.answer };
	const thinking = trace.trim();
	if (!inline.split) return { thinking, answer: text };
	if (inline.thinking === thinking || inline.thinking === '') return { thinking, answer: inline.answer };
	if (!inline.leading) return { thinking, answer: text };
	return { thinking: `${thinking}\n${inline.thinking}`, answer: inline.answer };
}

function addToolCall(calls: Map<number, ToolCall>, delta: ToolCallDelta) {
	const call = calls.get(delta.index);
	if (!call) {
		calls.set(delta.index, { id: delta.id ?? '', name: delta.name ?? '', arguments: delta.arguments ?? '' });
		return;
	}
	// Some servers number every call 0: another id is another call.
	if (delta.id && call.id && delta.id !== call.id) {
		addToolCall(calls, { ...delta, index: nextIndex(calls, delta.id) });
		return;
	}
	call.id ||= delta.id ?? '';
	call.name ||= delta.name ?? '';
	call.arguments += delta.arguments ?? '';
}

function nextIndex(calls: Map<number, ToolCall>, id: string): number {
	for (const [index, call] of calls) if (call.id === id) return index;
	return Math.max(...calls.keys()) + 1;
}

/** The names that hosts have for one reason. */
function oneName(reason: string): string {
	const name = reason.toLowerCase();
	if (['eos', 'end_turn', 'stop_sequence', 'eos_token', 'complete'].includes(name)) return 'stop';
	if (['max_tokens', 'max_length', 'model_length'].includes(name)) return 'length';
	if (['tool_use', 'function_call', 'tool_call'].includes(name)) return 'tool_calls';
	if (['safety', 'content_filtered', 'sensitive', 'prohibited_content', 'recitation'].includes(name)) return 'content_filter';
	return name;
}
