import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/* eslint-disable @typescript-eslint/no-explicit-any -- bodies are read as a server reads them: whatever was sent. */

/**
 * How one host puts its answers on the wire, and what it refuses. Written from the hosts' documentation and their error
 * texts, without a look at the pack: `refuses` says only what the real host answers an error to, `lost` what it takes in silence
 * though the documentation wants it back.
 */
export interface HostForm {
	id: string;
	model: string;
	source: string;
	/** The keys of an answer's message that hold its trace, whole. */
	trace: (text: string, step: number) => Record<string, unknown>;
	/** The same in pieces, for a stream; default: the whole in one. */
	pieces?: (text: string, step: number) => Record<string, unknown>[];
	/** Keys that stand beside the function of a call. */
	callExtra?: (step: number, position: number) => Record<string, unknown>;
	refuses?: (body: any, said: readonly Said[]) => string | undefined;
	status?: number;
	/** What of an earlier answer is not as the host gave it. */
	lost?: (message: any, said: Said) => string | undefined;
}

/** An answer with calls that the host gave. */
export interface Said {
	step: number;
	/** How many questions of the user were answered before. */
	question: number;
	trace: string;
	ids: string[];
}

const words = (text: string) => text.split(/(?<= )/);
const inField = (field: string) => ({
	trace: (text: string) => ({ [field]: text }),
	pieces: (text: string) => words(text).map((word) => ({ [field]: word })),
	lost: (message: any, { trace }: Said) => (message[field] === trace ? undefined : `${field} is ${JSON.stringify(message[field])}`),
});
const withCalls = (body: any): any[] => body.messages.filter((message: any) => message.role === 'assistant' && message.tool_calls?.length);
const badArguments = (body: any): boolean =>
	withCalls(body).some(({ tool_calls }) =>
		tool_calls.some((call: any) => {
			try {
				return typeof JSON.parse(call.function.arguments) !== 'object';
			} catch {
				return true;
			}
		}),
	);

const detailsOf = (text: string, step: number) => [
	{ type: 'reasoning.text', text, signature: `sig-${step}`, format: 'anthropic-claude-v1', index: 0 },
	{ type: 'reasoning.encrypted', data: `enc-${step}`, id: `rs_${step}`, format: 'openai-responses-v1', index: 1 },
];
const sameDetails = (message: any, { trace, step }: Said) =>
	JSON.stringify(sorted(message.reasoning_details)) === JSON.stringify(sorted(detailsOf(trace, step)));
const sorted = (value: any): any =>
	Array.isArray(value)
		? value.map(sorted)
		: value && typeof value === 'object'
			? Object.fromEntries(Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1)))
			: value;

const openAiKeys = new Set(['role', 'content', 'tool_calls', 'tool_call_id', 'name', 'refusal', 'audio', 'annotations', 'function_call']);

