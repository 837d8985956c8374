import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../core/checks/checkResult';
import { worstOf } from '../../../core/checks/verdict';
import { buildReport, skipped } from '../../../core/report/buildReport';
import { headline } from '../../../core/report/words';
import { sampleRecords, sampleReport } from './sampleReport';

const now = new Date('2026-11-23T00:00:00Z');
const withVerdict = (verdict: Verdict) => ({ ...sampleRecords[1], verdict });

describe('the verdict of the whole', () => {
	test.each<{ name: string; verdicts: Verdict[]; expected: Verdict }>([
		{ name: 'one failure fails it', verdicts: ['pass', 'warn', 'fail', 'pass'], expected: 'fail' },
		{ name: 'one doubt leaves it undecided', verdicts: ['pass', 'warn', 'skipped'], expected: 'warn' },
		{ name: 'skipped checks do not take a pass away', verdicts: ['pass', 'skipped'], expected: 'pass' },
		{ name: 'nothing but skipped checks is no pass', verdicts: ['skipped', 'skipped'], expected: 'skipped' },
		{ name: 'no check at all is no pass', verdicts: [], expected: 'skipped' },
	])('$name', ({ verdicts, expected }) => {
		expect(worstOf(verdicts)).toBe(expected);
	});

	test.each<{ verdict: Verdict; words: string }>([
		{ verdict: 'pass', words: 'No objection found' },
		{ verdict: 'warn', words: 'Not decided yet' },
		{ verdict: 'fail', words: 'Not ready' },
		{ verdict: 'skipped', words: 'Nothing was checked' },
	])('a single check that ends in $verdict reads "$words", never "Ready to move"', ({ verdict, words }) => {
		expect(headline(buildReport([withVerdict(verdict)], { title: 't', now })).words).toBe(words);
	});

	test('only nine passes are "Ready to move"', () => {
		const report = sampleReport();
		const checks = report.checks.map((check) => ({ ...check, verdict: 'pass' as const }));
		expect(headline({ ...report, verdict: 'pass', checks }).words).toBe('Ready to move');
	});
});

test('a report always has the nine checks in the order of the checklist, and says which did not run', () => {
	const report = buildReport([sampleRecords[8], sampleRecords[0]], { title: 't', now });
	expect(report.checks.map(({ id }) => id)).toEqual([
		'inventory',
		'quality',
		'language',
		'tools',
		'residency',
		'latency',
		'fallback',
		'privacy',
		'cost',
	]);
	expect(report.checks[1]).toMatchObject({ verdict: 'skipped', summary: 'Not part of this run.' });
});

test('a report is emulated as soon as one check that ran is', () => {
	expect(buildReport([sampleRecords[0], { ...sampleRecords[1], emulated: true }], { title: 't', now }).emulated).toBe(true);
	expect(buildReport(sampleRecords, { title: 't', now }).emulated).toBe(false);
	expect(buildReport([{ ...skipped('quality', ''), emulated: true }, sampleRecords[0]], { title: 't', now }).emulated).toBe(false);
});

test('what the checks paid is added up', () => {
	expect(buildReport(sampleRecords, { title: 't', now }).spentUsd).toBeCloseTo(0.8431 * 6, 10);
});
