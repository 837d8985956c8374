import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../core/describeError';
import { diskFiles } from '../core/diskFiles';
import { constantsOnly } from '../core/history/evaluator';
import { fromFiles } from '../core/history/fromFiles';
import { fromInstance } from '../core/history/fromInstance';
import { OtherReading, readHistory, type HistoryOptions } from '../core/history/history';
import { InstanceError, openInstance } from '../core/migrate/n8nApi';
import { createNetworkFetch } from '../core/reason/networkFetch';
import { ownPatterns } from '../core/redact/ownPatterns';
import type { Finder } from '../core/redact/finder';
import { isCountry, personalDataFinder } from '../core/redact/personalData';
import { CannotRun } from './cannotRun';
import { historyText } from './historyText';
import { jsonLine } from './jsonForTerminal';
import { evaluatorOfN8n } from './n8nWorkflow';

const usage = `n8n-nodes-r1 history [FILE|DIR ...] [options]

Shows which calls of language models n8n has recorded, which of them can be repeated exactly, and what a replay would cost.
Nothing leaves this machine. FILE: executions as n8n's API gives them (one, a list, a page), rows of its database, JSON lines.

    --n8n URL              read an instance instead of files
    --workflow ID          only this workflow's executions
    --after, --before DATE only executions started then, such as 2026-11-14
    --most N               at most N executions, the newest
    --by-hand              those that were run by hand in the editor, too
    --candidate MODEL      what a replay against this model would cost
    --out FILE.jsonl       write the calls, without personal data, for n8n-nodes-r1 replay
    --sample N             of all calls N, from each workflow, class of query and length
    --minimum N            of each of these at least N (default 5)
    --dry-run              list what would be taken out as personal data, and write nothing
    --redact NAME=REGEX    take this out, too; may be given several times
    --country CODE         phone numbers of this country are found without +, too (DE, US, ...)
    --json                 print the result as JSON

The API key of an instance stands in the environment variable N8N_API_KEY; it needs the scopes execution:list and execution:read.
A reading into a file that was broken off goes on where it was when the same command is given again.

Expressions are evaluated by n8n's own package where it is installed: npx -p n8n-workflow -p n8n-nodes-r1 n8n-nodes-r1 history
Without it the recorded prompts alone are read: roles of messages are less often certain, and calls of OpenAI, Anthropic,
Gemini, HTTP Request and R1 Reason nodes, whose prompts n8n does not record, are left out where they hold an expression.

Exit code 0: done; 1: no call was found; 2: could not run.
`;

