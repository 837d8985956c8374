import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab, type Lab } from '../../lab';
import { labCredentials, withCredentials } from '../support/labCredentials';
import { credentialTypesOf } from '../support/nodeTypes';
import type { WorkflowJson } from '../support/runWorkflow';
import { itemsOf, N8n } from './n8n';

let n8n: N8n;
let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
	n8n = await N8n.install();
	await n8n.importCredentials(labCredentials(lab));
});

afterAll(() => lab.close());

const agentWorkflow: WorkflowJson = {
	id: 'agentWithChatModel',
	name: 'An agent with R1 Chat Model',
	nodes: [
		{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: 'agent',
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			position: [220, 0],
			parameters: { promptType: 'define', text: 'What is 6 times 7?', options: {} },
		},
		{ id: 'model', name: 'Model', type: 'n8n-nodes-r1.r1ChatModel', typeVersion: 1, position: [220, 220], parameters: {} },
		{
			id: 'tool',
			name: 'Calculator',
			type: '@n8n/n8n-nodes-langchain.toolCalculator',
			typeVersion: 1,
			position: [440, 220],
			parameters: {},
		},
	],
	connections: {
		Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
		Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
		Calculator: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
	},
};

describe('R1 Chat Model in the real n8n', () => {
	test('lets an agent call a tool, and sends the trace back as DeepSeek wants it', async () => {
		lab.script(
			{ thinking: 'I should calculate.', toolCalls: [{ id: 'c1', name: 'Calculator', arguments: { input: '6*7' } }] },
			{ thinking: 'So it is 42.', answer: 'It is 42.' },
		);
		await n8n.importWorkflows([withCredentials(agentWorkflow, labCredentials(lab), credentialTypesOf)]);
		const execution = await n8n.execute('agentWithChatModel');
		expect(execution.data.resultData.error?.message).toBeUndefined();
		expect(itemsOf(execution, 'Agent')).toMatchObject([{ output: 'It is 42.' }]);
		expect(lab.chats).toHaveLength(2);
		expect(lab.chats[1].messages).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ role: 'assistant', reasoning_content: 'I should calculate.' }),
				expect.objectContaining({ role: 'tool', tool_call_id: 'c1', content: expect.any(String) }),
			]),
		);
	});
});
