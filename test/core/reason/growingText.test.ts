import { expect, test } from 'vitest';
import { createGrowingText } from '../../../core/reason/trace/growingText';

test.each([0, 1, 1023, 1024, 5000])('a text of %s pieces is all of them in their order', (count) => {
	const pieces = Array.from({ length: count }, (_, index) => ` ${index}`);
	const text = createGrowingText();
	for (const piece of pieces) text.push(piece);
	const whole = pieces.join('');
	expect(text.length).toBe(whole.length);
	expect([0, 1, 7, 100].map((length) => text.end(length))).toEqual([0, 1, 7, 100].map((length) => (length ? whole.slice(-length) : '')));
	expect(text.isBlank()).toBe(count === 0);
	expect(text.whole()).toBe(whole);
	expect(text.take()).toBe(whole);
	expect([text.whole(), text.length]).toEqual(['', 0]);
});
