import { expect, test } from 'vitest';
import { checkIds, checkOf, checks, isCheckId } from '../../../core/checks';

test('each check is listed once, and found by its id', () => {
	expect(new Set(checkIds).size).toBe(checks.length);
	for (const check of checks) expect(checkOf(check.id)).toBe(check);
	expect(isCheckId('speed')).toBe(false);
	expect(() => checkOf('speed')).toThrow(/There is no check "speed"; there are inventory/);
});

test.each(checks.map((check) => ({ id: check.id, check })))(
	'$id keeps its defaults among its choices, and names each setting once',
	({ check }) => {
		for (const field of check.fields) {
			if (field.type !== 'options') continue;
			expect(
				(field.options ?? []).map((option) => ('value' in option ? option.value : option.name)),
				field.name,
			).toContain(field.default);
		}
		const names = check.fields.flatMap(({ name, type, options }) =>
			type === 'collection' ? (options ?? []).map((option) => option.name) : [name],
		);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	},
);
