import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLab, type Lab } from '../../lab';
import { labCredentials, withCredentials } from '../support/labCredentials';
import { credentialTypesOf } from '../support/nodeTypes';
import type { WorkflowJson } from '../support/runWorkflow';
import { itemsOf, N8n } from './n8n';

let n8n: N8n;
let lab: Lab;
const bundled = (name: string): WorkflowJson =>
	JSON.parse(readFileSync(path.join(import.meta.dirname, `../../workflows/${name}.json`), 'utf8')) as WorkflowJson;

const langChain = '@n8n/n8n-nodes-langchain.';
const schema = JSON.stringify({
	type: 'object',
	properties: { city: { type: 'string' }, degrees: { type: 'number' } },
	required: ['city'],
});

/** A root node with R1 Chat Model and n8n's own parser of structured output. */
function parsed(
	id: string,
	root: { type: string; typeVersion: number; parameters: INodeParameters },
	options: INodeParameters,
): WorkflowJson {
	return {
		id,
		name: id,
		nodes: [
			{ id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: 'r', name: 'Root', position: [220, 0], ...root },
			{ id: 'm', name: 'Model', type: 'n8n-nodes-r1.r1ChatModel', typeVersion: 1, position: [220, 220], parameters: { options } },
			{
				id: 'p',
				name: 'Parser',
				type: `${langChain}outputParserStructured`,
				typeVersion: 1.3,
				position: [440, 220],
				parameters: { schemaType: 'manual', inputSchema: schema },
			},
		],
		connections: {
			Start: { main: [[{ node: 'Root', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Root', type: 'ai_languageModel', index: 0 }]] },
			Parser: { ai_outputParser: [[{ node: 'Root', type: 'ai_outputParser', index: 0 }]] },
		},
	};
}
const agent = {
	type: `${langChain}agent`,
	typeVersion: 3,
	parameters: { promptType: 'define', text: 'How warm is it in Rabat?', hasOutputParser: true, options: {} },
};
const chain = {
	type: `${langChain}chainLlm`,
	typeVersion: 1.7,
	parameters: { promptType: 'define', text: 'How warm is it in Rabat?', hasOutputParser: true },
};
const workflows: WorkflowJson[] = [
	{ ...bundled('r1-agent'), id: 'r1agent000000001' },
	{ ...bundled('rag-on-a-distill'), id: 'r1rag00000000001' },
	parsed('parsedByTool0001', agent, { temperature: 0.2 }),
	parsed('parsedInPrompt01', agent, { toolForm: 'prompt' }),
	parsed('parsedByChain001', chain, {}),
];

beforeAll(async () => {
	lab = await startLab();
	n8n = await N8n.install();
	await n8n.importCredentials(labCredentials(lab));
	await n8n.importWorkflows(workflows.map((workflow) => withCredentials(workflow, labCredentials(lab), credentialTypesOf)));
	await n8n.start();
});
afterAll(async () => {
	await n8n.stop();
	await lab.close();
});
beforeEach(() => lab.reset());

async function run(id: string) {
	const execution = await n8n.execute(id);
	expect(execution.data.resultData.error?.message).toBeUndefined();
	return execution;
}
const value = { city: 'Rabat', degrees: 24.5 };

describe('structured output of a model that thinks', () => {
	test('comes by a call of the tool that n8n makes of the parser', async () => {
		lab.script({
			thinking: 'It is {"city": "not this"}.',
			toolCalls: [{ id: 'c1', name: 'format_final_json_response', arguments: { output: value } }],
		});
		expect(itemsOf(await run('parsedByTool0001'), 'Root')).toEqual([{ output: value }]);
	});

	test('comes as a call in the text, where tools stand in the prompt', async () => {
		lab.script({
			thinking: 'Well.',
			answer: `<call tool="format_final_json_response">\noutput <<END\n${JSON.stringify(value, null, 2)}\nEND\n</call>`,
		});
		expect(itemsOf(await run('parsedInPrompt01'), 'Root')).toEqual([{ output: value }]);
		expect(lab.chats[0]).not.toHaveProperty('tools');
	});

	test('comes as text, beside a trace that holds JSON too', async () => {
		lab.script({ thinking: 'Perhaps {"city": "Fes"}?', answer: `\`\`\`json\n${JSON.stringify({ output: value })}\n\`\`\`` });
		expect(itemsOf(await run('parsedByChain001'), 'Root')).toEqual([{ output: value }]);
	});
});

describe('the log of the model', () => {
	test('has the parameters, the trace, the finish reason, tokens and cost', async () => {
		lab.script({
			thinking: 'Hm.',
			toolCalls: [{ id: 'c1', name: 'format_final_json_response', arguments: { output: value } }],
			usage: { input: 100, cached: 0, output: 20, reasoning: 5 },
		});
		const execution = await run('parsedByTool0001');
		const [ran] = execution.data.resultData.runData.Model as unknown as {
			inputOverride: { ai_languageModel: { json: { options: unknown } }[][] };
			data: { ai_languageModel: { json: Record<string, unknown> }[][] };
		}[];
		expect(ran.inputOverride.ai_languageModel[0][0].json.options).toEqual({
			model: 'deepseek-flash',
			base_url: lab.at('deepseek'),
			temperature: 0.2,
			thinking: 'auto',
		});
		const { json } = ran.data.ai_languageModel[0][0];
		expect(json.tokenUsage).toMatchObject({ promptTokens: 100, completionTokens: 20, totalTokens: 120, cost: expect.any(Number) });
		expect(json.response).toMatchObject({
			generations: [[{ generationInfo: { thinking: 'Hm.', finishReason: 'tool_calls', costUsd: expect.any(Number), runs: 1 } }]],
		});
	});
});

describe('the bundled workflows', () => {
	test('r1-agent.json calls a tool within its budget and answers', async () => {
		const [item] = itemsOf(await run('r1agent000000001'), 'AI Agent');
		expect(item.output).toMatch(/^The tool says: /);
		expect(lab.chats).toHaveLength(2);
		expect(lab.chats[1].messages).toEqual(
			expect.arrayContaining([expect.objectContaining({ reasoning_content: expect.stringMatching(/\S/) })]),
		);
	});

	test('rag-on-a-distill.json finds the passage and names its source', async () => {
		const [item] = itemsOf(await run('r1rag00000000001'), 'AI Agent');
		expect(item.output).toMatch(/within 45 days/);
		expect(item.output).toMatch(/Handbook, 2\.1/);
		expect(lab.chats.every((chat) => chat.tools === undefined)).toBe(true);
	});
});
