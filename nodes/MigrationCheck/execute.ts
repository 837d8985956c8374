import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { openAnswers } from './answers';
import type { CheckContext, Side } from './checkDefinition';
import type { CheckRecord, RunFacts } from './checkRecord';
import type { CheckId, CheckResult } from './checkResult';
import { checks, type RunnableCheck } from './checks';
import { networkFetchOf } from '../shared/n8n/networkFetchOf';
import { gradeAnswers } from './gradeAnswer/execute';
import { gradeOperation } from './gradeAnswer/properties';
import { isCheckRecord } from './isCheckRecord';
import { isLocal, readSide } from './readSide';
import { needsCandidate } from './sides';
import { openSpending } from './spending';

const nano = 1e9;

/** Runs the chosen check once over all items; results of earlier checks pass through, so that checks can be chained. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const input = this.getInputData().map((item, index) => ({ item, index }));
	const id = String(this.getNodeParameter('operation', 0));
	if (id === gradeOperation.value) return await gradeAnswers.call(this);
	const kept = input.flatMap(({ item, index }) => {
		const { json } = item;
		return isCheckRecord(json) && json.id !== id ? [{ json, pairedItem: { item: index } }] : [];
	});
	const earlier = kept.map(({ json }) => json);
	const own = input.filter(({ item }) => !isCheckRecord(item.json));
	const pairedItem = (own.length > 0 ? own : input).map(({ index }) => ({ item: index }));
	try {
		const check = checks.find((one) => one.id === id);
		if (!check) throw new Error(`Expected the check to be one of ${checks.map((one) => one.id).join(', ')}, got "${id}"`);
		const network = await networkFetchOf(this);
		const record = await runCheck(this, check, { earlier, items: own.map(({ item }) => item.json), send: network.fetch }).finally(() => network.close());
		return [[...kept.map(toItem), { json: asJson(record), pairedItem }]];
	} catch (error) {
		const { message, description } = describe(error);
		if (!this.continueOnFail()) throw new NodeOperationError(this.getNode(), message, { description, itemIndex: 0 });
		const failed = { json: { ...asJson(brokenOff(id, message, description)), error: message }, pairedItem };
		return [[...kept.map(toItem), failed]];
	}
}

interface Given {
	earlier: CheckRecord[];
	items: IDataObject[];
	send: typeof fetch;
}

async function runCheck(context: IExecuteFunctions, check: RunnableCheck, { earlier, items, send }: Given): Promise<CheckRecord> {
	const options = (name: string, fallback: unknown) => context.getNodeParameter(`runOptions.${name}`, 0, fallback);
	const candidate = await readSide(context, 'candidate', send);
	const baseline = await readSide(context, 'baseline', send);
	if (needsCandidate(check.id) && !candidate) throw new Error(`${check.title} needs a candidate model. Choose its credential in the field "Candidate Credential".`);
	const sides = [candidate, baseline].filter((side) => side !== undefined);

	const answersFile = String(options('answersFile', ''));
	const answers = answersFile ? openAnswers(answersFile) : undefined;
	const cap = Number(options('maxCostUsd', 0));
	const spending = openSpending({
		cap: cap > 0 ? await openCap(context, cap, answersFile) : undefined,
		emulated: sides.length > 0 && sides.every(({ emulated }) => emulated),
		unpricedIsFree: sides.every(({ endpoint }) => isLocal(endpoint)),
	});
	const asOf = String(options('date', ''));
	const now = asOf ? new Date(asOf) : new Date();
	if (Number.isNaN(now.getTime())) throw new Error(`Expected the date to be like 2026-11-23, got "${asOf}"`);
	const started = new Date();
	const tell = progressTeller(context, check);
	const checkContext: CheckContext = {
		candidate,
		baseline,
		now,
		signal: context.getExecutionCancelSignal(),
		concurrency: Number(options('concurrency', 8)),
		onProgress: tell,
		maySpend: (nanoUsd) => spending.maySpend(nanoUsd),
		spent: (nanoUsd) => spending.spent(nanoUsd),
		memory: answers,
		fetch: send,
		earlier: Object.fromEntries(earlier.map((record) => [record.id, record])),
		items: items.filter((json) => Object.keys(json).length > 0),
	};
	const result = await check.run(rawParameters(context, check), checkContext).finally(() => spending.close());
	const run: RunFacts = {
		startedAt: started.toISOString(),
		durationMs: Date.now() - started.getTime(),
		spentUsd: spending.total / nano,
		unpricedCalls: spending.unpriced,
		baseline: baseline && nameOf(baseline),
		candidate: candidate && nameOf(candidate),
	};
	return { ...capped(result, spending.denied, cap), emulated: result.emulated || (needsCandidate(check.id) && sides.some(({ emulated }) => emulated)), run };
}

/** The ledger of the cap: beside the kept answers, so that it outlasts an interruption; else shared within the execution. */
async function openCap(context: IExecuteFunctions, capUsd: number, answersFile: string) {
	const { openLedger } = await import('../CostGuard/ledger/openLedger');
	return {
		limitNano: Math.round(capUsd * nano),
		key: answersFile ? 'migration-audit' : `migration-audit:${context.getExecutionId()}`,
		ledger: openLedger(answersFile ? { file: `${answersFile}.sqlite` } : {}),
	};
}

/** The check's own fields; one that the chosen settings hide is left out. */
function rawParameters(context: IExecuteFunctions, { properties }: RunnableCheck): Record<string, unknown> {
	const values = properties.map(({ name }) => [name, context.getNodeParameter(name, 0, null)]);
	return Object.fromEntries(values.filter(([, value]) => value !== null));
}

/** A check that the cost cap cut short cannot pass: a call without room under the cap, or without a known price, was not sent. */
function capped(result: CheckResult, denied: number, cap: number): CheckResult {
	if (denied === 0) return result;
	const summary = result.summary.includes('cost cap') ? result.summary : `${result.summary.replace(/\.$/, '')}; the cost cap of $${cap} stopped it.`;
	return { ...result, verdict: result.verdict === 'pass' ? 'warn' : result.verdict, summary };
}

/** n8n shows these messages in the browser's console of a manual run; the audit command draws its progress line from them. */
function progressTeller(context: IExecuteFunctions, { id }: RunnableCheck) {
	let last = 0;
	return (done: number, total: number) => {
		const at = Date.now();
		if (done < total && at - last < 200) return;
		last = at;
		context.sendMessageToUI({ check: id, done, total });
	};
}

function brokenOff(id: string, message: string, description?: string): CheckRecord {
	const check = checks.find((one) => one.id === id);
	return {
		id: (check?.id ?? id) as CheckId,
		title: check?.title ?? id,
		verdict: 'warn',
		summary: `Could not run: ${[message, description].filter(Boolean).join(' ')}`,
		couldNotRun: true,
		figures: {},
		thresholds: {},
		findings: [],
		emulated: false,
	};
}

function describe(error: unknown): { message: string; description?: string } {
	if (!(error instanceof Error)) return { message: String(error) };
	const description = 'description' in error && typeof error.description === 'string' ? error.description : undefined;
	return { message: error.message, description };
}

const nameOf = ({ model, endpoint }: Side) => ({ model, host: new URL(endpoint.baseURL).host });
const toItem = ({ json, pairedItem }: { json: CheckRecord; pairedItem: { item: number } }) => ({ json: asJson(json), pairedItem });
/** The record as an item's JSON: what JSON cannot say (undefined, dates) is gone. */
const asJson = (record: CheckRecord): IDataObject => JSON.parse(JSON.stringify(record));
