import { describe, expect, test } from 'vitest';
import { textOf } from '../../../core/classify/query';
import { lastTurnOfTranscript } from '../../../core/classify/transcript';

describe('lastTurnOfTranscript', () => {
	test.each([
		['the last turn of a pasted chat', 'User: one two\nAssistant: three\nUser: four five', 'four five'],
		['the last turn of a chat between two by turns', 'P: is it open\nA: no\nP: when then', 'when then'],
		['the last turn of a chat with times', '[14:02] guest: vegan?\n[14:02] bot: yes\n[14:03] guest: which one', 'which one'],
		['all of a list with colons', 'Name: Anna\nCity: Rome\nTask: write a letter', 'Name: Anna\nCity: Rome\nTask: write a letter'],
		['all of a text that is about a chat', 'Sum this up.\n\nA: hi\nB: yes?\nA: bye', 'Sum this up.\n\nA: hi\nB: yes?\nA: bye'],
		['all when something is asked under the chat', 'A: hi\nB: yes?\nA: bye\n\nSum this up.', 'A: hi\nB: yes?\nA: bye\n\nSum this up.'],
	])('takes %s', (_, text, expected) => {
		expect(lastTurnOfTranscript(text)).toBe(expected);
	});
});

test.each([
	[undefined, ''],
	[null, ''],
	[7, ''],
	[{}, ''],
	[['a', { text: 'b' }, 3], 'a\nb'],
])('the text of %o is %o', (content, expected) => {
	expect(textOf(content)).toBe(expected);
});
