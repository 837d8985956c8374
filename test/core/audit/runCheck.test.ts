import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { brokenOff, runCheck, type CheckRun } from '../../../core/audit/runCheck';
import type { CheckId } from '../../../core/checks';
import type { Check, CheckContext, Side } from '../../../core/checks/check';
import type { CheckResult, Verdict } from '../../../core/checks/checkResult';
import { diskFiles } from '../../../core/diskFiles';

const side = (baseURL = 'https://api.deepseek.com/v1', more: Partial<Side> = {}): Side => ({
	endpoint: { baseURL },
	model: 'deepseek-flash',
	emulated: false,
	...more,
});
const local = side('http://127.0.0.1:11434/v1');

/** A check that makes calls of so many nano-dollars, and what its context was. */
function checkOf(
	calls: (number | 'unknown')[],
	result: Partial<CheckResult<CheckId>> = {},
	sides: Check['sides'] = { candidate: 'needed', baseline: 'optional' },
) {
	const seen: { context?: CheckContext; settings?: unknown; statuses: string[] } = { statuses: [] };
	const check: Check<CheckId> = {
		...{ id: 'quality', title: 'Quality', description: '', sides, fields: [] },
		async run(settings, context) {
			Object.assign(seen, { context, settings });
			for (const nano of calls) {
				const outcome = await context.pay?.({ estimateNano: nano, send: async () => 1, costOf: () => nano });
				seen.statuses.push(outcome?.status ?? 'unpaid');
			}
			return {
				...{ id: 'quality', title: 'Quality', verdict: 'pass', summary: 'All is well.', figures: {}, thresholds: {}, findings: [] },
				emulated: false,
				...result,
			};
		},
	};
	return { check, seen };
}

const run = (more: Partial<CheckRun> = {}): CheckRun => ({
	settings: {},
	candidate: side(),
	earlier: [],
	items: [],
	auditKey: 'test',
	files: diskFiles(),
	fetch,
	...more,
});

