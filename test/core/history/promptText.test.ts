import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessRoles, splitBy, type Piece } from '../../../core/history/promptText';

describe('a recorded prompt', () => {
	test('is cut where its node writes messages', () => {
		expect(splitBy('System: Be brief\nHuman: Hello', [{ role: 'system', text: 'Be brief' }, { role: 'user' }])).toEqual({
			messages: [
				{ role: 'system', content: 'Be brief' },
				{ role: 'user', content: 'Hello' },
			],
			rest: '',
		});
	});

	test('with a quoted conversation is cut by the text that is known', () => {
		const quoted = 'System: Answer the mail\nHuman: Hi\nAI: Hello\nHuman: Hi again';
		expect(splitBy(quoted, [{ role: 'system' }, { role: 'user', text: 'Hi\nAI: Hello\nHuman: Hi again' }])).toMatchObject({
			messages: [{ content: 'Answer the mail' }, { content: 'Hi\nAI: Hello\nHuman: Hi again' }],
		});
	});

	test('with a quoted conversation is ambiguous where no text is known', () => {
		expect(splitBy('System: a\nHuman: b\nHuman: c', [{ role: 'system' }, { role: 'user' }])).toBe('ambiguous');
	});

	test('of another shape is not cut', () => {
		expect(splitBy('Human: b', [{ role: 'system' }, { role: 'user' }])).toBe('none');
		expect(splitBy('System: a\nHuman: b', [{ role: 'system', text: 'other' }, { role: 'user' }])).toBe('none');
	});

	test('that can be cut in very many ways gives up', () => {
		const shape: Piece[] = Array.from({ length: 12 }, () => ({ role: 'user' }));
		expect(splitBy(`Human: ${'a\nHuman: '.repeat(200)}`, [...shape, { role: 'system', text: 'never' }])).toBe('ambiguous');
	});

	test('is never cut otherwise than it was written', () => {
		const mark = { system: 'System: ', user: 'Human: ', assistant: 'AI: ' } as const;
		const text = fc
			.array(fc.constantFrom('a', 'Human: ', '\n', 'AI: ', '\nHuman: ', 'System: ', '\nAI: ', 'b '), { maxLength: 6 })
			.map((parts) => parts.join(''));
		const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text, isKnown: fc.boolean() });
		fc.assert(
			fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (messages) => {
				const recorded = messages.map(({ role, content }) => mark[role as keyof typeof mark] + content).join('\n');
				const shape = messages.map(({ role, content, isKnown }) => ({ role, ...(isKnown ? { text: content } : {}) }) as Piece);
				const split = splitBy(recorded, shape);
				if (split === 'ambiguous') return;
				expect(split).toEqual({ messages: messages.map(({ role, content }) => ({ role, content })), rest: '' });
			}),
			{ numRuns: 2000 },
		);
	});
});

test('roles are guessed by their marks, and a text without any is the user’s', () => {
	expect(guessRoles('System: a\nHuman: b\nAI: c').map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
	expect(guessRoles('no marks')).toEqual([{ role: 'user', content: 'no marks' }]);
});
