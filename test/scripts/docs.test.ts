import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { auditSettings } from '../../scripts/docs/auditSettings';
import { between } from '../../scripts/docs/between';
import { checks } from '../../core/checks';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/audit.md'), 'utf8');

test('docs/audit.md lists every setting as the code has it (npm run docs)', () => {
	expect(between(page, 'settings', auditSettings())).toBe(page);
});

test('every setting of every check stands on the page with a default or an example', () => {
	const names = checks.flatMap(({ fields }) =>
		fields.flatMap(({ name, type, options }) => (type === 'collection' ? (options ?? []).map((each) => each.name) : [name])),
	);
	expect(names.length).toBeGreaterThan(90);
	expect(names.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});
