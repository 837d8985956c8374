import type { Conclusion, Verdict } from '../checks/checkResult';
import { summarise } from '../checks/summarise';
import { percent, shareOf, toFigures } from '../checks/quality/figures';
import { usdOf } from '../money/nano';
import { wilson } from '../statistics';
import { changedAnswers, exhibitsOf, findingsOf } from './changes';
import { observedIn } from './collect';
import { criticalDoubts, lostCritical } from './critical';
import { casesMissing } from './decision';
import { estimateDifference, type Difference, type Observed } from './difference';
import type { ReplayEvidence, ReplayedCall } from './evidence';
import { strataTables } from './strata';
import { takenFigures, takenTable } from './taken';
import { itemAt } from '../itemAt';

export interface ReplayThresholds {
	margin: number;
	alpha: number;
	/** Largest share of failed or unjudged calls with which a verdict may pass. */
	maxErrorShare: number;
}

/** Says whether the candidate may take over what the history shows, and what the answer rests on. */
export function concludeReplay(evidence: ReplayEvidence, thresholds: ReplayThresholds): Conclusion {
	const { replayed, plan, looks, gate, judge, noise, baseline, problems, stopped, emulated } = evidence;
	const { margin } = thresholds;
	const judging = { quality: judge?.quality, noise };
	const sampled = replayed.filter((one) => one.sampled);
	const observed = observedIn(replayed, judging);
	const whole = observed.length > 0 ? estimateDifference(observed, { margin, noise, judge: judge?.quality }) : undefined;
	const missing = whole && casesMissing(whole, margin, plan);
	const cost =
		typeof missing === 'number' && evidence.costPerCaseNanoUsd !== 'unknown'
			? usdOf(Math.round(missing * evidence.costPerCaseNanoUsd))
			: 'unknown';
	const tally = countOf(sampled);
	const workflows = new Set(sampled.map(({ call }) => call.execution.workflowId)).size;
	const { verdict, summary, reasonTables = [] } = verdictOf(evidence, thresholds, { observed, missing, cost, workflows, whole });
	const changed = changedAnswers(replayed);
	const estimate = (part: readonly Observed[]) =>
		part.length > 1 ? points(estimateDifference(part, { margin, noise, judge: judge?.quality })) : 'unknown';
	const rounds = (isFirst: boolean) => replayed.filter(({ call }) => (call.round === 0) === isFirst);
	return {
		verdict,
		summary,
		stopped,
		emulated,
		figures: toFigures({
			source: 'history',
			from: fromOwn(sampled.length, workflows),
			calls: sampled.length,
			workflows,
			callsInHistory: evidence.recorded,
			callsLeftOut: evidence.left.length,
			rebuilt: countBy(sampled.map(({ call }) => call.rebuilt.level)),
			plan: {
				cases: gate.cases,
				looks: gate.looks.length,
				looksTaken: looks.length,
				chanceToPassIfEqualPercent: percent(evidence.power),
				stoppedEarly: looks.length > 0 && looks.length < gate.looks.length && looks.at(-1)?.says !== 'go on',
			},
			gate: {
				writtenAt: gate.writtenAt,
				valid: evidence.stale.length === 0,
				workflows: gate.workflows.flatMap(({ id, whole }) => (whole === undefined ? [] : [{ id, hash: whole }])),
				...(evidence.stale.length > 0 ? { stale: evidence.stale } : {}),
			},
			...tally,
			differencePoints: looks.length > 0 ? lookPoints(evidence) : whole ? points(whole) : 'unknown',
			casesMissing: verdict === 'warn' ? (missing ?? 'unknown') : 0,
			casesMissingUsd: verdict === 'warn' ? cost : 0,
			oldModelAgainstItself: noiseFigures(evidence),
			...(judge ? { judge: judgeFigures(evidence, sampled) } : {}),
			critical: {
				cases: replayed.filter((one) => one.critical).length,
				lost: replayed.filter((one) => one.critical && one.comparison?.outcome === 'loss').length,
				unjudged: replayed.filter((one) => one.critical && isOpen(one)).length,
			},
			firstTurns: { calls: rounds(true).length, differencePoints: estimate(observedIn(rounds(true), judging)) },
			laterRounds: { calls: rounds(false).length, differencePoints: estimate(observedIn(rounds(false), judging)) },
			...takenFigures(sampled),
			settings: { judge: judge?.model, tolerancePercent: gate.tolerance * 100, seed: gate.seed },
		}),
		thresholds: {
			marginPoints: margin * 100,
			confidence: 1 - thresholds.alpha,
			maxErrorPercent: thresholds.maxErrorShare * 100,
			casesPlanned: gate.cases,
			seed: gate.seed,
		},
		findings: findingsOf(changed, evidence.instanceUrl),
		tables: [
			...reasonTables,
			{
				title: 'The answers of the old model as the test set',
				columns: [
					{ key: 'from', label: 'Evidence' },
					{ key: 'model', label: 'Candidate' },
					{ key: 'wins', label: 'Better' },
					{ key: 'ties', label: 'As good' },
					{ key: 'losses', label: 'Worse' },
					{ key: 'unjudged', label: 'Could not be judged' },
					{ key: 'failedCalls', label: 'Failed calls, not counted' },
				],
				rows: [{ from: fromOwn(sampled.length, workflows), model: evidence.candidate.model, ...tally }],
			},
			lookTable(evidence),
			gateTable(evidence),
			takenTable(sampled, { baseline: recordedName(sampled, baseline?.model), candidate: evidence.candidate.model }),
			...strataTables(sampled),
			...leftTable(evidence),
		],
		charts: chartsOf(evidence),
		problems,
		exhibits: exhibitsOf(changed, { instanceUrl: evidence.instanceUrl, candidate: evidence.candidate.model }),
	};
}

