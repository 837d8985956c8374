import { describe, expect, test } from 'vitest';
import { evidenceFor, evidenceInReport, qualityEvidence } from '../../../core/inventory/evidence';
import { fixWorkflow } from '../../../core/inventory/fix';
import { readTarget } from '../../../core/inventory/conflicts';
import { chatWorkflow } from '../../support/fakeN8n';

const record = {
	id: 'quality',
	title: 'Quality',
	verdict: 'pass',
	summary: 'As good within 5 points.',
	emulated: false,
	figures: {},
	thresholds: {},
	findings: [],
	run: {
		startedAt: '2026-11-27T08:00:00Z',
		durationMs: 1,
		spentUsd: 0,
		unpricedCalls: 0,
		baseline: { model: 'o1', host: 'openai' },
		candidate: { model: 'deepseek-flash', host: 'deepseek' },
	},
};
const report = (checks: unknown[]) => JSON.stringify({ schemaVersion: 1, generatedAt: '2026-11-28T00:00:00Z', checks });

describe('evidence of a change', () => {
	test('is the verdict of the quality check of that target, with its day and the model it was compared with', () => {
		const evidence = evidenceInReport(report([{ id: 'cost', verdict: 'pass' }, record]), 'report.json');
		expect(evidenceFor(evidence, 'o1', 'deepseek-flash')).toBe('quality pass on 2026-11-27: As good within 5 points.');
		expect(evidenceFor(evidence, 'gpt-4', 'deepseek-flash')).toContain('compared with o1');
		expect(evidenceFor(evidence, 'o1', 'gpt-6-luna')).toMatch(/^none/);
		expect(evidenceFor({ ...evidence, emulated: true }, 'o1', 'deepseek-flash')).toContain('emulated');
		const replayed = { ...evidence, validUntil: '2026-12-11' };
		const on = (day: string) => evidenceFor(replayed, 'o1', 'deepseek-flash', new Date(`${day}T12:00:00Z`));
		expect(on('2026-12-11')).not.toContain('stale');
		expect(on('2026-12-12')).toContain('stale since 2026-12-11');
	});

	test.each([
		{ name: 'skipped', change: { verdict: 'skipped' } },
		{ name: 'broken off', change: { couldNotRun: true } },
		{ name: 'of another check', change: { id: 'cost' } },
	])('there is none where the check was $name', ({ change }) => {
		expect(qualityEvidence({ ...record, ...change }, '')).toBeUndefined();
		expect(() => evidenceInReport(report([{ ...record, ...change }]), 'report.json')).toThrow(/holds no result of a quality check/);
	});

	test('stands with each change of a copy', () => {
		const evidence = qualityEvidence(record, '');
		const { changes } = fixWorkflow(chatWorkflow('a', 'o1'), { target: readTarget('deepseek-flash'), evidence });
		expect(changes.map((change) => change.evidence)).toEqual(['quality pass on 2026-11-27: As good within 5 points.']);
	});
});
