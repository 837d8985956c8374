import { describe, expect, test } from 'vitest';
import { balancedValue, compileSchema } from '../../../core/reason/jsonAnswer';

const schema = {
	type: 'object',
	properties: { count: { type: 'integer' }, note: { type: 'string' } },
	required: ['count'],
	additionalProperties: false,
};

const good: { name: string; answer: string; repaired: boolean; data?: unknown }[] = [
	{ name: 'plain JSON', answer: '{"count": 3}', repaired: false },
	{ name: 'white space around it', answer: '\n\n {"count": 3} \n', repaired: false },
	{ name: 'a fenced block', answer: 'Here you are:\n```json\n{"count": 3}\n```\nEnjoy.', repaired: true },
	{ name: 'prose around it', answer: 'The answer is {"count": 3}, as you see.', repaired: true },
	{ name: 'a trace that leaked before it', answer: '<think>{"count": 9}</think>{"count": 3}', repaired: false },
	{ name: 'a trailing comma', answer: '{"count": 3,}', repaired: true },
	{ name: 'single quotes and bare keys', answer: "{count: 3, note: 'x'}", repaired: true, data: { count: 3, note: 'x' } },
	{ name: 'an end that is missing', answer: '{"count": 3, "note": "cut', repaired: true, data: { count: 3, note: 'cut' } },
	{ name: 'braces in strings', answer: 'x {"count": 3, "note": "a } b \\" {"} y', repaired: true, data: { count: 3, note: 'a } b " {' } },
	{ name: 'comments', answer: '{"count": 3 /* three */}', repaired: true },
];

describe('a reply', () => {
	test.each(good)('with $name is valid', async ({ answer, repaired, data = { count: 3 } }) => {
		const { check } = await compileSchema(schema);
		expect(check(answer)).toEqual({ valid: true, data, repaired });
	});

	test.each([
		{ name: 'no JSON', answer: 'I can not do that.', errors: ['The reply holds no JSON value.'] },
		{ name: 'nothing', answer: '', errors: ['The reply holds no JSON value.'] },
		{ name: 'a wrong type', answer: '{"count": "three"}', errors: ['/count must be integer'] },
		{ name: 'a missing field', answer: '{}', errors: ["the value must have required property 'count'"] },
		{ name: 'a field too many', answer: '{"count": 1, "b": 2}', errors: ['the value must NOT have additional properties (b)'] },
	])('with $name is not, and says why', async ({ answer, errors }) => {
		const { check } = await compileSchema(schema);
		expect(check(answer)).toEqual({ valid: false, errors });
	});

	test('may be any JSON value that the schema allows', async () => {
		const { check } = await compileSchema({ type: 'array', items: { type: 'string' } });
		expect(check('["a", "b"]')).toMatchObject({ data: ['a', 'b'] });
		const any = await compileSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'integer' }] });
		expect(any.check('[1]')).toMatchObject({ valid: true });
		expect(any.check('["x"]')).toMatchObject({ valid: false });
	});

	test('is not judged by a schema that is none', async () => {
		await expect(compileSchema({ type: 'objekt' })).rejects.toMatchObject({
			kind: 'invalid_request',
			message: 'The JSON schema is not valid',
		});
	});
});

test.each([
	{ text: 'a [1, {"b": "]"}] c', value: '[1, {"b": "]"}]' },
	{ text: '{"a": {', value: undefined },
	{ text: 'none', value: undefined },
])('the first balanced value of $text', ({ text, value }) => {
	expect(balancedValue(text)).toBe(value);
});