export const fromOwn = (calls: number, workflows: number) =>
	`from your own ${calls.toLocaleString('en-US')} call${calls === 1 ? '' : 's'} of ${workflows.toLocaleString('en-US')} workflow${workflows === 1 ? '' : 's'}`;

const isOpen = ({ comparison }: ReplayedCall) => comparison === undefined || comparison.outcome === 'unjudged';

const countOf = (replayed: readonly ReplayedCall[]) => {
	const of = (outcome: string) => replayed.filter(({ comparison }) => comparison?.outcome === outcome).length;
	return {
		wins: of('win'),
		ties: of('tie'),
		losses: of('loss'),
		unjudged: of('unjudged'),
		failedCalls: replayed.filter(({ comparison }) => comparison === undefined).length,
	};
};

function countBy(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}

const points = ({ value, standardError }: Difference) => ({
	value: percent(value),
	low: percent(value - 1.96 * standardError),
	high: percent(value + 1.96 * standardError),
});

function lookPoints({ looks }: ReplayEvidence) {
	const last = itemAt(looks, looks.length - 1);
	return { value: percent(last.difference.value), low: percent(last.low), high: percent(last.high) };
}

interface Found {
	observed: readonly Observed[];
	whole?: Difference;
	missing?: number | 'unreachable';
	cost: number | 'unknown';
	workflows: number;
}

function verdictOf(
	evidence: ReplayEvidence,
	thresholds: ReplayThresholds,
	found: Found,
): Pick<Conclusion, 'verdict' | 'summary'> & { reasonTables?: Conclusion['tables'] } {
	const { replayed, looks } = evidence;
	if (evidence.gate.cases === 0) return { verdict: 'skipped', summary: 'No recorded call can be asked again.' };
	const lost = replayed.filter((one) => one.critical && one.comparison?.outcome === 'loss');
	if (lost.length > 0) {
		return { verdict: 'fail', summary: `${lostCritical(lost)}.` };
	}
	if (replayed.length === 0) return { verdict: 'skipped', summary: `No call was asked${stopText(evidence)}.` };
	const failed = replayed.filter(({ comparison }) => comparison === undefined).length;
	if (failed / replayed.length >= 0.5)
		return { verdict: 'fail', summary: `${failed} of ${replayed.length} calls to the candidate failed, so it could not be compared.` };
	if (found.observed.length === 0) {
		const [reason] = replayed.flatMap(({ comparison }) => comparison?.reason ?? []);
		return { verdict: 'warn', summary: `Not enough: none of ${replayed.length} calls could be judged (${reason ?? 'the calls failed'}).` };
	}
	const last = looks.at(-1);
	const said = last?.says ?? 'not enough';
	const range = found.whole
		? `${signed(found.whole.value)} points ${fromOwn(found.observed.length, found.workflows)}`
		: 'nothing could be compared';
	const allowed = `${percent(thresholds.margin)} points`;
	const decided: Record<typeof said, { verdict: Verdict; text: string }> = {
		pass: { verdict: 'pass', text: `Pass: not worse than the old model by more than ${allowed}: ${range}` },
		fail: { verdict: 'fail', text: `Fail: worse than the old model: ${range}, where ${allowed} are allowed` },
		'not enough': { verdict: 'warn', text: `${enough(found)}: ${range} at a margin of ${allowed}` },
		'go on': { verdict: 'warn', text: `${enough(found)}: ${range} at a margin of ${allowed}` },
	};
	const main = decided[said];
	if (main.verdict === 'fail') return { verdict: 'fail', summary: `${main.text}.` };
	const doubts = doubtsOf(evidence, thresholds, found);
	const verdict = main.verdict === 'pass' && doubts.length > 0 ? 'warn' : main.verdict;
	const texts =
		main.verdict === 'pass' ? [...doubts, main.text.replace(/^Pass: /, doubts.length > 0 ? 'otherwise ' : '')] : [main.text, ...doubts];
	return {
		verdict,
		...summarise(
			verdict,
			texts.map((text) => ({ verdict, text })),
		),
	};
}

