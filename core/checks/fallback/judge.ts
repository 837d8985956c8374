import { stopOf, type Conclusion, type Table, type Verdict } from '../checkResult';
import { groupBy } from '../groupBy';
import type { Evidence, Trial } from './evidence';
import type { Lasting } from './expected';
import { summarise, type Reason } from '../summarise';
import { drillFaults, type DrillFault } from './faults';
import { worstOf } from '../verdict';

export interface Thresholds {
	deadlineSeconds: number;
	mustSurvive: readonly string[];
	retries: number;
	fallBackOn: readonly string[];
}

interface DrillRow {
	fault: DrillFault;
	lasting: Lasting;
	trials: Trial[];
	verdict: Verdict;
	/** What went wrong, in the words of every row of this kind. */
	kind: string;
	why: string;
}

const lastingText: Record<Lasting, string> = { once: 'once', always: 'lasting' };

/** Judges a drill: nothing lost, nothing answered twice, everything as R1 Reason promises, within the deadline. */
export function judge(evidence: Evidence, thresholds: Thresholds): Conclusion {
	const rows = rowsOf(evidence, thresholds);
	const { trials, emulated } = evidence;
	const base = {
		thresholds: {
			deadlineSeconds: thresholds.deadlineSeconds,
			mustSurvive: thresholds.mustSurvive.join(', '),
			retries: thresholds.retries,
			fallBackOn: thresholds.fallBackOn.join(', '),
		},
		stopped: stopOf(evidence.ending),
		emulated,
		problems: evidence.problems,
	};
	if (evidence.broken !== undefined) {
		return {
			...base,
			verdict: 'warn',
			summary: `Nothing was drilled: the candidate did not answer even before any fault (${evidence.broken}).`,
			figures: {},
			findings: [],
		};
	}
	const verdict = worstOf([
		...rows.map((row) => row.verdict),
		...(evidence.ending === 'finished' && trials.length > 0 ? [] : ['warn' as const]),
		...(evidence.problems.length > 0 ? ['warn' as const] : []),
	]);
	const { summary, reasonTables } = summarise(verdict, reasonsOf(evidence, rows, verdict), leadOf(evidence, rows));
	return {
		...base,
		verdict,
		summary,
		figures: {
			trials: trials.length,
			answered: trials.filter(isAnswered).length,
			answeredByFallback: trials.filter(({ outcome }) => outcome === 'fallback').length,
			failedWithError: trials.filter(({ outcome }) => outcome === 'error').length,
			lost: trials.filter(({ outcome }) => outcome === 'lost').length,
			answeredTwice: trials.filter(({ completed }) => completed > 1).length,
			paidMoreThanOnce: trials.filter(({ paid }) => paid > 1).length,
			slowestMs: Math.max(0, ...trials.map(({ tookMs }) => tookMs)),
			fallbacks: evidence.fallbacks.map(({ model }) => model),
			ending: evidence.ending,
		},
		findings: rows.map(({ fault, lasting, trials: own, verdict: rowVerdict, why }) => ({
			fault: fault.id,
			lasting,
			verdict: rowVerdict,
			why,
			answeredBy: [...new Set(own.flatMap(({ model, outcome }) => (model && outcome !== 'error' ? [model] : [])))],
			expected: own[0]?.expected,
			trials: own,
		})),
		tables: [...reasonTables, table(rows, emulated)],
	};
}

const isAnswered = ({ outcome }: Trial) => outcome === 'primary' || outcome === 'fallback';

function rowsOf({ trials }: Evidence, thresholds: Thresholds): DrillRow[] {
	return drillFaults.flatMap((fault) =>
		(['once', 'always'] as const).flatMap((lasting): DrillRow[] => {
			const own = trials.filter((trial) => trial.fault === fault.id && trial.lasting === lasting);
			if (own.length === 0) return [];
			const opinions = own.map((trial) => opinionOf(fault, trial, thresholds));
			const verdict = worstOf(opinions.map((opinion) => opinion.verdict));
			const { kind = '', why = '' } = opinions.find((opinion) => opinion.verdict === verdict) ?? {};
			return [{ fault, lasting, trials: own, verdict, kind, why }];
		}),
	);
}

