import { afterEach, describe, expect, test, vi } from 'vitest';
import { detectChinese } from '../../../core/chinese/detect';
import type { DetectOptions } from '../../../core/chinese/detectOptions';

afterEach(() => vi.restoreAllMocks());

/** Characters that the detector reads: one by one, and in the pieces that it cuts out and searches. */
function charactersRead(text: string, options: DetectOptions): number {
	let read = 0;
	const { charCodeAt, slice, indexOf } = String.prototype;
	vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, index) {
		read++;
		return charCodeAt.call(this, index);
	});
	vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, start, end) {
		const part = slice.call(this, start, end);
		read += part.length;
		return part;
	});
	vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, search, from = 0) {
		const at = indexOf.call(this, search, from);
		read += (at < 0 ? this.length : at) - from;
		return at;
	});
	detectChinese(text, options);
	vi.restoreAllMocks();
	return read;
}

const everyOption: DetectOptions = {
	allowedTerms: ['中国', 'x'],
	prompt: '中文问题',
	ignoreCode: true,
	ignoreQuotations: true,
	smallestSpan: 2,
	expectedLanguages: ['ja'],
};

describe('work grows with the length of the text', () => {
	test.each([
		'中',
		'中a',
		'中文 and ',
		'"中',
		'(中文',
		'`中',
		'`a`中',
		'](中',
		'//中',
		'か中',
		'한中',
		'中\n',
		'中国"means ',
		'𠮷',
		'\ud840',
		'「中',
		'{"中":',
		'>中\n',
		'会議は中国的',
		'```\n中',
	])('%j, over and over', (piece) => {
		for (const options of [{}, everyOption]) {
			const half = charactersRead(piece.repeat(1000), options);
			const whole = charactersRead(piece.repeat(2000), options);
			expect(whole / half).toBeLessThan(2.2);
		}
	});

	test('a text of several blocks takes as much for each character as one of a single block', () => {
		const piece = 'The 结果 is clear, 所以我们可以继续，and so on.\n';
		const one = charactersRead(piece.repeat(1000), {});
		expect(charactersRead(piece.repeat(10_000), {}) / one).toBeLessThan(11);
	});
});
