import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsOf, SettingError } from '../core/audit/checkSettings';
import { runCheck, type CheckRun } from '../core/audit/runCheck';
import { checkOf } from '../core/checks';
import type { Side } from '../core/checks/check';
import type { CheckRecord } from '../core/checks/checkRecord';
import { parameters } from '../core/checks/quality/parameters';
import { parseFields } from '../core/parseFields';
import { messageOf } from '../core/describeError';
import { diskFiles } from '../core/diskFiles';
import { usdOf } from '../core/money/nano';
import { openInstance } from '../core/migrate/n8nApi';
import { createNetworkFetch } from '../core/reason/networkFetch';
import { redactJson } from '../core/redact/redact';
import { readAnchors } from '../core/replay/anchors';
import { planReplay } from '../core/replay/collect';
import { fromOwn } from '../core/replay/conclude';
import { estimateCost } from '../core/replay/estimateCost';
import { readCalls } from '../core/replay/readCalls';
import { buildReport } from '../core/report/buildReport';
import { count, oneLine, withoutControls } from '../core/report/format';
import { reportFiles } from '../core/report/reportFiles';
import { agreed } from './agreed';
import { CannotRun } from './cannotRun';
import { readConfig, type Config } from './config';
import { isLab, openEndpoints, type Endpoints } from './endpoints';
import { jsonForTerminal } from './jsonForTerminal';
import { Progress } from './progress';
import { readReplayFlags, usage, type ReplayFlags } from './replayOptions';
import { stopOnInterrupt } from './stopOnInterrupt';
import { summaryOf } from './summary';

export async function run(argv: string[]): Promise<number> {
	const flags = readReplayFlags(argv);
	if (flags.help || flags.file === undefined) {
		process.stdout.write(usage);
		return flags.help ? 0 : 2;
	}
	const settings = settle(flags, flags.file);
	const network = await createNetworkFetch();
	const endpoints = await openEndpoints({ ...settings.sides, local: false, send: network.fetch });
	try {
		return await replay(settings, endpoints, network.fetch);
	} finally {
		await endpoints.close();
		await network.close();
	}
}

/** Flags over config file. */
function settle(flags: ReplayFlags, file: string) {
	if (!existsSync(file)) throw new CannotRun(`There is no file ${file}. Write it with n8n-nodes-r1 history --out ${file}`);
	const config: Config = flags.config ? readConfig(flags.config).config : {};
	const out = path.resolve(flags.out ?? config.out ?? 'out/replay');
	const sides = { candidate: config.candidate, baseline: config.baseline, judge: config.judge, ...flags.sides };
	if (!sides.candidate) throw new CannotRun('Name the model to move to: --candidate MODEL@URL, or `candidate` in the config file');
	return {
		file: path.resolve(file),
		sides,
		out,
		title: config.title ?? 'Replay of your own history',
		quality: chosen('quality', {
			...(config.checks?.quality || {}),
			...flags.quality,
			taskSource: 'history',
			historyFile: path.resolve(file),
			folder: out,
		}),
		residency: chosen('residency', { ...(config.checks?.residency || {}), ...flags.residency }),
		instanceUrl: typeof flags.quality.instanceUrl === 'string' ? flags.quality.instanceUrl : undefined,
		maxCostUsd: flags.maxCostUsd ?? config.maxCostUsd,
		concurrency: config.concurrency,
		yes: flags.yes,
		json: flags.json,
	};
}

type Settings = ReturnType<typeof settle>;

function chosen(id: 'quality' | 'residency', given: Record<string, unknown>): Record<string, unknown> {
	try {
		return settingsOf(checkOf(id), given);
	} catch (error) {
		if (error instanceof SettingError) throw new CannotRun(error.message);
		throw error;
	}
}

