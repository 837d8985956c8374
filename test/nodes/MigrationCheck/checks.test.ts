import { expect, test } from 'vitest';
import type { CheckDefinition } from '../../../nodes/MigrationCheck/checkDefinition';
import { checkIds } from '../../../nodes/MigrationCheck/checkResult';
import { checks } from '../../../nodes/MigrationCheck/checks';

test('the nine checks are listed in the order of the checklist', () => {
	expect(checks.map(({ id }) => id)).toEqual([...checkIds]);
});

test.each(checks.map((listed) => ({ id: listed.id, listed })))('$id is listed as it defines itself', async ({ id, listed }) => {
	const { check }: { check: CheckDefinition } = await import(`../../../nodes/MigrationCheck/checks/${id}/index.ts`);
	const { title, description, properties } = check;
	expect(listed).toMatchObject({ id: check.id, title, description });
	expect(listed.properties).toBe(properties);
});
