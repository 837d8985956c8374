import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createThinkingSplitter, splitThinking, type SplitOptions } from '../../../core/reason/thinkingSplitter';

const rows: { name: string; text: string; thinking: string; answer: string; options?: SplitOptions }[] = [
	{ name: 'a block before the answer is the trace', text: '<think>\nWait.\n</think>\n\nYes.', thinking: 'Wait.', answer: 'Yes.' },
	{ name: 'text without tags is answer', text: 'Just text < 3 > 2', thinking: '', answer: 'Just text < 3 > 2' },
	{ name: 'an answer without a trace keeps its white space', text: '  a\n', thinking: '', answer: '  a\n' },
	{ name: 'nothing is nothing', text: '', thinking: '', answer: '' },
	{
		name: 'a missing opening tag: all before the closing one is trace',
		text: 'Hm, 3.\n</think>\nIt is 3.',
		thinking: 'Hm, 3.',
		answer: 'It is 3.',
	},
	{ name: 'a missing closing tag: all of it is trace', text: '<think>still going', thinking: 'still going', answer: '' },
	{
		name: 'a trace that was opened in the prompt and never closed',
		text: 'still going',
		thinking: 'still going',
		answer: '',
		options: { startImplied: true },
	},
	{ name: 'a trace that was opened in the prompt', text: 'a</think>b', thinking: 'a', answer: 'b', options: { startImplied: true } },
	{ name: 'an empty trace', text: '<think>\n\n</think>\n\nHi', thinking: '', answer: 'Hi' },
	{ name: 'a stray closing tag at the beginning goes', text: '</think>\n\nHi', thinking: '', answer: 'Hi' },
	{ name: 'white space before the block', text: '\n <think>a</think>b', thinking: 'a', answer: 'b' },
	{
		name: 'tags in the code of the answer stay',
		text: '<think>a</think>Use\n```\n<think>x</think>\n```',
		thinking: 'a',
		answer: 'Use\n```\n<think>x</think>\n```',
	},
	{
		name: 'a second block stays in the answer',
		text: '<think>a</think>b <think>c</think> d',
		thinking: 'a',
		answer: 'b <think>c</think> d',
	},
	{
		name: 'inner blocks belong to the outer one',
		text: '<think>a <think>b</think> c</think>d',
		thinking: 'a <think>b</think> c',
		answer: 'd',
	},
	{
		name: 'an opening tag that is only mentioned in the trace',
		text: '<think>they say <think> here</think>answer',
		thinking: 'they say <think> here',
		answer: 'answer',
	},
	{
		name: 'a closing tag in backticks inside the trace',
		text: '<think>then `</think>` ends it, ok</think>done',
		thinking: 'then `</think>` ends it, ok',
		answer: 'done',
	},
	{ name: 'a closing tag right after code', text: '<think>call `f`</think>done', thinking: 'call `f`', answer: 'done' },
	{
		name: 'a reply without a trace that explains the tags',
		text: 'Text between <think> and </think> is the trace.',
		thinking: '',
		answer: 'Text between <think> and </think> is the trace.',
	},
	{
		name: 'a reply without a trace that quotes the closing tag',
		text: 'Split at `</think>` with text.split("</think>").',
		thinking: '',
		answer: 'Split at `</think>` with text.split("</think>").',
	},
	{
		name: 'a reply without a trace with a block in a code fence',
		text: 'Like so:\n```xml\n<think>\nhm\n</think>\n```\nDone.',
		thinking: '',
		answer: 'Like so:\n```xml\n<think>\nhm\n</think>\n```\nDone.',
	},
	{
		name: 'a block on a line of its own after a preamble',
		text: 'Let me think.\n<think>\nhm\n</think>\nDone.',
		thinking: 'hm',
		answer: 'Let me think.\n\nDone.',
	},
	{
		name: 'a block after a preamble that never closes is text',
		text: 'The tag\n<think>\nopens a trace.',
		thinking: '',
		answer: 'The tag\n<think>\nopens a trace.',
	},
	{
		name: 'a trace without its opening tag that mentions the pair',
		text: 'Are <think> and </think> tags? Yes.</think>Yes.',
		thinking: 'Are <think> and </think> tags? Yes.',
		answer: 'Yes.',
	},
	{ name: 'half tags are text', text: '<thin a</thin <think', thinking: '', answer: '<thin a</thin <think' },
	{ name: 'longer names are other tags', text: '<thinks>a</thinks>b', thinking: '', answer: '<thinks>a</thinks>b' },
	{ name: 'text in other scripts and beyond the BMP', text: '<think>先数一下🍓</think>三个𠮷', thinking: '先数一下🍓', answer: '三个𠮷' },
	{
		name: 'a host that sends the trace apart: an answer may quote a lone tag',
		text: 'End it with </think> here',
		thinking: '',
		answer: 'End it with </think> here',
		options: { onlyLeading: true },
	},
	{
		name: 'a host that sends the trace apart: a leading block is still one',
		text: '<think>a</think>b',
		thinking: 'a',
		answer: 'b',
		options: { onlyLeading: true },
	},
];

