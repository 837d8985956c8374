import type { CheckResult, Conclusion, Table, Verdict } from '../checkResult';
import { clusteredDifference, mcnemarExact, nonInferiority, wilson, type Estimate, type TaskShares } from '../../statistics';
import { percent, points, shareOf, toFigures, toRows } from './figures';
import { summarise } from '../summarise';
import { answerTypes, answerTypeTable } from './answerTypes';
import { benchmarkTable, efficiency, efficiencyTable } from './efficiency';
import type { QualityEvidence, QualityThresholds, TaskEvidence } from './evidence';
import { exhibitsOf, findingsOf } from './findings';
import { noiseFloor } from './noiseFloor';
import { sideFigures, sharesOf, type SideFigures } from './sideFigures';
import { sliceFigures, sliceTable, type SliceFigures } from './slices';

/** Judges what both sides answered: the candidate passes when it is, with confidence, not worse by more than the margin. */
export function judgeQuality(evidence: QualityEvidence, thresholds: QualityThresholds): Conclusion {
	const { tasks, baseline, emulated, problems, repeats } = evidence;
	const { level, margin, seed } = thresholds;
	const candidateFigures = sideFigures(tasks, 'candidate', repeats, level);
	const baselineFigures = baseline && sideFigures(tasks, 'baseline', repeats, level);
	const pairs = baseline ? pairsOf(tasks) : [];
	const difference = clusteredDifference(pairs, repeats, level);
	const flips = countFlips(pairs);
	const slices = baseline ? sliceFigures(tasks, repeats, level) : [];
	const noise = noiseFloor(tasks);
	const types = answerTypes(tasks);
	const spent = efficiency(evidence, seed);
	const { reasonTables = [], ...conclusion } = concluded(evidence, thresholds, {
		candidateFigures,
		baselineFigures,
		pairs,
		difference,
		slices,
	});
	return {
		...conclusion,
		stopped: evidence.stopped,
		emulated,
		figures: toFigures({
			tasksPlanned: evidence.planned,
			tasksCompared: baseline ? pairs.length : candidateFigures.tasks,
			source: evidence.source,
			repeats,
			...(baselineFigures ? { baseline: baselineFigures } : {}),
			candidate: candidateFigures,
			...(baseline
				? {
						differencePoints: points(difference),
						differenceWithErrorsAsWrongPoints: points(clusteredDifference(pairsOf(tasks, true), repeats, level)),
						onlyBaselineSolved: flips.lost,
						onlyCandidateSolved: flips.gained,
						mcnemarP: mcnemarExact(flips.lost, flips.gained),
						...(noise ? { noiseFloor: noise } : {}),
						slices,
					}
				: {}),
			...spent,
			answerTypes: types,
			...(evidence.judge ? { judge: judgeFigures(evidence) } : {}),
			settings: evidence.settings,
		}),
		thresholds: {
			marginPoints: margin * 100,
			confidence: level,
			minAccuracyPercent: thresholds.minAccuracy * 100,
			maxErrorPercent: thresholds.maxErrorShare * 100,
			seed,
		},
		findings: findingsOf(tasks),
		tables: [
			...reasonTables,
			mainTable(evidence, baselineFigures, candidateFigures),
			efficiencyTable(evidence, spent),
			...(types.length > 0 ? [answerTypeTable(types)] : []),
			...(slices.length > 0 ? [sliceTable(slices)] : []),
			...benchmarkTable(evidence),
		],
		charts: chartsOf(evidence, { baselineFigures, candidateFigures, difference, slices, margin, compared: pairs.length }),
		problems,
		exhibits: exhibitsOf(evidence),
	};
}

/** Tasks that both sides were counted on. */
function pairsOf(tasks: readonly TaskEvidence[], errorsAreWrong = false): TaskShares[] {
	return tasks.flatMap((task) => {
		const baseline = sharesOf(task.baseline);
		const candidate = sharesOf(task.candidate, errorsAreWrong);
		return baseline === undefined || candidate === undefined ? [] : [{ baseline, candidate }];
	});
}

