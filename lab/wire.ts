import { pieces } from './pieces';
import type { Profile } from './profiles';
import { parseJson } from '../core/json';

export interface ToolCall {
	id: string;
	name: string;
	/** JSON text, right or not. */
	arguments: string;
}

export interface Reply {
	thinking: string;
	answer: string;
	toolCalls: readonly ToolCall[];
	finishReason: string;
	usage: Tokens;
}

/** Output includes reasoning. */
export interface Tokens {
	input: number;
	cached: number;
	output: number;
	reasoning: number;
}

export interface Identity {
	id: string;
	created: number;
	model: string;
}

/** What a token is for; `hidden` takes time and is billed but puts nothing on the wire. */
export type TokenKind = 'thinking' | 'answer' | 'tool' | 'hidden';

/** One token of a stream and the bytes that carry it. */
export interface Token {
	kind: TokenKind;
	text: string;
	write?: string;
}

export interface StreamParts {
	opening: string;
	tokens: Iterable<Token>;
	/** With the finish reason, then usage, then the end mark: each may be left out by a fault. */
	closing: { finish: string; usage: string; done: string };
}

const openTag = '<think>\n';
const closeTag = '\n</think>\n\n';

export function inlineThinking(profile: Profile, { thinking, answer }: Pick<Reply, 'thinking' | 'answer'>, closed = true): string {
	if (profile.trace.inline === 'no' || !thinking) return answer;
	const opening = profile.trace.inline === 'tags' ? openTag : '';
	return `${opening}${thinking}${closed ? closeTag : ''}${answer}`;
}

export function usageOf(profile: Profile, { input, cached, output, reasoning }: Tokens): Record<string, unknown> {
	const plain = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
	const showsReasoning = reasoning > 0;
	switch (profile.usage) {
		case 'plain':
			return plain;
		case 'details-null':
			return { ...plain, prompt_tokens_details: null };
		case 'sglang':
			return { ...plain, prompt_tokens_details: null, reasoning_tokens: reasoning };
		case 'llamacpp':
			return { ...plain, prompt_tokens_details: { cached_tokens: cached } };
		case 'deepseek':
			return {
				...plain,
				prompt_tokens_details: { cached_tokens: cached },
				...(showsReasoning && { completion_tokens_details: { reasoning_tokens: reasoning } }),
				prompt_cache_hit_tokens: cached,
				prompt_cache_miss_tokens: input - cached,
			};
		case 'openai':
			return {
				...plain,
				prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
				completion_tokens_details: {
					reasoning_tokens: reasoning,
					audio_tokens: 0,
					accepted_prediction_tokens: 0,
					rejected_prediction_tokens: 0,
				},
			};
		case 'openrouter':
			return {
				...plain,
				cost: (input * 0.5 + output * 2.15) / 1e6,
				is_byok: false,
				prompt_tokens_details: { cached_tokens: cached },
				completion_tokens_details: { reasoning_tokens: reasoning },
			};
		case 'groq':
			return {
				queue_time: 0.01,
				prompt_tokens: input,
				prompt_time: 0.001,
				completion_tokens: output,
				completion_time: 0.1,
				total_tokens: input + output,
				total_time: 0.101,
				...(showsReasoning && { completion_tokens_details: { reasoning_tokens: reasoning } }),
			};
	}
}

const timings = (tokens: Tokens) => ({
	prompt_n: tokens.input,
	prompt_ms: 10,
	predicted_n: tokens.output,
	predicted_ms: 100,
});

