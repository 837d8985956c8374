import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsOf, SettingError } from '../core/audit/checkSettings';
import { planChecks } from '../core/audit/plan';
import { runAudit } from '../core/audit/runAudit';
import type { CheckId } from '../core/checks';
import type { Check } from '../core/checks/check';
import { createNetworkFetch } from '../core/reason/networkFetch';
import { buildReport, skipped } from '../core/report/buildReport';
import { readReport } from '../core/report/readReport';
import { reportFiles } from '../core/report/reportFiles';
import { day, readFlags, usage, type Flags } from './auditOptions';
import { CannotRun } from './cannotRun';
import { readConfig, type ReadConfig } from './config';
import { isLab, openEndpoints, type Endpoints } from './endpoints';
import { endpointsInEnvironment } from './environmentKeys';
import { jsonForTerminal } from './jsonForTerminal';
import { Progress } from './progress';
import { stopOnInterrupt } from './stopOnInterrupt';
import { summaryOf } from './summary';
import { messageOf } from '../core/describeError';
import { diskFiles } from '../core/diskFiles';

export async function run(argv: string[]): Promise<number> {
	const flags = readFlags(argv);
	if (flags.help) {
		process.stdout.write(usage('audit'));
		return 0;
	}
	if (flags.paths.length === 0 && !flags.config && !flags.local && !flags.n8n) {
		process.stdout.write(usage('audit'));
		// Nothing was audited: a script must not take that for a pass.
		return 2;
	}
	return await auditWith(flags, process.cwd());
}

/** Runs the audit and gives its exit code: 0 nothing failed, 1 a check failed, 2 could not run. Paths of the config file start in `base`. */
export async function auditWith(flags: Flags, base: string, notice?: string): Promise<number> {
	const settings = { ...settle(flags, base), notice };
	const network = await createNetworkFetch();
	const endpoints = await openEndpoints({ ...settings, send: network.fetch });
	try {
		return await runSettled(settings, endpoints, network.fetch);
	} finally {
		await endpoints.close();
		await network.close();
	}
}

type Settings = ReturnType<typeof settle> & { notice?: string };

/** How long the lab takes while it is measured; a server that answers at once would make any client the bottleneck. */
const answeringTime = {
	firstToken: { kind: 'lognormal', median: 60, sigma: 0.4 },
	betweenTokens: { kind: 'uniform', from: 1, to: 3 },
} as const;

/** Flags over config file. */
function settle(flags: Flags, base: string) {
	const { config, placeOf }: ReadConfig = flags.config ? readConfig(flags.config) : { config: {}, placeOf: () => '' };
	const paths = flags.paths.length > 0 ? flags.paths : [config.workflows ?? []].flat().map((file) => path.resolve(base, file));
	for (const file of paths) if (!existsSync(file)) throw new CannotRun(`There is no file or folder ${file}`);
	const against = flags.against ?? config.against;
	const n8n = flags.n8n ?? (flags.paths.length > 0 ? undefined : config.n8n);
	if (n8n !== undefined && !URL.canParse(n8n)) throw new CannotRun('Name the instance: --n8n https://n8n.example.com');
	if (n8n !== undefined && paths.length > 0) throw new CannotRun('Name either files or an n8n: one audit reads one of them');
	if (n8n !== undefined && !process.env.N8N_API_KEY?.trim())
		throw new CannotRun('The environment variable N8N_API_KEY is not set: create a key in n8n under Settings > n8n API.');
	const evidence = flags.evidence ?? (config.evidence && path.resolve(base, config.evidence));
	return {
		title: config.title ?? 'Migration audit',
		paths: paths.map((file) => path.resolve(file)),
		n8n,
		evidence,
		listedBy: (flags.observe ?? config.observe) ? endpointsInEnvironment() : [],
		target: flags.target ?? config.target,
		targets: config.targets,
		candidate: config.candidate,
		baseline: config.baseline,
		judge: config.judge,
		local: flags.local,
		pythonCommand: flags.runCode ? [process.platform === 'win32' ? 'python' : 'python3', '-I'] : undefined,
		json: flags.json,
		out: path.resolve(flags.out ?? config.out ?? 'out/audit'),
		fix: flags.fix ?? config.fix,
		date: flags.date ?? (config.date && day(config.date)),
		strict: flags.strict ?? config.strict ?? false,
		only: flags.only ?? config.only,
		against: against === undefined ? undefined : earlierReport(against),
		maxCostUsd: flags.maxCostUsd ?? config.maxCostUsd,
		concurrency: config.concurrency,
		checks: config.checks ?? {},
		placeOf,
		base,
	};
}