const countFlips = (pairs: readonly TaskShares[]) => ({
	lost: pairs.filter(({ baseline, candidate }) => baseline > candidate).length,
	gained: pairs.filter(({ baseline, candidate }) => candidate > baseline).length,
});

interface Concluding {
	candidateFigures: SideFigures;
	baselineFigures?: SideFigures;
	pairs: readonly TaskShares[];
	difference: Estimate;
	slices: readonly SliceFigures[];
}

function concluded(
	evidence: QualityEvidence,
	thresholds: QualityThresholds,
	found: Concluding,
): { verdict: Verdict; summary: string; reasonTables?: Table[] } {
	const { candidateFigures, baselineFigures, pairs } = found;
	if (evidence.planned === 0) return { verdict: 'skipped', summary: 'No task could be asked: the task set is empty.' };
	if (evidence.tasks.length === 0)
		return {
			verdict: 'skipped',
			summary: `No task was asked${evidence.stopped ? `: stopped by the ${evidence.stopped === 'cancelled' ? 'user' : 'cost cap'}` : ''}.`,
		};
	const half = failing(candidateFigures, 'candidate', 'fail') ?? (baselineFigures && failing(baselineFigures, 'baseline', 'warn'));
	if (half) return half;
	const counted = baselineFigures ? pairs.length : candidateFigures.tasks;
	if (counted === 0) {
		const [reason] = Object.keys(candidateFigures.skippedReasons);
		return reason
			? { verdict: 'skipped', summary: `No task could be graded: ${reason}.` }
			: { verdict: 'warn', summary: 'No task was answered by both models, so nothing could be compared.' };
	}
	const main =
		nothingSolved(found) ??
		hollow(found, thresholds) ??
		(baselineFigures ? comparison(thresholds, found) : alone(thresholds, candidateFigures));
	const doubts = doubtsOf(evidence, thresholds, found);
	if (doubts.length === 0) return main;
	const verdict = main.verdict === 'pass' ? 'warn' : main.verdict;
	const texts = verdict === 'fail' ? [main.summary, ...doubts] : [...doubts, main.summary];
	return {
		verdict,
		...summarise(
			verdict,
			texts.map((text) => ({ verdict, text })),
		),
	};
}

/** Two models that both solve nothing are equal in nothing: such tasks, or their grader, can't tell models apart. */
function nothingSolved({ candidateFigures, baselineFigures, pairs }: Concluding) {
	if (!baselineFigures || candidateFigures.accuracy.percent > 0 || baselineFigures.accuracy.percent > 0) return undefined;
	return {
		verdict: 'warn' as const,
		summary: `Undecided: nothing was solved by either model on ${pairs.length} tasks, so there is nothing to compare.`,
	};
}

/** Where the baseline solves no more than the margin forgives, a candidate that solves nothing would pass. */
function hollow({ baselineFigures, pairs }: Concluding, { margin }: QualityThresholds) {
	if (!baselineFigures || baselineFigures.accuracy.percent / 100 > margin) return undefined;
	return {
		verdict: 'warn' as const,
		summary: `Undecided: the baseline solved ${baselineFigures.accuracy.percent} % of ${pairs.length} tasks, no more than the margin of ${percent(margin)} points, so even a candidate that solves nothing would pass.`,
	};
}

/** Half of the calls failing is no measurement: of the candidate it is a failure, of the baseline nothing to compare with. */
function failing({ calls, errors, errorKinds }: SideFigures, side: string, verdict: Verdict) {
	if (calls === 0 || errors / calls < 0.5) return undefined;
	const kinds = Object.entries(errorKinds)
		.map(([kind, count]) => `${count} ${kind}`)
		.join(', ');
	return { verdict, summary: `${errors} of ${calls} calls to the ${side} failed (${kinds}), so its quality could not be measured.` };
}

