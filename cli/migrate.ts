import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { evidenceInReport, noEvidence } from '../core/inventory/evidence';
import { messageOf } from '../core/describeError';
import { readTargets } from '../core/inventory/targets';
import { applyPlan, type WorkflowResult } from '../core/migrate/applyPlan';
import { openJournal } from '../core/migrate/journal';
import { makePlan } from '../core/migrate/makePlan';
import { isToBeChanged, migrationPlan, type MigrationPlan } from '../core/migrate/migrationPlan';
import { InstanceError, openInstance, type N8nApi } from '../core/migrate/n8nApi';
import { parseJson } from '../core/json';
import { planPage } from '../core/migrate/planPage';
import { planStatus } from '../core/migrate/planStatus';
import { rollBack } from '../core/migrate/rollBack';
import { createNetworkFetch } from '../core/reason/networkFetch';
import { count, formatDuration, oneLine } from '../core/report/format';
import { agreed } from './agreed';
import { CannotRun } from './cannotRun';
import { readConfig } from './config';

const usage = `n8n-nodes-r1 migrate STEP [options]

  plan                     read an instance and write plan.json and plan.html; changes nothing
    --n8n URL              address of the instance
    --target MODEL         model to move to (default: each model's own replacement)
    --target-base-url URL  where it is served, if not at its maker's
    --targets FILE         audit.yaml with a targets: map, for several targets by rule
    --evidence FILE        report.json of an audit in which the quality check ran: its verdict stands beside each change
    --credential TYPE=NAME the credential of a type, where the instance has several
    --only A,B             workflows with one of these ids or tags
    --out DIR              where the plan goes (default: out/migration)
  apply PLAN.json          do it: one workflow, a pause for a look, then the rest
    --first N              stop after N workflows
    --yes                  no pause after the first one
    --only A,B             these workflow ids
    --rate N               workflows a second at most (default 2)
  status PLAN.json         plan, journal and instance beside each other
  rollback JOURNAL         undo what apply did, where nobody changed it since
    --only A,B  --dry-run

  --json                   print results as JSON lines

The API key stands in the environment variable N8N_API_KEY; it needs the scopes workflow:list, workflow:read, workflow:update,
workflow:activate and credential:list. With N8N_COOKIE (n8n-auth=...) n8n is also asked whether triggers really run.
The journal lies beside the plan (PLAN.json.journal), with a full backup of each workflow before the first change.

Exit code 0: done; 1: something was left or failed; 2: could not run.
`;

