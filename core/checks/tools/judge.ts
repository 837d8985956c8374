import { groupBy } from '../groupBy';
import { detection, mcnemarExact, nonInferiority, pairedDifference, wilson, type Detection } from '../../statistics';
import type { CheckResult, Conclusion, Table, Verdict } from '../checkResult';
import { percent, points, shareOf, toFigures, toRows } from '../quality/figures';
import type { CaseEvidence, CaseReply, ToolsEvidence, ToolsThresholds } from './evidence';
import { summarise, type Reason } from '../summarise';
import { featureFigures, isEssential, isLacking, type FeatureFigures } from './features';
import { worstOf } from '../verdict';

type SideName = 'baseline' | 'candidate';

/** Judges tool use: right calls against the baseline, valid arguments, calls only where one is due, and features that workflows need. */
export function judgeTools(evidence: ToolsEvidence, thresholds: ToolsThresholds): Conclusion {
	const { cases, baseline, needs } = evidence;
	const features = featureFigures(evidence.probes, needs);
	const sides = {
		candidate: sideFigures(cases, 'candidate', thresholds),
		...(baseline ? { baseline: sideFigures(cases, 'baseline', thresholds) } : {}),
	};
	const compared = baseline ? compare(cases, thresholds) : undefined;
	const parts = partsOf(evidence, thresholds, { sides, compared, features });
	const verdict = worstOf(parts.map((part) => part.verdict));
	const { summary, reasonTables } = summarise(verdict, parts);
	const thin = evidence.planned === 0 || cases.length === 0;
	return {
		verdict: thin ? 'skipped' : verdict,
		summary: thin ? 'No case was asked.' : summary,
		stopped: evidence.stopped,
		emulated: evidence.emulated,
		figures: toFigures({
			casesPlanned: evidence.planned,
			cases: cases.length,
			source: evidence.source,
			...sides,
			...(compared ?? {}),
			features,
		}),
		thresholds: {
			marginPoints: thresholds.margin * 100,
			confidence: thresholds.level,
			minValidPercent: thresholds.minValidShare * 100,
			minRightPercent: thresholds.minRightShare * 100,
			maxErrorPercent: thresholds.maxErrorShare * 100,
			seed: thresholds.seed,
		},
		findings: findingsOf(cases, features),
		tables: [
			...(thin ? [] : reasonTables),
			sideTable(evidence, sides),
			categoryTable(cases, baseline !== undefined),
			...(features.length > 0 ? [featureTable(features, needs !== undefined)] : []),
		],
		charts: chartsOf(sides, cases.length),
		problems: evidence.problems,
		exhibits: [
			...(evidence.sample ? [{ title: 'A request as it was sent', text: evidence.sample }] : []),
			...evidence.exhibits.map(({ id, request, due, made, reason }) => ({
				title: `${id}: ${reason}`,
				text: `REQUEST\n${request}\n\nDUE\n${due}\n\nMADE BY THE CANDIDATE\n${made}`,
			})),
		],
	};
}

interface SideFigures {
	cases: number;
	right: ReturnType<typeof shareOf>;
	/** Calls whose arguments the tool's schema accepts. */
	validCalls: ReturnType<typeof shareOf>;
	calls: number;
	/** Whether a call is made exactly where one is due. */
	trigger: { precision: Share; recall: Share; f1: Share };
	errors: number;
	unanswered: number;
	firstError?: string;
}

type Share = ReturnType<typeof shareOf> | 'unknown';

const counts = (reply: CaseReply | undefined): reply is CaseReply => reply !== undefined && reply.outcome !== 'error';

function sideFigures(cases: readonly CaseEvidence[], side: SideName, { level }: ToolsThresholds): SideFigures {
	const replies = cases.flatMap((one) => one[side] ?? []);
	const counted = replies.filter(counts);
	const sum = (of: (reply: CaseReply) => number) => counted.reduce((total, reply) => total + of(reply), 0);
	const calls = sum((reply) => reply.calls);
	const pairs = cases.flatMap(({ due, ...one }) => (counts(one[side]) ? [{ expected: due, observed: one[side].called }] : []));
	const errors = replies.filter(({ outcome }) => outcome === 'error');
	return {
		cases: counted.length,
		right: shareOf(wilson(counted.filter(({ outcome }) => outcome === 'right').length, counted.length, level)),
		validCalls: shareOf(
			wilson(
				sum((reply) => reply.validCalls),
				calls,
				level,
			),
		),
		calls,
		trigger: shares(detection(pairs, level)),
		errors: errors.length,
		unanswered: counted.filter(({ outcome }) => outcome === 'unanswered').length,
		...(errors[0]?.reason ? { firstError: errors[0].reason } : {}),
	};
}