function comparison({ margin, level }: QualityThresholds, { pairs, difference }: Concluding) {
	const { verdict, tasksToDecide } = nonInferiority(difference, { margin, tasks: pairs.length, level });
	const range = `${signed(difference.value)} points (${Math.round(level * 100)} % interval ${signed(difference.low)} to ${signed(difference.high)}) on ${pairs.length} tasks`;
	const allowed = `${percent(margin)} points`;
	if (verdict === 'pass') return { verdict, summary: `The candidate is not worse than the baseline by more than ${allowed}: ${range}.` };
	if (verdict === 'fail') return { verdict, summary: `The candidate is worse than the baseline by more than ${allowed}: ${range}.` };
	const more =
		tasksToDecide === 'unreachable' || tasksToDecide === undefined
			? 'the difference sits on the margin, so more tasks of this kind are unlikely to decide'
			: `about ${tasksToDecide - pairs.length} more tasks (${tasksToDecide} in all) would decide`;
	return { verdict, summary: `Undecided at a margin of ${allowed}: ${range}; ${more}.` };
}

/** Without a baseline only a level that the user names can be judged. */
function alone({ minAccuracy, level }: QualityThresholds, { accuracy, tasks }: SideFigures): { verdict: Verdict; summary: string } {
	const range = `${accuracy.percent} % right (${accuracy.low} to ${accuracy.high}) on ${tasks} tasks`;
	if (minAccuracy === 0)
		return {
			verdict: 'warn',
			summary: `${range}, and nothing to hold this against: name a baseline model, or the least accuracy that you need.`,
		};
	const estimate = { value: accuracy.percent / 100, low: accuracy.low / 100, high: accuracy.high / 100 };
	const shifted = { value: estimate.value - minAccuracy, low: estimate.low - minAccuracy, high: estimate.high - minAccuracy };
	const { verdict, tasksToDecide } = nonInferiority(shifted, { margin: 0, tasks, level });
	const needed = `${percent(minAccuracy)} %`;
	if (verdict === 'pass') return { verdict, summary: `The candidate reaches ${needed}: ${range}.` };
	if (verdict === 'fail') return { verdict, summary: `The candidate stays below ${needed}: ${range}.` };
	return {
		verdict,
		summary: `Undecided at ${needed}: ${range}; ${typeof tasksToDecide === 'number' ? `about ${tasksToDecide} tasks would decide` : 'more tasks are unlikely to decide'}.`,
	};
}

/** Reasons not to trust a pass. */
function doubtsOf(
	{ stopped, planned, tasks, judge }: QualityEvidence,
	{ maxErrorShare, margin }: QualityThresholds,
	found: Concluding,
): string[] {
	const doubts: string[] = [];
	for (const [side, figures] of [
		['candidate', found.candidateFigures],
		['baseline', found.baselineFigures],
	] as const) {
		if (!figures || figures.calls === 0 || figures.errors / figures.calls <= maxErrorShare) continue;
		doubts.push(`${figures.errors} of ${figures.calls} calls to the ${side} failed and are not counted.`);
	}
	for (const side of ['baseline', 'candidate'] as const) {
		const replies = tasks.flatMap((task) => task[side]);
		const cut = replies.filter(({ errorKind }) => errorKind === 'length').length;
		if (cut > 0 && cut / replies.length > maxErrorShare)
			doubts.push(`Undecided: ${cut} of ${replies.length} answers of the ${side} were cut at the token limit; raise Maximum Tokens.`);
	}
	const lost = lostShare(tasks, found.baselineFigures !== undefined);
	if (lost.share > maxErrorShare && lost.unjudged > 0)
		doubts.push(
			`Undecided: ${lost.tasks} of ${tasks.length} tasks are not counted, since an answer could not be judged or its call failed; the rest may not be like them.`,
		);
	if (stopped)
		doubts.push(`Only ${tasks.length} of ${planned} tasks were asked: stopped by the ${stopped === 'cancelled' ? 'user' : 'cost cap'}.`);
	const worse = found.slices.filter((slice) => slice.adjustedP < 0.05 && slice.differencePoints.value < -margin * 100);
	if (worse.length > 0)
		doubts.push(`Worse on ${worse.map(({ tag }) => tag).join(', ')} even after correction for ${found.slices.length} slices.`);
	const disagreed = judge ? judge.asked - judge.nonsense - judge.agreed : 0;
	if (judge && disagreed / judge.asked > 0.1)
		doubts.push(`Undecided: the judge model changed its mind on ${disagreed} of ${judge.asked} answers when the texts were swapped.`);
	if (judge && judge.nonsense / judge.asked > 0.1)
		doubts.push(`The judge model gave no readable verdict on ${judge.nonsense} of ${judge.asked} answers.`);
	return doubts;
}