/** The whole answer in one body. */
export function wholeBody(profile: Profile, identity: Identity, reply: Reply, closed = true): Record<string, unknown> {
	const { thinking, answer, toolCalls, finishReason, usage } = reply;
	if (profile.protocol === 'ollama') return ollamaEnd(identity, reply, ollamaMessage(profile, reply));
	const message: Record<string, unknown> = { role: 'assistant', content: inlineThinking(profile, reply, closed), ...profile.message };
	if (thinking) for (const field of profile.trace.fields) message[field] = thinking;
	if (thinking && profile.trace.details) message.reasoning_details = [reasoningDetail(thinking)];
	if (toolCalls.length > 0) {
		message.tool_calls = toolCalls.map((call, index) => ({
			...(profile.errors === 'deepseek' && { index }),
			id: call.id,
			type: 'function',
			function: { name: call.name, arguments: call.arguments },
		}));
		if (!answer && profile.contentWithTools === 'null') message.content = null;
		if (!answer && profile.contentWithTools === 'absent') delete message.content;
	}
	const choice: Record<string, unknown> = { index: 0, message, ...profile.choice, finish_reason: finishReason };
	if ('native_finish_reason' in choice) choice.native_finish_reason = finishReason;
	return {
		id: identity.id,
		object: 'chat.completion',
		created: identity.created,
		model: identity.model,
		choices: [choice],
		usage: usageOf(profile, usage),
		...(profile.usage === 'llamacpp' && { timings: timings(usage) }),
		...profile.body,
	};
}

const reasoningDetail = (text: string) => ({ type: 'reasoning.text', text, format: 'unknown', index: 0 });

const event = (payload: string) => `data: ${payload}\n\n`;

/** A chunk with a hole for the text, so that long streams cost one string join a token. */
function template(chunk: (text: string) => unknown, frame: (payload: string) => string): (text: string) => string {
	const mark = 'LAB_TEXT_MARK';
	const [head, ...rest] = frame(JSON.stringify(chunk(mark))).split(JSON.stringify(mark));
	return (text) => {
		const quoted = JSON.stringify(text);
		let result = head;
		for (const part of rest) result += quoted + part;
		return result;
	};
}

/** DeepSeek leaves the trace's key out of replies without a trace; Groq nulls the content of a reply that is only calls. */
function firstDelta({ stream, errors, contentWithTools }: Profile, reply: Reply, hasTrace: boolean) {
	if (!stream.first) return undefined;
	if (errors === 'deepseek' && !hasTrace) return { role: 'assistant', content: '' };
	const isOnlyCalls = reply.toolCalls.length > 0 && !reply.answer && contentWithTools === 'absent';
	return isOnlyCalls ? { ...stream.first, content: null } : stream.first;
}

/** The same answer as a stream. */
export function streamParts(profile: Profile, identity: Identity, reply: Reply, usageAsked: boolean, closed = true): StreamParts {
	if (profile.protocol === 'ollama') return ollamaStream(profile, identity, reply);
	const { stream } = profile;
	const base = { id: identity.id, object: 'chat.completion.chunk', created: identity.created, model: identity.model };
	const chunk = (delta: unknown, finishReason: string | null, extra: Record<string, unknown> = {}) => ({
		...base,
		choices: [{ index: 0, delta, ...stream.choice, finish_reason: finishReason }],
		...(stream.usageNull && (!stream.usageAsked || usageAsked) && { usage: null }),
		...profile.chunk,
		...extra,
	});
	const hasTrace = reply.thinking !== '' && profile.trace.fields.length > 0;
	const beside = hasTrace || profile.errors !== 'deepseek' ? stream.beside : undefined;
	const first = firstDelta(profile, reply, hasTrace);
	const last = hasTrace || profile.errors !== 'deepseek' ? stream.last : { content: '' };

	const usage = usageOf(profile, reply.usage);
	const showsUsage = !stream.usageAsked || usageAsked;
	const onFinish = showsUsage && stream.usageOn === 'finish';
	const finish = event(
		JSON.stringify(
			chunk(last, reply.finishReason, {
				...(onFinish && { usage }),
				...(onFinish && profile.usage === 'groq' && { x_groq: { id: 'req_lab', usage } }),
				...(profile.usage === 'llamacpp' && { timings: timings(reply.usage) }),
			}),
		),
	);
	const own = { ...base, choices: stream.usageOn === 'empty-choice' ? chunk(stream.last, null).choices : [], ...profile.chunk, usage };

	const thinkingTemplate = template((text) => {
		const delta: Record<string, unknown> = { ...beside };
		for (const field of profile.trace.fields) delta[field] = text;
		if (profile.trace.details) delta.reasoning_details = [reasoningDetail(text)];
		return chunk(delta, null);
	}, event);
	const answerTemplate = template((text) => chunk({ ...beside, content: text }, null), event);
	const toolTemplate = (index: number) =>
		template((text) => chunk({ tool_calls: [{ index, function: { arguments: text } }] }, null), event);

	function* tokens(): Generator<Token> {
		const inline = profile.trace.inline !== 'no' && reply.thinking !== '';
		if (inline && profile.trace.inline === 'tags') {
			for (const text of ['<th', 'ink>', '\n']) yield { kind: 'thinking', text: '', write: answerTemplate(text) };
		}
		for (const text of pieces(reply.thinking)) {
			if (profile.trace.fields.length > 0)
				yield { kind: 'thinking', text, write: thinkingTemplate(text) + (inline ? answerTemplate(text) : '') };
			else if (inline) yield { kind: 'thinking', text, write: answerTemplate(text) };
			else yield { kind: 'hidden', text };
		}
		if (inline && closed) {
			for (const text of ['\n</', 'think', '>\n\n']) yield { kind: 'thinking', text: '', write: answerTemplate(text) };
		}
		for (const text of pieces(reply.answer)) yield { kind: 'answer', text, write: answerTemplate(text) };
		for (const [index, call] of reply.toolCalls.entries()) {
			const opening = {
				index,
				id: call.id,
				type: 'function',
				function: { name: call.name, arguments: stream.wholeToolCalls ? call.arguments : '' },
			};
			yield { kind: 'tool', text: call.name, write: event(JSON.stringify(chunk({ tool_calls: [opening] }, null))) };
			if (stream.wholeToolCalls) continue;
			const write = toolTemplate(index);
			for (const text of pieces(call.arguments)) yield { kind: 'tool', text, write: write(text) };
		}
	}

	return {
		opening: first ? event(JSON.stringify(chunk(first, null, profile.firstChunk))) : '',
		tokens: tokens(),
		closing: {
			finish,
			usage: showsUsage && stream.usageOn !== 'finish' ? event(JSON.stringify(own)) : '',
			done: event('[DONE]'),
		},
	};
}

