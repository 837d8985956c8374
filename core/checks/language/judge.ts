import { groupBy } from '../groupBy';
import { casesToDecide, pairedDifference, wilson } from '../../statistics';
import type { CheckResult, Conclusion, Table, Verdict } from '../checkResult';
import { percent, points, shareOf, toFigures } from '../quality/figures';
import { summarise, type Reason } from '../summarise';
import type { LanguageEvidence, LanguageReply, LanguageThresholds, PromptEvidence } from './evidence';
import { worstOf } from '../verdict';

type SideName = 'baseline' | 'candidate';

/** Judges how often Chinese leaks where none is due, and whether Chinese prompts are answered in Chinese. */
export function judgeLanguage(evidence: LanguageEvidence, thresholds: LanguageThresholds): Conclusion {
	const { prompts, baseline, candidate } = evidence;
	const others = prompts.filter(({ lang }) => lang !== 'zh');
	const chinese = prompts.filter(({ lang }) => lang === 'zh');
	const sides = {
		...(baseline ? { baseline: sideFigures(others, chinese, 'baseline', thresholds.level) } : {}),
		candidate: sideFigures(others, chinese, 'candidate', thresholds.level),
	};
	const parts = prompts.length === 0 ? [] : partsOf(evidence, sides, thresholds);
	const verdict = worstOf(parts.map((part) => part.verdict));
	const { summary, reasonTables } = summarise(verdict, parts);
	return {
		verdict,
		summary: parts.length === 0 ? 'No prompt was asked.' : summary,
		stopped: evidence.stopped,
		emulated: evidence.emulated,
		figures: toFigures({
			promptsPlanned: evidence.planned,
			prompts: prompts.length,
			...sides,
			...(baseline ? { answerLeakDifferencePoints: leakDifference(others, thresholds.level) } : {}),
		}),
		thresholds: {
			maxAnswerLeakPercent: thresholds.maxAnswerLeak * 100,
			maxTraceLeakPercent: thresholds.maxTraceLeak * 100,
			minChineseAnsweredPercent: thresholds.minChineseAnswered * 100,
			maxErrorPercent: thresholds.maxErrorShare * 100,
			confidence: thresholds.level,
		},
		findings: findingsOf(prompts),
		tables: [
			...reasonTables,
			sideTable(sides, { baseline: baseline?.model, candidate: candidate.model }),
			sliceTable('Leaks by language of the prompt', 'lang', 'Language', others, thresholds.level),
			sliceTable('Leaks by topic of the prompt', 'topic', 'Topic', others, thresholds.level),
		],
		charts: chartsOf(sides, thresholds),
		problems: evidence.problems,
		exhibits: prompts.slice(0, 3).map(({ id, prompt }) => ({ title: `Prompt ${id} as it was sent`, text: prompt })),
	};
}

interface SideFigures {
	/** Answers to prompts in other languages that were looked at. */
	answers: number;
	answerLeaks: number;
	answerLeakRate: ReturnType<typeof shareOf>;
	traces: number;
	traceLeaks: number;
	traceLeakRate: ReturnType<typeof shareOf> | 'unknown';
	chinesePrompts: number;
	chineseAnswered: number;
	chineseAnsweredRate: ReturnType<typeof shareOf> | 'unknown';
	/** Of the Chinese prompts with a known answer, how many were answered right. */
	chineseRightRate: ReturnType<typeof shareOf> | 'unknown';
	calls: number;
	errors: number;
	unanswered: number;
	firstError?: string;
}

/** A Chinese character says as much as two or three letters, and names and terms are often Latin. */
const isChinese = ({ chineseShare }: LanguageReply) => chineseShare !== undefined && chineseShare >= 0.3;

