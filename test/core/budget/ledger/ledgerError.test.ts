import { describe, expect, test } from 'vitest';
import { invalid, unexpected } from '../../../../core/budget/ledger/ledgerError';

describe('a value that cannot be used', () => {
	test.each([
		{ value: 'x'.repeat(38), shown: `"${'x'.repeat(38)}"` },
		{ value: 'x'.repeat(39), shown: 'string of 41 characters' },
		{ value: 7, shown: '7' },
		{ value: undefined, shown: 'undefined' },
		{ value: Symbol('s'), shown: 'Symbol(s)' },
	])('is shown as $shown', ({ value, shown }) => {
		expect(invalid('model', 'a text', value)).toMatchObject({
			kind: 'invalid',
			field: 'model',
			message: `Expected \`model\` to be a text, got ${shown}`,
		});
	});
});

describe('a failure without a name', () => {
	test.each([
		{ name: 'both codes', more: { code: 'ERR_SQLITE_ERROR', errcode: 11 }, told: 'ERR_SQLITE_ERROR 11' },
		{ name: 'one code', more: { code: '58030' }, told: '58030' },
		{ name: 'no code', more: {}, told: 'RangeError' },
	])('tells $name, and nothing of its message', ({ more, told }) => {
		const cause = Object.assign(new RangeError('the stored prompt'), more);
		const error = unexpected('PostgreSQL', cause);
		expect(error).toMatchObject({ kind: 'unexpected', message: `The store of PostgreSQL failed (${told})`, cause });
		expect(error.description).not.toBe('');
	});
});
