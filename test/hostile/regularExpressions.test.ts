import { expect, test } from 'vitest';
import { makeGrader } from '../../core/graders';
import { compileSchema } from '../../core/reason/jsonAnswer';

const nasty = '^([a-zA-Z0-9]+)*$';
const text = `${'a'.repeat(5000)}!`;

test.each(['^([a-zA-Z0-9]+)*$', '(a+)+$', '^(a|a)*$', '(.*a){20}b'])(
	'a schema whose pattern is %s is checked in linear time',
	async (pattern) => {
		const { check } = await compileSchema({ type: 'object', properties: { id: { type: 'string', pattern } } });
		expect(check(JSON.stringify({ id: text }))).toMatchObject({ valid: false });
		const grader = await makeGrader({ type: 'schema', schema: { type: 'object', properties: { id: { type: 'string', pattern } } } });
		expect(await grader(JSON.stringify({ id: text }))).toMatchObject({ outcome: 'wrong' });
	},
);

test('names of properties are matched in linear time, too', async () => {
	const { check } = await compileSchema({
		type: 'object',
		patternProperties: { [nasty]: { type: 'number' } },
		additionalProperties: false,
	});
	expect(check(JSON.stringify({ [text]: 1 }))).toMatchObject({ valid: false });
	expect(check('{"abc1":1}')).toMatchObject({ valid: true });
});

test.each(['(?=a)b', '(a)\\1', '(?<!x)y'])('%s, which no linear engine takes, is refused with the reason', async (pattern) => {
	const schema = { type: 'string', pattern } as const;
	await expect(makeGrader({ type: 'schema', schema })).rejects.toThrow(/linear time/);
	await expect(compileSchema(schema)).rejects.toMatchObject({ description: expect.stringMatching(/linear time/) });
});
