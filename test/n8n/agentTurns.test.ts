import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel } from '../../nodes/R1ChatModel/chatModel';
import type { Turns } from '../../nodes/R1ChatModel/conversation';
import { replayThroughN8n, type LangChainModel } from '../../nodes/R1ChatModel/replayThroughN8n';
import { toNodeError } from '../../nodes/shared/forEachItem';
import { startStrictHost, type StrictHost } from '../support/strictHost';

/* eslint-disable @typescript-eslint/no-explicit-any -- n8n's agent and SDK are called as n8n calls them, without types. */
const require = createRequire(import.meta.url);
const { supplyModel } = require('@n8n/ai-node-sdk');
const agent = require('./node_modules/@n8n/n8n-nodes-langchain/dist/utils/agent-execution/index.js');
const { buildMessagesFromSteps } = require('./node_modules/@n8n/n8n-nodes-langchain/dist/utils/agent-execution/memoryManagement.js');
const messages = require('./node_modules/@langchain/core/messages.cjs');

let host: StrictHost;
beforeEach(async () => {
	host = await startStrictHost();
});
afterEach(() => host.close());

const node = { id: 'm', name: 'Model', type: 'n8n-nodes-r1.r1ChatModel', typeVersion: 1, position: [0, 0], parameters: {} };

/** The model as another process of n8n would have it, with what n8n writes of its runs. */
function newModel(profile?: string) {
	const runs: any[] = [];
	const context: any = {
		getNode: () => node,
		getNextRunIndex: () => 0,
		addInputData: () => ({ index: runs.length }),
		addOutputData: (_type: string, _index: number, data: any) => void runs.push(data),
		logAiEvent: () => undefined,
		setMetadata: () => undefined,
	};
	const turns: Turns = new Map();
	const model = createChatModel(
		{
			endpoint: { baseURL: host.baseURL, profile: profile as any },
			request: { model: 'a-model' },
			options: { retries: 0 },
			schemaOf: () => ({ type: 'object' }),
			toError: (error) => toNodeError(context, error, 0),
		},
		[{ type: 'function', name: 'look_up', inputSchema: { type: 'object' } }],
		turns,
	);
	return { model: replayThroughN8n(supplyModel(context, model).response as LangChainModel, { turns }) as any, runs };
}

const tools = [{ name: 'look_up', metadata: { sourceNodeName: 'Look Up' } }];

/** A turn as n8n's agent takes it apart: requests to the engine, stored as JSON, and put together again. */
async function turnOf(model: any, history: any[], streamed: boolean) {
	const items: string[] = [];
	if (streamed) {
		const events = model.streamEvents(history, { version: 'v2' });
		const context = { sendChunk: (type: string, _item: number, text: string) => void (type === 'item' && items.push(text)) };
		const { output, toolCalls } = await agent.processEventStream(context, events, 0);
		return { items, output, requests: JSON.parse(JSON.stringify(agent.createEngineRequests(toolCalls ?? [], 0, tools))) };
	}
	const message = await model.invoke(history);
	const calls = (message.tool_calls ?? []).map((call: any) => ({
		...{ tool: call.name, toolInput: call.args, toolCallId: call.id },
		messageLog: [message],
	}));
	return { items, output: message.text, requests: JSON.parse(JSON.stringify(agent.createEngineRequests(calls, 0, tools))) };
}

function stepsOf(requests: any[]) {
	const actionResponses = requests.map((action) => ({ action, data: { data: { ai_tool: [[{ json: { found: action.id } }]] } } }));
	return agent.buildSteps({ actionResponses, metadata: {} }, 0);
}

/** A memory that stores messages the way that n8n's Postgres and Redis memories do. */
const stored = (list: any[]) =>
	messages.mapStoredMessagesToChatMessages(JSON.parse(JSON.stringify(messages.mapChatMessagesToStoredMessages(list))));

const call = (index: number, id: string, given: object, more: object = {}) => ({
	tool_calls: [{ index, id, type: 'function', function: { name: 'look_up', arguments: JSON.stringify(given) }, ...more }],
});
const assistants = (body: any) => body.messages.filter(({ role }: any) => role === 'assistant');
const calling = (body: any) => assistants(body).filter((message: any) => message.tool_calls);

