import { wilson } from '../../statistics';
import { stopOf, type Chart, type Conclusion, type Scalar, type Table } from '../checkResult';
import type { Evidence } from './evidence';
import { isClientBound, type StepFigures } from './figures';
import { summarise, type Reason } from '../summarise';
import type { Percentiles } from './histogram';
import { worstOf } from '../verdict';

export interface Thresholds {
	firstTokenMs?: number;
	firstAnswerMs?: number;
	betweenTokensMs?: number;
	totalMs?: number;
	minGoodput: number;
	maxSlowdown: number;
	maxClientDelayMs: number;
}

type Opinion = Reason;

/** Judges a load test: pass where goodput is surely high enough at every step, fail where it surely is not, else warn. */
export function judge(evidence: Evidence, figures: readonly StepFigures[], thresholds: Thresholds): Conclusion {
	const candidate = figures.filter(({ side }) => side === 'candidate');
	const baseline = figures.filter(({ side }) => side === 'baseline');
	const base = {
		thresholds: Object.fromEntries(Object.entries(thresholds).map(([name, value]): [string, Scalar] => [name, value ?? null])),
		stopped: stopOf(evidence.ending),
		emulated: evidence.emulated,
		problems: evidence.problems,
	};
	const refused = evidence.refused.find(({ side }) => side === 'candidate');
	if (refused) {
		return {
			...base,
			verdict: 'skipped',
			summary: `Nothing was sent: a load test goes only to hosts that you name. Add "${refused.host}" to "Hosts That May Be Loaded" if you may load it.`,
			figures: { refusedHost: refused.host },
			findings: [],
		};
	}
	const opinions = [
		...endingOpinion(evidence, candidate, thresholds),
		...stepOpinions(candidate, thresholds),
		...comparisons(candidate, baseline, thresholds),
		...evidence.refused.map(({ host }): Opinion => ({
			verdict: 'warn',
			text: `the baseline was not loaded, since "${host}" is not among the named hosts`,
		})),
	];
	const verdict = worstOf(opinions.map((opinion) => opinion.verdict));
	const { summary, reasonTables } = summarise(verdict, verdict === 'pass' ? [{ verdict, text: praise(candidate) }] : opinions);
	return {
		...base,
		verdict,
		summary,
		figures: {
			mode: evidence.mode,
			ending: evidence.ending,
			highestGoodLevel: highestGood(candidate, thresholds.minGoodput) ?? 'unknown',
			requests: figures.reduce((sum, { requests }) => sum + requests, 0),
			candidate: candidate.map(plain),
			baseline: baseline.map(plain),
		},
		findings: figures.map((step) => ({
			side: step.side,
			step: step.label,
			...(step.side === 'candidate' ? opinionOf(step, thresholds) : {}),
			errors: step.errors,
			clientBottleneck: isClientBound(step, thresholds),
		})),
		tables: [...reasonTables, latencyTable(figures, evidence), throughputTable(figures, thresholds, evidence)],
		charts: charts(candidate, baseline, evidence, thresholds),
	};
}

/** Steps at which this machine was too slow are one reason; the table says how late it was at each. */
function stepOpinions(steps: readonly StepFigures[], thresholds: Thresholds): Opinion[] {
	const bound = steps.filter((step) => step.requests > 0 && isClientBound(step, thresholds));
	const others = steps.filter((step) => !bound.includes(step)).map((step) => opinionOf(step, thresholds));
	if (bound.length === 0) return others;
	const at = bound.map(({ label }) => label).join(', ');
	return [...others, { verdict: 'warn', text: `${at}: this machine itself was the bottleneck, so a faster one would decide` }];
}

function opinionOf(step: StepFigures, thresholds: Thresholds): Opinion {
	const { goodput, label, requests, answered } = step;
	const { minGoodput } = thresholds;
	if (requests === 0) return { verdict: 'warn', text: `${label}: nothing was measured` };
	const kept = `${percent(goodput.value)} of ${requests} requests kept the objectives (95 % interval ${percent(goodput.low)} to ${percent(goodput.high)}, wanted ${percent(minGoodput)})`;
	const failures = requests - answered > 0 ? `; ${requests - answered} failed (${errorsText(step.errors)})` : '';
	if (isClientBound(step, thresholds)) {
		return {
			verdict: 'warn',
			text: `${label}: this machine itself was the bottleneck (${clientText(step)}), so the figures say little about the endpoint`,
		};
	}
	if (goodput.high < minGoodput) return { verdict: 'fail', text: `${label}: ${kept}${failures}` };
	if (goodput.low >= minGoodput) return { verdict: 'pass', text: `${label}: ${kept}` };
	const more = requestsToDecide(goodput.value, minGoodput, requests);
	return { verdict: 'warn', text: `${label}: ${kept}${failures}; ${more}` };
}

