import type { CheckId } from '../checks';
import type { Check, CheckContext, N8nAccess, Side } from '../checks/check';
import type { CheckRecord, RunFacts } from '../checks/checkRecord';
import type { CheckResult } from '../checks/checkResult';
import type { Files } from '../files';
import type { Endpoint } from '../reason/endpoint';
import { nanoOf, usdOf } from '../money/nano';
import { openAnswers } from './answers';
import { isLocal } from './sides';
import { openSpending } from './spending';
import { describeError } from '../describeError';

export interface CheckRun {
	/** What was set on the check, by field name. */
	settings: Record<string, unknown>;
	candidate?: Side;
	baseline?: Side;
	/** Endpoints whose lists of models say what is still served. */
	listedBy?: readonly Endpoint[];
	judge?: Side;
	/** Results of the checks before. */
	earlier: readonly CheckRecord[];
	/** JSON of the items that came in. */
	items: Record<string, unknown>[];
	concurrency?: number;
	/** Judge as of this day (like 2026-11-23) instead of today. */
	date?: string;
	/** File that keeps answers as they come, so that an interrupted check does not pay for them again. */
	answersFile?: string;
	/** Most that the whole audit may pay. */
	maxCostUsd?: number;
	/** Names the audit, where no file of answers does: checks of one audit share the cap. */
	auditKey: string;
	files: Files;
	/** The operator's command that starts Python for code graders. */
	pythonCommand?: readonly string[];
	n8n?: N8nAccess;
	fetch: typeof fetch;
	signal?: AbortSignal;
	onProgress?: (done: number, total: number) => void;
}

/** Runs one check, within the audit's cap. @throws Error with a `description` when it can't be run as it was set. */
export async function runCheck(check: Check<CheckId>, run: CheckRun): Promise<CheckRecord> {
	const { settings, candidate, baseline, judge, earlier, items, date = '', answersFile = '', maxCostUsd: cap = 0 } = run;
	const needed = check.sides.candidate === 'needed';
	if (needed && !candidate)
		throw new Error(`${check.title} needs a candidate model. Choose its credential in the field "Candidate Credential".`);
	const now = date ? new Date(date) : new Date();
	if (Number.isNaN(now.getTime())) throw new Error(`Expected the date to be like 2026-11-23, got "${date}"`);
	const sides = [candidate, baseline, judge].filter((side) => side !== undefined);
	const spending = openSpending({
		cap: cap > 0 ? await openCap(cap, run) : undefined,
		emulated: sides.length > 0 && sides.every(({ emulated }) => emulated),
		unpricedIsFree: sides.every(({ endpoint }) => isLocal(endpoint)),
	});
	const started = new Date();
	const context: CheckContext = {
		candidate,
		baseline,
		judge,
		now,
		listedBy: run.listedBy,
		signal: run.signal,
		concurrency: run.concurrency ?? 8,
		onProgress: run.onProgress,
		pay: spending.pay,
		memory: answersFile ? await openAnswers(answersFile, run.files) : undefined,
		files: run.files,
		fetch: run.fetch,
		pythonCommand: run.pythonCommand,
		...(run.n8n ? { n8n: run.n8n } : {}),
		earlier: Object.fromEntries(earlier.map((record) => [record.id, record])),
		items: items.filter((json) => Object.keys(json).length > 0),
	};
	const result = await check.run(settings, context).finally(() => spending.close());
	const facts: RunFacts = {
		startedAt: started.toISOString(),
		durationMs: Date.now() - started.getTime(),
		spentUsd: usdOf(spending.total),
		unpricedCalls: spending.unpriced,
		baseline: baseline && nameOf(baseline),
		candidate: candidate && nameOf(candidate),
	};
	return {
		...capped(result, spending.denied, cap),
		emulated: result.emulated || (needed && sides.some(({ emulated }) => emulated)),
		run: facts,
	};
}

/** The ledger of the cap: beside the kept answers, so that it outlasts an interruption; else shared within the audit. */
async function openCap(capUsd: number, { answersFile = '', auditKey, files }: CheckRun) {
	const { openLedger } = await import('../budget/ledger/openLedger');
	return {
		limitNano: nanoOf('maxCostUsd', capUsd),
		key: answersFile ? 'migration-audit' : `migration-audit:${auditKey}`,
		ledger: openLedger(answersFile ? { file: await files.database(`${answersFile}.sqlite`) } : {}),
	};
}

/** A check that the cost cap cut short cannot pass: a call without room under the cap, or without a known price, was not sent. */
function capped<Id extends string>({ stopped, ...result }: CheckResult<Id>, denied: number, cap: number): CheckResult<Id> {
	if (denied === 0) return result;
	const summary = stopped === 'cost cap' ? result.summary : `${result.summary.replace(/\.$/, '')}; the cost cap of $${cap} stopped it.`;
	return { ...result, verdict: result.verdict === 'pass' ? 'warn' : result.verdict, summary };
}

/** The record of a check that an error kept from concluding. */
export function brokenOff({ id, title }: Pick<Check<CheckId>, 'id' | 'title'>, error: unknown): CheckRecord {
	const { message, description } = describeError(error);
	return {
		id,
		title,
		verdict: 'warn',
		summary: `Could not run: ${[message, description].filter(Boolean).join(' ')}`,
		couldNotRun: true,
		figures: {},
		thresholds: {},
		findings: [],
		emulated: false,
	};
}

const nameOf = ({ model, endpoint }: Side) => ({ model, host: new URL(endpoint.baseURL).host });