const shares = ({ precision, recall, f1 }: Detection) => ({
	precision: precision ? shareOf(precision) : ('unknown' as const),
	recall: recall ? shareOf(recall) : ('unknown' as const),
	f1: f1 ? shareOf(f1) : ('unknown' as const),
});

function compare(cases: readonly CaseEvidence[], { level, margin }: ToolsThresholds) {
	const pairs = cases.flatMap(({ baseline, candidate }) => (counts(baseline) && counts(candidate) ? [{ baseline, candidate }] : []));
	const isRight = ({ outcome }: CaseReply) => outcome === 'right';
	const cell = (before: boolean, after: boolean) =>
		pairs.filter(({ baseline, candidate }) => isRight(baseline) === before && isRight(candidate) === after).length;
	const table = { both: cell(true, true), onlyBaseline: cell(true, false), onlyCandidate: cell(false, true), neither: cell(false, false) };
	const difference = pairedDifference(table, level);
	const twice = cases.flatMap(({ baseline, again }) =>
		counts(baseline) && counts(again) ? [{ expected: baseline.called, observed: again.called }] : [],
	);
	return {
		compared: pairs.length,
		differencePoints: points(difference),
		onlyBaselineRight: table.onlyBaseline,
		onlyCandidateRight: table.onlyCandidate,
		mcnemarP: mcnemarExact(table.onlyBaseline, table.onlyCandidate),
		/** The candidate calls where the baseline calls; the baseline against itself is the most that can be asked for. */
		triggerAgainstBaseline: shares(
			detection(
				pairs.map(({ baseline, candidate }) => ({ expected: baseline.called, observed: candidate.called })),
				level,
			),
		),
		...(twice.length > 0 ? { triggerFloor: { cases: twice.length, ...shares(detection(twice, level)) } } : {}),
		decision: nonInferiority(difference, { margin, tasks: pairs.length, level }),
	};
}

interface Found {
	sides: { candidate: SideFigures; baseline?: SideFigures };
	compared?: ReturnType<typeof compare>;
	features: readonly FeatureFigures[];
}

interface Part extends Reason {
	verdict: Exclude<Verdict, 'skipped'>;
}

function partsOf(evidence: ToolsEvidence, thresholds: ToolsThresholds, { sides, compared, features }: Found): Part[] {
	const { candidate, baseline } = sides;
	const asked = candidate.cases + candidate.errors;
	if (asked > 0 && candidate.errors / asked >= 0.5) {
		return [
			{ verdict: 'fail', text: `${candidate.errors} of ${asked} calls to the candidate failed (${candidate.firstError ?? 'unknown'}).` },
		];
	}
	const parts: Part[] = [];
	if (evidence.stopped)
		parts.push({
			verdict: 'warn',
			text: `Only ${evidence.cases.length} of ${evidence.planned} cases were asked: stopped by the ${evidence.stopped === 'cancelled' ? 'user' : 'cost cap'}.`,
		});
	const baselineAsked = baseline ? baseline.cases + baseline.errors : 0;
	if (baseline && baselineAsked > 0 && baseline.errors / baselineAsked >= 0.5)
		parts.push({
			verdict: 'warn',
			text: `${baseline.errors} of ${baselineAsked} calls to the baseline failed, so nothing can be compared.`,
		});
	else parts.push(compared ? comparison(compared, thresholds) : alone(candidate, thresholds));
	parts.push(validity(candidate, thresholds));
	parts.push(...errorParts(sides, thresholds), ...featureParts(features));
	const floor = compared?.triggerFloor?.f1;
	const agreement = compared?.triggerAgainstBaseline.f1;
	if (agreement && floor && agreement !== 'unknown' && floor !== 'unknown' && agreement.high < floor.percent - thresholds.margin * 100) {
		parts.push({
			verdict: 'warn',
			text: `It calls in other places than the baseline: F1 ${agreement.percent} % against ${floor.percent} % of the baseline with itself.`,
		});
	}
	return parts;
}

