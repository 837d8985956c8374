import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledClassifier } from '../../../core/classify/classifier';
import type { Query } from '../../../core/classify/query';
import { isPersona } from '../../../core/classify/task/persona';
import { taskOf } from '../../../core/classify/task/taskOf';
import { unitsOf } from '../../../core/classify/task/units';

const { asking } = bundledClassifier();

describe('unitsOf', () => {
	const layouts = (text: string) => unitsOf(text).map(({ layout, text: unit }) => [layout, unit]);

	test.each<[string, string, string[][]]>([
		[
			'a fence',
			'Fix it:\n```js\nlet a = 1\n```\nThanks',
			[
				['plain', 'Fix it:'],
				['fence', 'let a = 1'],
				['underLabel', 'Thanks'],
			],
		],
		[
			'triple quotes',
			'Label it.\n"""\nhello\n"""',
			[
				['plain', 'Label it.'],
				['quotes', 'hello'],
			],
		],
		[
			'a tag',
			'Label it.\n<mail>\nhello\n</mail>',
			[
				['plain', 'Label it.'],
				['tag', '<mail>'],
				['tag', 'hello'],
				['tag', '</mail>'],
			],
		],
		[
			'a JSON body',
			'Label it.\n{\n "a": 1\n}\nNow.',
			[
				['plain', 'Label it.'],
				['body', '{'],
				['body', '"a": 1'],
				['body', '}'],
				['plain', 'Now.'],
			],
		],
		[
			'headings',
			'# Task\nLabel it.\n# Input\nhello',
			[
				['underHeading', '# Task'],
				['underHeading', 'Label it.'],
				['underHeading', '# Input'],
				['underHeading', 'hello'],
			],
		],
		[
			'a separator',
			'# Input\nhello\n---\nLabel it.',
			[
				['underHeading', '# Input'],
				['underHeading', 'hello'],
				['plain', 'Label it.'],
			],
		],
	])('knows %s', (_, text, expected) => {
		expect(layouts(text)).toEqual(expected);
	});

	test('names what stands over a unit', () => {
		expect(unitsOf('Label it.\n\nCustomer message:\nhello').at(-1)).toMatchObject({ layout: 'underLabel', under: 'customer message' });
		expect(unitsOf('# Input\nhello').at(-1)).toMatchObject({ under: 'input' });
	});

	test('gives back every word of any text, in order', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
				const words = (value: string) => value.replace(/[^\p{L}]/gu, '');
				const found = words(
					unitsOf(text)
						.map((unit) => unit.text)
						.join(''),
				);
				// A label or a tag alone on its line is kept as what stands over the next unit.
				expect(found.length).toBeLessThanOrEqual(words(text).length);
			}),
		);
	});
});

describe('taskOf', () => {
	const mail = 'Hi team,\n\nmy invoice 20394 is still open. Could you look into it?\n\nBest regards,\nMartina Vogel';
	test.each<[string, Query, RegExp, RegExp, string]>([
		[
			'before a mail',
			`Classify the mail as billing or technical. Answer with the label only.\n\n${mail}`,
			/Classify/,
			/Martina/,
			'a task and a text',
		],
		['behind a mail', `${mail}\n\n---\nTranslate the mail into French.`, /Translate/, /Martina/, 'a task and a text'],
		[
			'beside a fence',
			'Summarise this log in one sentence.\n\n```\nERROR db timeout 30s\nERROR db timeout 31s\n```',
			/Summarise/,
			/timeout/,
			'a task and a text',
		],
		[
			'in the system text',
			[
				{ role: 'system', content: 'Extract the invoice number as JSON.' },
				{ role: 'user', content: mail },
			],
			/Extract/,
			/Martina/,
			'system asks, user carries',
		],
		[
			'of a user who asks something, beside a persona',
			[
				{ role: 'system', content: 'You are Ada, a friendly assistant of a shoe shop.' },
				{ role: 'user', content: 'Write a poem about red shoes' },
			],
			/poem about red shoes/,
			/Ada/,
			'a text',
		],
		[
			'of a system text that says what to do with questions',
			[
				{ role: 'system', content: 'You route questions. Answer with the name of the department only.' },
				{ role: 'user', content: 'Who writes the poem for the party?' },
			],
			/department/,
			/^$/,
			'system asks, user carries',
		],
	])('finds the task %s', (_, query, has, lacks, form) => {
		const task = taskOf(query, asking);
		expect(task.text).toMatch(has);
		expect(task.text).not.toMatch(lacks);
		expect(task.form).toBe(form);
	});

	test('leaves a short question as it is', () => {
		expect(taskOf('What is this?', asking)).toMatchObject({ text: 'What is this?', form: 'a text', cargo: 'nothing', cut: false });
	});

	test('says that a long text was read at its ends only', () => {
		expect(taskOf('lorem ipsum dolor '.repeat(2000), asking).cut).toBe(true);
	});

	test('never gives more than a little, and something for every text', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 6000 }), (text) => {
				const task = taskOf(text, asking);
				expect(task.text.length).toBeLessThan(2600);
				expect(/\S/.test(task.text)).toBe(/\S/.test(text));
			}),
		);
	});
});

test.each([
	['You are a helpful coding assistant for Python and SQL.', true],
	['Sie sind ein freundlicher Assistent. Be polite.', true],
	['You are an expert. Classify the mail.', false],
	['You are an agent who answers by writing SQL', false],
	['Extract the names.', false],
	['', false],
])('%s is a mere persona: %s', (system, expected) => {
	expect(isPersona(system)).toBe(expected);
});