function enough({ missing, cost, observed }: Found): string {
	const open = observed.filter(({ mayBeNoise }) => mayBeNoise).length;
	if (open > 0)
		return `Not enough: ${open} answers are other ones, and how often the old model differs from itself is unknown; ask it again as the baseline, or name a judge`;
	if (typeof missing !== 'number') return 'Not enough: as it looks, no number of calls would decide';
	return `Not enough: ${missing.toLocaleString('en-US')} more call${missing === 1 ? '' : 's'}${cost === 'unknown' ? '' : `, $${cost < 0.01 && cost > 0 ? cost.toPrecision(1) : cost.toFixed(2)}`}`;
}

const stopText = ({ stopped }: ReplayEvidence) => (stopped ? `: stopped by the ${stopped === 'cancelled' ? 'user' : 'cost cap'}` : '');

/** Reasons not to trust a pass. */
function doubtsOf(evidence: ReplayEvidence, { maxErrorShare }: ReplayThresholds, { observed }: Found): string[] {
	const { replayed, judge, stale, gate } = evidence;
	const doubts: string[] = [];
	const judged = observed.filter((one) => one.judged).length;
	if (judged > 0 && !judge?.quality)
		doubts.push(`${judged} calls were judged by a model that nothing vouches for: mark some of the pairs, and name them as anchors`);
	if (judge?.quality && judge.quality.kept < 0.2)
		doubts.push(`the judge is of no use: it was right on ${judge.quality.right} of ${judge.quality.anchors} anchors`);
	if (judge?.sharedFamily && judged > 0) doubts.push(`the judge is of the family of one of the two (${judge.sharedFamily})`);
	const open = replayed.filter(isOpen);
	if (open.length / replayed.length > maxErrorShare) {
		const failed = open.filter(({ comparison }) => comparison === undefined).length;
		doubts.push(
			`${open.length} of ${replayed.length} calls could not be judged${failed > 0 ? `, ${failed} of them since the call failed` : ` (${open[0]?.comparison?.reason ?? ''})`}`,
		);
	}
	doubts.push(...criticalDoubts(open.filter(({ critical }) => critical).length, evidence.criticalWithoutCalls));
	if (evidence.stopped) doubts.push(`only ${replayed.length} of ${gate.cases} calls were asked${stopText(evidence)}`);
	doubts.push(...stale);
	return doubts;
}

function noiseFigures({ replayed, noise }: ReplayEvidence) {
	const again = replayed.flatMap(({ again: one }) => (one && one.outcome !== 'unjudged' ? [one] : []));
	if (again.length > 0) {
		const differed = again.filter(({ outcome }) => outcome !== 'tie').length;
		return { by: 'asked again', pairs: again.length, differedPercent: shareOf(wilson(differed, again.length)) };
	}
	if (noise) return { by: 'prompts that the history holds more than once', pairs: noise.cases, differedPoints: percent(-noise.value) };
	return { by: 'unknown: the old model was not asked again, and no prompt stands twice in the history', differedPercent: 'unknown' };
}