function streamed(chunks: readonly string[], options?: SplitOptions) {
	const splitter = createThinkingSplitter(options);
	const pieces = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
	return { ...splitter.result(), pieces, reclassified: splitter.reclassified };
}

describe('whole text', () => {
	test.each(rows)('$name', ({ text, thinking, answer, options }) => {
		expect(splitThinking(text, options)).toEqual({ thinking, answer });
	});
});

describe('streams', () => {
	test.each(rows)('character by character: $name', ({ text, thinking, answer, options }) => {
		expect(streamed([...text], options)).toMatchObject({ thinking, answer });
	});

	test('a closing tag that was never opened reclassifies what was told as answer', () => {
		const { pieces, reclassified } = streamed(['hm ', '</thi', 'nk>', 'yes']);
		expect(reclassified).toBe(true);
		expect(pieces).toEqual([
			{ kind: 'answer', text: 'hm ' },
			{ kind: 'answer', text: 'yes' },
		]);
	});

	test('a tag is held back only while it may still become one', () => {
		const splitter = createThinkingSplitter();
		expect(splitter.push('<think>a</')).toEqual([{ kind: 'thinking', text: 'a' }]);
		expect(splitter.push('b')).toEqual([
			{ kind: 'thinking', text: '<' },
			{ kind: 'thinking', text: '/b' },
		]);
	});
});

/** Text made of what matters to the splitter, so that hard cases are frequent. */
const replies = fc
	.array(fc.constantFrom('<think>', '</think>', '<', '</', 'think>', '`', '"', '\n', '```\n', ' ', 'a', 'Wait', '不', '🍓', '>'), {
		maxLength: 24,
	})
	.map((parts) => parts.join(''));
const chunked = (text: fc.Arbitrary<string>) =>
	fc.tuple(text, fc.array(fc.nat(400), { maxLength: 12 })).map(([whole, cuts]) => {
		const points = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
		return { whole, chunks: points.slice(1).map((point, index) => whole.slice(points[index], point)) };
	});

describe('for any text', () => {
	test.each<{ name: string; options: SplitOptions }>([
		{ name: 'as it is', options: {} },
		{ name: 'opened in the prompt', options: { startImplied: true } },
		{ name: 'trace apart', options: { onlyLeading: true } },
	])('any chunk borders give the split of the whole text ($name)', ({ options }) => {
		fc.assert(
			fc.property(chunked(replies), ({ whole, chunks }) => {
				const { thinking, answer } = streamed(chunks, options);
				expect({ thinking, answer }).toEqual(splitThinking(whole, options));
			}),
			{ numRuns: 3000 },
		);
	});

	test('a trace without tags and any answer come apart again', () => {
		const plain = fc.string({ unit: 'binary' }).filter((text) => !/think>/.test(text));
		fc.assert(
			fc.property(plain, plain, fc.boolean(), (thinking, answer, opened) => {
				fc.pre(!/['"`]$/.test(thinking));
				const whole = `${opened ? '<think>' : ''}${thinking}</think>${answer}`;
				fc.pre(opened || !/(^|\n)\s*(```|~~~)/.test(thinking));
				expect(splitThinking(whole)).toEqual({ thinking: thinking.trim(), answer: answer.trimStart() });
			}),
			{ numRuns: 2000 },
		);
	});

	test('nothing but tags is lost, and nothing is made up', () => {
		fc.assert(
			fc.property(chunked(replies), ({ whole, chunks }) => {
				const { thinking, answer } = streamed(chunks);
				const bare = (text: string) => [...text.replace(/[<>/think\s]/g, '')].sort().join('');
				expect(bare(thinking + answer)).toBe(bare(whole));
			}),
			{ numRuns: 2000 },
		);
	});
});
