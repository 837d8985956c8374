import { describe, expect, test } from 'vitest';
import { checkLabel, checkOrigin, checkScope, checkScopes } from '../../../../core/budget/ledger/input';

const wrong = (field: string) => expect.objectContaining({ kind: 'invalid', field });
const scope = { key: 'k', period: 'day' };

describe('a label', () => {
	test.each(['x', 'x'.repeat(200), 'Ünï 日本'])('may be %s', (label) => {
		expect(checkLabel('model', label)).toBe(label);
	});
	test.each(['', '   ', 'x'.repeat(201), 'a\0b', '\ud800', 7, null, undefined])('may not be %s', (label) => {
		expect(() => checkLabel('model', label)).toThrow(wrong('model'));
	});
});

describe('the origin of a reservation', () => {
	test.each([0, 1, 2 ** 31])('has the item %s', (item) => {
		expect(checkOrigin({ item })).toEqual({ execution: null, workflowId: null, item });
	});
	test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('has no item %s', (item) => {
		expect(() => checkOrigin({ item })).toThrow(wrong('origin.item'));
	});
	test('may be unknown', () => {
		expect(checkOrigin()).toEqual({ execution: null, workflowId: null, item: null });
	});
});

describe('scopes', () => {
	test('are 1 to 20', () => {
		expect(checkScopes(Array.from({ length: 20 }, () => scope))).toHaveLength(20);
		for (const scopes of [[], Array.from({ length: 21 }, () => scope), 'k', null, { length: 1 }]) {
			expect(() => checkScopes(scopes)).toThrow(wrong('scopes'));
		}
	});
	test.each([null, undefined, 'k', 7])('are not %s', (given) => {
		expect(() => checkScope('scopes[0]', given)).toThrow(wrong('scopes[0]'));
	});
	test('of an execution name it, and others forget it', () => {
		expect(checkScope('s', { ...scope, period: 'execution', executionId: '7' })).toMatchObject({ executionId: '7' });
		expect(() => checkScope('s', { ...scope, period: 'execution' })).toThrow(wrong('s.executionId'));
		expect(checkScope('s', { ...scope, executionId: '7' })).toMatchObject({ executionId: null, limitNano: null, timeZone: 'UTC' });
	});
});
