import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectChinese } from '../../../core/chinese/detect';

/** Rows written for the kinds that were wrong on texts of others; 〚…〛 marks what is to be found. */
const rows = readFileSync(path.join(import.meta.dirname, '../../data/detect-written.txt'), 'utf8')
	.split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'))
	.map((line) => {
		const [kind = '', language = '', ...rest] = line.split(' | ');
		const marked = rest.join(' | ').replaceAll('\\n', '\n');
		return { kind, language, text: marked.replace(/[〚〛]/g, ''), wanted: [...marked.matchAll(/〚([^〛]*)〛/g)].map(([, span]) => span) };
	});

/** Kanji alone, in which nothing tells the languages apart but what one has read; docs/detector-figures.md names the figure. */
const undecidable = new Set(['社会的責任投資', '先天的要因・後天的要因', '潜在的需要、顕在的需要']);

describe('rows of the kinds that were wrong', () => {
	test.each(rows.filter(({ text }) => !undecidable.has(text)))('$kind: $text', ({ text, wanted }) => {
		const { spans } = detectChinese(text);
		expect(spans.length > 0).toBe(wanted.length > 0);
		for (const span of wanted)
			expect(spans.some((found) => found.text.includes(span ?? '') || (span ?? '').includes(found.text))).toBe(true);
	});
});
