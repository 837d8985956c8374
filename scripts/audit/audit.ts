import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import type { CheckRecord } from '../../nodes/MigrationCheck/checkRecord';
import { checkIds, type CheckId } from '../../nodes/MigrationCheck/checkResult';
import { sidesOf } from '../../nodes/MigrationCheck/sides';
import { skipped } from '../../nodes/MigrationReport/buildReport';
import type { Report } from '../../nodes/MigrationReport/reportSchema';
import type { Config } from './config';
import { openEndpoints, type Endpoints } from './endpoints';
import { runAudit } from './engine';
import { CannotRun, day, type Flags } from './options';
import { parametersOf } from './parameters';
import { planChecks } from './plan';
import { Progress } from './progress';
import { summaryOf } from './summary';

const root = path.join(import.meta.dirname, '../..');

/** Runs the audit and gives its exit code: 0 nothing failed, 1 a check failed, 2 could not run. */
export async function audit(flags: Flags): Promise<number> {
	const settings = await settle(flags);
	const endpoints = await openEndpoints(settings);
	try {
		return await auditWith(settings, endpoints);
	} finally {
		await endpoints.close();
	}
}

type Settings = Awaited<ReturnType<typeof settle>>;

/** Flags over config file; without either, the example file that runs against the lab. */
async function settle(flags: Flags) {
	const example = flags.config === undefined && flags.paths.length === 0 && !flags.local;
	const configFile = flags.config ?? (example ? path.join(root, 'audit.example.yaml') : undefined);
	// zod and yaml are loaded only where there is something to read.
	const config: Config = configFile ? (await import('./config')).readConfig(configFile) : {};
	const fromConfig = [config.workflows ?? []].flat().map((file) => (example ? path.join(root, file) : file));
	const paths = flags.paths.length > 0 ? flags.paths : fromConfig;
	for (const file of paths) if (!existsSync(file)) throw new CannotRun(`There is no file or folder ${file}`);
	const against = flags.against ?? config.against;
	return {
		title: config.title ?? 'Migration audit',
		paths: paths.map((file) => path.resolve(file)),
		target: flags.target ?? config.target,
		candidate: config.candidate,
		baseline: config.baseline,
		local: flags.local,
		out: path.resolve(flags.out ?? config.out ?? 'out/audit'),
		fix: flags.fix ?? config.fix,
		date: flags.date ?? (config.date && day(config.date)),
		strict: flags.strict ?? config.strict ?? false,
		only: flags.only ?? config.only,
		against: against === undefined ? undefined : await earlier(against),
		maxCostUsd: flags.maxCostUsd ?? config.maxCostUsd,
		concurrency: config.concurrency,
		checks: config.checks ?? {},
	};
}