const clientText = ({ client }: StepFigures) =>
	`event loop late by ${round(client.loopDelayP99Ms)} ms and sending late by ${round(client.sentLateP99Ms)} ms in 1 of 100 cases, ${percent(client.cpuShare)} of a core`;

/** How many requests would settle it if the share stayed as it is. */
function requestsToDecide(share: number, wanted: number, made: number): string {
	for (let count = made; count <= 1_000_000; count = Math.ceil(count * 1.1) + 1) {
		const interval = wilson(Math.round(share * count), count);
		if (interval.low >= wanted || interval.high < wanted) return `about ${count} requests would decide it`;
	}
	return 'the share is so near to the threshold that more requests would not decide it';
}

function endingOpinion({ ending, steps }: Evidence, candidate: readonly StepFigures[], thresholds: Thresholds): Opinion[] {
	const lastStep = candidate.at(-1);
	const last = lastStep?.label ?? 'the first step';
	const left = steps.length - new Set(candidate.map(({ step }) => step)).size;
	const rest = left > 0 ? `, ${left} higher ${left === 1 ? 'step was' : 'steps were'} not run` : '';
	switch (ending) {
		case 'finished':
			return candidate.length > 0 ? [] : [{ verdict: 'warn', text: 'nothing was measured' }];
		case 'saturated':
			// Where this machine was the bottleneck, nothing is known about the endpoint's limit.
			if (lastStep && isClientBound(lastStep, thresholds))
				return [{ verdict: 'warn', text: `this machine sent no faster from ${last} on${rest}` }];
			return [{ verdict: 'warn', text: `the endpoint was saturated at ${last}${rest}` }];
		case 'too many errors':
			return [{ verdict: 'fail', text: `most requests failed at ${last}, so the test was ended there${rest}` }];
		case 'cost cap':
			return [{ verdict: 'warn', text: `the cost cap ended the test at ${last}${rest}` }];
		case 'cancelled':
			return [{ verdict: 'warn', text: `the test was cancelled at ${last}${rest}` }];
	}
}

function comparisons(candidate: readonly StepFigures[], baseline: readonly StepFigures[], thresholds: Thresholds): Opinion[] {
	const { maxSlowdown, maxClientDelayMs } = thresholds;
	return candidate.flatMap((step): Opinion[] => {
		const other = baseline.find((one) => one.step === step.step);
		const mine = (step.firstAnswer ?? step.firstToken)?.p50;
		const theirs = (other?.firstAnswer ?? other?.firstToken)?.p50;
		if (!other || !mine || !theirs || [step, other].some((one) => isClientBound(one, thresholds))) return [];
		// What lies within the client's own delays is no difference.
		if (mine <= maxSlowdown * theirs || mine - theirs <= maxClientDelayMs) return [];
		return [
			{
				verdict: 'warn',
				text: `${step.label}: the first answer token takes ${round(mine)} ms in the median, ${round(mine / theirs)} times the baseline's ${round(theirs)} ms`,
			},
		];
	});
}

function highestGood(candidate: readonly StepFigures[], minGoodput: number): number | undefined {
	return candidate.filter(({ goodput, requests }) => requests > 0 && goodput.value >= minGoodput).at(-1)?.level;
}

function praise(candidate: readonly StepFigures[]): string {
	const last = candidate.at(-1);
	const first = last?.firstAnswer
		? `, first answer token after ${round(last.firstAnswer.p50)} ms (median) and ${round(last.firstAnswer.p99)} ms (99 of 100)`
		: '';
	return `the objectives were kept at every step up to ${last?.label}${first}`;
}

const errorsText = (errors: Record<string, number>) =>
	Object.entries(errors)
		.map(([kind, count]) => `${count} ${kind}`)
		.join(', ');
const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
const round = (value: number) => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

/** Without what only repeats the step. */
function plain({
	label,
	level,
	requests,
	answered,
	errors,
	firstToken,
	firstAnswer,
	betweenTokens,
	total,
	goodput,
	goodPerSecond,
	answeredPerSecond,
	tokensPerSecond,
	mostAtOnce,
	client,
}: StepFigures) {
	return {
		label,
		level,
		requests,
		answered,
		errors,
		firstToken,
		firstAnswer,
		betweenTokens,
		total,
		goodput,
		goodPerSecond,
		answeredPerSecond,
		tokensPerSecond,
		mostAtOnce,
		client,
	};
}

