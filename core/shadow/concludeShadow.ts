import type { Conclusion, Verdict } from '../checks/checkResult';
import { groupBy } from '../checks/groupBy';
import { percent, toFigures } from '../checks/quality/figures';
import { summarise } from '../checks/summarise';
import type { FileProblem } from '../fileProblem';
import type { JudgeQuality } from '../replay/anchors';
import { changedAnswers, exhibitsOf, findingsOf } from '../replay/changes';
import { scoreOf } from '../replay/comparison';
import { criticalDoubts, lostCritical } from '../replay/critical';
import { leastKept } from '../replay/collect';
import { fromOwn } from '../replay/conclude';
import type { ReplayedCall } from '../replay/evidence';
import { strataTables } from '../replay/strata';
import { takenFigures, takenTable } from '../replay/taken';
import { openBetting } from '../statistics/eProcess';

export interface ShadowEvidence {
	/** In the order in which they came. */
	compared: ReplayedCall[];
	candidate: string;
	judge?: { model: string; quality?: JudgeQuality };
	/** Lines of the list of critical cases that name no call so far. */
	criticalWithoutCalls?: readonly string[];
	emulated: boolean;
	problems: FileProblem[];
	instanceUrl?: string;
}

export interface ShadowThresholds {
	margin: number;
	alpha: number;
	maxErrorShare: number;
}

export interface ShadowWealth {
	/** Wealth of the bet that the candidate is not worse by more than the margin, and of the one that it is. */
	within: number;
	beyond: number;
	clusters: number;
	difference: number;
}

/**
 * What the calls so far say, whenever one looks. A cluster bets once, with its mean. Other valid answers count against the
 * candidate for passing and not at all for failing, since how often the old model differs from itself is unknown.
 */
export function shadowWealth(compared: readonly ReplayedCall[], margin: number, quality?: JudgeQuality): ShadowWealth {
	const kept = quality && quality.kept >= leastKept ? quality.kept : 1;
	const scored = compared.flatMap(({ call, comparison }) => {
		const score = comparison && scoreOf(comparison);
		if (comparison === undefined || score === undefined) return [];
		const value = score / (comparison.judged ? kept : 1);
		return [{ cluster: call.cluster, value, atBest: comparison.differs ? 0 : value }];
	});
	const reach = 1 / kept;
	const within = openBetting({ limit: -margin, side: 'above', low: -reach, high: reach });
	const beyond = openBetting({ limit: -margin, side: 'below', low: -reach, high: reach });
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const clusters = groupBy(scored, ({ cluster }) => cluster);
	for (const [, members] of clusters) {
		within.take(mean(members.map(({ value }) => value)));
		beyond.take(mean(members.map(({ atBest }) => atBest)));
	}
	const difference = scored.length > 0 ? mean(clusters.map(([, members]) => mean(members.map(({ value }) => value)))) : Number.NaN;
	return { within: within.wealth, beyond: beyond.wealth, clusters: clusters.length, difference };
}

