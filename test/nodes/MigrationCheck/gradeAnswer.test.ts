import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MigrationCheck } from '../../../nodes/MigrationCheck/MigrationCheck.node';
import { specOf } from '../../../nodes/MigrationCheck/gradeAnswer/execute';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import workflow from '../../../workflows/graders-in-evaluation.json';
import { startLab, type Lab } from '../../../lab';
import { hasCoreNodes } from '../../support/nodeTypes';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';
import { credentialTypes } from '../R1Reason/runNode';
import { chainOf, jsonOf, runChecks } from '../../core/checks/runChecks';

async function grade(items: IDataObject[], grader: string, more: object = {}) {
	const chain = chainOf([{ operation: 'gradeAnswer', grader, answer: '={{ $json.answer }}', expected: '={{ $json.expected }}', ...more }]);
	const { byNode, error } = await runChecks({ ...chain, connections: { Start: chain.connections.Start } }, 'http://127.0.0.1:9', {
		input: items.map((json) => ({ json })),
	});
	return { error, items: byNode['Check 1']?.[0] ?? [] };
}

describe('Grade an Answer', () => {
	test.each([
		{ grader: 'math', expected: '1/2', right: 'So it is \\boxed{0.5}', wrong: '\\boxed{0.6}' },
		{ grader: 'number', expected: '85', right: 'It takes 85 minutes.', wrong: 'It takes 86 minutes.' },
		{ grader: 'choice', expected: 'B', right: 'Answer: B', wrong: 'Answer: C' },
		{ grader: 'exact', expected: 'Paris\nParis, France', right: 'Paris, France', wrong: 'paris' },
		{ grader: 'normalised', expected: 'Paris', right: 'paris.', wrong: 'London' },
		{ grader: 'contains', expected: 'cat\ndog', right: 'A cat and a dog', wrong: 'A cat' },
		{ grader: 'regex', expected: '^\\d{4}$', right: '2026', wrong: 'in 2026' },
		{ grader: 'schema', expected: '{"type":"object","required":["a"]}', right: '{"a":1}', wrong: '{"b":1}' },
	])('$grader tells right from wrong', async ({ grader, expected, right, wrong }) => {
		const { items, error } = await grade(
			[
				{ answer: right, expected, keep: 1 },
				{ answer: wrong, expected },
			],
			grader,
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.grade)).toMatchObject([
			{ outcome: 'right', score: 1 },
			{ outcome: 'wrong', score: 0 },
		]);
		expect(items[0].json.keep).toBe(1);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('nothing expected is an error, never right', async () => {
		expect((await grade([{ answer: '', expected: '' }], 'exact')).error?.message).toMatch(/Nothing is expected/);
	});

	test('a schema that is none is named', () => {
		expect(() => specOf('schema', '{', 0)).toThrow(/JSON Schema/);
	});
});

describe.skipIf(!hasCoreNodes)("workflows/graders-in-evaluation.json (needs n8n's own nodes)", () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({
			reply: ({ messages }) => ({ answer: JSON.stringify(messages).includes('3x - 7') ? '\\boxed{9}' : '\\boxed{85}' }),
		});
	});
	afterAll(async () => await lab.close());

	test('grades the example rows when it is tried, without a data table', async () => {
		const nodes = workflow.nodes.map((node) =>
			node.name === 'R1 Reason' ? { ...node, credentials: { r1DeepSeekApi: { id: 'lab', name: 'lab' } } } : node,
		);
		const { byNode, error } = await runWorkflow({ ...workflow, nodes } as unknown as WorkflowJson, {
			nodes: { 'n8n-nodes-r1.migrationCheck': new MigrationCheck(), 'n8n-nodes-r1.r1Reason': new R1Reason() },
			credentialTypes,
			credentials: { lab: { baseUrl: lab.at('deepseek'), apiKey: 'x' } },
			start: 'Try It',
		});
		expect(error).toBeUndefined();
		expect(
			jsonOf(byNode.Grade[0]).map(({ grade: { score } = { score: -1 } }: IDataObject & { grade?: { score?: number } }) => score),
		).toEqual([1, 1, 0]);
		expect(byNode['Evaluating?'].map((items) => items.length)).toEqual([0, 3]);
		expect(byNode).not.toHaveProperty('Score');
	});
});
