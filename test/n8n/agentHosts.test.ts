import { describe, expect, test } from 'vitest';
import { runTask } from './agent/runTask';
import { hostForms } from './agent/strictHosts';

const ways = hostForms.flatMap((form) =>
	[true, false].flatMap((streamed) => [true, false].map((restarted) => ({ id: form.id, form, streamed, restarted }))),
);

describe.each(ways)(
	'five steps, two tools and a memory on $id; streamed: $streamed, restarted: $restarted',
	({ form, streamed, restarted }) => {
		test('R1 Chat Model comes to the end, and every request holds what the host gave', async () => {
			const { isDone, answers, error, lost, refused, requests, runs } = await runTask('R1 Chat Model', form, { streamed, restarted });
			expect({ answers, error, lost, refused }).toEqual({
				answers: ['Both are warm.', 'I noted it.'],
				error: undefined,
				lost: [],
				refused: [],
			});
			expect(isDone).toBe(true);
			expect(requests).toHaveLength(7);
			expect(runs.map(({ output }) => output[0][0].json.tokenUsage)).toEqual(
				runs.map(() => expect.objectContaining({ promptTokens: 100, completionTokens: 20, totalTokens: 120 })),
			);
		});
	},
);

describe.each(ways.filter(({ restarted }) => !restarted))('a model that only thinks, on $id; streamed: $streamed', ({ form, streamed }) => {
	const call = { calls: [{ name: 'look_up', given: { of: 'Rabat' } }] };

	test('is told once, and goes on', async () => {
		const task = { inputs: ['How is it?'], steps: [call, { answer: '' }, { answer: 'It is warm.' }], answers: ['It is warm.'] };
		const { answers, error, refused, requests } = await runTask('R1 Chat Model', form, { streamed, restarted: false }, task);
		// Where no trace can be seen, the answer is empty: the host says nothing that could be taken up.
		const shows = Object.keys(form.trace('x', 0)).length > 0;
		if (!shows) return expect(error).toMatch(/ended without an answer/);
		expect({ answers, error, refused }).toEqual({ answers: ['It is warm.'], error: undefined, refused: [] });
		expect(requests).toHaveLength(3);
	});

	test('and goes on thinking ends the agent with what it has', async () => {
		const steps = [call, { answer: '' }, { answer: '' }];
		const task = { inputs: ['How is it?'], steps, answers: [] };
		const { answers, error } = await runTask('R1 Chat Model', form, { streamed, restarted: false }, task);
		expect(answers[0] ?? error).toMatch(/^Stopped without an answer: the model only thought.*- look_up: |ended without an answer/s);
	});
});
