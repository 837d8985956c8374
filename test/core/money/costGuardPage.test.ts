import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readUsage, type ItemSource } from '../../../core/money/usage';

const folder = import.meta.dirname;
const page = readFileSync(join(folder, '../../../docs/cost-guard.md'), 'utf8');

test('the page about Cost Guard has a row for each kind of case, with what is read and what is unknown', () => {
	const counts = new Map<string, { known: number; unknown: number }>();
	for (const file of ['usage.jsonl', 'own.jsonl', 'written.jsonl', 'documented.jsonl']) {
		for (const line of readFileSync(join(folder, 'cases', file), 'utf8')
			.trim()
			.split('\n')) {
			const { kind, shape, ...source }: ItemSource & { kind: string; shape: unknown } = JSON.parse(line);
			const count = counts.get(kind) ?? { known: 0, unknown: 0 };
			count['usage' in readUsage(shape, source) ? 'known' : 'unknown'] += 1;
			counts.set(kind, count);
		}
	}
	const rows = [...page.matchAll(/`([\w-]+)` (\d+) \/ (\d+)\s*\|$/gm)].map(([, kind, known, unknown]) => [
		kind,
		{ known: Number(known), unknown: Number(unknown) },
	]);
	expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(counts));
});
