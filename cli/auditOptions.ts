import { parseArgs } from 'node:util';
import { checkIds, type CheckId } from '../core/checks';
import { CannotRun } from './cannotRun';
import { messageOf } from '../core/describeError';

/** What the command line says; a setting that it does not name is left to the config file. */
export interface Flags {
	paths: string[];
	config?: string;
	target?: string;
	out?: string;
	fix?: string;
	date?: string;
	strict?: boolean;
	only?: CheckId[];
	local: boolean;
	against?: string;
	maxCostUsd?: number;
	/** Run Python that models write, in child processes under limits. */
	runCode: boolean;
	/** Address of an n8n whose workflows are read. */
	n8n?: string;
	/** `report.json` in which the quality check ran. */
	evidence?: string;
	/** Ask providers whose key is in the environment which models they still list. */
	observe?: boolean;
	json: boolean;
	help: boolean;
}

export const usage = (command: 'audit' | 'demo') => `n8n-nodes-r1 ${command}${command === 'audit' ? ' [PATH ...]' : ''} [options]

${
	command === 'audit'
		? `  PATH                workflow exports: files or folders
  --n8n URL           read the workflows of a running n8n instead; its key in N8N_API_KEY, which needs workflow:list and,
                      for owners and runs, workflow:read and execution:list
  --config FILE       endpoints, checks and thresholds (audit.example.yaml in the package has them all)
`
		: `  Every check, on example workflows and against the provider lab: the answers are emulated.
`
}  --target MODEL      model to move to; references are checked against what it takes
  --only A,B          run these checks only: ${checkIds.join(', ')}
  --local             use a model server found on this machine as the candidate
  --out DIR           where the report goes (default: out/audit)
  --fix DIR           write migrated copies of the workflows there
  --evidence FILE     report.json in which the quality check ran: its verdict stands beside each change
  --observe           ask providers whose key is in the environment (OPENAI_API_KEY, DEEPSEEK_API_KEY, ...) which models
                      they still list
  --against FILE      compare with an earlier report.json
  --date YYYY-MM-DD   judge as of this day instead of today
  --max-cost USD      hard limit for what the whole audit may pay
  --run-code          run Python that models write (quality tasks with tests) with this user's rights,
                      in child processes with limits on time and memory; JavaScript needs no such flag
  --strict            undecided checks count as failed
  --json              print the report as JSON instead of a summary

Exit code 0: nothing failed; 1: a check failed; 2: could not run.
`;

export function readFlags(argv: string[]): Flags {
	const { values, positionals } = parse(argv);
	return {
		paths: positionals,
		config: values.config,
		target: values.target,
		out: values.out,
		fix: values.fix,
		date: values.date === undefined ? undefined : day(values.date),
		strict: values.strict,
		only: values.only === undefined ? undefined : checkList(values.only),
		local: values.local === true,
		against: values.against,
		maxCostUsd: values['max-cost'] === undefined ? undefined : dollars(values['max-cost']),
		runCode: values['run-code'] === true,
		n8n: values.n8n,
		evidence: values.evidence,
		observe: values.observe,
		json: values.json === true,
		help: values.help === true,
	};
}

function parse(argv: string[]) {
	try {
		return parseArgs({
			args: argv,
			allowPositionals: true,
			options: {
				config: { type: 'string' },
				target: { type: 'string' },
				out: { type: 'string' },
				fix: { type: 'string' },
				date: { type: 'string' },
				strict: { type: 'boolean' },
				only: { type: 'string' },
				local: { type: 'boolean' },
				against: { type: 'string' },
				'max-cost': { type: 'string' },
				'run-code': { type: 'boolean' },
				n8n: { type: 'string' },
				evidence: { type: 'string' },
				observe: { type: 'boolean' },
				json: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		const [line] = messageOf(error).split(/\n|\. To specify/);
		throw new CannotRun(`${line}. See --help.`);
	}
}

export function day(text: string): string {
	const date = new Date(`${text}T00:00:00Z`);
	const valid = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
	if (!valid) throw new CannotRun(`Expected a date like 2026-11-23, got "${text}"`);
	return text;
}

export function checkList(text: string): CheckId[] {
	return text
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean)
		.map((name) => {
			const id = checkIds.find((each) => each === name);
			if (!id) throw new CannotRun(`There is no check "${name}"; there are ${checkIds.join(', ')}`);
			return id;
		});
}

function dollars(text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
		throw new CannotRun(`Expected --max-cost to be a number of US dollars above 0, got "${text}"`);
	return value;
}
