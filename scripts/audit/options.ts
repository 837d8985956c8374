import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkIds, type CheckId } from '../../nodes/MigrationCheck/checkResult';

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
	help: boolean;
}

/** An audit that could not begin; the message is one line that says what to do. */
export class CannotRun extends Error {}

export const usage = `npm run audit -- [PATH ...] [options]

  PATH                workflow exports: files or folders. Without one, and without --config,
                      audit.example.yaml runs against the provider lab (emulated).

  --target MODEL      model to move to; references are checked against what it takes
  --config FILE       endpoints, checks and thresholds (see audit.example.yaml)
  --only A,B          run these checks only: ${checkIds.join(', ')}
  --local             use a model server found on this machine as the candidate
  --out DIR           where the report goes (default: out/audit)
  --fix DIR           write migrated copies of the workflows there
  --against FILE      compare with an earlier report.json
  --date YYYY-MM-DD   judge as of this day instead of today
  --max-cost USD      hard limit for what the whole audit may pay
  --strict            undecided checks count as failed

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
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split(/\n|\. To specify/);
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
	if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new CannotRun(`Expected --max-cost to be a number of US dollars above 0, got "${text}"`);
	return value;
}

/** Where relative paths start: where the user typed the command, also when npm changed into the package. */
export const userFolder = () =>
	process.env.npm_lifecycle_event === 'audit' && process.env.INIT_CWD ? path.resolve(process.env.INIT_CWD) : process.cwd();
