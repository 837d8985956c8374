import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChunkParser } from '../../../core/reason/chunkParser';
import { parseJson } from '../../../core/json';

const chunk = (delta: object, more: object = {}) =>
	JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: null }], usage: null, ...more });

/** Each event is compared at once: the object is used again. */
function readsLikeJson(events: readonly string[]) {
	const parse = createChunkParser();
	for (const event of events) expect(JSON.stringify(parse(event))).toBe(JSON.stringify(parseJson(event)));
}

test('whatever the texts are, an event reads as its JSON', () => {
	const text = fc.oneof(
		fc.string({ maxLength: 14 }),
		fc.string({ unit: 'grapheme', maxLength: 4 }),
		fc.constantFrom('"', '\\', '\n', '', 'a', ' the', '"}', '\u0001'),
	);
	const delta = fc.oneof(
		text.map((content) => ({ content })),
		text.map((content) => ({ role: 'assistant', content, reasoning_content: null })),
		text.map((thought) => ({ content: null, reasoning_content: thought })),
		text.map((thought) => ({ reasoning: thought, reasoning_content: thought })),
	);
	fc.assert(
		fc.property(fc.array(fc.tuple(delta, fc.integer({ min: 1, max: 4 }))), (runs) => {
			readsLikeJson(runs.flatMap(([each, times]) => Array<string>(times).fill(chunk(each))));
		}),
	);
});

test('raw control characters, cut events and events with more behind them are no JSON', () => {
	const good = ['a', 'b', 'c'].map((content) => chunk({ content }));
	for (const bad of [
		chunk({ content: 'd' }).replace('"d"', '"\u0001"'),
		chunk({ content: 'd' }).slice(0, -1),
		`${chunk({ content: 'd' })}}`,
	]) {
		readsLikeJson([...good, bad, ...good]);
	}
});

test('a text of the same name elsewhere is not taken for the one of the delta', () => {
	readsLikeJson(
		['a', 'b', 'c'].map((text) => `{"note":{"content":"${text}"},"choices":[{"index":0,"delta":{"content" : "x","content":"same"}}]}`),
	);
	readsLikeJson(['a', 'b', 'c'].map((text) => `{"choices":[{"delta":{"content":"${text}","content":"last"}}]}`));
});

test('events of one form are parsed a few times, not each', () => {
	const parse = createChunkParser();
	const objects = Array.from({ length: 50 }, (_, index) => parse(chunk({ content: ` w${index}` })));
	expect(new Set(objects).size).toBeLessThan(5);
});

test('what differs in more than the text is parsed', () => {
	const parse = createChunkParser();
	const objects = Array.from({ length: 50 }, (_, index) => parse(chunk({ content: ` w${index}` }, { created: index })));
	expect(new Set(objects).size).toBe(50);
	expect(objects.at(-1)).toMatchObject({ created: 49 });
});
