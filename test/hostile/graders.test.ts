import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { graders, texts } from './shapes';

/** Longest that one text may take before it counts as hung: no measure of speed, only what keeps a hang from hanging the tests. */
const mostMs = 20_000;

/** Resolves with the text at which a grader hung or threw, or with "done". */
async function lastOf(name: string): Promise<string> {
	const worker = new Worker(path.join(import.meta.dirname, 'gradeShapes.ts'), {
		execArgv: ['--import', 'tsx'],
		workerData: { name, texts: texts() },
	});
	let last = 'its start';
	let timer: NodeJS.Timeout | undefined;
	try {
		return await new Promise((resolve) => {
			worker.on('message', (message: string) => {
				last = message;
				clearTimeout(timer);
				if (message === 'done') return resolve('done');
				timer = setTimeout(() => resolve(`hung at ${last}`), mostMs);
			});
			worker.on('error', (error) => resolve(`threw at ${last}: ${error.message}`));
		});
	} finally {
		clearTimeout(timer);
		await worker.terminate();
	}
}

test.each(Object.keys(graders))('the %s grader comes to an end whatever it is given', { timeout: 300_000 }, async (name) => {
	expect(await lastOf(name)).toBe('done');
});
