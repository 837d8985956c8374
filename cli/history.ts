import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { diskFiles } from '../core/diskFiles';
import { collect, type Collected, type Counted } from '../core/history/collect';
import { constantsOnly } from '../core/history/evaluator';
import { fromFiles } from '../core/history/fromFiles';
import { openOverview } from '../core/history/overview';
import { openRedaction, type Redactions } from '../core/history/redaction';
import { isCountry, personalDataFinder } from '../core/redact/personalData';
import { count, formatNumber, oneLine } from '../core/report/format';
import { CannotRun } from './cannotRun';
import { evaluatorOfN8n } from './n8nWorkflow';

const usage = `n8n-nodes-r1 history [FILE|DIR ...] [options]

Shows which calls of language models n8n has recorded, what of them can be repeated exactly, and what a replay would cost.
Nothing leaves this machine. FILE: executions as n8n's API gives them (one, a list, a page), rows of its database, JSON lines.

    --out FILE.jsonl       write the calls, without personal data, for n8n-nodes-r1 replay
    --dry-run              list what would be taken out as personal data, and write nothing
    --country CODE         phone numbers of this country are found without +, too (DE, US, ...)
    --by-hand              executions that were run by hand in the editor, too
    --json                 print the result as JSON

Expressions are evaluated by n8n's own package where it is installed: npx -p n8n-workflow -p n8n-nodes-r1 n8n-nodes-r1 history
Without it the recorded prompts alone are read.

Exit code 0: done; 1: nothing was found; 2: could not run.
`;

const options = {
	out: { type: 'string' },
	'dry-run': { type: 'boolean' },
	country: { type: 'string' },
	'by-hand': { type: 'boolean' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

export async function run(argv: string[]): Promise<number> {
	const { values, positionals } = parse(argv);
	if (values.help || positionals.length === 0) {
		process.stdout.write(usage);
		return values.help ? 0 : 2;
	}
	const country = values.country?.toUpperCase();
	if (country !== undefined && !isCountry(country)) throw new CannotRun(`"${values.country}" is no country code: write DE, US, ...`);
	const out = values['dry-run'] ? undefined : values.out;
	if (out !== undefined) begin(out);
	const evaluator = await evaluatorOfN8n();
	const source = fromFiles(positionals, diskFiles());
	const overview = openOverview();
	const redaction = openRedaction([personalDataFinder({ country })]);
	const collected = await collect({
		executions: source.executions(),
		evaluator: evaluator ?? constantsOnly,
		byHand: values['by-hand'],
		onCall(call) {
			const safe = redaction.call(call);
			overview.add(safe);
			if (out !== undefined) appendFileSync(out, `${JSON.stringify(safe)}\n`);
		},
	});
	const result = {
		...collected,
		problems: source.problems,
		groups: overview.groups(),
		why: overview.why(),
		redactions: redaction.counts(),
		evaluated: evaluator !== undefined,
	};
	process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : textOf(result, out));
	return collected.calls > 0 ? 0 : 1;
}

type Result = Collected & {
	problems: { file: string; reason: string }[];
	groups: ReturnType<ReturnType<typeof openOverview>['groups']>;
	why: { reason: string; count: number }[];
	redactions: Redactions[];
	evaluated: boolean;
};

function textOf(result: Result, out: string | undefined): string {
	const { executions, calls, groups, why, redactions, problems, from, to, evaluated } = result;
	const lines = [
		'',
		`  ${count(calls, 'call')} of language models in ${count(executions, 'execution')}${from && to ? `, ${from.slice(0, 10)} to ${to.slice(0, 10)}` : ''}`,
		'',
		...groups.flatMap((group) => [
			`  ${styleText('bold', oneLine(group.workflow))}  ${oneLine(group.model)}`,
			`    ${count(group.calls, 'call')} (${group.failed} failed): ${group.exact} exact, ${group.partly} partly, ${group.recorded} as recorded; ${formatNumber(group.inputTokens)} tokens in, ${formatNumber(group.outputTokens)} out${group.estimated > 0 ? ` (estimated for ${group.estimated})` : ''}`,
		]),
		...section(
			'Not exact, because',
			why.map(({ reason, count: number }) => `${number} × ${oneLine(reason)}`),
		),
		...section('Calls left out', result.callsLeftOut.map(counted)),
		...section('Executions left out', result.executionsLeftOut.map(counted)),
		...section(
			'Files',
			problems.map(({ file, reason }) => `${oneLine(file)}: ${oneLine(reason)}`),
		),
		...section(
			'Personal data taken out',
			redactions.map(({ kind, places, values }) => `${count(places, kind)}${places === values ? '' : `, ${values} different`}`),
		),
		...(evaluated
			? []
			: [
					'',
					`  ${styleText('yellow', '!')} n8n-workflow is not installed: expressions were not evaluated, so that roles are told by the recorded text alone and calls of`,
					'    nodes without such a text (OpenAI, Anthropic, Gemini, HTTP Request, R1 Reason) are read only where nothing in them is an expression.',
				]),
		'',
		out === undefined ? '  Nothing was written and nothing was sent.' : `  Written  ${out}`,
		'',
		'',
	];
	return lines.join('\n');
}

const section = (title: string, rows: readonly string[]) =>
	rows.length === 0 ? [] : ['', `  ${title}`, ...rows.map((row) => `    ${row}`)];
const counted = ({ reason, count: number, examples }: Counted) => `${number} × ${oneLine(reason)} (${examples.map(oneLine).join(', ')})`;

function begin(out: string) {
	if (existsSync(out)) throw new CannotRun(`${out} is there already: name another file, or remove it.`);
	mkdirSync(path.dirname(out), { recursive: true });
	writeFileSync(out, '', { mode: 0o600 });
}

function parse(argv: string[]) {
	try {
		return parseArgs({ args: argv, allowPositionals: true, options });
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split(/\n|\. To specify/);
		throw new CannotRun(`${line}. See --help.`);
	}
}
