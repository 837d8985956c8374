import { expect, test } from 'vitest';
import { breatheTogether } from '../../core/breathe';

/** Holds the event loop, as reading a chunk does. */
function work(ms: number) {
	const until = performance.now() + ms;
	while (performance.now() < until);
}

test('of many that do a little each, the later ones let others run first', async () => {
	const finished: string[] = [];
	setImmediate(() => finished.push('another'));
	await Promise.all(
		Array.from({ length: 20 }, async (_, index) => {
			const pause = breatheTogether();
			if (pause) await pause;
			work(5);
			finished.push(String(index));
		}),
	);
	expect(finished.slice(0, 2)).toEqual(['0', '1']);
	expect(finished.indexOf('another')).toBeLessThan(19);
	expect(finished).toHaveLength(21);
});

test('little work costs no turn', () => {
	expect(breatheTogether()).toBeUndefined();
	expect(breatheTogether()).toBeUndefined();
});