export const hostForms: readonly HostForm[] = [
	{
		id: 'deepseek',
		model: 'deepseek-flash',
		source: 'https://api-docs.deepseek.com/guides/thinking_mode.md',
		...inField('reasoning_content'),
		refuses: (body) =>
			body.tools && body.messages.some((message: any) => message.role === 'assistant' && typeof message.reasoning_content !== 'string')
				? 'The reasoning_content in the thinking mode must be passed back to the API.'
				: undefined,
	},
	{
		id: 'vllm',
		model: 'deepseek-ai/DeepSeek-R1-0528',
		source: 'https://docs.vllm.ai/en/latest/features/reasoning_outputs.html',
		...inField('reasoning'),
		refuses: (body) => (badArguments(body) ? 'Expecting property name enclosed in double quotes' : undefined),
	},
	{
		id: 'sglang',
		model: 'deepseek-ai/DeepSeek-R1-0528',
		source: 'https://docs.sglang.ai/advanced_features/separate_reasoning.html',
		...inField('reasoning_content'),
		refuses: (body) => (badArguments(body) ? 'Invalid arguments in a tool call' : undefined),
	},
	{
		id: 'ollama',
		model: 'qwen3:8b',
		source: 'https://github.com/ollama/ollama/blob/main/openai/openai.go',
		...inField('reasoning'),
		refuses: (body) => (badArguments(body) ? 'invalid tool call arguments' : undefined),
	},
	{
		id: 'llama-cpp',
		model: 'qwen3',
		source: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
		...inField('reasoning_content'),
		status: 500,
		refuses: (body) => (badArguments(body) ? 'Failed to parse tool call arguments as JSON' : undefined),
	},
	{
		id: 'openrouter',
		model: 'anthropic/claude-sonnet-5-5',
		source: 'https://openrouter.ai/docs/use-cases/reasoning-tokens',
		trace: (text, step) => ({ reasoning: text, reasoning_details: detailsOf(text, step) }),
		pieces: (text, step) => [
			...words(text).map((word) => ({
				reasoning: word,
				reasoning_details: [{ type: 'reasoning.text', text: word, format: 'anthropic-claude-v1', index: 0 }],
			})),
			{ reasoning_details: [{ type: 'reasoning.text', signature: `sig-${step}`, format: 'anthropic-claude-v1', index: 0 }] },
			{ reasoning_details: [detailsOf(text, step)[1]] },
		],
		refuses: (body) =>
			withCalls(body).some((message) => !Array.isArray(message.reasoning_details))
				? 'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`'
				: undefined,
		lost: (message, said) =>
			sameDetails(message, said) ? undefined : `reasoning_details are ${JSON.stringify(message.reasoning_details)}`,
	},
	{
		id: 'google',
		model: 'gemini-3-pro',
		source: 'https://ai.google.dev/gemini-api/docs/thought-signatures',
		trace: () => ({}),
		callExtra: (step, position) => (position === 0 ? { extra_content: { google: { thought_signature: `c2ln${step}` } } } : {}),
		refuses: (body, said) => {
			const since = body.messages.slice(body.messages.findLastIndex((message: any) => message.role === 'user') + 1);
			const missing = since.find(
				(message: any) =>
					message.role === 'assistant' && message.tool_calls?.length && !message.tool_calls[0].extra_content?.google?.thought_signature,
			);
			if (missing)
				return 'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.';
			const split = withCalls(body).find((message) =>
				said.some(({ ids }) => ids.includes(message.tool_calls[0].id) && ids.length !== message.tool_calls.length),
			);
			return (
				split &&
				'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
			);
		},
		lost: (message, { step }) =>
			message.tool_calls[0].extra_content?.google?.thought_signature === `c2ln${step}` ? undefined : 'thought_signature is not as it came',
	},
	{
		id: 'moonshot',
		model: 'kimi-k2.6',
		source: 'https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model',
		...inField('reasoning_content'),
		refuses: (body) => {
			const at = body.messages.findIndex((message: any) => message.tool_calls?.length && !message.reasoning_content);
			return at < 0 ? undefined : `thinking is enabled but reasoning_content is missing in assistant tool call message at index ${at}`;
		},
	},
	{
		id: 'minimax',
		model: 'MiniMax-M2.7',
		source: 'https://platform.minimax.io/docs/api-reference/text-openai-api',
		trace: (text) => ({
			reasoning_details: [{ type: 'reasoning.text', id: 'reasoning-text-1', format: 'MiniMax-response-v1', index: 0, text }],
		}),
		// Each piece holds the text from its beginning.
		pieces: (text) =>
			words(text).map((_, index, all) => ({
				reasoning_details: [
					{
						type: 'reasoning.text',
						id: 'reasoning-text-1',
						format: 'MiniMax-response-v1',
						index: 0,
						text: all.slice(0, index + 1).join(''),
					},
				],
			})),
		lost: (message, { trace }) =>
			message.reasoning_details?.[0]?.text === trace && message.reasoning_details.length === 1
				? undefined
				: `reasoning_details are ${JSON.stringify(message.reasoning_details)}`,
	},
	{
		id: 'openai',
		model: 'o3',
		source: 'https://platform.openai.com/docs/api-reference/chat/create',
		trace: () => ({}),
		refuses: (body) => {
			if (body.max_tokens !== undefined)
				return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
			if (body.temperature !== undefined && body.temperature !== 1)
				return "Unsupported value: 'temperature' does not support this value with this model.";
			for (const [at, message] of body.messages.entries()) {
				const unknown = Object.keys(message).find((key) => !openAiKeys.has(key));
				if (unknown) return `Unknown parameter: 'messages[${at}].${unknown}'.`;
			}
			return undefined;
		},
	},
];

/** A step of the task: the calls to make, or the answer. */
export type Step = { calls: { name: string; given: Record<string, unknown> }[] } | { answer: string };

export interface RunningHost {
	baseURL: string;
	/** What a request lost that the host does not refuse, and what it refused. */
	lost: string[];
	refused: string[];
	requests: any[];
	close(): Promise<void>;
}