function comparison(
	{ differencePoints: { value, low, high }, compared, decision }: ReturnType<typeof compare>,
	{ margin }: ToolsThresholds,
): Part {
	const range = `${value > 0 ? '+' : ''}${value} points (${low} to ${high}) on ${compared} cases`;
	const { verdict, tasksToDecide } = decision;
	if (compared === 0) return { verdict: 'warn', text: 'No case was answered by both models.' };
	if (verdict === 'pass') return { verdict, text: `Right calls are not worse by more than ${percent(margin)} points: ${range}.` };
	if (verdict === 'fail') return { verdict, text: `Right calls are worse by more than ${percent(margin)} points: ${range}.` };
	const more =
		typeof tasksToDecide === 'number' ? `about ${tasksToDecide - compared} more would decide` : 'more cases are unlikely to decide';
	return { verdict, text: `Right calls undecided at a margin of ${percent(margin)} points: ${range}; ${more}` };
}

function alone({ right, cases }: SideFigures, { minRightShare }: ToolsThresholds): Part {
	const range = `${right.percent} % right (${right.low} to ${right.high}) on ${cases} cases`;
	if (minRightShare === 0)
		return {
			verdict: 'warn',
			text: `${range}, and nothing to hold this against: name a baseline model, or the least share of right calls that you need`,
		};
	const needed = minRightShare * 100;
	if (right.low >= needed) return { verdict: 'pass', text: `${range}.` };
	if (right.high < needed) return { verdict: 'fail', text: `${range}, below ${percent(minRightShare)} %.` };
	return { verdict: 'warn', text: `Undecided at ${percent(minRightShare)} %: ${range}; more cases are needed.` };
}

function validity({ validCalls, calls }: SideFigures, { minValidShare }: ToolsThresholds): Part {
	const needed = minValidShare * 100;
	if (calls === 0) return { verdict: 'warn', text: 'No call was made, so arguments could not be checked.' };
	const range = `Arguments of ${validCalls.percent} % of ${calls} calls are valid (${validCalls.low} to ${validCalls.high})`;
	if (validCalls.high < needed) return { verdict: 'fail', text: `${range}, below ${percent(minValidShare)} %.` };
	if (validCalls.low >= needed) return { verdict: 'pass', text: `${range}.` };
	return { verdict: 'warn', text: `${range}: undecided at ${percent(minValidShare)} %, more cases are needed.` };
}

function errorParts({ candidate, baseline }: Found['sides'], { maxErrorShare }: ToolsThresholds): Part[] {
	return Object.entries({ candidate, baseline }).flatMap(([name, figures]): Part[] => {
		if (!figures) return [];
		const asked = figures.cases + figures.errors;
		if (asked === 0 || figures.errors / asked <= maxErrorShare) return [];
		return [{ verdict: 'warn', text: `${figures.errors} of ${asked} calls to the ${name} failed and are not counted.` }];
	});
}

/** A lacking feature is a failure where a workflow needs it, or where nothing works without it; the table holds every workflow and the way around. */
function featureParts(features: readonly FeatureFigures[]): Part[] {
	return features.flatMap((feature): Part[] => {
		if (!isLacking(feature) && feature.status !== 'partly') return [];
		const { label, status, neededBy } = feature;
		const what = status === 'rejected' ? 'rejected by the endpoint' : status === 'partly' ? 'works only sometimes' : 'does not work';
		if (neededBy.length > 0) {
			const who = `${neededBy[0]}${neededBy.length > 1 ? ` and ${neededBy.length - 1} more` : ''}`;
			return [{ verdict: isLacking(feature) ? 'fail' : 'warn', text: `${label}: ${what}, but needed by ${who}` }];
		}
		return isEssential(feature) && isLacking(feature) ? [{ verdict: 'fail', text: `${label}: ${what}` }] : [];
	});
}

function findingsOf(cases: readonly CaseEvidence[], features: readonly FeatureFigures[]): CheckResult['findings'] {
	const told = (reply: CaseReply | undefined) => reply && [reply.outcome, reply.reason].filter(Boolean).join(': ');
	return [
		...features
			.filter((feature) => feature.status !== 'works')
			.map(({ feature, status, detail = '', workaround = '', neededBy }) => ({ feature, status, detail, workaround, neededBy })),
		...cases
			.filter(({ candidate }) => candidate.outcome !== 'right')
			.sort((one, other) => Number(other.baseline?.outcome === 'right') - Number(one.baseline?.outcome === 'right'))
			.map(({ id, category, baseline, candidate }) => ({
				case: id,
				category,
				...(baseline ? { baseline: told(baseline) } : {}),
				candidate: told(candidate),
			})),
	];
}

