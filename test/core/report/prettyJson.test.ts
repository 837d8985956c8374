import { assert, asyncProperty, constant, jsonValue, oneof } from 'fast-check';
import { expect, test } from 'vitest';
import { prettyJson } from '../../../core/report/prettyJson';

test('is the text that JSON.stringify writes', async () => {
	await assert(
		asyncProperty(
			oneof(jsonValue({ maxDepth: 8 }), constant({ a: undefined, b: [undefined, { c: undefined, d: [] }], e: {}, f: 'a\nb' })),
			async (value) => {
				expect(await prettyJson(value)).toBe(JSON.stringify(value, null, '\t'));
			},
		),
	);
});