/** Says whether what a shadow model answered suffices to take it or to leave it; valid however often it is asked. */
export function concludeShadow(evidence: ShadowEvidence, { margin, alpha, maxErrorShare }: ShadowThresholds): Conclusion {
	const { compared, judge, candidate } = evidence;
	const wealth = shadowWealth(compared, margin, judge?.quality);
	const needed = 1 / alpha;
	const open = compared.filter(({ comparison }) => !comparison || comparison.outcome === 'unjudged');
	const judged = compared.filter(({ comparison }) => comparison?.judged);
	const workflows = new Set(compared.map(({ call }) => call.execution.workflowId)).size;
	const from = fromOwn(compared.length, workflows);
	const seen = `${wealth.difference > 0 ? '+' : ''}${percent(wealth.difference)} points ${from}`;
	const lost = compared.filter((one) => one.critical && one.comparison?.outcome === 'loss');
	const doubts = [
		...criticalDoubts(open.filter(({ critical }) => critical).length, evidence.criticalWithoutCalls ?? []),
		...(judged.length > 0 && !judge?.quality
			? [`${judged.length} calls were judged by a model that nothing vouches for: name anchors`]
			: []),
		...(judge?.quality && judge.quality.kept < leastKept ? ['the judge is of no use by its anchors'] : []),
		...(open.length / Math.max(1, compared.length) > maxErrorShare
			? [`${open.length} of ${compared.length} calls could not be judged`]
			: []),
	];
	const main = (): { verdict: Verdict; text: string } => {
		// One lost critical case blocks, whatever the others say.
		if (lost.length > 0) return { verdict: 'fail', text: lostCritical(lost) };
		if (wealth.clusters === 0) return { verdict: 'warn', text: 'Not enough: no call could be compared yet' };
		if (wealth.beyond >= needed)
			return { verdict: 'fail', text: `Fail: worse than the live model by more than ${percent(margin)} points: ${seen}` };
		if (wealth.within >= needed)
			return { verdict: 'pass', text: `Pass: not worse than the live model by more than ${percent(margin)} points: ${seen}` };
		return { verdict: 'warn', text: `Not enough yet at a margin of ${percent(margin)} points: ${seen}` };
	};
	const { verdict: found, text } = main();
	const verdict = found === 'pass' && doubts.length > 0 ? 'warn' : found;
	const texts =
		verdict === 'fail'
			? [text]
			: found === 'pass'
				? [...doubts, text.replace(/^Pass: /, doubts.length > 0 ? 'otherwise ' : 'Pass: ')]
				: [text, ...doubts];
	const changed = changedAnswers(compared);
	const count = (outcome: string) => compared.filter(({ comparison }) => comparison?.outcome === outcome).length;
	const tally = { wins: count('win'), ties: count('tie'), losses: count('loss'), unjudged: open.length };
	const evidenceOf = (value: number) => Number(Math.min(value, 1e6).toPrecision(3));
	const { reasonTables, ...said } = summarise(
		verdict,
		texts.map((one) => ({ verdict, text: one })),
	);
	if (compared.length === 0)
		return {
			verdict: 'skipped',
			summary: 'No shadow call is recorded yet.',
			figures: {},
			thresholds: {},
			findings: [],
			emulated: evidence.emulated,
			problems: evidence.problems,
		};
	return {
		verdict,
		...said,
		emulated: evidence.emulated,
		figures: toFigures({
			source: 'shadow',
			from,
			calls: compared.length,
			workflows,
			clusters: wealth.clusters,
			...tally,
			differencePoints: percent(wealth.difference),
			critical: { cases: compared.filter(({ critical }) => critical).length, lost: lost.length },
			evidenceWithin: evidenceOf(wealth.within),
			evidenceBeyond: evidenceOf(wealth.beyond),
			evidenceNeeded: evidenceOf(needed),
			...(judge ? { judge: { model: judge.model, judgedCalls: judged.length, anchors: judge.quality?.anchors ?? 0 } } : {}),
			...takenFigures(compared),
		}),
		thresholds: { marginPoints: margin * 100, confidence: 1 - alpha, maxErrorPercent: maxErrorShare * 100 },
		findings: findingsOf(changed, evidence.instanceUrl),
		tables: [
			...reasonTables,
			{
				title: 'Live answers and those of the shadow model',
				columns: [
					{ key: 'from', label: 'Evidence' },
					{ key: 'model', label: 'Shadow model' },
					{ key: 'wins', label: 'Better' },
					{ key: 'ties', label: 'As good' },
					{ key: 'losses', label: 'Worse' },
					{ key: 'unjudged', label: 'Not judged' },
				],
				rows: [{ from, model: candidate, ...tally }],
			},
			takenTable(compared, { baseline: 'the live model', candidate }),
			...strataTables(compared),
		],
		problems: evidence.problems,
		exhibits: exhibitsOf(changed, { instanceUrl: evidence.instanceUrl, candidate }),
	};
}
