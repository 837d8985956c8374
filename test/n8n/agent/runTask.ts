import { lookup } from 'node:dns';
import { createRequire } from 'node:module';
import { createChatModel } from '../../../nodes/R1ChatModel/chatModel';
import { replayThroughN8n, type LangChainModel } from '../../../nodes/R1ChatModel/replayThroughN8n';
import { toNodeError } from '../../../nodes/shared/forEachItem';
import { startHost, type HostForm, type Step } from './strictHosts';

/* eslint-disable @typescript-eslint/no-explicit-any -- n8n's agent and models are called as n8n calls them, without types. */
const require = createRequire(new URL('../package.json', import.meta.url));
const dist = '../node_modules/@n8n/n8n-nodes-langchain/dist';
const inN8n = (path: string): any => require(new URL(`${dist}/${path}.js`, import.meta.url).pathname);
const core = (name: string): any => require(`@langchain/core/${name}`);

export type ModelKind = 'R1 Chat Model' | "n8n's own";

export interface TaskOutcome {
	isDone: boolean;
	/** Answers to the two questions, or the error. */
	answers: string[];
	error?: string;
	/** What the requests lost, though the host did not refuse it. */
	lost: string[];
	refused: string[];
	requests: any[];
	/** What n8n's log holds of the runs of the model. */
	runs: any[];
}

/** Five answers of the model to the first question, two to the second: parallel calls first, the other ones one by one. */
export const steps: readonly Step[] = [
	{
		calls: [
			{ name: 'look_up', given: { of: 'a "quoted" name' } },
			{ name: 'note', given: { text: 'two\nlines' } },
		],
	},
	{ calls: [{ name: 'look_up', given: { of: 'Rabat' } }] },
	{ calls: [{ name: 'note', given: { text: 'Rabat is warm' } }] },
	{ calls: [{ name: 'look_up', given: { of: 'São Paulo' } }] },
	{ answer: 'Both are warm.' },
	{ calls: [{ name: 'note', given: { text: 'asked again' } }] },
	{ answer: 'I noted it.' },
];

/** Nodes of n8n for the hosts that have one of their own; the others are reached by the one for OpenAI. */
const ownNodes: Record<string, { file: string; type: string; credential: (url: string) => object }> = {
	deepseek: { file: 'nodes/llms/LmChatDeepSeek/LmChatDeepSeek.node', type: 'LmChatDeepSeek', credential: (url) => ({ url, apiKey: 'k' }) },
	openrouter: {
		file: 'nodes/llms/LmChatOpenRouter/LmChatOpenRouter.node',
		type: 'LmChatOpenRouter',
		credential: (url) => ({ url, apiKey: 'k' }),
	},
	moonshot: { file: 'nodes/llms/LmChatMoonshot/LmChatMoonshot.node', type: 'LmChatMoonshot', credential: (url) => ({ url, apiKey: 'k' }) },
	minimax: { file: 'nodes/llms/LmChatMinimax/LmChatMinimax.node', type: 'LmChatMinimax', credential: (url) => ({ url, apiKey: 'k' }) },
};
const openAiNode = {
	file: 'nodes/llms/LMChatOpenAi/LmChatOpenAi.node',
	type: 'LmChatOpenAi',
	credential: (url: string) => ({ url, apiKey: 'k' }),
};

export const nodeOf = (host: string): string => (ownNodes[host] ?? openAiNode).type;

function contextOf(runs: any[], parameters: Record<string, unknown>, credential: object): any {
	return {
		getNode: () => ({ id: 'm', name: 'Model', type: 'model', typeVersion: 1, position: [0, 0], parameters: {} }),
		getNextRunIndex: () => 0,
		addInputData: (_type: string, data: any) => ({ index: runs.push({ input: data }) - 1 }),
		addOutputData: (_type: string, index: number, data: any) => void (runs[index] = { ...runs[index], output: data }),
		logAiEvent: () => undefined,
		setMetadata: () => undefined,
		getCredentials: () => Promise.resolve(credential),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) => parameters[name] ?? fallback,
		helpers: {
			getSecureEgressFilter: () => ({
				createSecureLookup: () => lookup,
				validateUrl: () => Promise.resolve({ ok: true }),
				validateIp: () => ({ ok: true }),
			}),
		},
		logger: { debug: () => undefined },
	};
}

async function newModel(kind: ModelKind, form: HostForm, baseURL: string, runs: any[]): Promise<any> {
	if (kind === 'R1 Chat Model') {
		const turns = new Map();
		const context = contextOf(runs, {}, {});
		const { getParametersJsonSchema, supplyModel } = require('@n8n/ai-node-sdk');
		const chatModel = createChatModel(
			{
				endpoint: { baseURL, profile: form.id },
				request: { model: form.model },
				options: { retries: 0 },
				schemaOf: getParametersJsonSchema,
				toError: (error) => toNodeError(context, error, 0),
			},
			[],
			turns,
		);
		return replayThroughN8n(supplyModel(context, chatModel).response as LangChainModel, { turns });
	}
	const { file, type, credential } = ownNodes[form.id] ?? openAiNode;
	const node = new (inN8n(file)[type])();
	const context = contextOf(runs, { model: form.model, responsesApiEnabled: false, options: { maxRetries: 0 } }, credential(baseURL));
	return (await node.supplyData.call(context, 0)).response;
}