/** Tasks that drop out of the comparison because an answer could not be judged or its call failed. */
function lostShare(tasks: readonly TaskEvidence[], hasBaseline: boolean) {
	const isLost = (task: TaskEvidence) => sharesOf(task.candidate) === undefined || (hasBaseline && sharesOf(task.baseline) === undefined);
	const lost = tasks.filter(isLost);
	const unjudged = lost.filter((task) => [...task.candidate, ...task.baseline].some(({ outcome }) => outcome === 'skipped')).length;
	return { tasks: lost.length, unjudged, share: tasks.length > 0 ? lost.length / tasks.length : 0 };
}

function judgeFigures({ judge }: QualityEvidence) {
	if (!judge) return undefined;
	const readable = judge.asked - judge.nonsense;
	return { model: judge.model, asked: judge.asked, nonsense: judge.nonsense, agreementPercent: shareOf(wilson(judge.agreed, readable)) };
}

function mainTable({ baseline, candidate }: QualityEvidence, baselineFigures: SideFigures | undefined, candidateFigures: SideFigures) {
	const row = (side: string, model: string, figures: SideFigures) => ({
		side,
		model,
		tasks: figures.tasks,
		accuracy: figures.accuracy.percent,
		low: figures.accuracy.low,
		high: figures.accuracy.high,
		unanswered: figures.unanswered,
		errors: figures.errors,
		skipped: figures.skipped,
	});
	return {
		title: 'Right answers',
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'model', label: 'Model' },
			{ key: 'tasks', label: 'Tasks counted' },
			{ key: 'accuracy', label: 'Right', unit: '%' },
			{ key: 'low', label: 'From', unit: '%' },
			{ key: 'high', label: 'To', unit: '%' },
			{ key: 'unanswered', label: 'Gave no answer' },
			{ key: 'errors', label: 'Failed calls, not counted' },
			{ key: 'skipped', label: 'Could not be graded' },
		],
		rows: toRows([
			...(baseline && baselineFigures ? [row('baseline', baseline.model, baselineFigures)] : []),
			row('candidate', candidate.model, candidateFigures),
		]),
	};
}

interface Charted {
	baselineFigures?: SideFigures;
	candidateFigures: SideFigures;
	difference: Estimate;
	slices: readonly SliceFigures[];
	margin: number;
	compared: number;
}

function chartsOf(
	{ baseline }: QualityEvidence,
	{ baselineFigures, candidateFigures, difference, slices, margin, compared }: Charted,
): CheckResult['charts'] {
	const bar = (name: string, { accuracy }: SideFigures) => ({
		x: name,
		value: accuracy.percent,
		interval: [accuracy.low, accuracy.high] as [number, number],
	});
	if (!baseline || !baselineFigures || compared === 0) {
		if (candidateFigures.tasks === 0) return [];
		return [
			{
				title: 'Right answers',
				kind: 'interval',
				yLabel: '% right',
				series: [{ name: 'accuracy', points: [bar('candidate', candidateFigures)] }],
			},
		];
	}
	const all = points(difference);
	return [
		{
			title: 'Right answers',
			kind: 'interval',
			yLabel: '% right',
			series: [{ name: 'accuracy', points: [bar('baseline', baselineFigures), bar('candidate', candidateFigures)] }],
		},
		{
			title: 'Candidate minus baseline',
			kind: 'interval',
			yLabel: 'points',
			lines: [{ label: 'margin', value: -margin * 100 }],
			series: [
				{
					name: 'difference',
					points: [
						{ x: 'all tasks', value: all.value, interval: [all.low, all.high] },
						...slices.map(({ tag, differencePoints: { value, low, high } }) => ({
							x: tag,
							value,
							interval: [low, high] as [number, number],
						})),
					],
				},
			],
		},
	];
}

const signed = (share: number) => `${share > 0 ? '+' : ''}${percent(share)}`;