async function replay(settings: Settings, { candidate, baseline, judge, notes }: Endpoints, send: typeof fetch): Promise<number> {
	if (!candidate) throw new CannotRun('Name the model to move to: --candidate MODEL@URL');
	const { out } = settings;
	const answersFile = path.join(out, 'answers.jsonl');
	const common = { earlier: [], items: [], auditKey: answersFile, files: diskFiles(), fetch: send, concurrency: settings.concurrency };
	const stop = stopOnInterrupt();
	const n8n = instanceIn(settings.instanceUrl, send, stop.signal);
	try {
		tell(await planText(settings, { candidate, baseline, judge }));
		// Whoever gets the prompts is held against the policy before they get any; the old model's host has them already.
		const residency: CheckRecord[] = [];
		for (const side of [candidate, ...(judge ? [judge] : [])]) {
			const record = await runCheck(checkOf('residency'), { ...common, settings: settings.residency, candidate: side });
			tell(`  Residency of ${side.model}: ${oneLine(record.summary)}\n`);
			if (record.verdict === 'fail') {
				tell('  Nothing was sent.\n');
				return 1;
			}
			residency.push(record);
		}
		if (!settings.yes) {
			if (!process.stdin.isTTY) throw new CannotRun('Nobody can be asked here: say --yes if the prompts may be sent');
			if (!(await agreed('  Send them?'))) {
				tell('  Nothing was sent.\n');
				return 2;
			}
		}
		await askForSqlite(settings);
		mkdirSync(out, { recursive: true });
		const resumed = existsSync(answersFile);
		const progress = new Progress(process.stderr, ['replay']);
		progress.begin('Replay');
		const record = await runCheck(checkOf('quality'), {
			...common,
			settings: settings.quality,
			candidate,
			baseline,
			judge,
			maxCostUsd: settings.maxCostUsd,
			n8n,
			answersFile,
			signal: stop.signal,
			onProgress: (done, total) => progress.step(done, total),
		} satisfies CheckRun).finally(() => progress.clear());
		// Answers are kept while more may be asked: after marking pairs, or with more of the history.
		const isDecided = record.verdict !== 'warn' && !stop.signal.aborted;
		if (isDecided) for (const end of ['', '.sqlite', '.sqlite-wal', '.sqlite-shm']) rmSync(answersFile + end, { force: true });
		// Without a policy there is nothing that residency could be judged by; what is known of it was told above.
		return await report([...(hasPolicy(settings.residency) ? residency.slice(0, 1) : []), record], settings, [
			...notes,
			...(resumed ? ['Went on with the answers of an interrupted run.'] : []),
			...(stop.signal.aborted ? ['Stopped. Run the same command again to go on with what is left.'] : []),
			...(isDecided ? [] : ['Answers are kept in the folder, so that the next run does not pay for them again.']),
			...(existsSync(path.join(out, 'to-mark.jsonl'))
				? [`Pairs to mark: ${near(path.join(out, 'to-mark.jsonl'))}; name the marked file with --anchors.`]
				: []),
		]);
	} catch (error) {
		if (error instanceof Error && 'description' in error)
			throw new CannotRun(`${messageOf(error).replace(/[.\s]+$/, '')}. ${String(error.description)}`);
		throw error;
	} finally {
		stop.close();
	}
}