/** A host that lets a task go its way: which step is next depends on the results that a request holds. */
export async function startHost(form: HostForm, steps: readonly Step[]): Promise<RunningHost> {
	const said: Said[] = [];
	const running: RunningHost = { baseURL: '', lost: [], refused: [], requests: [], close: () => Promise.resolve() };
	const server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			const body = JSON.parse(Buffer.concat(pieces).toString());
			running.requests.push(body);
			const wrong = unpaired(body) ?? form.refuses?.(body, said);
			if (wrong) {
				running.refused.push(wrong);
				response.writeHead(form.status ?? 400, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ error: { message: wrong, type: 'invalid_request_error', code: 400 } }));
				return;
			}
			for (const problem of lostIn(form, body, said)) running.lost.push(`request ${running.requests.length}: ${problem}`);
			answer(form, body, steps, said, response);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	running.baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	running.close = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
	return running;
}

/** Every host wants a result for each call right after it, and a call for each result. */
function unpaired({ messages }: any): string | undefined {
	let open = new Set<string>();
	for (const message of messages) {
		if (message.role === 'tool') {
			if (!open.delete(message.tool_call_id))
				return "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'";
			continue;
		}
		if (open.size > 0) break;
		open = new Set((message.tool_calls ?? []).map(({ id }: any) => id));
	}
	return open.size > 0
		? "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'."
		: undefined;
}

function lostIn(form: HostForm, body: any, said: readonly Said[]): string[] {
	const back = withCalls(body);
	// n8n's memory keeps the last calls of a question only.
	const since = body.messages.findLastIndex((message: any) => message.role === 'user');
	const ofQuestion = body.messages.slice(0, since).filter(({ role }: any) => role === 'user').length;
	return said.flatMap((each) => {
		const turns = back.filter(({ tool_calls }) => tool_calls.some(({ id }: any) => each.ids.includes(id)));
		if (turns.length === 0) return each.question === ofQuestion ? [`step ${each.step} did not come back`] : [];
		if (turns.length > 1) return [`step ${each.step} came back in ${turns.length} turns`];
		const added = turns[0].tool_calls.some((call: any) => 'id' in JSON.parse(call.function.arguments));
		const problem = added ? 'the arguments have an id that the model did not write' : form.lost?.(turns[0], each);
		return problem ? [`step ${each.step}: ${problem}`] : [];
	});
}

function answer(form: HostForm, body: any, steps: readonly Step[], said: Said[], response: ServerResponse) {
	const done = said.length + body.messages.filter((message: any) => message.role === 'assistant' && !message.tool_calls?.length).length;
	const step = steps[done] ?? { answer: 'There is nothing more to do.' };
	const trace = `I think about step ${done}. Then I go on.`;
	const calls = 'calls' in step ? step.calls : [];
	const tool_calls = calls.map(({ name, given }, index) => ({
		index,
		id: `call_${done}_${index}`,
		type: 'function',
		function: { name, arguments: JSON.stringify(given) },
		...form.callExtra?.(done, index),
	}));
	if (calls.length > 0)
		said.push({
			step: done,
			question: body.messages.filter(({ role }: any) => role === 'user').length - 1,
			trace,
			ids: tool_calls.map(({ id }) => id),
		});
	const content = 'answer' in step ? step.answer : '';
	const finish_reason = calls.length > 0 ? 'tool_calls' : 'stop';
	const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
	const base = { id: `chat-${done}`, created: 1, model: body.model };
	if (!body.stream) {
		const message = {
			role: 'assistant',
			content,
			...form.trace(trace, done),
			...(calls.length ? { tool_calls: tool_calls.map((call) => ({ ...call, index: undefined })) } : {}),
		};
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ ...base, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage }));
		return;
	}
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const send = (choices: unknown[], more = {}) =>
		response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`);
	const deltas: Record<string, unknown>[] = [
		{ role: 'assistant', content: '' },
		...(form.pieces?.(trace, done) ?? [form.trace(trace, done)]),
		...words(content).map((word) => ({ content: word })),
		...tool_calls.map((call) => ({ tool_calls: [call] })),
	];
	for (const delta of deltas) send([{ index: 0, delta, finish_reason: null }]);
	send([{ index: 0, delta: {}, finish_reason }]);
	send([], { usage });
	response.end('data: [DONE]\n\n');
}
