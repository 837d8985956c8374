import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChineseOutputDetector } from '../../../nodes/ChineseOutputDetector/ChineseOutputDetector.node';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import workflow from '../../../workflows/chinese-output-guard.json';
import { startLab, type Lab } from '../../../lab';
import { hasCoreNodes } from '../../support/nodeTypes';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';
import { credentialTypes } from '../R1Reason/runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab({ seed: 11 });
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

/** The workflow as bundled, with a credential and a model picked in the nodes that ask. */
function guard(model: string): WorkflowJson {
	const nodes = structuredClone(workflow.nodes).map((node) =>
		node.type === 'n8n-nodes-r1.r1Reason'
			? {
					...node,
					parameters: { ...node.parameters, host: 'r1CompatibleApi', model: { mode: 'id', value: model } },
					credentials: { r1CompatibleApi: { id: 'lab', name: 'lab' } },
				}
			: node,
	);
	return { ...workflow, nodes } as unknown as WorkflowJson;
}

const run = (model: string, prompts: string[]) =>
	runWorkflow(guard(model), {
		nodes: { 'n8n-nodes-r1.r1Reason': new R1Reason(), 'n8n-nodes-r1.chineseOutputDetector': new ChineseOutputDetector() },
		credentialTypes,
		credentials: { lab: { baseUrl: lab.baseURL, apiKey: 'lab' } },
		input: prompts.map((prompt) => ({ json: { prompt } })),
	});

const prompts = (count: number) => Array.from({ length: count }, (_, index) => `Question ${index + 1}: what is ${index} plus ${index}?`);

describe.skipIf(!hasCoreNodes)("the Chinese output guard on n8n's own nodes", () => {
	test.each([
		{ answer: 0.3, thinking: 0.2 },
		{ answer: 0.6, thinking: 0 },
		{ answer: 0, thinking: 0.5 },
		{ answer: 1, thinking: 1 },
	])('reports exactly the leaks that the lab put in (answers $answer, traces $thinking)', async ({ answer, thinking }) => {
		const questions = 60;
		const { byNode, error } = await run(`lab-x?leakAnswer=${answer}&leakThinking=${thinking}`, prompts(questions));
		expect(error).toBeUndefined();

		const truths = lab.records.map(({ truth }) => truth);
		const first = truths.slice(0, questions);
		const again = truths.slice(questions);
		const count = (of: typeof truths, what: 'leakInAnswer' | 'leakInThinking') => of.filter((truth) => truth?.[what]).length;
		expect(again).toHaveLength(count(first, 'leakInAnswer'));

		expect(byNode.Report[0]).toHaveLength(1);
		expect(byNode.Report[0][0].json).toMatchObject({
			questions,
			calls: truths.length,
			answersWithChinese: count(truths, 'leakInAnswer'),
			tracesWithChinese: count(truths, 'leakInThinking'),
			putRight: again.length - count(again, 'leakInAnswer'),
			alerts: count(again, 'leakInAnswer'),
		});
		expect(byNode.Answers[0]).toHaveLength(questions);
		if (answer === 1) expect(byNode.Alert[0][0].json.alert).toMatch(/Question \d+[\s\S]*Found: \p{Script=Han}/u);
	});

	test('asks again with the same question and a nudge', async () => {
		await run('lab-x?leakAnswer=1', ['What is the capital of Peru?']);
		expect(lab.chats).toHaveLength(2);
		const texts = lab.chats.map(({ messages }) => JSON.stringify(messages));
		expect(texts[0]).not.toMatch(/no Chinese/);
		expect(texts[1]).toMatch(/capital of Peru\?.*Use no Chinese words/);
	});

	test('a clean run asks once and reports nothing', async () => {
		const { byNode } = await run('lab-right', prompts(5));
		expect(byNode.Report[0][0].json).toMatchObject({
			questions: 5,
			calls: 5,
			answersWithChinese: 0,
			tracesWithChinese: 0,
			putRight: 0,
			alerts: 0,
		});
		expect(byNode.Answers[0].map(({ json }) => json.guard)).toEqual(Array(5).fill('clean'));
	});
});