function opinionOf(
	fault: DrillFault,
	trial: Trial,
	{ deadlineSeconds, mustSurvive }: Thresholds,
): Pick<DrillRow, 'verdict' | 'kind' | 'why'> {
	const isLate = trial.tookMs > deadlineSeconds * 1_000;
	const seconds = `${Math.round(trial.tookMs / 100) / 10} s`;
	if (trial.outcome === 'lost') return { verdict: 'fail', kind: 'an item was lost', why: 'an item was lost: no whole answer and no error' };
	if (trial.completed > 1) {
		const why = `an item was answered ${trial.completed} times`;
		return { verdict: 'fail', kind: why, why };
	}
	if (isAnswered(trial)) {
		if (isLate)
			return { verdict: 'fail', kind: 'answered later than the deadline', why: `answered after ${seconds}, later than the deadline` };
		const paid = trial.paid > 1 ? `, and ${trial.paid} requests may be charged` : '';
		if (trial.outcome !== trial.expected)
			return {
				verdict: 'warn',
				kind: 'answered by a model that R1 Reason does not promise here',
				why: `answered by ${trial.model}, which R1 Reason does not promise here`,
			};
		return {
			verdict: trial.paid > 1 ? 'warn' : 'pass',
			kind: trial.paid > 1 ? 'more than one request may be charged' : 'answered',
			why: `answered by ${trial.model} after ${seconds}${paid}`,
		};
	}
	const says = `an error after ${seconds}: ${trial.says}`;
	const unhelped = 'not answered, though retries or a fallback should have helped';
	const kind = 'not answered by these settings';
	if (trial.expected !== 'error') return { verdict: 'fail', kind: unhelped, why: `${unhelped}; ${says}` };
	if (mustSurvive.includes(fault.id)) return { verdict: 'fail', kind, why: `${kind}; ${says}` };
	if (fault.needsPerson && !isLate) return { verdict: 'pass', kind, why: `${says}, which names what to change` };
	const late = isLate ? '; a lower silence timeout would say so within the deadline' : '';
	return { verdict: 'warn', kind, why: `${kind}; ${says}${late}` };
}

function leadOf({ trials }: Evidence, rows: readonly DrillRow[]): string {
	const faults = new Set(rows.map(({ fault }) => fault.id)).size;
	return `${trials.filter(isAnswered).length} of ${trials.length} items were answered through ${faults} kinds of faults: `;
}

/** What was not done as a whole first, then what went wrong and how often; the table says where. */
function reasonsOf({ trials, planned, ending, fallbacks, problems }: Evidence, rows: readonly DrillRow[], verdict: Verdict): Reason[] {
	const kinds = groupBy(
		rows.filter((row) => row.verdict === verdict),
		({ kind }) => kind,
	);
	const texts = [
		...(ending === 'finished'
			? []
			: [
					`${ending === 'cost cap' ? 'the cost cap ended the drill' : 'the drill was cancelled'} after ${trials.length} of ${planned} items`,
				]),
		...(verdict === 'pass'
			? ['every item as promised and within the deadline']
			: kinds.map(([kind, own]) => `${kind} (${own.length} of ${rows.length} cases)`)),
		...(fallbacks.length === 0 && verdict !== 'pass' ? ['no fallback model is set'] : []),
		...problems.map(({ reason }) => reason),
	];
	return texts.map((text) => ({ verdict, text }));
}

function table(rows: readonly DrillRow[], emulated: boolean): Table {
	return {
		title: `Faults and what became of the items${emulated ? ' (emulated)' : ''}`,
		columns: [
			{ key: 'fault', label: 'Fault' },
			{ key: 'lasting', label: 'How long' },
			{ key: 'answered', label: 'Answered' },
			{ key: 'by', label: 'By' },
			{ key: 'slowest', label: 'Slowest', unit: 's' },
			{ key: 'requests', label: 'Requests' },
			{ key: 'paid', label: 'Paid at most' },
			{ key: 'lost', label: 'Lost' },
			{ key: 'twice', label: 'Answered twice' },
			{ key: 'verdict', label: 'Verdict' },
			{ key: 'why', label: 'Why' },
		],
		rows: rows.map(({ fault, lasting, trials, verdict, why }) => ({
			fault: fault.title,
			lasting: lastingText[lasting],
			answered: `${trials.filter(isAnswered).length} of ${trials.length}`,
			by: [...new Set(trials.filter(isAnswered).map(({ model }) => model))].join(', ') || 'nobody',
			slowest: Math.round(Math.max(...trials.map(({ tookMs }) => tookMs)) / 100) / 10,
			requests: trials.reduce((sum, { requests }) => sum + requests, 0),
			paid: trials.reduce((sum, { paid }) => sum + paid, 0),
			lost: trials.filter(({ outcome }) => outcome === 'lost').length,
			twice: trials.filter(({ completed }) => completed > 1).length,
			verdict,
			why,
		})),
	};
}