async function runSettled(settings: Settings, endpoints: Endpoints, send: typeof fetch): Promise<number> {
	await askForSqlite(settings);
	const { candidate, baseline, judge, lab } = endpoints;
	const plan = planChecks({
		only: settings.only,
		settings: settings.checks,
		hasWorkflows: settings.paths.length > 0 || settings.n8n !== undefined,
		hasCandidate: candidate !== undefined,
	});
	if (plan.run.length === 0)
		throw new CannotRun(`No check can run. ${plan.skip.find(({ check }) => settings.only?.includes(check.id) ?? true)?.reason}`);
	const planned = plan.run.map((check) => ({ check, settings: chosenFor(check, settings) }));
	if (lab) {
		const { labKnowledge } = await import('./labKnowledge');
		const known = await labKnowledge(Object.fromEntries(planned.map(({ check, settings: chosen }) => [check.id, chosen])));
		endpoints.notes.push(...known.notes);
		await lab.script(known.settings);
	}

	const answersFile = path.join(settings.out, 'answers.jsonl');
	mkdirSync(settings.out, { recursive: true });
	const resumed = existsSync(answersFile);
	const progress = new Progress(process.stderr, plan.run);
	const stop = stopOnInterrupt();
	const records = await runAudit({
		run: planned,
		skipped: plan.skip.map(({ check, reason }) => skipped(check.id, reason)),
		candidate,
		baseline,
		judge,
		concurrency: settings.concurrency,
		date: settings.date,
		maxCostUsd: settings.maxCostUsd,
		// Whoever is named with a key anyway is asked, too: it costs nothing.
		listedBy: [
			...settings.listedBy,
			...[candidate, baseline].flatMap((side) => (side?.endpoint.apiKey && !side.emulated ? [side.endpoint] : [])),
		],
		answersFile,
		auditKey: answersFile,
		files: diskFiles(),
		fetch: send,
		pythonCommand: settings.pythonCommand,
		signal: stop.signal,
		onBegin: async ({ id, title }) => {
			progress.begin(title);
			await lab?.script({ timing: id === 'latency' ? answeringTime : {} });
		},
		onEnd: () => progress.end('done'),
		onProgress: (done, total) => progress.step(done, total),
	}).finally(() => {
		progress.clear();
		stop.close();
	});

	const now = settings.date ? new Date(settings.date) : new Date();
	const { redactJson, redactText } = await import('../core/redact/redact');
	const report = redactJson(buildReport(records, { title: settings.title, now, against: settings.against, notice: settings.notice })).value;
	const files = await reportFiles(report);
	const written = files.map(({ name, text }) => {
		const file = path.join(settings.out, name);
		writeFileSync(file, text);
		const near = path.relative(process.cwd(), file);
		return near.startsWith('..') ? file : near;
	});
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
	const summary = () =>
		summaryOf(report, {
			columns: process.stdout.columns ?? 100,
			files: written,
			notes: notes.map((note) => redactText(note.split('\n')[0] ?? '')),
		});
	process.stdout.write(settings.json ? jsonForTerminal(files.find(({ name }) => name === 'report.json')?.text ?? '') : summary());
	if (
		report.verdict === 'fail' ||
		(settings.strict && report.checks.some(({ verdict, couldNotRun }) => verdict === 'warn' && !couldNotRun))
	)
		return 1;
	const nothingRead = report.checks.some(({ id, figures }) => id === 'inventory' && figures.workflows === 0);
	// Nothing checked is no pass: a task file that is missing or can't be read must not end green.
	const nothingChecked = report.checks.every(({ verdict }) => verdict === 'skipped');
	return unfinished || nothingRead || nothingChecked ? 2 : 0;
}

/** The cap's ledger is a SQLite file. @throws CannotRun where this Node has none and something may be paid */
async function askForSqlite({ maxCostUsd, candidate, baseline, judge, local }: Settings) {
	const mayPay = local || [candidate, baseline, judge].some((side) => side !== undefined && !isLab(side));
	if (maxCostUsd === undefined || !mayPay) return;
	await import('node:sqlite').catch(() => {
		throw new CannotRun(`A cost cap needs Node 22.16 or newer, for the ledger that holds it; this is Node ${process.versions.node}`);
	});
}

/** What a check runs on: flags and config file. @throws CannotRun that names the line of a setting that can't be used. */
function chosenFor(
	check: Check<CheckId>,
	{ paths, n8n, evidence, target, targets, fix, checks, placeOf, base }: Settings,
): Record<string, unknown> {
	const flags =
		check.id === 'inventory'
			? {
					...(n8n === undefined
						? { source: 'files', paths: paths.join('\n') }
						: { source: 'instance', instanceUrl: n8n, instanceApiKey: process.env.N8N_API_KEY?.trim() }),
					...(evidence ? { evidenceFile: evidence } : {}),
					...(target ? { target } : {}),
					...(targets ? { targets } : {}),
					...(fix ? { fixDir: fix } : {}),
				}
			: {};
	try {
		return settingsOf(check, { ...flags, ...fromBase(checks[check.id] || {}, base) });
	} catch (error) {
		if (error instanceof SettingError) throw new CannotRun(placeOf(['checks', check.id, ...error.path]) + error.message);
		throw error;
	}
}

/** Settings with the names of files below `base` made whole; what is no such file stays as it is. */
function fromBase(settings: Record<string, unknown>, base: string): Record<string, unknown> {
	if (base === process.cwd()) return settings;
	const whole = (value: unknown) => (typeof value === 'string' && /^[\w./-]+\/[\w.-]+$/.test(value) ? path.resolve(base, value) : value);
	return Object.fromEntries(
		Object.entries(settings).map(([name, value]) => [name, existsSync(String(whole(value))) ? whole(value) : value]),
	);
}

function earlierReport(file: string) {
	if (!existsSync(file)) throw new CannotRun(`There is no earlier report ${file}`);
	try {
		return readReport(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new CannotRun(`${file}: ${messageOf(error)}`);
	}
}
