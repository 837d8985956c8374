import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atOnce } from '../../core/breathe';
import { parseForeignJson } from '../../core/json';
import { parseInSteps } from '../../core/parseInSteps';

const read = (text: string, length?: number, cuts = 7) => atOnce(parseInSteps(text.match(new RegExp(`[^]{1,${cuts}}`, 'g')) ?? [], length));

const blanks = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: fc.constantFrom('\\', '"', 'u', '😀', 'a') }));
const value = fc.letrec((tie) => ({
	any: fc.oneof({ maxDepth: 5 }, texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(true, null), fc.array(tie('any')), fc.dictionary(fc.oneof(texts, fc.constant('__proto__')), tie('any'))),
})).any; // prettier-ignore

test('says what the parser of the engine says, wherever it is cut', () => {
	fc.assert(
		fc.property(value, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 1), blanks, (any, length, indent, around) => {
			const text = around + JSON.stringify(any, null, indent) + around;
			expect(read(text, length)).toEqual(JSON.parse(text));
		}),
	);
});

test('what is no JSON is none here, too', () => {
	fc.assert(
		fc.property(value, fc.integer({ min: 1, max: 40 }), fc.nat(), fc.constantFrom('', ',', ']', '}', '"', '[', '{', ':', '1', '\\', ' '), (any, length, at, sign) => {
			const whole = JSON.stringify(any);
			const place = at % (whole.length + 1);
			const text = whole.slice(0, place) + sign + whole.slice(place + 1);
			expect(read(text, length)).toEqual(parseForeignJson(text));
		}),
		{ numRuns: 2000 },
	);
}); // prettier-ignore

test.each(['[1,]', '[,1]', '[1 2]', '[1}', '{"a":1]', '{"a":1,}', '[]]', '[', '{"a"', '{"a":', '{1:2}', '', ' ', '"a', '"a"b"', '[1]x'])(
	'%s is no JSON',
	(text) => {
		for (const length of [1, 2, 3, 9]) expect(read(text, length)).toBeUndefined();
	},
);

test('a name of the prototype is a name, and nothing is nested too deep', () => {
	const object = read('{"__proto__":{"x":1},"b":"0123456789"}', 12) as object;
	expect([Object.getPrototypeOf(object), Object.keys(object)]).toEqual([Object.prototype, ['__proto__', 'b']]);
	const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
	expect([500, 501, 100_000].map((depth) => read(deep(depth), 100) !== undefined)).toEqual([true, false, false]);
});

test('a long text is read in many steps', () => {
	for (const text of [
		`["${'\\u00e9"'.slice(0, 6).repeat(100_000)}"]`,
		`[${'{},'.repeat(200_000)}1]`,
		`{"a":{"b":[${'1,'.repeat(300_000)}1]}}`,
	]) {
		const steps = [...parseInSteps(text.match(/[^]{1,60000}/g) ?? [])].length;
		expect(steps).toBeGreaterThan(text.length / 40_000);
		expect(read(text, undefined, 50_000)).toEqual(JSON.parse(text));
	}
});