const options = {
	n8n: { type: 'string' },
	target: { type: 'string' },
	'target-base-url': { type: 'string' },
	targets: { type: 'string' },
	evidence: { type: 'string' },
	credential: { type: 'string', multiple: true },
	only: { type: 'string' },
	out: { type: 'string' },
	first: { type: 'string' },
	yes: { type: 'boolean' },
	rate: { type: 'string' },
	'dry-run': { type: 'boolean' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse>['values'];

export async function run(argv: string[]): Promise<number> {
	const { values, positionals } = parse(argv);
	const [step, file, ...rest] = positionals;
	if (values.help || step === undefined) {
		process.stdout.write(usage);
		return values.help ? 0 : 2;
	}
	if (rest.length > 0) throw new CannotRun(`"${rest[0]}" is one name too many. See --help.`);
	const steps: Record<string, () => Promise<number>> = {
		plan: () => plan(values),
		apply: () => apply(values, named(file, 'the plan')),
		status: () => status(values, named(file, 'the plan')),
		rollback: () => undo(values, named(file, 'the journal')),
	};
	const chosen = Object.hasOwn(steps, step) ? steps[step] : undefined;
	if (!chosen) throw new CannotRun(`There is no step "${step}"; there are ${Object.keys(steps).join(', ')}. See --help.`);
	try {
		return await chosen();
	} catch (error) {
		if (error instanceof InstanceError) throw new CannotRun(`${error.message.replace(/[.\s]+$/, '')}. ${error.description}`);
		throw error;
	}
}

async function plan(values: Values): Promise<number> {
	const { n8n, target = '', out = 'out/migration' } = values;
	if (!n8n || !URL.canParse(n8n)) throw new CannotRun('Name the instance: --n8n https://n8n.example.com');
	return await withInstance(n8n, async (api) => {
		const made = await makePlan({
			api,
			target,
			targetBaseUrl: values['target-base-url'],
			targets: values.targets === undefined ? undefined : readTargets(readConfig(values.targets).config.targets ?? {}),
			evidence: values.evidence === undefined ? undefined : evidenceFile(values.evidence),
			now: new Date(),
			credentials: credentialsIn(values.credential ?? []),
			only: listIn(values.only),
			onProgress: progress('Reading workflows'),
		});
		mkdirSync(out, { recursive: true });
		const planFile = path.join(out, 'plan.json');
		writeFileSync(planFile, `${JSON.stringify(made, null, '\t')}\n`);
		writeFileSync(path.join(out, 'plan.html'), await planPage(made));
		if (values.json) process.stdout.write(`${JSON.stringify(made)}\n`);
		else process.stdout.write(planText(made, planFile));
		return made.workflows.some((workflow) => !isToBeChanged(workflow)) ? 1 : 0;
	});
}

function planText({ workflows, workflowsRead, archived }: MigrationPlan, file: string): string {
	const changed = workflows.filter(isToBeChanged);
	const left = workflows.filter((workflow) => !isToBeChanged(workflow));
	const lines = [
		'',
		`  ${count(workflowsRead, 'workflow')} read, ${archived} archived not touched: ${changed.length} to change, ${left.length} left to you.`,
		'',
		...changed.flatMap(({ name, active, changes, manual }) => [
			`  ${styleText('bold', oneLine(name))} ${styleText('dim', active ? '(live)' : '(not live: its draft only)')}`,
			...changes.flatMap(({ node, what, why, evidence, confidence }) => [
				`    ${oneLine(node)}: ${styleText('dim', oneLine(why))}${confidence === 'review' ? styleText('yellow', ' Review it.') : ''}`,
				...what.map((line) => `      ${styleText('green', '~')} ${oneLine(line)}`),
				...(evidence && evidence !== noEvidence ? [styleText('dim', `      evidence: ${oneLine(evidence)}`)] : []),
			]),
			...manual.map(({ node, reason }) => `    ${styleText('yellow', '!')} ${oneLine(node)}: ${oneLine(reason)}`),
		]),
		...left.map(
			({ name, refused, manual }) =>
				`  ${styleText('yellow', '!')} ${oneLine(name)}: ${oneLine(refused ?? manual.map(({ node, reason }) => `${node}: ${reason}`).join(' '))}`,
		),
		'',
		...(changed.some(({ changes }) => changes.some(({ evidence }) => evidence === noEvidence))
			? [
					'  Whether the answers stay as good was not checked: run `audit --only quality` with a target, and plan with --evidence REPORT.',
					'',
				]
			: []),
		`  Plan  ${file} (to read: plan.html beside it). Nothing was changed. Next: n8n-nodes-r1 migrate apply ${file}`,
		'',
		'',
	];
	return lines.join('\n');
}

async function apply(values: Values, file: string): Promise<number> {
	const made = readPlan(file);
	const first = values.first === undefined ? undefined : numberIn('--first', values.first);
	const journal = openJournal(`${file}.journal`);
	return await withInstance(made.instance, async (api) => {
		const common = {
			api,
			plan: made,
			journal,
			only: listIn(values.only),
			rate: values.rate === undefined ? undefined : numberIn('--rate', values.rate),
			onResult: (outcome: WorkflowResult) => tell(values, outcome),
		};
		const pauses = first === undefined && !values.yes;
		if (pauses && !process.stdin.isTTY)
			throw new CannotRun('Nobody can be asked here: say --first 1 to change one workflow, or --yes to change all.');
		const outcomes = await applyPlan({ ...common, most: first ?? (pauses ? 1 : undefined) });
		const todo = (await planStatus({ api, plan: made, journal })).filter(({ state }) => state === 'to do').length;
		if (pauses && todo > 0 && (await agreed(`Look at it in n8n. Change the other ${todo}?`))) outcomes.push(...(await applyPlan(common)));
		else if (todo > 0)
			process.stderr.write(
				`${count(todo, 'workflow')} left to do: \`migrate apply ${file} --yes\` does them, \`migrate rollback ${file}.journal\` undoes what was done.\n`,
			);
		return outcomes.every(({ result }) => result === 'applied' || result === 'already applied') ? 0 : 1;
	});
}

function tell({ json }: Values, { workflow, result, note }: WorkflowResult) {
	const sign = { applied: '✓', 'already applied': '✓', skipped: '–', failed: '✕', disturbed: '!' }[result];
	process.stdout.write(
		json
			? `${JSON.stringify({ id: workflow.id, name: workflow.name, result, note })}\n`
			: `  ${sign} ${result.padEnd(15)} ${oneLine(workflow.name)}: ${oneLine(note)}\n`,
	);
}

async function status(values: Values, file: string): Promise<number> {
	const made = readPlan(file);
	return await withInstance(made.instance, async (api) => {
		const statuses = await planStatus({ api, plan: made, journal: openJournal(`${file}.journal`) });
		for (const one of statuses)
			process.stdout.write(
				values.json
					? `${JSON.stringify(one)}\n`
					: `  ${one.state.padEnd(22)} ${oneLine(one.name)}${one.note ? `: ${oneLine(one.note)}` : ''}\n`,
			);
		return statuses.every(({ state }) => state === 'applied') ? 0 : 1;
	});
}

async function undo(values: Values, file: string): Promise<number> {
	if (!existsSync(file)) throw new CannotRun(`There is no journal ${file}`);
	const planFile = file.replace(/\.journal$/, '');
	const made = readPlan(planFile);
	return await withInstance(made.instance, async (api) => {
		const restored = await rollBack({
			api,
			journal: openJournal(file),
			only: listIn(values.only),
			dryRun: values['dry-run'],
			onRestored: (one) =>
				process.stdout.write(
					values.json ? `${JSON.stringify(one)}\n` : `  ${one.result.padEnd(19)} ${oneLine(one.name)}: ${oneLine(one.note)}\n`,
				),
		});
		if (restored.length === 0) process.stdout.write('  Nothing is left to undo.\n');
		return restored.every(({ result }) => result !== 'skipped') ? 0 : 1;
	});
}

async function withInstance(url: string, work: (api: N8nApi) => Promise<number>): Promise<number> {
	const apiKey = process.env.N8N_API_KEY?.trim();
	if (!apiKey) throw new CannotRun('The environment variable N8N_API_KEY is not set: create a key in n8n under Settings > n8n API.');
	const network = await createNetworkFetch();
	const stop = new AbortController();
	const onInterrupt = () => stop.abort();
	process.once('SIGINT', onInterrupt);
	const began = performance.now();
	const api = openInstance({ url, apiKey, fetch: network.fetch, cookie: process.env.N8N_COOKIE, signal: stop.signal });
	try {
		return await work(api);
	} finally {
		const seconds = (performance.now() - began) / 1_000;
		const megabytes = process.resourceUsage().maxRSS / 1_024;
		process.stderr.write(
			`  ${count(api.requests(), 'request')} to n8n in ${formatDuration(seconds * 1_000)} (${(api.requests() / seconds).toFixed(1)} a second), ${megabytes.toFixed(0)} MB of memory at most\n`,
		);
		process.off('SIGINT', onInterrupt);
		await network.close();
	}
}

function evidenceFile(file: string) {
	if (!existsSync(file)) throw new CannotRun(`There is no report ${file}`);
	try {
		return evidenceInReport(readFileSync(file, 'utf8'), file);
	} catch (error) {
		throw new CannotRun(messageOf(error));
	}
}

function readPlan(file: string): MigrationPlan {
	if (!existsSync(file)) throw new CannotRun(`There is no plan ${file}`);
	const read = migrationPlan.safeParse(parseJson(readFileSync(file, 'utf8')));
	if (!read.success) throw new CannotRun(`${file} is not a plan of this version: make a new one`);
	return read.data;
}

function progress(what: string) {
	return (done: number, total: number) => {
		if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K${what} ${done}/${total}${done === total ? '\r\u001B[2K' : ''}`);
	};
}

const listIn = (text: string | undefined) =>
	text
		?.split(',')
		.map((part) => part.trim())
		.filter(Boolean);

function credentialsIn(pairs: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		pairs.map((pair) => {
			const [type, ...name] = pair.split('=');
			if (name.length === 0) throw new CannotRun(`Expected --credential TYPE=NAME, got "${pair}"`);
			return [type, name.join('=')];
		}),
	);
}

function numberIn(flag: string, text: string): number {
	const value = Number(text);
	if (!Number.isFinite(value) || value <= 0) throw new CannotRun(`Expected ${flag} to be a number above 0, got "${text}"`);
	return value;
}

function named(file: string | undefined, what: string): string {
	if (file === undefined) throw new CannotRun(`Name the file of ${what}. See --help.`);
	return file;
}

function parse(argv: string[]) {
	try {
		return parseArgs({ args: argv, allowPositionals: true, options });
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split(/\n|\. To specify/);
		throw new CannotRun(`${line}. See --help.`);
	}
}