function ollamaMessage(profile: Profile, { thinking, answer, toolCalls }: Reply) {
	return {
		role: 'assistant',
		content: answer,
		...(thinking && profile.trace.fields.length > 0 && { thinking }),
		...(toolCalls.length > 0 && { tool_calls: ollamaToolCalls(toolCalls) }),
	};
}

const ollamaToolCalls = (calls: readonly ToolCall[]) =>
	calls.map((call) => ({ function: { name: call.name, arguments: parsed(call.arguments) } }));

const parsed = (json: string): unknown => parseJson(json) ?? {};

const ollamaEnd = (identity: Identity, reply: Reply, message: unknown) => ({
	model: identity.model,
	created_at: new Date(identity.created * 1000).toISOString(),
	message,
	done: true,
	done_reason: reply.finishReason === 'length' ? 'length' : 'stop',
	total_duration: 1_000_000,
	load_duration: 1_000,
	prompt_eval_count: reply.usage.input,
	prompt_eval_duration: 1_000,
	eval_count: reply.usage.output,
	eval_duration: 100_000,
});

function ollamaStream(profile: Profile, identity: Identity, reply: Reply): StreamParts {
	const line = (payload: string) => `${payload}\n`;
	const chunk = (message: unknown) => ({
		model: identity.model,
		created_at: new Date(identity.created * 1000).toISOString(),
		message,
		done: false,
	});
	const thinking = template((text) => chunk({ role: 'assistant', content: '', thinking: text }), line);
	const answer = template((text) => chunk({ role: 'assistant', content: text }), line);
	function* tokens(): Generator<Token> {
		for (const text of pieces(reply.thinking)) yield { kind: 'thinking', text, write: thinking(text) };
		for (const text of pieces(reply.answer)) yield { kind: 'answer', text, write: answer(text) };
		if (reply.toolCalls.length > 0) {
			const message = { role: 'assistant', content: '', tool_calls: ollamaToolCalls(reply.toolCalls) };
			yield { kind: 'tool', text: '', write: line(JSON.stringify(chunk(message))) };
		}
	}
	return {
		opening: '',
		tokens: tokens(),
		closing: {
			finish: line(JSON.stringify(ollamaEnd(identity, reply, { role: 'assistant', content: '' }))),
			usage: '',
			done: '',
		},
	};
}
