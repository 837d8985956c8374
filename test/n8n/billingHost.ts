import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a call is charged for. */
export interface Charge {
	model: string;
	inputTokens: number;
	outputTokens: number;
	at: Date;
}

export interface BillingHost {
	/** Of the OpenAI kind: `${url}/v1`. Anthropic's and Gemini's nodes add their own paths to it. */
	url: string;
	/** Every call that was charged, in order: what the provider's bill says, whoever got the answer. */
	charges: Charge[];
	/** How the next calls end; default `answer`. */
	script(...ends: End[]): void;
	/** How many requests came in. */
	requests(): number;
	reset(): void;
	close(): Promise<void>;
}

/** `tool`: asks for the first tool that was offered. `cut`: ends in the middle of the stream. `slow`: streams for a minute. */
export type End = 'answer' | 'tool' | 'cut' | 'slow' | 'unauthorized';

type Json = Record<string, unknown>;

/** A provider that keeps a bill, and may take its time: OpenAI's chat completions and Responses, Anthropic's messages, Gemini's generateContent. */
export async function startBillingHost(answerAfterMs = 0): Promise<BillingHost> {
	const charges: Charge[] = [];
	let ends: End[] = [];
	let requests = 0;
	const server = createServer((request, response) => {
		void answer(request, response).catch(() => response.destroy());
	});

	async function answer(request: IncomingMessage, response: ServerResponse) {
		const text = await bodyOf(request);
		const place = request.url ?? '';
		if (request.method !== 'POST') return send(response, 200, { data: [] });
		requests += 1;
		const end = ends.shift() ?? 'answer';
		if (end === 'unauthorized') return send(response, 401, { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } });
		const body: Json = JSON.parse(text);
		const gemini = /models\/([^:/]+):/.exec(place)?.[1];
		const model = gemini ?? String(body.model);
		const charge: Charge = { model, inputTokens: 100 + requests, outputTokens: 50 + 2 * requests, at: new Date() };
		charges.push(charge);
		if (answerAfterMs > 0) await sleep(answerAfterMs);
		if (gemini) return send(response, 200, geminiAnswer(charge, end, body));
		if (place.endsWith('/messages')) return send(response, 200, anthropicAnswer(charge, end, body));
		if (place.endsWith('/responses')) return send(response, 200, responsesAnswer(charge, end, body));
		if (body.stream) return await stream(response, charge, end, body);
		send(response, 200, chatAnswer(charge, end, body));
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		charges,
		script: (...next) => void ends.push(...next),
		requests: () => requests,
		reset() {
			charges.length = 0;
			ends = [];
			requests = 0;
		},
		close: async () => await closed(server),
	};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: Json) {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

async function closed(server: Server) {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

const chatUsage = ({ inputTokens, outputTokens }: Charge) => ({
	prompt_tokens: inputTokens,
	completion_tokens: outputTokens,
	total_tokens: inputTokens + outputTokens,
});

/** The first tool on offer, in any of the three ways of naming it. */
function toolOf({ tools }: Json): { name: string; argument: string } {
	const list = Array.isArray(tools) ? (tools as Json[]) : [];
	const [first = {}] = list;
	const inner = (first.function ?? (first.functionDeclarations as Json[] | undefined)?.[0] ?? first) as Json;
	const schema = (inner.parameters ?? inner.input_schema ?? inner.parametersJsonSchema ?? {}) as Json;
	return { name: String(inner.name), argument: Object.keys((schema.properties ?? {}) as Json)[0] ?? 'input' };
}

function chatMessage(end: End, body: Json): Json {
	if (end !== 'tool') return { role: 'assistant', content: 'Four.' };
	const { name, argument } = toolOf(body);
	const call = { id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify({ [argument]: '2+2' }) } };
	return { role: 'assistant', content: null, tool_calls: [call] };
}

const chatAnswer = (charge: Charge, end: End, body: Json): Json => ({
	...{ id: 'x', object: 'chat.completion', model: charge.model, created: 1 },
	choices: [{ index: 0, message: chatMessage(end, body), finish_reason: end === 'tool' ? 'tool_calls' : 'stop' }],
	usage: chatUsage(charge),
});

async function stream(response: ServerResponse, charge: Charge, end: End, body: Json) {
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const event = (choice: Json, more: Json = {}) => {
		const chunk = { id: 'x', object: 'chat.completion.chunk', model: charge.model, choices: [{ index: 0, ...choice }], ...more };
		response.write(`data: ${JSON.stringify(chunk)}\n\n`);
	};
	const message = chatMessage(end, body);
	const calls = Array.isArray(message.tool_calls)
		? { tool_calls: message.tool_calls.map((call, index) => ({ index, ...(call as Json) })) }
		: {};
	event({ delta: { role: 'assistant', content: message.content ?? '', ...calls } });
	if (end === 'cut') {
		await sleep(50);
		response.destroy();
		return;
	}
	for (let turn = 0; end === 'slow' && turn < 600 && !response.destroyed; turn++) {
		await sleep(100);
		event({ delta: { content: ' and' } });
	}
	event({ delta: {}, finish_reason: end === 'tool' ? 'tool_calls' : 'stop' }, { usage: chatUsage(charge) });
	response.end('data: [DONE]\n\n');
}

function responsesAnswer({ model, inputTokens, outputTokens }: Charge, end: End, body: Json): Json {
	const { name, argument } = toolOf(body);
	const call = {
		type: 'function_call',
		id: 'fc_1',
		call_id: 'call_1',
		name,
		arguments: JSON.stringify({ [argument]: '2+2' }),
		status: 'completed',
	};
	const text = {
		type: 'message',
		id: 'm',
		role: 'assistant',
		status: 'completed',
		content: [{ type: 'output_text', text: 'Four.', annotations: [] }],
	};
	return {
		...{ id: 'resp_1', object: 'response', status: 'completed', model },
		output: [end === 'tool' ? call : text],
		usage: {
			input_tokens: inputTokens,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens: outputTokens,
			output_tokens_details: { reasoning_tokens: 0 },
			total_tokens: inputTokens + outputTokens,
		},
	};
}

function anthropicAnswer({ model, inputTokens, outputTokens }: Charge, end: End, body: Json): Json {
	const { name, argument } = toolOf(body);
	const call = { type: 'tool_use', id: 'toolu_1', name, input: { [argument]: '2+2' } };
	return {
		...{ id: 'msg_1', type: 'message', role: 'assistant', model, stop_reason: end === 'tool' ? 'tool_use' : 'end_turn' },
		content: [end === 'tool' ? call : { type: 'text', text: 'Four.' }],
		usage: { input_tokens: inputTokens, output_tokens: outputTokens },
	};
}

function geminiAnswer({ model, inputTokens, outputTokens }: Charge, end: End, body: Json): Json {
	const { name, argument } = toolOf(body);
	const part = end === 'tool' ? { functionCall: { name, args: { [argument]: '2+2' } } } : { text: 'Four.' };
	return {
		candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
		usageMetadata: { promptTokenCount: inputTokens, candidatesTokenCount: outputTokens, totalTokenCount: inputTokens + outputTokens },
		modelVersion: model,
	};
}