async function auditWith(settings: Settings, endpoints: Endpoints): Promise<number> {
	const { loadBuiltPack } = await import('../../test/support/nodeTypes');
	const { description } = loadBuiltPack(/^Migration/).nodes['n8n-nodes-r1.migrationCheck'];
	const properties: INodeProperties[] = 'properties' in description ? description.properties : [];
	const operation = properties.find(({ name }) => name === 'operation');
	const options = (operation?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
	const available = checkIds.filter((id) => options.some(({ value }) => value === id));
	const titleOf = (id: CheckId) => options.find(({ value }) => value === id)?.name ?? id;

	const plan = planChecks({
		available,
		only: settings.only,
		settings: settings.checks,
		hasWorkflows: settings.paths.length > 0,
		hasCandidate: endpoints.candidate !== undefined,
	});
	if (plan.run.length === 0) throw new CannotRun(`No check can run. ${plan.skip.find(({ id }) => settings.only?.includes(id) ?? true)?.reason}`);

	const answersFile = path.join(settings.out, 'answers.jsonl');
	const parameters: Partial<Record<CheckId, Record<string, unknown>>> = Object.fromEntries(plan.run.map((id) => [id, nodeParameters(id, settings, endpoints, { properties, answersFile })]));
	mkdirSync(settings.out, { recursive: true });
	const resumed = existsSync(answersFile);
	const progress = new Progress(process.stderr, plan.run);
	const stop = new AbortController();
	let stoppedAt = 0;
	const onInterrupt = () => {
		if (stop.signal.aborted) {
			// npm and tsx pass one Ctrl-C on more than once.
			if (Date.now() - stoppedAt > 1000) process.exit(2);
			return;
		}
		stoppedAt = Date.now();
		process.stderr.write('\nStopping; the report of what is there follows. Press again to quit at once.\n');
		stop.abort();
	};
	process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);

	if (endpoints.lab) {
		const { labKnowledge } = await import('./labKnowledge');
		endpoints.lab.set(await labKnowledge(parameters));
	}
	const { files, error } = await runAudit(path.join(root, 'workflows/migration-audit.json'), {
		checks: parameters,
		report: {
			title: settings.title,
			options: { ...(settings.against ? { against: JSON.stringify(settings.against) } : {}), ...(settings.date ? { date: settings.date } : {}) },
		},
		given: plan.skip.map(({ id, reason }): CheckRecord => ({ ...skipped(id, reason), title: available.includes(id) ? titleOf(id) : skipped(id, reason).title })),
		credentials: credentialsOf(endpoints),
		signal: stop.signal,
		onBegin: (id) => progress.begin(titleOf(id)),
		onEnd: () => progress.end('done'),
		onProgress: (done, total) => progress.step(done, total),
	});
	progress.clear();
	process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
	const text = files['report.json'];
	if (text === undefined) throw error ?? new Error('The report was not written');

	const written = Object.entries(files).map(([name, content]) => {
		const file = path.join(settings.out, name);
		writeFileSync(file, content);
		const near = path.relative(process.cwd(), file);
		return near.startsWith('..') ? file : near;
	});
	const report: Report = JSON.parse(text);
	const broken = report.checks.filter(({ couldNotRun }) => couldNotRun);
	const unfinished = stop.signal.aborted || broken.length > 0;
	if (!unfinished) for (const end of ['', '.sqlite', '.sqlite-wal', '.sqlite-shm']) rmSync(answersFile + end, { force: true });
	const notes = [
		...(settings.fix ? [`Migrated copies: ${settings.fix}`] : []),
		...endpoints.notes,
		...(resumed ? ['Went on with the answers of an interrupted run.'] : []),
		...(stop.signal.aborted ? ['Stopped. Run the same command again to go on with what is left.'] : []),
		...broken.map(({ title, summary }) => `${title}: ${summary}`),
	];
	process.stdout.write(summaryOf(report, { columns: process.stdout.columns ?? 100, files: written, notes: notes.map((note) => note.split('\n')[0]) }));
	if (report.verdict === 'fail' || (settings.strict && report.checks.some(({ verdict, couldNotRun }) => verdict === 'warn' && !couldNotRun))) return 1;
	const nothingRead = report.checks.some(({ id, figures }) => id === 'inventory' && figures.workflows === 0);
	return unfinished || nothingRead ? 2 : 0;
}

function nodeParameters(id: CheckId, settings: Settings, { candidate, baseline }: Endpoints, { properties, answersFile }: { properties: INodeProperties[]; answersFile: string }) {
	const sides = sidesOf[id];
	const useCandidate = sides !== undefined && candidate !== undefined;
	const useBaseline = sides?.baseline === 'optional' && baseline !== undefined;
	const { concurrency, maxCostUsd, date } = settings;
	return {
		operation: id,
		...(useCandidate ? { candidateCredential: 'r1CompatibleApi', candidateModel: candidate.model } : {}),
		// The workflow names a baseline; an audit without one takes it out.
		...(useBaseline ? { baselineCredential: 'r1BaselineApi', baselineModel: baseline.model } : { baselineCredential: 'none' }),
		...parametersOf(id, settings, properties),
		runOptions: {
			...(concurrency ? { concurrency } : {}),
			...(maxCostUsd ? { maxCostUsd } : {}),
			...(date ? { date } : {}),
			...(sides ? { answersFile } : {}),
		},
	};
}

function credentialsOf({ candidate, baseline }: Endpoints) {
	return {
		...(candidate ? { r1CompatibleApi: candidate.credential } : {}),
		...(baseline ? { r1BaselineApi: baseline.credential } : {}),
	};
}

async function earlier(file: string) {
	if (!existsSync(file)) throw new CannotRun(`There is no earlier report ${file}`);
	const { readReport } = await import('../../nodes/MigrationReport/readReport');
	try {
		return readReport(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new CannotRun(`${file}: ${error instanceof Error ? error.message : error}`);
	}
}

