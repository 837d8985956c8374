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

/** What nothing tells apart but what one has read: kanji that are traditional Chinese, too, and a leak that looks like a gloss. */
const undecidable = new Set(['1. 概要\n2. 目的\n3. 方法\n4. 結果', 'He nodded (点头) and left the room.']);

describe('rows of the kinds that were wrong', () => {
	test.each(rows.filter(({ text }) => !undecidable.has(text)))('$kind: $text', ({ text, wanted }) => {
		const { spans } = detectChinese(text);
		expect(spans.length > 0).toBe(wanted.length > 0);
		for (const span of wanted)
			expect(spans.some((found) => found.text.includes(span ?? '') || (span ?? '').includes(found.text))).toBe(true);
	});
});