/** A file for the answers, so that the ledger of the cap lies beside it. */
function answersFile() {
	const folder = mkdtempSync(path.join(tmpdir(), 'run-check-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return path.join(folder, 'answers.jsonl');
}

describe('a check that the cost cap cut short', () => {
	test.each<{ before: Verdict; after: Verdict }>([
		{ before: 'pass', after: 'warn' },
		{ before: 'warn', after: 'warn' },
		{ before: 'fail', after: 'fail' },
		{ before: 'skipped', after: 'skipped' },
	])('cannot pass: $before becomes $after', async ({ before, after }) => {
		const { check, seen } = checkOf([600, 600], { verdict: before });
		const record = await runCheck(check, run({ maxCostUsd: 0.000_001, answersFile: answersFile() }));
		expect(seen.statuses).toEqual(['done', 'overBudget']);
		expect(record).toMatchObject({ verdict: after, summary: 'All is well; the cost cap of $0.000001 stopped it.' });
		expect(record.run).toMatchObject({ spentUsd: 0.000_000_6, unpricedCalls: 0 });
	});

	test('does not say so twice', async () => {
		const { check } = checkOf([2000], { summary: 'Only 1 of 9 were asked: stopped by the cost cap.', stopped: 'cost cap' });
		const record = await runCheck(check, run({ maxCostUsd: 0.000_001, answersFile: answersFile() }));
		expect(record).toMatchObject({ verdict: 'warn', summary: 'Only 1 of 9 were asked: stopped by the cost cap.' });
		expect(record).not.toHaveProperty('stopped');
	});

	test('says so, too, where its user stopped it', async () => {
		const { check } = checkOf([2000], { summary: 'Cancelled.', stopped: 'cancelled' });
		const record = await runCheck(check, run({ maxCostUsd: 0.000_001, answersFile: answersFile() }));
		expect(record.summary).toBe('Cancelled; the cost cap of $0.000001 stopped it.');
	});

	test('is one with a call whose price nobody knows', async () => {
		const { check, seen } = checkOf(['unknown']);
		const record = await runCheck(check, run({ maxCostUsd: 1, answersFile: answersFile() }));
		expect([seen.statuses, record.verdict]).toEqual([['overBudget'], 'warn']);
	});
});

describe('a check under a cap', () => {
	test('that it keeps is left as it was', async () => {
		const { check } = checkOf([600, 400]);
		const record = await runCheck(check, run({ maxCostUsd: 0.000_001, answersFile: answersFile() }));
		expect(record).toMatchObject({ verdict: 'pass', summary: 'All is well.', run: { spentUsd: 0.000_001 } });
	});

	test('shares it with the checks before, by the file of answers', async () => {
		const file = answersFile();
		await runCheck(checkOf([600]).check, run({ maxCostUsd: 0.000_001, answersFile: file }));
		const { check, seen } = checkOf([401, 400]);
		await runCheck(check, run({ maxCostUsd: 0.000_001, answersFile: file }));
		expect(seen.statuses).toEqual(['overBudget', 'done']);
		expect(readdirSync(path.dirname(file)).some((name) => name === 'answers.jsonl.sqlite')).toBe(true);
	});

	test('without a file shares it by the name of the audit', async () => {
		const home = mkdtempSync(path.join(tmpdir(), 'run-check-home-'));
		const before = process.env.N8N_USER_FOLDER;
		process.env.N8N_USER_FOLDER = home;
		onTestFinished(() => {
			if (before === undefined) delete process.env.N8N_USER_FOLDER;
			else process.env.N8N_USER_FOLDER = before;
			rmSync(home, { recursive: true });
		});
		const statuses = async (auditKey: string) => {
			const { check, seen } = checkOf([600]);
			await runCheck(check, run({ maxCostUsd: 0.000_001, auditKey }));
			return seen.statuses[0];
		};
		expect([await statuses('one'), await statuses('one'), await statuses('other')]).toEqual(['done', 'overBudget', 'done']);
	});

	test.each([
		{ name: 'asks only this machine, which sends no bill', sides: { candidate: local, baseline: local }, status: 'done' },
		{ name: 'asks this machine and another one', sides: { candidate: local, baseline: side() }, status: 'overBudget' },
		{ name: 'asks a judge elsewhere', sides: { candidate: local, judge: side() }, status: 'overBudget' },
	])('that $name: a call without a price is $status', async ({ sides, status }) => {
		const { check, seen } = checkOf(['unknown']);
		await runCheck(check, run({ ...sides, maxCostUsd: 1, answersFile: answersFile() }));
		expect(seen.statuses).toEqual([status]);
	});

	test('of nothing has none', async () => {
		const { check, seen } = checkOf([1e12, 'unknown']);
		const record = await runCheck(check, run({ maxCostUsd: 0 }));
		expect(seen.statuses).toEqual(['done', 'done']);
		expect(record).toMatchObject({ verdict: 'pass', run: { spentUsd: 1000, unpricedCalls: 1 } });
	});
});

describe('the provider lab', () => {
	const lab = side('http://127.0.0.1:1/v1', { emulated: true });

	test('is paid nothing where it plays all sides, and what it showed is emulated', async () => {
		const { check } = checkOf([5000]);
		const record = await runCheck(check, run({ candidate: lab, baseline: lab, maxCostUsd: 0.000_001, answersFile: answersFile() }));
		expect(record).toMatchObject({ verdict: 'pass', emulated: true, run: { spentUsd: 0 } });
	});

	test('beside a real model leaves the real one to be paid, and what both showed is emulated', async () => {
		const { check } = checkOf([5000]);
		const record = await runCheck(check, run({ candidate: side(), baseline: lab }));
		expect(record).toMatchObject({ emulated: true, run: { spentUsd: 0.000_005 } });
	});

	test('makes nothing emulated that no model was asked for, unless the check says so', async () => {
		const none: Check['sides'] = { candidate: 'optional', baseline: 'optional' };
		expect((await runCheck(checkOf([], {}, none).check, run({ candidate: lab }))).emulated).toBe(false);
		expect((await runCheck(checkOf([], { emulated: true }, none).check, run({ candidate: side() }))).emulated).toBe(true);
	});

	test('is not taken to play sides that are none', async () => {
		const { check } = checkOf([5000], {}, { candidate: 'none', baseline: 'none' });
		expect((await runCheck(check, run({ candidate: undefined }))).run).toMatchObject({ spentUsd: 0.000_005 });
	});
});

describe('a check learns', () => {
	test('its sides, the day, the results before and the items that hold something', async () => {
		const { check, seen } = checkOf([]);
		const earlier = [brokenOff({ id: 'cost', title: 'Cost' }, new Error('x'))];
		const record = await runCheck(
			check,
			run({ settings: { a: 1 }, baseline: local, judge: side(), date: '2026-11-23', earlier, items: [{}, { b: 2 }], concurrency: 3 }),
		);
		expect(seen.settings).toEqual({ a: 1 });
		expect(seen.context).toMatchObject({
			candidate: side(),
			baseline: local,
			judge: side(),
			now: new Date('2026-11-23T00:00:00Z'),
			concurrency: 3,
			earlier: { cost: earlier[0] },
			items: [{ b: 2 }],
			memory: undefined,
		});
		expect(record.run).toMatchObject({
			candidate: { model: 'deepseek-flash', host: 'api.deepseek.com' },
			baseline: { model: 'deepseek-flash', host: '127.0.0.1:11434' },
		});
	});

	test('today and eight calls at once where nothing is said', async () => {
		const { check, seen } = checkOf([]);
		const before = Date.now();
		const { run: facts } = await runCheck(check, run());
		expect(seen.context?.concurrency).toBe(8);
		expect(seen.context?.now.getTime()).toBeGreaterThanOrEqual(before);
		expect(Date.parse(facts?.startedAt ?? '')).toBeGreaterThanOrEqual(before);
		expect(facts?.durationMs).toBeGreaterThanOrEqual(0);
		expect(facts?.durationMs).toBeLessThan(60_000);
	});
});

describe('a check does not run', () => {
	test('without the model that it asks', async () => {
		const { check, seen } = checkOf([]);
		await expect(runCheck(check, run({ candidate: undefined }))).rejects.toThrow('Quality needs a candidate model.');
		expect(seen.context).toBeUndefined();
	});

	test('on a day that is none', async () => {
		await expect(runCheck(checkOf([]).check, run({ date: 'yesterday' }))).rejects.toThrow('like 2026-11-23, got "yesterday"');
	});

	test('to its end where it throws: the error is its caller’s', async () => {
		const { check } = checkOf([]);
		const broken = { ...check, run: async () => await Promise.reject(new Error('broken')) };
		const file = answersFile();
		await expect(runCheck(broken, run({ maxCostUsd: 1, answersFile: file }))).rejects.toThrow('broken');
	});
});

test('the record of a check that could not run says why, and decides nothing', () => {
	const error = Object.assign(new Error('No file.'), { description: 'Name one.' });
	expect(brokenOff({ id: 'cost', title: 'Cost' }, error)).toEqual({
		...{ id: 'cost', title: 'Cost', verdict: 'warn', summary: 'Could not run: No file. Name one.', couldNotRun: true },
		...{ figures: {}, thresholds: {}, findings: [], emulated: false },
	});
	expect(brokenOff({ id: 'cost', title: 'Cost' }, new Error('No file.')).summary).toBe('Could not run: No file.');
});