function sideTable({ baseline, candidate }: ToolsEvidence, sides: Found['sides']): Table {
	const row = (side: string, model: string, { cases, right, validCalls, trigger, errors, unanswered }: SideFigures) => ({
		side,
		model,
		cases,
		right: right.percent,
		rightLow: right.low,
		rightHigh: right.high,
		valid: validCalls.percent,
		precision: trigger.precision === 'unknown' ? null : trigger.precision.percent,
		recall: trigger.recall === 'unknown' ? null : trigger.recall.percent,
		f1: trigger.f1 === 'unknown' ? null : trigger.f1.percent,
		unanswered,
		errors,
	});
	return {
		title: 'Calls',
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'model', label: 'Model' },
			{ key: 'cases', label: 'Cases counted' },
			{ key: 'right', label: 'Right', unit: '%' },
			{ key: 'rightLow', label: 'From', unit: '%' },
			{ key: 'rightHigh', label: 'To', unit: '%' },
			{ key: 'valid', label: 'Valid arguments', unit: '%' },
			{ key: 'precision', label: 'Called rightly', unit: '%' },
			{ key: 'recall', label: 'Called when due', unit: '%' },
			{ key: 'f1', label: 'F1', unit: '%' },
			{ key: 'unanswered', label: 'Gave no answer' },
			{ key: 'errors', label: 'Failed calls, not counted' },
		],
		rows: toRows([
			...(baseline && sides.baseline ? [row('baseline', baseline.model, sides.baseline)] : []),
			row('candidate', candidate.model, sides.candidate),
		]),
	};
}

function categoryTable(cases: readonly CaseEvidence[], hasBaseline: boolean): Table {
	const groups = groupBy(cases, ({ category }) => category).map(([category, members]) => ({
		category,
		members,
	}));
	const share = (replies: (CaseReply | undefined)[]) => {
		const counted = replies.filter(counts);
		return counted.length > 0 ? percent(counted.filter(({ outcome }) => outcome === 'right').length / counted.length) : null;
	};
	return {
		title: 'Right calls by kind of case',
		columns: [
			{ key: 'category', label: 'Kind' },
			{ key: 'cases', label: 'Cases' },
			...(hasBaseline ? [{ key: 'baseline', label: 'Baseline', unit: '%' }] : []),
			{ key: 'candidate', label: 'Candidate', unit: '%' },
		],
		rows: groups.map(({ category, members }) => ({
			category,
			cases: members.length,
			...(hasBaseline ? { baseline: share(members.map(({ baseline }) => baseline)) } : {}),
			candidate: share(members.map(({ candidate }) => candidate)),
		})),
	};
}

const featureTable = (features: readonly FeatureFigures[], hasInventory: boolean): Table => ({
	title: "Features of the candidate's endpoint",
	columns: [
		{ key: 'label', label: 'Feature' },
		{ key: 'status', label: 'Status' },
		{ key: 'worked', label: 'Worked' },
		{ key: 'detail', label: 'What came instead' },
		{ key: 'neededBy', label: 'Needed by' },
		{ key: 'workaround', label: 'Workaround' },
	],
	rows: features.map(({ label, status, worked, tried, detail, neededBy, workaround }) => ({
		label,
		status,
		worked: `${worked} of ${tried}`,
		detail: detail ?? '',
		neededBy: hasInventory ? neededBy.join('; ') || 'no workflow' : 'unknown: run the inventory first',
		workaround: workaround ?? '',
	})),
});

function chartsOf({ candidate, baseline }: Found['sides'], cases: number): CheckResult['charts'] {
	if (cases === 0 || candidate.cases === 0) return [];
	const series = (name: string, { right, validCalls, trigger }: SideFigures) => ({
		name,
		points: Object.entries({ 'right calls': right, 'valid arguments': validCalls, 'F1 of calling': trigger.f1 }).flatMap(([x, share]) =>
			share === 'unknown' || Number.isNaN(share.percent)
				? []
				: [{ x, value: share.percent, interval: [share.low, share.high] as [number, number] }],
		),
	});
	return [
		{
			title: 'Tool calls',
			kind: 'interval',
			yLabel: '%',
			series: [...(baseline ? [series('baseline', baseline)] : []), series('candidate', candidate)],
		},
	];
}