const signed = { extra_content: { google: { thought_signature: 'c2ln' } } };
const detail = { type: 'reasoning.encrypted', data: 'ZW5j', id: 'r1', format: 'x', index: 0 };
const hosts = [
	{
		name: 'DeepSeek',
		profile: 'deepseek',
		thinks: { reasoning_content: 'I look.' },
		more: {},
		check: (body: any) =>
			calling(body).every(({ reasoning_content }: any) => reasoning_content === 'I look.')
				? undefined
				: 'reasoning_content must be passed back',
	},
	{
		name: 'Gemini',
		profile: undefined,
		thinks: {},
		more: signed,
		check: (body: any) =>
			calling(body).every(({ tool_calls }: any) => tool_calls[0].extra_content?.google?.thought_signature === 'c2ln')
				? undefined
				: 'Function call is missing a thought_signature',
	},
	{
		name: 'OpenRouter',
		profile: 'openrouter',
		thinks: { reasoning_details: [detail] },
		more: {},
		check: (body: any) =>
			calling(body).every(({ reasoning_details }: any) => JSON.stringify(reasoning_details) === JSON.stringify([detail]))
				? undefined
				: 'reasoning_details must be passed back',
	},
];
const ways = hosts.flatMap((form) => [true, false].map((streamed) => ({ ...form, streamed, way: streamed ? 'streamed' : 'whole' })));

describe.each(ways)('an agent on $name, $way', ({ profile, thinks, more, check, streamed }) => {
	test('sends parallel calls back as one turn, in another process, and again out of a memory', async () => {
		host.check = check;
		host.answers = [
			[thinks, { content: 'Two things.' }, call(0, 'a', { of: 1, id: 'own' }, more), call(1, 'b', { of: 2 })],
			[{ content: 'Found.' }],
			[{ content: 'Again.' }],
		];
		const human = new messages.HumanMessage('Look up two things');
		const { requests } = await turnOf(newModel(profile).model, [human], streamed);
		expect(requests).toHaveLength(2);
		const steps = stepsOf(requests);
		const ofAgent = buildMessagesFromSteps(steps);
		expect((await turnOf(newModel(profile).model, [human, ...ofAgent], streamed)).output).toBe('Found.');
		const memory = stored([human, ...ofAgent, new messages.AIMessage('Found.')]);
		const next = new messages.HumanMessage('Once more');
		expect((await turnOf(newModel(profile).model, [...memory, next], streamed)).output).toBe('Again.');
		for (const body of host.requests.slice(1)) {
			expect(calling(body)).toHaveLength(1);
			expect(calling(body)[0].content).toBe('Two things.');
			expect(calling(body)[0].tool_calls.map((made: any) => made.function.arguments)).toEqual(['{"of":1,"id":"own"}', '{"of":2}']);
		}
	});
});

describe('what n8n shows', () => {
	test.each([true, false])(
		'tokens, the trace and the finish reason are in the log, the trace not in the chat; streamed: %s',
		async (streamed) => {
			host.answers = [[{ reasoning_content: 'Hm, ' }, { reasoning_content: 'well.' }, { content: 'It is ' }, { content: 'so.' }]];
			const { model, runs } = newModel('deepseek');
			const { items, output } = await turnOf(model, [new messages.HumanMessage('Is it?')], streamed);
			expect(output).toBe('It is so.');
			if (streamed) expect(items.filter((text) => text === '').length).toBeLessThanOrEqual(1);
			const { json } = runs[0][0][0];
			expect(json.tokenUsage).toEqual({ promptTokens: 100, completionTokens: 20, totalTokens: 120 });
			expect(json.response.generations[0][0].generationInfo).toMatchObject({
				thinking: 'Hm, well.',
				finishReason: 'stop',
				answeredBy: 'a-model',
			});
		},
	);

	test.each([true, false])("an error is of n8n's own class, with the host's words and what to do; streamed: %s", async (streamed) => {
		host.check = () => 'The parameter foo is not allowed';
		const { model, runs } = newModel('deepseek');
		const failed = await turnOf(model, [new messages.HumanMessage('Hi')], streamed).catch((error: unknown) => error);
		for (const error of [failed, runs[0]] as any[]) {
			expect(error.constructor.name).toBe('NodeOperationError');
			expect(error.description).toMatch(/foo/);
			expect(JSON.stringify([error.message, error.description, error.messages])).not.toMatch(/ReasonError/);
		}
	});
});