function sideFigures(others: readonly PromptEvidence[], chinese: readonly PromptEvidence[], side: SideName, level: number): SideFigures {
	const repliesTo = (prompts: readonly PromptEvidence[]) => prompts.flatMap((one) => one[side] ?? []);
	const all = [...repliesTo(others), ...repliesTo(chinese)];
	const answered = repliesTo(others).filter(({ outcome }) => outcome === 'answered');
	const traced = answered.filter(({ hasTrace }) => hasTrace);
	const toChinese = repliesTo(chinese).filter(({ outcome }) => outcome === 'answered');
	const inChinese = toChinese.filter(({ chineseShare }) => chineseShare !== undefined);
	const graded = toChinese.filter(({ right }) => right !== undefined);
	const rate = (count: number, of: number) => (of === 0 ? ('unknown' as const) : shareOf(wilson(count, of, level)));
	const answerLeaks = answered.filter(({ inAnswer }) => inAnswer).length;
	const traceLeaks = traced.filter(({ inTrace }) => inTrace).length;
	const chineseAnswered = inChinese.filter(isChinese).length;
	const errors = all.filter(({ outcome }) => outcome === 'error');
	return {
		answers: answered.length,
		answerLeaks,
		answerLeakRate: shareOf(wilson(answerLeaks, answered.length, level)),
		traces: traced.length,
		traceLeaks,
		traceLeakRate: rate(traceLeaks, traced.length),
		chinesePrompts: inChinese.length,
		chineseAnswered,
		chineseAnsweredRate: rate(chineseAnswered, inChinese.length),
		chineseRightRate: rate(graded.filter(({ right }) => right).length, graded.length),
		calls: all.length,
		errors: errors.length,
		unanswered: all.filter(({ outcome }) => outcome === 'unanswered').length,
		...(errors[0]?.reason ? { firstError: errors[0].reason } : {}),
	};
}

function leakDifference(others: readonly PromptEvidence[], level: number) {
	const pairs = others.filter(({ baseline, candidate }) => baseline?.outcome === 'answered' && candidate.outcome === 'answered');
	const cell = (before: boolean, after: boolean) =>
		pairs.filter(({ baseline, candidate }) => (baseline?.inAnswer !== undefined) === before && (candidate.inAnswer !== undefined) === after)
			.length;
	return points(
		pairedDifference(
			{ both: cell(true, true), onlyBaseline: cell(true, false), onlyCandidate: cell(false, true), neither: cell(false, false) },
			level,
		),
	);
}

interface Part extends Reason {
	verdict: Exclude<Verdict, 'skipped'>;
}

function partsOf(
	{ stopped, prompts, planned }: LanguageEvidence,
	{ candidate, baseline }: { candidate: SideFigures; baseline?: SideFigures },
	thresholds: LanguageThresholds,
): Part[] {
	const { level } = thresholds;
	if (candidate.errors / candidate.calls >= 0.5)
		return [
			{
				verdict: 'fail',
				text: `${candidate.errors} of ${candidate.calls} calls to the candidate failed (${candidate.firstError ?? 'unknown'}).`,
			},
		];
	const parts: Part[] = [];
	if (stopped)
		parts.push({
			verdict: 'warn',
			text: `Only ${prompts.length} of ${planned} prompts were asked: stopped by the ${stopped === 'cancelled' ? 'user' : 'cost cap'}.`,
		});
	parts.push(
		limited(
			'Chinese in answers to other languages',
			{ successes: candidate.answerLeaks, trials: candidate.answers, limit: thresholds.maxAnswerLeak, side: 'below' },
			level,
			'prompts',
		),
	);
	if (thresholds.maxTraceLeak < 1) {
		if (candidate.traces === 0) parts.push({ verdict: 'warn', text: 'The host shows no trace, so leaks in it could not be judged.' });
		else
			parts.push(
				limited(
					'Chinese in traces',
					{ successes: candidate.traceLeaks, trials: candidate.traces, limit: thresholds.maxTraceLeak, side: 'below' },
					level,
					'prompts',
				),
			);
	}
	if (candidate.chinesePrompts > 0) {
		parts.push(
			limited(
				'Chinese prompts answered in Chinese',
				{ successes: candidate.chineseAnswered, trials: candidate.chinesePrompts, limit: thresholds.minChineseAnswered, side: 'above' },
				level,
				'Chinese prompts',
			),
		);
	}
	for (const [name, figures] of Object.entries({ candidate, baseline })) {
		if (figures && figures.errors / Math.max(1, figures.calls) > thresholds.maxErrorShare)
			parts.push({ verdict: 'warn', text: `${figures.errors} of ${figures.calls} calls to the ${name} failed and are not counted.` });
	}
	return parts;
}

/** A share against its limit, told from the interval: too few trials warn and say how many would decide. */
function limited(
	what: string,
	given: Parameters<typeof casesToDecide>[0] & { side: 'below' | 'above' },
	level: number,
	unit: string,
): Part {
	const { successes, trials, limit, side } = given;
	const { value, low, high } = wilson(successes, trials, level);
	if (trials === 0) return { verdict: 'warn', text: `${what}: nothing was answered.` };
	const range = `${what}: ${percent(value)} % (${percent(low)} to ${percent(high)}) of ${trials}`;
	const [good, bad] = side === 'below' ? [high <= limit, low > limit] : [low >= limit, high < limit];
	const bound = `${side === 'below' ? 'at most' : 'at least'} ${percent(limit)} % wanted`;
	if (good) return { verdict: 'pass', text: `${range}; ${bound}.` };
	if (bad) return { verdict: 'fail', text: `${range}; ${bound}.` };
	const needed = casesToDecide(given, level);
	const more =
		needed === 'unreachable' || needed <= trials
			? 'too near for more of them to decide soon'
			: `about ${needed - trials} more ${unit} would decide`;
	return { verdict: 'warn', text: `${range}; ${bound}, ${more}.` };
}

