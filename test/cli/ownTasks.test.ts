import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readReport } from '../../core/report/readReport';
import { isBuilt, runAudit } from './runAudit';

const cities = ['Rome', 'Paris', 'Madrid', 'Lisbon', 'Vienna', 'Warsaw', 'Oslo', 'Athens', 'Dublin', 'Prague'];

async function audit(sides: string) {
	const cwd = mkdtempSync(path.join(tmpdir(), 'own-tasks-'));
	onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
	const rows = [
		...cities.map((city, index) => `Which city stands at place ${index + 1} of our list?,${city}`),
		...cities.map((_, index) => `What is ${index} plus ${index} plus 11?,${2 * index + 11}`),
		'Say something that holds a date,',
	];
	writeFileSync(path.join(cwd, 'tasks.csv'), `Question,Expected answer\n${rows.join('\n')}\n`);
	writeFileSync(
		path.join(cwd, 'audit.yaml'),
		`${sides}\nonly: [quality]\nchecks:\n  quality:\n    taskSource: files\n    taskFiles: tasks.csv\n    noiseTasks: 0\n`,
	);
	const { stdout } = await runAudit(['--config', 'audit.yaml'], { cwd });
	const report = readReport(readFileSync(path.join(cwd, 'out/audit/report.json'), 'utf8'));
	return { stdout, quality: report.checks.find(({ id }) => id === 'quality') };
}

describe.skipIf(!isBuilt)('task files that give no task (needs a build)', { timeout: 60_000 }, () => {
	test.each([
		{ name: 'tasks.xlsx', text: 'PK\u0003\u0004', says: 'is a workbook; save the sheet as CSV' },
		{ name: 'missing.csv', text: undefined, says: "can't be read" },
	])('$name: nothing was checked, which is no pass', async ({ name, text, says }) => {
		const cwd = mkdtempSync(path.join(tmpdir(), 'no-tasks-'));
		onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
		if (text !== undefined) writeFileSync(path.join(cwd, name), text);
		writeFileSync(
			path.join(cwd, 'audit.yaml'),
			`candidate: lab\nbaseline: lab\nonly: [quality]\nchecks:\n  quality:\n    taskSource: files\n    taskFiles: ${name}\n`,
		);
		const { code, stdout } = await runAudit(['--config', 'audit.yaml'], { cwd });
		expect(code).toBe(2);
		expect(stdout).toContain(says);
		expect(stdout).not.toContain('Your 0 tasks');
	});
});

describe.skipIf(!isBuilt)("a newcomer's own tasks against the lab (needs a build)", { timeout: 120_000 }, () => {
	test('are known to the lab: the right model solves all, the wrong one none, and the report says whose answers they are', async () => {
		const { stdout, quality } = await audit('candidate: { lab: {}, model: lab-wrong }\nbaseline: { lab: {}, model: lab-right }');
		expect(quality).toMatchObject({
			verdict: 'fail',
			emulated: true,
			figures: { tasksPlanned: 20, baseline: { accuracy: { percent: 100 } }, candidate: { accuracy: { percent: 0 } } },
		});
		expect(stdout).toContain('Your 20 tasks are answered by the provider lab');
	});
});
