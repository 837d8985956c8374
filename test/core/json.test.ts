import { expect, test } from 'vitest';
import { get, isObject, parseJson } from '../../core/json';

test('an object is neither null nor a list', () => {
	expect([{}, { a: 1 }, null, [], 'text', undefined].map(isObject)).toEqual([true, true, false, false, false, false]);
});

test('text that is no JSON gives nothing', () => {
	expect([parseJson('{"a":1}'), parseJson('{"a"'), parseJson('')]).toEqual([{ a: 1 }, undefined, undefined]);
});

test('keys of the prototype are not looked up', () => {
	expect(get({}, 'constructor')).toBeUndefined();
});
