import { describe, expect, test } from 'vitest';
import { classifyQuery } from '../../../core';
import type { Query } from '../../../core/classify/query';
import { CARRIED, LAYOUTS, MORE_CARRIED, MORE_LAYOUTS, MORE_TASKS, TASKS } from '../../data/payloadGrid';

type Compose = (task: string, text: string) => Query;
const asMessages: Compose = (task, text) => [
	{ role: 'system', content: task },
	{ role: 'user', content: text },
];

function shareRight(carried: Record<string, string>, tasks: typeof TASKS, compose: Compose): number {
	const right = Object.values(carried).flatMap((text) =>
		tasks.map(([task, expected]) => classifyQuery(compose(task, text)).queryClass === expected),
	);
	return right.filter(Boolean).length / right.length;
}

describe.each<[string, Record<string, string>, typeof TASKS]>([
	['the first grid', CARRIED, TASKS],
	['the second grid', MORE_CARRIED, MORE_TASKS],
])('%s of tasks over carried texts', (_, carried, tasks) => {
	test.each<[string, Compose]>([...Object.entries({ ...LAYOUTS, ...MORE_LAYOUTS }), ['system and user', asMessages]])(
		'is read by its tasks: %s',
		(_name, compose) => {
			expect(shareRight(carried, tasks, compose)).toBeGreaterThanOrEqual(0.9);
		},
	);
});

test('the reason quotes words of the task, not of the text', () => {
	const [task] = TASKS[1];
	const { task: words, why } = classifyQuery(`${task}\n\n${CARRIED.email}`);
	expect(task).toContain(words);
	expect(words.length).toBeGreaterThan(10);
	expect(why[0]).toBe(`the words “${words}”`);
});
