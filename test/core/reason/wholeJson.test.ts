import { expect, test } from 'vitest';
import { followJson } from '../../../core/reason/wholeJson';

test.each([
	['{}', true],
	[' {"a": [1, "}"]} ', true],
	['{"a": "\\""}', true],
	['"x"', true],
	['12', true],
	['null', true],
	['{"a":', false],
	['{"a": "}', false],
	['{}{}', false],
	['[1],[1],', false],
	['1 2', false],
	['', false],
	['{} x', false],
])('%s', (text, isWhole) => {
	const whole = followJson();
	whole.push(text);
	const pieces = followJson();
	for (const character of text) pieces.push(character);
	expect([whole.mayBeWhole, pieces.mayBeWhole]).toEqual([isWhole, isWhole]);
});