function judgeFigures({ judge }: ReplayEvidence, sampled: readonly ReplayedCall[]) {
	const quality = judge?.quality;
	return {
		model: judge?.model,
		judgedCalls: sampled.filter(({ comparison }) => comparison?.judged).length,
		...(judge?.sharedFamily ? { sharedFamily: judge.sharedFamily } : {}),
		anchors: quality?.anchors ?? 0,
		...(quality
			? {
					rightPercent: shareOf(wilson(quality.right, quality.anchors)),
					ties: quality.ties,
					unreadable: quality.unreadable,
					keptPercent: percent(quality.kept),
				}
			: { rightPercent: 'unknown' }),
	};
}

function lookTable({ looks, gate, plan }: ReplayEvidence) {
	return {
		title: 'Looks, planned before the first call',
		columns: [
			{ key: 'look', label: 'Look' },
			{ key: 'planned', label: 'Planned at', unit: 'calls' },
			{ key: 'calls', label: 'Calls' },
			{ key: 'difference', label: 'Difference', unit: 'points' },
			{ key: 'z', label: 'z above the margin' },
			{ key: 'bound', label: 'Passes from' },
			{ key: 'chance', label: 'Chance to pass yet, if equal', unit: '%' },
			{ key: 'says', label: 'Says' },
		],
		rows: plan.looks.map((time, index) => {
			const taken = looks.find(({ look }) => look === index);
			return {
				look: index + 1,
				planned: Math.ceil(gate.cases * time),
				calls: taken?.difference.cases ?? null,
				difference: taken ? percent(taken.difference.value) : null,
				z: taken ? Math.round(taken.z * 100) / 100 : null,
				bound: Math.round(itemAt(plan.bounds, index) * 100) / 100,
				chance: taken?.chanceIfEqual === undefined ? null : percent(taken.chanceIfEqual),
				says: taken?.says ?? 'not taken',
			};
		}),
	};
}

function gateTable({ gate, stale, today }: ReplayEvidence) {
	const row = (what: string, value: string | number) => ({ what, value });
	return {
		title: 'The gate, as it was written before the run',
		columns: [
			{ key: 'what', label: 'What' },
			{ key: 'value', label: 'Value' },
		],
		rows: [
			row('Written', gate.writtenAt),
			row('Stands', stale.length === 0 ? 'yes, for 14 days and until a workflow changes' : `no: ${stale.join('; ')}`),
			row(
				'Workflows of today',
				today === 'compared'
					? 'the same as in the gate, but those named above'
					: today === 'not asked'
						? 'not asked for: no key of the n8n API was given'
						: `not known: ${today.join('; ')}`,
			),
			row('Margin', `${percent(gate.margin)} points`),
			row('One-sided error', `${percent(gate.alpha)} %`),
			row('Calls of the plan', gate.cases),
			row('Candidate', gate.candidate),
			row('Old model', gate.baseline),
			row('Judge', gate.judge),
			row('Critical cases', gate.critical.join(', ') || 'none named'),
			row('Tolerance of numbers', `${percent(gate.tolerance)} %`),
			row('Seed', gate.seed),
		],
	};
}

function leftTable({ left }: ReplayEvidence): NonNullable<Conclusion['tables']> {
	const reasons = countBy(left.map(({ reason }) => reason));
	if (left.length === 0) return [];
	return [
		{
			title: 'Recorded calls that could not be asked again',
			columns: [
				{ key: 'reason', label: 'Reason' },
				{ key: 'calls', label: 'Calls' },
			],
			rows: Object.entries(reasons).map(([reason, calls]) => ({ reason, calls })),
		},
	];
}

function chartsOf({ looks, gate }: ReplayEvidence): Conclusion['charts'] {
	if (looks.length === 0) return [];
	return [
		{
			title: 'Candidate minus old model, at each look',
			kind: 'interval',
			xLabel: 'calls',
			yLabel: 'points',
			lines: [{ label: 'margin', value: -percent(gate.margin) }],
			series: [
				{
					name: 'difference',
					points: looks.map(({ difference, low, high }) => ({
						x: String(difference.cases),
						value: percent(difference.value),
						interval: [percent(low), percent(high)],
					})),
				},
			],
		},
	];
}

function recordedName(sampled: readonly ReplayedCall[], asked: string | undefined): string {
	const names = [...new Set(sampled.flatMap(({ call }) => call.request.model ?? []))];
	return names.slice(0, 3).join(', ') || asked || 'not recorded';
}

const signed = (share: number) => `${share > 0 ? '+' : ''}${percent(share)}`;
