import { describe, expect, test } from 'vitest';
import type { Call } from '../../../../core/checks/calls/ask';
import { runAll } from '../../../../core/checks/calls/runAll';

const stopped = (why: 'cost cap' | 'cancelled'): Call => ({ kind: 'stopped', why, costNanoUsd: 0 });
const failed: Call = { kind: 'error', errorKind: 'server', reason: 'broken', costNanoUsd: 0 };

/** Pieces of work that end so, and which of them began. */
function piecesOf(...ends: Call[]) {
	const begun: number[] = [];
	const pieces = ends.map((end, index) => async (note: (call: Call) => Call) => {
		begun.push(index);
		await Promise.resolve();
		expect(note(end)).toBe(end);
	});
	return { pieces, begun };
}

describe('pieces of work', () => {
	test('are all done where nothing stops them, failures included, and progress is told from none to all', async () => {
		const { pieces, begun } = piecesOf(failed, failed, failed);
		const told: number[][] = [];
		expect(await runAll(pieces, { concurrency: 1, onProgress: (...progress) => told.push(progress) })).toBeUndefined();
		expect(begun).toEqual([0, 1, 2]);
		expect(told).toEqual([
			[0, 3],
			[1, 3],
			[2, 3],
			[3, 3],
		]);
	});

	test('begin no more once the cap stopped one; the first reason is told', async () => {
		const { pieces, begun } = piecesOf(failed, stopped('cost cap'), stopped('cancelled'), failed);
		expect(await runAll(pieces, { concurrency: 1 })).toBe('cost cap');
		expect(begun).toEqual([0, 1]);
		const both = piecesOf(stopped('cost cap'), stopped('cancelled'), failed);
		expect(await runAll(both.pieces, { concurrency: 2 })).toBe('cost cap');
		expect(both.begun).toEqual([0, 1]);
	});

	test('do not begin for a user who stopped before', async () => {
		const { pieces, begun } = piecesOf(failed);
		expect(await runAll(pieces, { concurrency: 1, signal: AbortSignal.abort() })).toBe('cancelled');
		expect(begun).toEqual([]);
	});

	test('run so many at once as are allowed, one at least', async () => {
		const most = async (concurrency: number) => {
			let now = 0;
			let highest = 0;
			const piece = async () => {
				highest = Math.max(highest, (now += 1));
				await new Promise((resolve) => setImmediate(resolve));
				now -= 1;
			};
			await runAll(
				Array.from({ length: 6 }, () => piece),
				{ concurrency },
			);
			return highest;
		};
		expect([await most(0), await most(1), await most(4)]).toEqual([1, 1, 4]);
	});
});
