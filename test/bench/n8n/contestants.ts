import type { WorkflowJson } from '../../support/runWorkflow';

export interface Contestant {
	id: string;
	name: string;
	/** How many items it gets: one that asks them one after the other gets fewer. */
	items: number;
	/** The node that is looked at, and those that it needs. */
	nodes: { name: string; type: string; typeVersion: number; parameters: object; credentials?: object }[];
	connections?: WorkflowJson['connections'];
}

const question = '={{ "What is 6 times 7? Question " + $json.n }}';
const model = { __rl: true, mode: 'id', value: 'deepseek-flash' };
const credential = (type: string) => ({ [type]: { id: type, name: type } });
const main = 'Ask';

const reason = (id: string, name: string, items: number, options: object): Contestant => ({
	id,
	name,
	items,
	nodes: [
		{
			name: main,
			type: 'n8n-nodes-r1.r1Reason',
			typeVersion: 1.1,
			parameters: { model, prompt: question, options },
			credentials: credential('r1DeepSeekApi'),
		},
	],
});

/** The same questions by four nodes. */
export const contestants = (items: number, atOnce: number): Contestant[] => [
	reason('bench00000000001', `R1 Reason, ${atOnce} at once`, items, { concurrency: atOnce }),
	reason('bench00000000002', 'R1 Reason as it comes', items, {}),
	{
		id: 'bench00000000003',
		name: `n8n's Basic LLM Chain with its DeepSeek model, ${atOnce} at once`,
		items,
		nodes: [
			{
				name: main,
				type: '@n8n/n8n-nodes-langchain.chainLlm',
				typeVersion: 1.7,
				parameters: { promptType: 'define', text: question, batching: { batchSize: atOnce, delayBetweenBatches: 0 } },
			},
			{
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatDeepSeek',
				typeVersion: 1,
				parameters: { model: 'deepseek-flash', options: {} },
				credentials: credential('deepSeekApi'),
			},
		],
		connections: { Model: { ai_languageModel: [[{ node: main, type: 'ai_languageModel', index: 0 }]] } },
	},
	{
		id: 'bench00000000004',
		name: "n8n's OpenAI node (one after the other)",
		items: Math.ceil(items / 20),
		nodes: [
			{
				name: main,
				type: '@n8n/n8n-nodes-langchain.openAi',
				typeVersion: 1.8,
				parameters: {
					resource: 'text',
					operation: 'message',
					modelId: model,
					messages: { values: [{ content: question }] },
					options: {},
				},
				credentials: credential('openAiApi'),
			},
		],
	},
	{
		id: 'bench00000000005',
		name: "n8n's HTTP Request (all at once)",
		items,
		nodes: [
			{
				name: main,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'HOST/v1/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={{ JSON.stringify({ model: "deepseek-flash", messages: [{ role: "user", content: "What is 6 times 7? " + $json.n }] }) }}',
					options: {},
				},
			},
		],
	},
];

/** A workflow that makes the items and hands them to the contestant. */
export function workflowOf({ id, name, items, nodes, connections = {} }: Contestant, host: string): WorkflowJson {
	const place = (index: number): [number, number] => [index * 220, 0];
	const set = {
		assignments: {
			assignments: [{ id: 'n', name: 'n', type: 'array', value: `={{ Array.from({ length: ${items} }, (_, index) => index) }}` }],
		},
		options: {},
	};
	const all = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{ name: 'Make', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: set },
		{ name: 'Split', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: { fieldToSplitOut: 'n', options: {} } },
		...nodes,
	];
	const workflow = {
		id,
		name,
		nodes: all.map((node, index) => ({ ...node, id: node.name, position: place(index) })),
		connections: {
			Start: { main: [[{ node: 'Make', type: 'main', index: 0 }]] },
			Make: { main: [[{ node: 'Split', type: 'main', index: 0 }]] },
			Split: { main: [[{ node: main, type: 'main', index: 0 }]] },
			...connections,
		},
		settings: { executionOrder: 'v1' as const },
	};
	return JSON.parse(JSON.stringify(workflow).replaceAll('HOST', host));
}