/** What is there, what would be asked, who gets it, and what it costs; nothing has been sent yet. */
async function planText(
	settings: Settings,
	{ candidate, baseline, judge }: { candidate: Side; baseline?: Side; judge?: Side },
): Promise<string> {
	const files = diskFiles();
	const { calls, problems } = await readCalls(files.lines(settings.file), settings.file);
	if (calls.length === 0)
		throw new CannotRun(
			`${near(settings.file)} holds no recorded call${problems[0] ? `: line ${problems[0].line}: ${problems[0].reason}` : ''}`,
		);
	const { marginPoints, qualityOptions, historyOptions } = parseFields(parameters, settings.quality);
	const { anchorsFile } = historyOptions;
	const anchors = anchorsFile ? (await readAnchors(files.lines(anchorsFile), anchorsFile)).anchors.length : 0;
	const plan = planReplay(
		{ calls },
		{
			margin: marginPoints / 100,
			alpha: 1 - qualityOptions.confidence,
			expectedChange: historyOptions.expectedChangePercent / 100,
			cases: qualityOptions.taskCount,
			seed: qualityOptions.seed,
			critical: historyOptions.critical,
		},
	);
	const asked = [...new Set([...plan.critical, ...plan.sample].map(({ call }) => call))];
	const cost = estimateCost(asked, { candidate, baseline, judge, anchors, at: new Date() });
	const to = (name: 'candidate' | 'baseline' | 'judge', side: Side | undefined) =>
		side ? [`    ${name.padEnd(10)}${count(cost[name], 'request')} to ${side.model} at ${new URL(side.endpoint.baseURL).host}`] : [];
	const percent = Math.round(plan.power * 100);
	return [
		'',
		`  ${count(calls.length, 'recorded call')} of ${count(new Set(calls.map(({ execution }) => execution.workflowId)).size, 'workflow')}; ${count(plan.rounds.left.length, 'call')} can't be asked again; ${count(problems.length, 'line')} left out.`,
		`  The plan: up to ${fromOwn(asked.length, new Set(asked.map(({ execution }) => execution.workflowId)).size).replace('from your own ', '')}, looked at four times. An equal candidate passes a margin of ${marginPoints} points with about ${percent} % probability${percent < 75 ? ` (80 % would take ${plan.wanted.toLocaleString('en-US')} calls)` : ''}.`,
		'  Prompts go to:',
		...to('candidate', candidate),
		...to('baseline', baseline),
		...to('judge', judge),
		`  Cost of all of it: ${cost.nanoUsd === 'unknown' ? 'unknown (a price is not known)' : `about $${usdOf(cost.nanoUsd).toFixed(2)}, if answers are as long as the recorded ones; models that think write more`}${settings.maxCostUsd === undefined ? '. No cap: set --max-cost' : `. Cap: $${settings.maxCostUsd}`}.`,
		'',
	].join('\n');
}

async function report(records: readonly CheckRecord[], settings: Settings, notes: readonly string[]): Promise<number> {
	const made = redactJson(buildReport(records, { title: settings.title, now: new Date() })).value;
	const files = await reportFiles(made);
	const written = files.map(({ name, text }) => {
		const file = path.join(settings.out, name);
		writeFileSync(file, text);
		return near(file);
	});
	// Only what ran: a page of seven checks that were not asked for would hide the answer.
	const shown = { ...made, checks: made.checks.filter(({ id }) => records.some((record) => record.id === id)) };
	process.stdout.write(
		settings.json
			? jsonForTerminal(files.find(({ name }) => name === 'report.json')?.text ?? '')
			: summaryOf(shown, { columns: process.stdout.columns ?? 100, files: written, notes: [...notes] }),
	);
	return records.find(({ id }) => id === 'quality')?.verdict === 'pass' ? 0 : 1;
}

/** The n8n that the calls are from, where a key lets it be asked whether its workflows are still the same. */
function instanceIn(url: string | undefined, send: typeof fetch, signal: AbortSignal) {
	const apiKey = process.env.N8N_API_KEY?.trim();
	if (!url || !apiKey) return undefined;
	return { api: openInstance({ url, apiKey, fetch: send, signal }) };
}

const hasPolicy = ({ allowedCountries, operatorCountries, allowedOperators, selfHostedOnly }: Record<string, unknown>) =>
	[allowedCountries, operatorCountries, allowedOperators].some((list) => typeof list === 'string' && list.trim() !== '') ||
	selfHostedOnly === true;

/** The cap's ledger is a SQLite file. @throws CannotRun where this Node has none and something may be paid */
async function askForSqlite({ maxCostUsd, sides }: Settings) {
	if (maxCostUsd === undefined || Object.values(sides).every((side) => side === undefined || isLab(side))) return;
	await import('node:sqlite').catch(() => {
		throw new CannotRun(`A cost cap needs Node 22.16 or newer, for the ledger that holds it; this is Node ${process.versions.node}`);
	});
}

function near(file: string): string {
	const relative = path.relative(process.cwd(), file);
	return relative.startsWith('..') ? file : relative;
}

/** Names of models and workflows are in it. */
const tell = (text: string) => void process.stderr.write(withoutControls(text));
