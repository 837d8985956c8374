import { expect, test } from 'vitest';
import { queryOf, queryOfItem, systemAndUser } from '../../../core/classify/itemQuery';

const system = { role: 'system', content: 's' };
const user = { role: 'user', content: 'u' };

test.each<[string, Record<string, unknown>, unknown]>([
	['a chat trigger', { chatInput: 'u', sessionId: '1' }, 'u'],
	['system and chat input', { systemMessage: 's', chatInput: 'u' }, [system, user]],
	['messages', { messages: [system, user], text: 'x' }, [system, user]],
	['messages beside a system text', { systemMessage: 's', messages: [user] }, [system, user]],
	['a prompt before a text', { prompt: 'u', text: 'x' }, 'u'],
	['an empty field', { chatInput: ' ', text: 'u' }, 'u'],
	['none of them', { other: 'x' }, ''],
])('reads %s', (_, item, expected) => {
	expect(queryOfItem(item)).toEqual(expected);
});

test('a system text alone is the prompt', () => {
	expect(systemAndUser('s', '')).toEqual([system]);
	expect(systemAndUser(' ', 'u')).toBe('u');
});

test.each([
	[undefined, ''],
	[7, '7'],
	[{ content: 'u' }, [user]],
	[
		['u', 3, system],
		[user, system],
	],
	[{ a: 1 }, '{"a":1}'],
])('takes %o for %o', (raw, expected) => {
	expect(queryOf(raw)).toEqual(expected);
});
