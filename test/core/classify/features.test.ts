import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKETS, extractFeatures } from '../../../core/classify/features';
import { CONCEPT_NAMES, conceptsAt } from '../../../core/classify/lexicon';
import { CONCEPTS } from '../../../core/classify/concepts';

function conceptsIn(text: string): string[] {
	const codes = Uint16Array.from(` ${text.toLowerCase()} `, (character) => character.charCodeAt(0));
	const found = new Set<string>();
	conceptsAt(codes, 1, codes.length, (concept) => found.add(CONCEPT_NAMES[concept]));
	return [...found];
}

describe('the lexicon', () => {
	test.each([
		['poem', ['poem']],
		['gedichte', ['poem']],
		['apoem', []],
		['好', []],
		['俳句を', ['poem']],
		['step by step', ['stepwise']],
		['step by stephen', []],
		['kimdir', []],
		['напишите', ['write']],
	])('finds at the start of “%s”: %o', (text, expected) => {
		expect(conceptsIn(text)).toEqual(expect.arrayContaining(expected));
		if (expected.length === 0) expect(conceptsIn(text).filter((name) => ['poem', 'stepwise', 'who'].includes(name))).toEqual([]);
	});

	test.each(Object.entries(CONCEPTS))('%s has entries that can match', (_, entries) => {
		for (const entry of entries.split(/\s+/)) {
			expect(entry.replace(/\*$/, '')).not.toMatch(/\*|^$/);
			expect(entry.replaceAll('_', ' ').length).toBeLessThanOrEqual(24);
		}
	});
});

describe('extractFeatures', () => {
	test('keeps every feature in its bucket and its groups in order, for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
				const { ids, ends } = extractFeatures(text);
				expect(ends[0]).toBeLessThanOrEqual(ends[1]);
				expect(ends[1]).toBeLessThanOrEqual(ends[2]);
				for (let at = 0; at < ends[2]; at++) expect(ids[at] >= 0 && ids[at] < BUCKETS).toBe(true);
			}),
			{ numRuns: 100 },
		);
	});

	test('sees that there is a number, not which digits it has', () => {
		const of = (text: string) => {
			const { ids, ends } = extractFeatures(text);
			return [...ids.slice(0, ends[2])];
		};
		expect(of('add 12 and 7')).toEqual(of('add 34 and 9'));
		expect(of('add 12 and 7')).not.toEqual(of('add twelve and 7'));
	});
});