function findingsOf(prompts: readonly PromptEvidence[]): CheckResult['findings'] {
	return prompts
		.flatMap(({ id, lang, topic, candidate }) => {
			if (lang === 'zh')
				return candidate.chineseShare === undefined || isChinese(candidate)
					? []
					: [{ prompt: id, lang, topic, where: 'answer', found: 'answered in another language', share: percent(candidate.chineseShare) }];
			return [
				...(candidate.inAnswer
					? [{ prompt: id, lang, topic, where: 'answer', found: candidate.inAnswer.excerpt, share: percent(candidate.inAnswer.share) }]
					: []),
				...(candidate.inTrace
					? [{ prompt: id, lang, topic, where: 'trace', found: candidate.inTrace.excerpt, share: percent(candidate.inTrace.share) }]
					: []),
			];
		})
		.sort((one, other) => one.where.localeCompare(other.where));
}

function sideTable(sides: Partial<Record<SideName, SideFigures>>, models: Partial<Record<SideName, string>>): Table {
	const told = (rate: ReturnType<typeof shareOf> | 'unknown') =>
		rate === 'unknown' || Number.isNaN(rate.percent) ? 'unknown' : `${rate.percent} (${rate.low} to ${rate.high})`;
	return {
		title: 'Languages',
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'model', label: 'Model' },
			{ key: 'answers', label: 'Answers' },
			{ key: 'answerLeak', label: 'Chinese in answers', unit: '%' },
			{ key: 'traceLeak', label: 'Chinese in traces', unit: '%' },
			{ key: 'chineseAnswered', label: 'Chinese prompts answered in Chinese', unit: '%' },
			{ key: 'chineseRight', label: 'of these right', unit: '%' },
			{ key: 'errors', label: 'Failed calls, not counted' },
		],
		rows: (['baseline', 'candidate'] as const).flatMap((side) => {
			const figures = sides[side];
			if (!figures) return [];
			const { answers, answerLeakRate, traceLeakRate, chineseAnsweredRate, chineseRightRate, errors } = figures;
			return [
				{
					side,
					model: models[side] ?? '',
					answers,
					answerLeak: told(answerLeakRate),
					traceLeak: told(traceLeakRate),
					chineseAnswered: told(chineseAnsweredRate),
					chineseRight: told(chineseRightRate),
					errors,
				},
			];
		}),
	};
}

function sliceTable(title: string, key: 'lang' | 'topic', label: string, others: readonly PromptEvidence[], level: number): Table {
	const groups = groupBy(others, (one) => one[key]);
	return {
		title,
		columns: [
			{ key: 'slice', label },
			{ key: 'answers', label: 'Answers' },
			{ key: 'answerLeaks', label: 'With Chinese' },
			{ key: 'low', label: 'From', unit: '%' },
			{ key: 'high', label: 'To', unit: '%' },
			{ key: 'traceLeaks', label: 'Traces with Chinese' },
		],
		rows: groups.map(([slice, members = []]) => {
			const { answers, answerLeaks, answerLeakRate, traceLeaks } = sideFigures(members, [], 'candidate', level);
			return { slice, answers, answerLeaks, low: answerLeakRate.low, high: answerLeakRate.high, traceLeaks };
		}),
	};
}

function chartsOf(sides: Partial<Record<SideName, SideFigures>>, { maxAnswerLeak }: LanguageThresholds): CheckResult['charts'] {
	const series = (['baseline', 'candidate'] as const).flatMap((name) => {
		const figures = sides[name];
		if (!figures) return [];
		const rates = { 'in answers': figures.answerLeakRate, 'in traces': figures.traceLeakRate };
		const chartPoints = Object.entries(rates).flatMap(([x, rate]) =>
			rate === 'unknown' || Number.isNaN(rate.percent)
				? []
				: [{ x, value: rate.percent, interval: [rate.low, rate.high] as [number, number] }],
		);
		return chartPoints.length > 0 ? [{ name, points: chartPoints }] : [];
	});
	if (series.length === 0) return [];
	return [
		{
			title: 'Chinese where none is due',
			kind: 'interval',
			yLabel: '%',
			lines: [{ label: 'limit for answers', value: maxAnswerLeak * 100 }],
			series,
		},
	];
}