/** What is asked, what the model does for it, and what must come of it. */
export interface Task {
	inputs: readonly string[];
	steps: readonly Step[];
	answers: readonly string[];
}

const twoPlaces: Task = {
	inputs: ['How are the two places?', 'Note that I asked again.'],
	steps,
	answers: ['Both are warm.', 'I noted it.'],
};

/** Runs the task as n8n's agent does: its own sequence, memory, and requests to the engine, which go through JSON as in queue mode. */
export async function runTask(
	kind: ModelKind,
	form: HostForm,
	{ streamed, restarted }: { streamed: boolean; restarted: boolean },
	task = twoPlaces,
): Promise<TaskOutcome> {
	const host = await startHost(form, task.steps);
	const outcome: TaskOutcome = { isDone: false, answers: [], lost: host.lost, refused: host.refused, requests: host.requests, runs: [] };
	try {
		let stored: any[] = [];
		for (const input of task.inputs) {
			const memory = memoryOf(stored);
			outcome.answers.push(await answerTo(input, memory, () => newModel(kind, form, host.baseURL, outcome.runs), streamed, restarted));
			stored = JSON.parse(JSON.stringify(core('messages').mapChatMessagesToStoredMessages(await memory.chatHistory.getMessages())));
		}
		outcome.isDone = JSON.stringify(outcome.answers) === JSON.stringify(task.answers);
	} catch (error) {
		outcome.error = error instanceof Error ? error.message : String(error);
	} finally {
		await host.close();
	}
	return outcome;
}

function memoryOf(stored: any[]): any {
	const { BufferWindowMemory } = require('@langchain/classic/memory');
	const { InMemoryChatMessageHistory } = core('chat_history');
	const chatHistory = new InMemoryChatMessageHistory(core('messages').mapStoredMessagesToChatMessages(stored));
	return new BufferWindowMemory({
		k: 10,
		chatHistory,
		returnMessages: true,
		memoryKey: 'chat_history',
		inputKey: 'input',
		outputKey: 'output',
	});
}

async function answerTo(input: string, memory: any, makeModel: () => Promise<any>, streamed: boolean, restarted: boolean): Promise<string> {
	const { runAgent } = inN8n('nodes/agents/Agent/agents/ToolsAgent/V3/helpers/runAgent');
	const { createAgentSequence } = inN8n('nodes/agents/Agent/agents/ToolsAgent/V3/helpers/createAgentSequence');
	const { buildSteps } = inN8n('utils/agent-execution/index');
	const tools = toolsOf();
	const prompt = core('prompts').ChatPromptTemplate.fromMessages([
		['system', '{system_message}'],
		['placeholder', '{chat_history}'],
		['human', '{input}'],
		['placeholder', '{agent_scratchpad}'],
	]);
	let shown = '';
	const context = {
		getNode: () => ({ name: 'Agent', typeVersion: 3 }),
		getExecutionCancelSignal: () => undefined,
		isStreaming: () => streamed,
		sendChunk: (type: string, _item: number, text: string) => void (type === 'item' && (shown += text)),
	};
	let model = await makeModel();
	let response: any;
	for (let turn = 0; turn < 10; turn++) {
		// Another process goes on with what was stored.
		if (restarted && turn === 2) model = await makeModel();
		const stepsSoFar = response ? buildSteps(response, 0) : [];
		const result = await runAgent(
			context,
			createAgentSequence(model, tools, prompt, {}, undefined, memory, undefined),
			{ itemIndex: 0, input, steps: stepsSoFar, tools, options: { enableStreaming: streamed, systemMessage: 'Be brief.' } },
			model,
			memory,
			response,
		);
		if (!result.actions) {
			if (streamed && shown.trim() !== String(result.output).trim()) throw new Error(`The chat shows ${JSON.stringify(shown)}`);
			return String(result.output);
		}
		const { actions, metadata } = JSON.parse(JSON.stringify(result));
		const actionResponses = actions.map((action: any) => ({ action, data: { data: { ai_tool: [[{ json: { found: action.id } }]] } } }));
		response = { actionResponses, metadata };
	}
	throw new Error('The agent came to no end');
}

function toolsOf(): any[] {
	const { DynamicStructuredTool } = core('tools');
	const { z } = require('zod');
	const tool = (name: string, key: string) =>
		new DynamicStructuredTool({
			name,
			description: `Tool ${name}`,
			schema: z.object({ [key]: z.string() }),
			func: () => Promise.resolve('unused: the engine runs tools'),
			metadata: { sourceNodeName: name },
		});
	return [tool('look_up', 'of'), tool('note', 'text')];
}