const options = {
	n8n: { type: 'string' },
	workflow: { type: 'string' },
	after: { type: 'string' },
	before: { type: 'string' },
	most: { type: 'string' },
	'by-hand': { type: 'boolean' },
	candidate: { type: 'string' },
	out: { type: 'string' },
	sample: { type: 'string' },
	minimum: { type: 'string' },
	'dry-run': { type: 'boolean' },
	redact: { type: 'string', multiple: true },
	country: { type: 'string' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse>['values'];

export async function run(argv: string[]): Promise<number> {
	const { values, positionals } = parse(argv);
	if (values.help || (positionals.length === 0 && values.n8n === undefined)) {
		process.stdout.write(usage);
		return values.help ? 0 : 2;
	}
	if (values.n8n !== undefined && positionals.length > 0) throw new CannotRun('Name files or an instance (--n8n), not both.');
	const out = values['dry-run'] ? undefined : values.out;
	if (out !== undefined && existsSync(out)) throw new CannotRun(`${out} is there already: name another file, or remove it.`);
	const evaluator = evaluatorOfN8n();
	const { sourceFrom, stop, close } = values.n8n === undefined ? filesOf(positionals) : await instanceOf(values, values.n8n);
	try {
		const history = await readHistory({
			sourceFrom,
			evaluator: evaluator ?? constantsOnly,
			finders: await findersOf(values),
			byHand: values['by-hand'],
			...(values.sample === undefined
				? {}
				: { sample: { size: wholeIn('--sample', values.sample), minimum: wholeIn('--minimum', values.minimum ?? '5'), seed: 'history' } }),
			candidate: values.candidate,
			now: new Date(),
			files: diskFiles(),
			out,
			asked: JSON.stringify([positionals, { ...values, json: undefined }, evaluator !== undefined]),
			onProgress: progress,
			signal: stop?.signal,
		});
		clearProgress();
		const result = { ...history, evaluated: evaluator !== undefined };
		process.stdout.write(
			values.json ? jsonLine(result) : historyText(result, { out, candidate: values.candidate, dryRun: values['dry-run'] ?? false }),
		);
		return history.calls > 0 ? 0 : 1;
	} catch (error) {
		clearProgress();
		if (error instanceof InstanceError) throw new CannotRun(`${error.message.replace(/[.\s]+$/, '')}. ${error.description}`);
		if (error instanceof OtherReading) throw new CannotRun(error.message);
		throw error;
	} finally {
		await close?.();
	}
}

interface Opened {
	sourceFrom: HistoryOptions['sourceFrom'];
	stop?: AbortController;
	close?: () => Promise<void>;
}

const filesOf = (paths: readonly string[]): Opened => ({ sourceFrom: () => fromFiles(paths, diskFiles()) });

async function instanceOf(values: Values, url: string): Promise<Opened> {
	if (!URL.canParse(url)) throw new CannotRun('Name the instance: --n8n https://n8n.example.com');
	const apiKey = process.env.N8N_API_KEY?.trim();
	if (!apiKey) throw new CannotRun('The environment variable N8N_API_KEY is not set: create a key in n8n under Settings > n8n API.');
	const filters = {
		workflowId: values.workflow,
		startedAfter: timeIn('--after', values.after),
		startedBefore: timeIn('--before', values.before),
	};
	const most = values.most === undefined ? undefined : wholeIn('--most', values.most);
	const network = await createNetworkFetch();
	const stop = new AbortController();
	const onInterrupt = () => stop.abort();
	process.once('SIGINT', onInterrupt);
	const api = openInstance({ url, apiKey, fetch: network.fetch, signal: stop.signal });
	return {
		stop,
		sourceFrom: (before, onPage) => fromInstance({ api, ...filters, before, onPage, most, signal: stop.signal }),
		async close() {
			process.off('SIGINT', onInterrupt);
			await network.close();
		},
	};
}

async function findersOf({ country, redact = [] }: Values): Promise<Finder[]> {
	const code = country?.toUpperCase();
	if (code !== undefined && !isCountry(code)) throw new CannotRun(`"${country}" is no country code: write DE, US, ...`);
	const patterns = redact.map((pair) => {
		const [, name = '', pattern = ''] = /^([^=]+)=([\s\S]+)$/.exec(pair) ?? [];
		if (pattern === '') throw new CannotRun(`Expected --redact NAME=REGEX, got "${pair}"`);
		return { name: name.trim(), pattern };
	});
	try {
		return [await ownPatterns(patterns), personalDataFinder({ country: code })];
	} catch (error) {
		throw new CannotRun(`--redact: ${messageOf(error)}`);
	}
}

function wholeIn(flag: string, text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < 1) throw new CannotRun(`Expected ${flag} to be a whole number from 1 on, got "${text}"`);
	return value;
}

function timeIn(flag: string, text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const time = Date.parse(text);
	if (Number.isNaN(time)) throw new CannotRun(`Expected ${flag} to be a date such as 2026-11-14, got "${text}"`);
	return new Date(time).toISOString();
}

const progress = (read: number) => {
	if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2KReading executions: ${read}`);
};
const clearProgress = () => {
	if (process.stderr.isTTY) process.stderr.write('\r\u001B[2K');
};

function parse(argv: string[]) {
	try {
		return parseArgs({ args: argv, allowPositionals: true, options });
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split(/\n|\. To specify/);
		throw new CannotRun(`${line}. See --help.`);
	}
}
