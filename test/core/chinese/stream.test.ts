import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectChinese } from '../../../core/chinese/detect';
import { createChineseStream } from '../../../core/chinese/stream';

/** What a stream reports, how much of the text it had seen by then, and its end. */
function streamed(chunks: string[]) {
	const stream = createChineseStream();
	let seen = 0;
	let report: { text: string; start: number; seen: number } | undefined;
	for (const chunk of chunks) {
		seen += chunk.length;
		const leak = stream.push(chunk);
		if (leak) {
			expect(report, 'reports once').toBeUndefined();
			report = { text: leak.text, start: leak.start, seen };
		}
	}
	return { report, end: stream.end() };
}

const english = 'The next step follows from the one before it, so we go on. ';
const leak = '首先我们需要分析这个问题的条件，也就是说先计算总数。';

describe('a stream', () => {
	test('reports a leak before the text is over, with offsets in the whole text', () => {
		const text = english.repeat(40) + leak + english.repeat(40);
		const { report } = streamed([...text]);
		expect(report?.start).toBe(english.length * 40);
		expect(report?.seen).toBeLessThan(english.length * 40 + leak.length + 112);
	});

	test('reports a single leaked word', () => {
		const text = `${english}They stopped for 拍照 opportunities along the road. ${english.repeat(4)}`;
		expect(streamed([...text]).report?.text).toBe('拍照');
	});

	test.each([
		{ name: 'English', text: english.repeat(50) },
		{ name: 'Japanese', text: '東京都の会議では、研究成果と今後の予定について説明しました。'.repeat(20) },
		{ name: 'a quoted term', text: `The Chinese name for Brazil is "巴西". ${english.repeat(5)}` },
	])('reports nothing for $name', ({ text }) => {
		expect(streamed([...text])).toMatchObject({ report: undefined, end: { found: false } });
	});

	test('ends with the judgement of the whole text, however short', () => {
		expect(streamed(['我', '们'])).toMatchObject({ report: undefined, end: { found: true } });
		expect(createChineseStream().end()).toEqual(detectChinese(''));
	});

	test('says what is wrong with a chunk or a call', () => {
		const stream = createChineseStream();
		expect(() => stream.push(null as unknown as string)).toThrow(/chunk of text/);
		stream.end();
		expect(() => stream.push('more')).toThrow(/after the end/);
		expect(() => createChineseStream({ smallestShare: 7 })).toThrow(/smallestShare/);
	});

	test('how the text is cut into chunks makes no difference', () => {
		const parts = fc.constantFrom(english, leak, '拍照', 'です。', '한국어', '"巴西"', '\n', '🎉', '𠮷', 'word ');
		fc.assert(
			fc.property(fc.array(parts, { maxLength: 40 }), fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 60 }), (texts, sizes) => {
				const text = texts.join('');
				const chunks: string[] = [];
				for (let at = 0, next = 0; at < text.length; next++) {
					const size = 1 + sizes[next % sizes.length];
					chunks.push(text.slice(at, at + size));
					at += size;
				}
				const whole = streamed([text]);
				const cut = streamed(chunks);
				expect(cut.end).toEqual(whole.end);
				expect(cut.end).toEqual(detectChinese(text));
				expect(cut.report?.text).toBe(whole.report?.text);
				expect(cut.report?.start).toBe(whole.report?.start);
			}),
		);
	});
});
