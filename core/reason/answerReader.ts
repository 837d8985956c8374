import type { Steps } from '../breathe';
import type { Usage } from '../money/cost';
import type { Host } from '../catalogue/host';
import { answerWrappers, opensInPrompt, type TraceForm } from '../catalogue/traceForms';
import { isObject, type JsonObject } from '../json';
import { readDelta, type Delta, type ToolCallDelta, type TraceField } from './readDelta';
import { failureIn } from './hostErrors/failureIn';
import { createToolCallReader, type ToolCall } from './toolCalls';
import { mergeDetails, textOfDetails } from './trace/mergeDetails';
import { cleanTrace, splitField } from './trace/cleanTrace';
import { createGrowingText } from './trace/growingText';
import { slicesOf } from './trace/slicesOf';
import { createUsageMeter } from '../money/usage';
import { defaultLimits, type Limits, type LimitName } from './limits';
import { createThinkingSplitter, type ReplyPiece, type SplitReply } from './thinkingSplitter';

/** An answer as the host sent it, in one form for all hosts. */
export interface RawAnswer {
	answer: string;
	thinking: string;
	/** Empty where the stream ended without one. */
	finishReason: string;
	usage: Usage | 'unknown';
	/** Why the usage is not known. */
	usageProblem?: string;
	/** The model that the host says has answered. */
	model?: string;
	toolCalls: ToolCall[];
	unreadCall?: UnreadCall;
	refusal: string;
	/** What is odd about it. */
	notes: string[];
	/** An error inside the stream. */
	failure?: JsonObject;
	/** For the next turn: the trace as the host wants it back. */
	traceField?: TraceField;
	details?: unknown[];
	/** Goes back to the host with the answer. */
	extra?: JsonObject;
}

/** A call of a tool that stood in the text and was left out, since it could not be read or matches no tool of the request. */
export interface UnreadCall {
	/** The answer as it came. */
	text: string;
	/** What is wrong with it, for the model. */
	why: string;
	/** Whether it may be an example, and still stands in the answer. */
	isExample?: true;
}

export type { ToolCall } from './toolCalls';

export interface AnswerReader {
	take(payload: JsonObject): void;
	/** The same for a payload with a long text. */
	takeLong(payload: JsonObject): Steps<void>;
	/** Whether any token has come, be it of the trace. */
	readonly started: boolean;
	/** Whether finish reason and usage have come: nothing is missing any more. */
	readonly ended: boolean;
	/** The limit that the answer has gone past. */
	readonly passed?: Exclude<LimitName, 'pieceBytes'>;
	finish(): Steps<RawAnswer>;
}

export interface AnswerReaderOptions {
	host: Host;
	model: string;
	/** What the prompt says: the marks that it names may be part of the answer. */
	prompt?: string;
	/** Whether the pieces are shown to somebody: what may yet turn out to be the trace is held back then. */
	holdBack?: boolean;
	limits?: Limits;
	onPiece?: (piece: ReplyPiece) => void;
	/** The first text came that is held back. */
	onHold?: () => void;
	/** What was told as answer so far was the trace: the first token of the answer is yet to come. */
	onReclassify?: () => void;
}

/** How much of an answer waits until it is certain that its trace was not opened in the prompt; in characters. */
const holdBackOf = { unknown: 2_000, opensInPrompt: 200_000 };

