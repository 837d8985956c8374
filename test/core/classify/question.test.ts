import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionOf, textOf } from '../../../core/classify/question';

const filler = 'The committee met again in the spring and heard reports from the regions. '.repeat(60);

describe('questionOf', () => {
	test.each<[string, Parameters<typeof questionOf>[0], string]>([
		['a short text as it is', 'What is this?', 'What is this?'],
		[
			'the last user turn',
			[
				{ role: 'user', content: 'a' },
				{ role: 'assistant', content: 'b' },
				{ role: 'user', content: 'c' },
			],
			'c',
		],
		[
			'the last user turn though an assistant turn follows',
			[
				{ role: 'user', content: 'a' },
				{ role: 'assistant', content: 'b' },
			],
			'a',
		],
		['a LangChain role', [{ role: 'human', content: 'a' }], 'a'],
		['another message where no user speaks', [{ role: 'system', content: 'a' }], 'a'],
		[
			'the text parts of a message',
			[{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }] }],
			'a\n\nb',
		],
		['the last turn of a pasted chat', 'User: one two\nAssistant: three\nUser: four five', 'four five'],
		['the last turn of a chat between two by turns', 'P: is it open\nA: no\nP: when then', 'when then'],
		['the last turn of a chat with times', '[14:02] guest: vegan?\n[14:02] bot: yes\n[14:03] guest: which one', 'which one'],
		['all of a list with colons', 'Name: Anna\nCity: Rome\nTask: write a letter', 'Name: Anna\nCity: Rome\nTask: write a letter'],
		['a question after a document', `${filler}\n\nWho leads it?`, 'Who leads it?'],
		['a question before a document', `Summarise this.\n\n${filler}`, 'Summarise this.'],
		['instructions on both sides', `Read this.\n\n${filler}\n\nWho leads it?`, 'Read this.\nWho leads it?'],
	])('takes %s', (_, query, expected) => {
		expect(questionOf(query)).toBe(expected);
	});

	test('takes both ends of a document without paragraphs', () => {
		const question = questionOf(`Begin ${filler} end.`);
		expect(question).toMatch(/^Begin /);
		expect(question).toMatch(/ end\.$/);
		expect(question.length).toBeLessThan(1200);
	});

	test('never gives more than a little, and nothing only for nothing', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 5000 }), (text) => {
				const question = questionOf(text);
				expect(question.length).toBeLessThanOrEqual(1400);
				if (text.length <= 1400 && !text.includes('\n')) expect(question).toBe(text);
			}),
		);
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
