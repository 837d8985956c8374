import { expect, test } from 'vitest';
import { breatheTogether } from '../../core/breathe';
import { createLongText } from '../../core/reason/longText';

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

test.each([0, 1, 1023, 1024, 5000])('a text of %s pieces is all of them in their order', (count) => {
	const pieces = Array.from({ length: count }, (_, index) => ` ${index}`);
	const text = createLongText();
	for (const piece of pieces) text.push(piece);
	expect(text.text()).toBe(pieces.join(''));
	expect(text.text()).toBe(pieces.join(''));
});
