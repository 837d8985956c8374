import { describe, expect, test } from 'vitest';
import { makeGrader, type GraderSpec } from '../../../core/graders';
import { judgeQuality } from '../../../core/checks/quality/judge';
import type { Reply, TaskEvidence } from '../../../core/checks/quality/evidence';

const prompt =
	'A shop sells pens. What is it?\n\nA) red\nB) green\nC) blue\nD) yellow\n\nPlease reason step by step, and put your final answer within \\boxed{}. End with a line "Answer: X", where X is the letter of the right choice.';

const choices = ['red', 'green', 'blue', 'yellow'];
const specs: { name: string; spec: GraderSpec; given: string }[] = [
	...[2, 7, 36, 1024].map((value) => ({
		name: 'number',
		spec: { type: 'number', expected: String(value) } as const,
		given: String(value),
	})),
	{ name: 'math', spec: { type: 'math', expected: '\\frac{3}{4}' }, given: '\\frac{3}{4}' },
	...[...'ABCD'].map((letter) => ({ name: 'choice', spec: { type: 'choice', expected: letter, choices } as const, given: letter })),
	{ name: 'exact', spec: { type: 'exact', accepted: ['Paris'] }, given: 'Paris' },
	{ name: 'normalised', spec: { type: 'normalised', accepted: ['Paris'] }, given: 'Paris' },
	{ name: 'date', spec: { type: 'date', expected: '2026-05-12' }, given: '2026-05-12' },
	{ name: 'id', spec: { type: 'id', expected: 'INV-2026' }, given: 'INV-2026' },
	{ name: 'contains', spec: { type: 'contains', texts: ['red'], among: choices }, given: 'red' },
	{ name: 'contains a number', spec: { type: 'contains', texts: ['36'] }, given: '36' },
	{ name: 'json', spec: { type: 'json', expected: '{"a":1}' }, given: '{"a":1}' },
	{
		name: 'any of two',
		spec: {
			type: 'any',
			of: [
				{ type: 'number', expected: '8' },
				{ type: 'exact', accepted: ['eight'] },
			],
		},
		given: '8',
	},
	{
		name: 'all of two',
		spec: {
			type: 'all',
			of: [
				{ type: 'number', expected: '7' },
				{ type: 'regex', pattern: '^7$' },
			],
		},
		given: '7',
	},
	{ name: 'regex', spec: { type: 'regex', pattern: '^order-\\d{4}$' }, given: 'order-1234' },
	{ name: 'schema', spec: { type: 'schema', schema: { type: 'object', required: ['a'] } }, given: '{"a":1}' },
];

/** What a candidate without any skill answers, whatever is asked. */
const candidates: { name: string; answer: (given: string) => string }[] = [
	{ name: 'a constant', answer: () => 'The answer is \\boxed{42}.' },
	{ name: 'N times the root of 2', answer: (given) => `\\boxed{${given}\\sqrt{2}}` },
	{ name: 'a refusal', answer: () => "I'm sorry, but I can't help with that." },
	{ name: 'nothing', answer: () => '' },
	{ name: 'the prompt again', answer: () => prompt },
	{ name: 'all choices', answer: () => 'A) red\nB) green\nC) blue\nD) yellow' },
	{ name: 'all letters', answer: () => 'The answer is A, B, C or D.' },
	{ name: 'the answer to another task', answer: () => 'The answer is \\boxed{\\text{Lisbon, 17 March 1999}}.' },
];

describe.each(candidates)('$name', ({ answer }) => {
	test.each(specs)('is not right for $name $given', async ({ spec, given }) => {
		const text = answer(given);
		expect((await (await makeGrader(spec))(text)).outcome).not.toBe('right');
	});

	test('never passes the quality check', async () => {
		const outcomes = await Promise.all(specs.map(async ({ spec, given }) => (await (await makeGrader(spec))(answer(given))).outcome));
		const reply = (outcome: Reply['outcome']): Reply => ({ outcome, inputTokens: 1, outputTokens: 1, costNanoUsd: 1, ms: 1 });
		const evidence = (baselineRight: boolean) =>
			Array.from({ length: 150 }, (_, index): TaskEvidence => ({
				id: String(index),
				tags: [],
				expected: '',
				baseline: [reply(baselineRight && index % 5 > 0 ? 'right' : 'wrong')],
				candidate: [reply(outcomes[index % outcomes.length])],
			}));
		for (const baselineRight of [true, false]) {
			const tasks = evidence(baselineRight);
			const facts = { model: 'm', hostId: 'unknown', host: 'lab' };
			const { verdict } = judgeQuality(
				{ tasks, flips: [], source: '', planned: 150, repeats: 1, baseline: facts, candidate: facts, emulated: true, at: new Date(0), problems: [], settings: {} }, // prettier-ignore
				{ margin: 0.05, level: 0.95, minAccuracy: 0, maxErrorShare: 0.05, seed: 1 },
			);
			expect(verdict).not.toBe('pass');
		}
	});
});