const measures = [
	{ key: 'firstToken', label: 'First token' },
	{ key: 'firstAnswer', label: 'First answer token' },
	{ key: 'betweenTokens', label: 'Between tokens' },
	{ key: 'total', label: 'Whole answer' },
] as const;

function latencyTable(figures: readonly StepFigures[], { emulated }: Evidence): Table {
	return {
		title: `Latency${emulated ? ' (emulated)' : ''}`,
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'load', label: 'Load' },
			{ key: 'measure', label: 'Time to' },
			{ key: 'p50', label: 'p50', unit: 'ms' },
			{ key: 'p90', label: 'p90', unit: 'ms' },
			{ key: 'p99', label: 'p99', unit: 'ms' },
			{ key: 'max', label: 'Longest', unit: 'ms' },
			{ key: 'count', label: 'Measured' },
		],
		rows: figures.flatMap((step) =>
			measures.flatMap(({ key, label }) => {
				const values: Percentiles | undefined = step[key];
				if (!values) return [];
				const { p50, p90, p99, max, count } = values;
				return [
					{ side: step.side, load: step.label, measure: label, p50: round(p50), p90: round(p90), p99: round(p99), max: round(max), count },
				];
			}),
		),
	};
}

function throughputTable(figures: readonly StepFigures[], thresholds: Thresholds, { emulated }: Evidence): Table {
	return {
		title: `Goodput, throughput and errors${emulated ? ' (emulated)' : ''}`,
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'load', label: 'Load' },
			{ key: 'requests', label: 'Requests' },
			{ key: 'goodput', label: 'Within objectives', unit: '%' },
			{ key: 'goodPerSecond', label: 'Good answers', unit: '/s' },
			{ key: 'answeredPerSecond', label: 'Answers', unit: '/s' },
			{ key: 'tokensPerSecond', label: 'Tokens', unit: '/s' },
			{ key: 'errors', label: 'Errors' },
			{ key: 'client', label: 'Client' },
		],
		rows: figures.map((step) => ({
			side: step.side,
			load: step.label,
			requests: step.requests,
			goodput: step.requests > 0 ? Math.round(step.goodput.value * 1_000) / 10 : null,
			goodPerSecond: round(step.goodPerSecond),
			answeredPerSecond: round(step.answeredPerSecond),
			tokensPerSecond: round(step.tokensPerSecond),
			errors: errorsText(step.errors) || 'none',
			client: isClientBound(step, thresholds) ? `bottleneck: ${clientText(step)}` : 'idle enough',
		})),
	};
}

function charts(
	candidate: readonly StepFigures[],
	baseline: readonly StepFigures[],
	{ emulated }: Evidence,
	thresholds: Thresholds,
): Chart[] {
	const sides = [
		{ name: 'candidate', steps: candidate },
		{ name: 'baseline', steps: baseline },
	].filter(({ steps }) => steps.length > 0);
	const mark = emulated ? ' (emulated)' : '';
	const line = (label: string, value: number | undefined) => (value === undefined ? [] : [{ label, value }]);
	return [
		{
			title: `Time to the first answer token${mark}`,
			kind: 'line',
			xLabel: 'Load',
			yLabel: 'ms',
			lines: line('objective', thresholds.firstAnswerMs),
			series: sides.flatMap(({ name, steps }) =>
				(['p50', 'p99'] as const).map((percentile) => ({
					name: `${name} ${percentile}`,
					points: steps.flatMap(({ label, firstAnswer, firstToken }) => {
						const values = firstAnswer ?? firstToken;
						return values ? [{ x: label, value: round(values[percentile]) }] : [];
					}),
				})),
			),
		},
		{
			title: `Requests within the objectives${mark}`,
			kind: 'interval',
			xLabel: 'Load',
			yLabel: 'share',
			lines: line('wanted', thresholds.minGoodput),
			series: sides.map(({ name, steps }) => ({
				name,
				points: steps
					.filter(({ requests }) => requests > 0)
					.map(({ label, goodput }): Chart['series'][number]['points'][number] => ({
						x: label,
						value: goodput.value,
						interval: [goodput.low, goodput.high],
					})),
			})),
		},
	];
}