/** Puts the chunks of one stream together, or reads a whole answer; both are payloads. */
export function createAnswerReader({
	host,
	model,
	prompt = '',
	holdBack,
	limits = defaultLimits,
	onPiece,
	onHold,
	onReclassify,
}: AnswerReaderOptions): AnswerReader {
	const namedBy = namesIn(prompt);
	const implied = host.startImplied && opensInPrompt(model);
	const mayBeImplied = holdBack && host.startImplied && host.inlineThink !== 'never';
	const splitter = createThinkingSplitter({
		onlyLeading: host.inlineThink === 'never',
		isAskedFor: (form, mark) => !form.families?.test(model) && namedBy(mark),
		holdBack: mayBeImplied ? (implied ? holdBackOf.opensInPrompt : holdBackOf.unknown) : 0,
	});
	const thinking = createGrowingText();
	const content = createGrowingText();
	const refusal: string[] = [];
	const details: unknown[] = [];
	const unread = new Set<string>();
	const calls = createToolCallReader();
	const choices = createChoiceReader();
	let extra: JsonObject | undefined;
	let finishReason = '';
	const meter = createUsageMeter({ host: host.id, model });
	let answeredBy: string | undefined;
	let last: JsonObject | undefined;
	let traceField: TraceField | undefined;
	let failure: JsonObject | undefined;
	let started = false;
	/** Not a stream but one body: that it is complete is certain without a finish reason. */
	let whole = false;
	let toldReclassified = false;
	let thinkingLength = 0;
	let answerLength = 0;
	let contentLength = 0;
	let toolLength = 0;

	function tell(pieces: ReplyPiece[]) {
		if (splitter.reclassified && !toldReclassified) {
			toldReclassified = true;
			onReclassify?.();
		}
		for (const piece of pieces) {
			if (piece.kind === 'answer') answerLength += piece.text.length;
			else thinkingLength += piece.text.length;
			onPiece?.(piece);
		}
	}

	function takeThinking(delta: Delta) {
		if (delta.thinking) {
			thinking.push(delta.thinking);
			thinkingLength += delta.thinking.length;
			traceField ??= delta.traceField;
			tell(splitter.release());
			onPiece?.({ kind: 'thinking', text: delta.thinking });
		}
		for (const detail of delta.details ?? []) {
			details.push(detail);
			thinkingLength += 1 + textLength(detail);
		}
	}

	function takeContent(text: string) {
		content.push(text);
		contentLength += text.length;
		tell(splitter.push(text));
		if (holdBack && splitter.holding) onHold?.();
	}

	function takeRest(delta: Delta) {
		if (delta.refusal) {
			refusal.push(delta.refusal);
			answerLength += delta.refusal.length;
		}
		if (delta.toolCalls) {
			calls.take(delta.toolCalls);
			toolLength += lengthOf(delta.toolCalls);
		}
		if (delta.extra) extra = { ...extra, ...delta.extra };
		if (delta.unread && unread.size < 10) for (const type of delta.unread) unread.add(type.slice(0, 40));
		started ||= delta.thinking !== '' || delta.content !== '' || delta.toolCalls !== undefined || delta.refusal !== '';
	}

	/** What stands around the answer; gives its choice. */
	function takeAround(payload: JsonObject): JsonObject | undefined {
		// Given again with another text: the rest of it is known.
		const isKnown = payload === last;
		last = payload;
		const failed = isKnown ? undefined : failureIn(payload);
		if (failed) {
			// What comes after the answer is complete doesn't undo it.
			if (finishReason === '' || !started) failure ??= failed;
			if (!Array.isArray(payload.choices) || payload.choices.length === 0) return undefined;
		}
		if (typeof payload.model === 'string' && payload.model) answeredBy ??= payload.model;
		if (!isKnown) meter.take(payload);
		const choice = choices.of(payload);
		return isObject(choice) ? choice : undefined;
	}

	function takeEnd(choice: JsonObject, payload: JsonObject) {
		whole ||= choice !== payload && !isObject(choice.delta) && isObject(choice.message);
		if (isObject(choice.error)) failure ??= { error: choice.error };
		const reason = choice.finish_reason ?? (payload.done === true ? (payload.done_reason ?? 'stop') : undefined);
		if (typeof reason === 'string' && reason) finishReason = oneName(reason);
	}

	return {
		get started() {
			return started;
		},
		get ended() {
			return finishReason !== '' && 'usage' in meter.read(started);
		},
		get passed() {
			if (thinkingLength > limits.thinkingCharacters) return 'thinkingCharacters';
			// What is held back is neither yet.
			if (answerLength > limits.answerCharacters || contentLength > limits.answerCharacters + limits.thinkingCharacters)
				return 'answerCharacters';
			return toolLength > limits.toolCharacters ? 'toolCharacters' : undefined;
		},
		take(payload) {
			const choice = takeAround(payload);
			const delta = choice && deltaOf(choice);
			if (delta) {
				takeThinking(delta);
				if (delta.content) takeContent(delta.content);
				takeRest(delta);
			}
			if (choice) takeEnd(choice, payload);
		},
		*takeLong(payload) {
			const choice = takeAround(payload);
			const delta = choice && deltaOf(choice);
			if (delta) {
				takeThinking(delta);
				for (const slice of slicesOf(delta.content)) {
					takeContent(slice);
					yield;
				}
				takeRest(delta);
			}
			if (choice) takeEnd(choice, payload);
		},
		*finish() {
			const cut = finishReason === 'length';
			tell(splitter.end(cut));
			yield;
			const merged = mergeDetails(details);
			yield;
			const trace = traceField === 'reasoning_details' ? textOfDetails(merged) : thinking.whole();
			yield;
			const inline = splitter.result();
			yield;
			const split = trace
				? yield* settle(trace, content.whole(), inline, cut || calls.any)
				: { thinking: inline.thinking, answer: inline.answer };
			yield;
			const noMarks = trace === '' && split.thinking === '';
			// R1's template opened the trace in the prompt and the cap came before its end: all of it is trace.
			if (noMarks && cut && host.startImplied && opensInPrompt(answeredBy ?? model)) {
				split.thinking = split.answer.trim();
				split.answer = '';
			}
			const reading = meter.read(started);
			if (split.thinking !== '') split.answer = unwrap(unwrap(split.answer, namedBy), namedBy);
			return {
				...split,
				finishReason: finishReason || (whole && started ? 'unknown' : ''),
				usage: 'usage' in reading ? reading.usage : 'unknown',
				...('unknown' in reading ? { usageProblem: reading.unknown } : {}),
				model: answeredBy,
				toolCalls: calls.finish(),
				refusal: refusal.join(''),
				notes: notesOn(inline, trace, split.thinking, unread),
				failure,
				traceField,
				details: merged.length ? merged : undefined,
				extra,
			};
		},
	};
}

