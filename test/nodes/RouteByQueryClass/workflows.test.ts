import type { INodeExecutionData } from 'n8n-workflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import { RouteByQueryClass } from '../../../nodes/RouteByQueryClass/RouteByQueryClass.node';
import router from '../../../workflows/polyglot-router.json';
import evaluation from '../../../workflows/router-evaluation.json';
import { startLab, type Lab } from '../../../lab';
import { labCredentials, withCredentials } from '../../support/labCredentials';
import { hasCoreNodes } from '../../support/nodeTypes';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';
import { credentialTypes } from '../R1Reason/runNode';

const nodes = { 'n8n-nodes-r1.routeByQueryClass': new RouteByQueryClass(), 'n8n-nodes-r1.r1Reason': new R1Reason() };
const bundled = (json: unknown): WorkflowJson => JSON.parse(JSON.stringify(json));

describe.skipIf(!hasCoreNodes)("the polyglot router on n8n's own nodes", () => {
	/** Runs the bundled workflow with a credential picked on each node; the lab answers with the name of the model asked. */
	async function run(input: INodeExecutionData[], failing: string[] = [], missing: string[] = []) {
		const lab: Lab = await startLab({
			reply: ({ model }) => ({ thinking: 'hm', answer: `answered by ${model}` }),
			faults: failing.map((model) => ({ fault: '402', model })),
		});
		onTestFinished(() => lab.close());
		const credentials = labCredentials(lab);
		const credentialOf: Record<string, string> = { 'Own server': 'r1CompatibleApi', 'General model': 'r1OpenAiApi' };
		const workflow = withCredentials(bundled(router), credentials, ({ name, type }) =>
			type === 'n8n-nodes-r1.r1Reason' && !missing.includes(name) ? [credentialOf[name] ?? 'r1DeepSeekApi'] : [],
		);
		const result = await runWorkflow(workflow, {
			nodes,
			credentialTypes,
			input,
			credentials: Object.fromEntries(credentials.map(({ type, data }) => [type, data])),
		});
		return { ...result, lab, answers: result.byNode.Answers?.[0] ?? [] };
	}

	test('answers its own examples, each by the model of its route', async () => {
		const { answers, error } = await run([{ json: {} }]);
		expect(error).toBeUndefined();
		const byOutput = Object.fromEntries(answers.map(({ json }) => [String(json.query).slice(0, 12), json]));
		expect(answers).toHaveLength(6);
		expect(byOutput['What is the ']).toMatchObject({ answer: 'answered by deepseek-flash', route: { output: 'Simple' } });
		expect(byOutput['Prove that t']).toMatchObject({ answer: 'answered by deepseek-v4-pro', route: { output: 'Reasoning' } });
		expect(byOutput['Write a poem']).toMatchObject({ answer: 'answered by gpt-6.1-terra', route: { output: 'General' } });
		expect(byOutput['Draft a repl']).toMatchObject({
			answer: 'answered by deepseek-r1:14b',
			route: { output: 'Own server', reasons: ['sensitive: e-mail address'] },
		});
	});

	test.each(['Own server', 'R1 Reason', 'Cheap model', 'General model'])(
		'ends with what to do while %s has no credential',
		async (name) => {
			const { error } = await run([{ json: {} }], [], [name]);
			expect(error?.message).toMatch(/^The credential for ".+" is missing. Pick one at the top/);
		},
	);

	test('falls back where a model fails, and never sends sensitive items elsewhere', async () => {
		const { answers, lab } = await run(
			[
				{ json: { query: 'Prove that the square root of 3 is irrational.' } },
				{ json: { query: 'Prove to anna.berg@example.org that 2 + 2 is 4' } },
			],
			['deepseek-v4-pro', 'deepseek-r1:14b'],
		);
		expect(answers.map(({ json }) => [json.answer, json.failed])).toEqual(
			expect.arrayContaining([
				['answered by deepseek-flash', false],
				['', true],
			]),
		);
		const elsewhere = lab.chats.filter(({ model }) => model !== 'deepseek-r1:14b').map(({ messages }) => JSON.stringify(messages));
		expect(elsewhere.some((messages) => messages.includes('anna.berg'))).toBe(false);
	});
});

describe.skipIf(!hasCoreNodes)("the router evaluation on n8n's own nodes", () => {
	const run = (input: INodeExecutionData[]) => runWorkflow(bundled(evaluation), { nodes, input });

	test('puts out a confusion matrix and savings for its examples', async () => {
		const { byNode, error } = await run([{ json: {} }]);
		expect(error).toBeUndefined();
		const [{ json }] = byNode.Report[0];
		expect(json.items).toBe(20);
		expect(json.accuracy).toBeGreaterThanOrEqual(0.85);
		const matrix = json.matrix as Array<Record<string, number>>;
		expect(matrix.map((row) => row.simple + row.reasoning + row.coding + row.creative + row.general)).toEqual([4, 4, 4, 4, 4]);
		expect(json.costUsd).toMatchObject({
			routed: expect.any(Number),
			alwaysReasoning: expect.any(Number),
			alwaysCheap: expect.any(Number),
		});
		expect(json.wrong).toHaveLength(Math.round(20 * (1 - Number(json.accuracy))));
	});

	test('judges the items that it is given', async () => {
		const { byNode } = await run([
			{ json: { query: 'What is the capital of Australia?', class: 'simple' } },
			{ json: { query: 'What is the capital of Austria?', class: 'creative' } },
		]);
		expect(byNode.Report[0][0].json).toMatchObject({ items: 2, accuracy: 0.5, wrong: [{ class: 'creative', predicted: 'simple' }] });
	});
});
