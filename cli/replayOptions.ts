import { parseArgs } from 'node:util';
import { messageOf } from '../core/describeError';
import { CannotRun } from './cannotRun';
import type { SideConfig } from './config';

export const usage = `n8n-nodes-r1 replay CALLS.jsonl [options]

  Asks a candidate what your own executions asked the old model, holds its answers against the recorded ones, and says whether
  it may take over. CALLS.jsonl: recorded calls, as n8n-nodes-r1 history --out writes them.

  --candidate MODEL@URL  model to move to, and where it is served, such as deepseek-reasoner@https://api.deepseek.com
  --baseline MODEL@URL   the old model, if it can still be called: its own wavering is measured on the same calls
  --judge MODEL@URL      model of a third family for free text
  --margin POINTS        how many points worse the candidate may be (default: 5)
  --critical LINE        calls of which none may be lost: an id, "workflow: NAME", "node: NAME" or "prompt: WORDS"; repeatable
  --anchors FILE         pairs of answers of which you know the better one, to measure the judge
  --rubric TEXT          what the judge is to look at
  --tolerance PERCENT    how far off a number may be (default: 0)
  --changes PERCENT      share of the calls on which you expect the two to differ, for the size of the plan (default: 20)
  --calls N              size of the plan, instead of what the margin asks for
  --countries A,B        where requests may be processed (DE, EU, ...), for the check of residency that runs first
  --n8n URL              address of your n8n, for links to executions; with N8N_API_KEY (scope workflow:read) it is also asked
                         whether the workflows are still those that were recorded
  --max-cost USD         hard limit for what the replay may pay
  --config FILE          endpoints and settings of both checks, as for the audit (audit.example.yaml)
  --out DIR              where gate, answers and report go (default: out/replay)
  --yes                  do not ask before anything is sent
  --json                 print the report as JSON instead of a summary

Keys stand in the environment: R1_CANDIDATE_KEY, R1_BASELINE_KEY, R1_JUDGE_KEY. The same command goes on where it was stopped.
The gate (gate.json) is written before the first call; it stands for 14 days and until a workflow changes.

Exit code 0: pass; 1: fail, or not enough to tell; 2: could not run.
`;

export interface ReplayFlags {
	file?: string;
	config?: string;
	sides: Partial<Record<'candidate' | 'baseline' | 'judge', SideConfig>>;
	/** Settings of the quality check, by name. */
	quality: Record<string, unknown>;
	residency: Record<string, unknown>;
	maxCostUsd?: number;
	out?: string;
	yes: boolean;
	json: boolean;
	help: boolean;
}

export function readReplayFlags(argv: string[]): ReplayFlags {
	const { values, positionals } = parse(argv);
	const [file, extra] = positionals;
	if (extra !== undefined) throw new CannotRun(`"${extra}" is one name too many: put the calls into one file. See --help.`);
	const number = (name: 'margin' | 'tolerance' | 'changes' | 'calls' | 'max-cost') => {
		const text = values[name];
		if (text === undefined) return undefined;
		const value = Number(text);
		if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new CannotRun(`Expected --${name} to be a number, got "${text}"`);
		return value;
	};
	const given = (settings: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
	const sides = (['candidate', 'baseline', 'judge'] as const).flatMap((name) => {
		const text = values[name];
		return text === undefined ? [] : [[name, sideIn(name, text)] as const];
	});
	return {
		file,
		config: values.config,
		sides: Object.fromEntries(sides),
		quality: given({
			marginPoints: number('margin'),
			taskCount: number('calls'),
			critical: values.critical?.join('\n'),
			anchorsFile: values.anchors,
			rubric: values.rubric,
			tolerancePercent: number('tolerance'),
			expectedChangePercent: number('changes'),
			instanceUrl: values.n8n,
		}),
		residency: given({ allowedCountries: values.countries }),
		maxCostUsd: number('max-cost'),
		out: values.out,
		yes: values.yes === true,
		json: values.json === true,
		help: values.help === true,
	};
}

/** `MODEL@URL`; the model's own name may hold an @. */
function sideIn(name: 'candidate' | 'baseline' | 'judge', text: string): SideConfig {
	if (text === 'lab') return 'lab';
	const [, model, baseURL] = /^(.+?)@(https?:\/\/.+)$/.exec(text) ?? [];
	if (model === undefined || baseURL === undefined || !URL.canParse(baseURL))
		throw new CannotRun(`Expected --${name} to be like deepseek-reasoner@https://api.deepseek.com, got "${text}"`);
	const keyEnv = `R1_${name.toUpperCase()}_KEY`;
	return { model, baseURL, ...(process.env[keyEnv]?.trim() ? { keyEnv } : {}) };
}

function parse(argv: string[]) {
	try {
		return parseArgs({
			args: argv,
			allowPositionals: true,
			options: {
				candidate: { type: 'string' },
				baseline: { type: 'string' },
				judge: { type: 'string' },
				margin: { type: 'string' },
				critical: { type: 'string', multiple: true },
				anchors: { type: 'string' },
				rubric: { type: 'string' },
				tolerance: { type: 'string' },
				changes: { type: 'string' },
				calls: { type: 'string' },
				countries: { type: 'string' },
				n8n: { type: 'string' },
				'max-cost': { type: 'string' },
				config: { type: 'string' },
				out: { type: 'string' },
				yes: { type: 'boolean' },
				json: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		const [line] = messageOf(error).split(/\n|\. To specify/);
		throw new CannotRun(`${line}. See --help.`);
	}
}