function deltaOf(choice: JsonObject): Delta | undefined {
	const message = isObject(choice.delta) ? choice.delta : choice.message;
	if (isObject(message)) return readDelta(message);
	return typeof choice.text === 'string' && choice.text ? readDelta({ content: choice.text }) : undefined;
}

/** Characters in the texts of an object, such as an encrypted part of a trace. */
const textLength = (value: unknown): number =>
	isObject(value) ? Object.values(value).reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 1), 0) : 0;

/** A call without arguments counts, too: there could be any number of them. */
const lengthOf = (deltas: readonly ToolCallDelta[]) =>
	deltas.reduce((sum, { name = '', id = '', arguments: given = '', extra }) => {
		const more = extra ? JSON.stringify(extra).length : 0;
		return sum + name.length + id.length + given.length + more + 1;
	}, 0);

/** Which choice of a payload is the answer's. */
function createChoiceReader() {
	let several = false;
	let latest = -1;
	return {
		of(payload: JsonObject): unknown {
			const { choices } = payload;
			// Ollama's own API has none around its message.
			if (!Array.isArray(choices)) return payload;
			if (choices.length > 1) several = true;
			const found: unknown = isFirst(choices[0]) ? choices[0] : choices.find(isFirst);
			if (found !== undefined || several) {
				latest = Math.max(latest, 0);
				return found;
			}
			// Some count their chunks there: one choice in each, and the number goes up by one.
			const only: unknown = choices[0];
			const index = isObject(only) ? only.index : undefined;
			if (typeof index !== 'number' || index <= latest || latest < 0) {
				several = true;
				return undefined;
			}
			latest = index;
			return only;
		},
	};
}

const isFirst = (choice: unknown) => isObject(choice) && (choice.index ?? 0) === 0;

type NamedBy = (mark: string) => boolean;

/** Whether a prompt names a mark, be it with other attributes or as a closing one. Read once for each name: there may be thousands of marks. */
function namesIn(prompt: string): NamedBy {
	const known = new Map<string, boolean>();
	return (mark) => {
		const name = /^<([\w:]+)/.exec(mark)?.[1]?.toLowerCase();
		const key = name ?? mark;
		const isNamed = known.get(key) ?? (name ? new RegExp(`</?${name}[\\s>/]`, 'i').test(prompt) : prompt.includes(mark));
		known.set(key, isNamed);
		return isNamed;
	};
}

/** The answer without the element around it that models put after their trace. */
function unwrap(answer: string, namedBy: NamedBy): string {
	const text = answer.trim();
	for (const [open, close] of answerWrappers) {
		if (!text.startsWith(open) || namedBy(open)) continue;
		const inside = text.slice(open.length);
		const end = inside.lastIndexOf(close);
		if (end < 0) return inside.trimStart();
		if (end + close.length === inside.length && !inside.slice(0, end).includes(open)) return inside.slice(0, end).trim();
	}
	return answer;
}

function notesOn({ form, asked, split }: SplitReply, trace: string, thinking: string, unread: ReadonlySet<string>): string[] {
	const notes: string[] = [];
	if (split && form && thinking !== trace.trim())
		notes.push(`A trace was split from the text of the answer: it was marked as ${markOf(form)}.`);
	if (asked) notes.push(`${asked} was left in the answer, because the prompt asks for it.`);
	if (unread.size > 0) notes.push(`Parts of the answer can't be read as text and were left out: ${[...unread].join(', ')}.`);
	return notes;
}

const markOf = ({ kind, opens }: TraceForm) => (kind === 'tag' ? `<${opens[0]}>` : opens[0]);

/**
 * Where the trace came in a field of its own, marks in the content count only when they repeat it (llama.cpp's legacy
 * format) or stand at the very beginning.
 */
function* settle(trace: string, text: string, inline: SplitReply, cut: boolean): Steps<{ thinking: string; answer: string }> {
	const thinking = cleanTrace(trace.trim());
	if (text.trim() === '' && !cut) {
		const { thinking: before, answer } = yield* splitField(thinking);
		if (answer.trim() !== '') return { thinking: before, answer };
	}
	if (!inline.split) return { thinking, answer: text };
	if (inline.thinking === thinking || inline.thinking === '') return { thinking, answer: inline.answer };
	if (!inline.leading) return { thinking, answer: text };
	return { thinking: `${thinking}\n${inline.thinking}`, answer: inline.answer };
}

/** The names that hosts have for one reason. */
function oneName(reason: string): string {
	const name = reason.toLowerCase();
	if (['eos', 'end_turn', 'stop_sequence', 'eos_token', 'complete', 'completed', 'finish', 'normal', 'end', 'stop_token'].includes(name))
		return 'stop';
	if (['max_tokens', 'max_length', 'model_length', 'max_output_tokens', 'token_limit', 'model_context_window_exceeded'].includes(name))
		return 'length';
	if (['tool_use', 'function_call', 'tool_call'].includes(name)) return 'tool_calls';
	if (
		[
			'safety',
			'content_filtered',
			'sensitive',
			'prohibited_content',
			'recitation',
			'blocklist',
			'spii',
			'guardrail_intervened',
			'refusal',
		].includes(name)
	)
		return 'content_filter';
	return name;
}
