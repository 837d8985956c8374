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
