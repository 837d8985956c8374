import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledTasks } from '../../core/tasks/bundled';
import { startLab } from '../../lab';
import { runAudit } from '../cli/runAudit';
import { machineNow, tableOf, writeMeasured, type Cell } from '../support/measuredTable';
import { hasSharedData, sharedData } from '../support/sharedData';

const tellUsage = `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\nUSAGE ' + JSON.stringify({ cpu: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 })); });`;
const NODE_OPTIONS = `--import=data:text/javascript;base64,${Buffer.from(tellUsage).toString('base64')}`;

/** Wall time, processor time and peak memory of the audit as a process of its own; the lab runs in this one. */
export default async function bench(): Promise<void> {
	const cwd = mkdtempSync(path.join(tmpdir(), 'bench-audit-'));
	const rows: Record<string, Cell>[] = [];
	const before = machineNow();
	const measure = async (name: string, args: string[]) => {
		const began = performance.now();
		const { code, stderr } = await runAudit(args, { cwd, env: { NODE_OPTIONS } });
		const seconds = (performance.now() - began) / 1000;
		const { cpu = 0, megabytes = 0 } = JSON.parse(/USAGE (.+)/.exec(stderr)?.[1] ?? '{}');
		rows.push({
			audit: name,
			seconds: seconds.toFixed(2),
			'CPU s': cpu.toFixed(2),
			waiting: `${(100 * (1 - cpu / seconds)).toFixed(0)} %`,
			'peak MB': megabytes.toFixed(0),
			'exit code': code ?? 'none',
		});
	};
	try {
		const exports = hasSharedData ? sharedData('workflows') : path.join(import.meta.dirname, '../../lab/demo/exports');
		const files = globSync('**/*.json', { cwd: exports }).length;
		const what = `${files} ${hasSharedData ? 'real exports' : 'fixtures'}`;
		await measure(`${what}, first run`, [exports]);
		await measure(`${what}, again`, [exports]);
		await measure('10,000 exports, copies of these', [manyOf(exports, path.join(cwd, 'many'), 10_000)]);
		await againstLab(cwd, measure);
	} finally {
		rmSync(cwd, { recursive: true, force: true });
	}
	writeMeasured('docs/speed.md', 'audit', `${tableOf(rows)}\n\n${before}; at the end ${machineNow()}.`);
}

/** A folder with so many exports: those of another one, over and over. */
function manyOf(folder: string, into: string, count: number): string {
	const texts = globSync('**/*.json', { cwd: folder }).map((file) => readFileSync(path.join(folder, file)));
	mkdirSync(into);
	for (let index = 0; index < count; index++) writeFileSync(path.join(into, `${index}.json`), texts[index % texts.length]);
	return into;
}

/** 300 tasks against a lab that answers as slowly as a quick reasoning model, with 32 calls at once. */
async function againstLab(cwd: string, measure: (name: string, args: string[]) => Promise<void>) {
	const lab = await startLab({
		tasks: bundledTasks({ count: 300 }),
		timing: { firstToken: { kind: 'uniform', from: 500, to: 1_500 }, betweenTokens: { kind: 'uniform', from: 5, to: 15 } },
	});
	const side = (model: string) => `\n  baseURL: ${lab.baseURL}/v1\n  model: ${model}\n`;
	writeFileSync(
		path.join(cwd, 'audit.yaml'),
		`concurrency: 32\ncandidate:${side('lab-candidate')}baseline:${side('lab-baseline')}checks:\n  quality:\n    taskCount: 300\n`,
	);
	await measure('quality of both sides, 300 tasks, 32 at once', ['--config', 'audit.yaml', '--only', 'quality']);
	await lab.close();
}
