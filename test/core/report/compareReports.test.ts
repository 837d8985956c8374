import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../core/checks/checkResult';
import { compareReports } from '../../../core/report/compareReports';
import { readReport } from '../../../core/report/readReport';
import { sampleReport } from './sampleReport';

const withQuality = (change: object) => {
	const report = sampleReport();
	return { ...report, checks: report.checks.map((check) => (check.id === 'quality' ? { ...check, ...change } : check)) };
};
const qualityOf = (before: object, after: object) =>
	compareReports(withQuality(before), withQuality(after)).changes.find(({ id }) => id === 'quality');

describe('a verdict between two reports', () => {
	test.each<{ before: Verdict; after: Verdict; direction: string }>([
		{ before: 'fail', after: 'pass', direction: 'better' },
		{ before: 'fail', after: 'warn', direction: 'better' },
		{ before: 'pass', after: 'warn', direction: 'worse' },
		{ before: 'warn', after: 'fail', direction: 'worse' },
		{ before: 'pass', after: 'pass', direction: 'same' },
		{ before: 'skipped', after: 'pass', direction: 'not comparable' },
		{ before: 'fail', after: 'skipped', direction: 'not comparable' },
	])('$before to $after is $direction', ({ before, after, direction }) => {
		expect(qualityOf({ verdict: before }, { verdict: after })?.direction).toBe(direction);
	});

	test('a lab measurement is not compared with a real one', () => {
		expect(qualityOf({ verdict: 'fail', emulated: true }, { verdict: 'pass', emulated: false })?.direction).toBe('not comparable');
	});
});

test('only figures that both have and that moved are listed', () => {
	const before = { figures: { accuracy: 0.9, tasks: 300, constructor: 1, note: 'x' } };
	const after = { figures: { accuracy: 0.8, tasks: 300, added: 4, note: 'y' } };
	expect(qualityOf(before, after)?.figures).toEqual([{ name: 'accuracy', before: 0.9, after: 0.8 }]);
});

describe('an earlier report', () => {
	test('is read back as it was written', () => {
		const report = sampleReport();
		expect(readReport(JSON.stringify(report))).toEqual(JSON.parse(JSON.stringify(report)));
	});

	test.each([
		{ name: 'text that is not JSON', text: 'hello' },
		{ name: 'JSON of something else', text: '{"nodes":[]}' },
		{ name: 'a later version', text: JSON.stringify({ ...sampleReport(), schemaVersion: 2 }) },
	])('$name is refused with a reason', ({ text }) => {
		expect(() => readReport(text)).toThrow(/not a report\.json of version 1/);
	});
});
