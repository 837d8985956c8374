import type { Chart, Conclusion, Scalar, Table, Verdict } from '../checkResult';
import type { CostEvidence, CostThresholds } from './evidence';
import { breakEven, type BreakEven, type Scenario } from './scenarios';
import { summarise, type Reason } from '../summarise';
import { daysPerMonth, payback, sensitivity, type SensitivityRow } from './sensitivity';
import { totalOf } from './usage';
import { worstOf } from '../verdict';

type Opinion = Reason;

const money = (usd: number) => `$${usd >= 100 ? Math.round(usd).toLocaleString('en-US') : usd >= 1 ? usd.toFixed(2) : usd.toPrecision(3)}`;
const known = (value: number | 'unknown'): value is number => value !== 'unknown';
const times = (value: number | 'unknown', factor: number) => (known(value) ? value * factor : value);
const round = (value: number) => Number(value.toPrecision(10));
const plain = (value: number | string): Scalar => (typeof value === 'number' ? round(value) : value);

/** Whether the move pays, at the volume and hours that the log shows. */
export function judge(evidence: CostEvidence, thresholds: CostThresholds): Conclusion {
	const base = {
		compared: comparedOf(evidence),
		emulated: evidence.emulated,
		thresholds: { ...thresholds },
		problems: evidence.problems.map((problem) => ({ ...problem })),
	};
	if (evidence.source === 'none') {
		return {
			...base,
			verdict: 'skipped',
			summary: 'No usage was given: name a usage log, or state requests a day with their tokens.',
			figures: {},
			findings: [],
		};
	}
	const { usage, scenarios, now, adaptation } = evidence;
	const baseline = scenarios.find(({ kind }) => kind === 'baseline');
	const candidate = scenarios.find(({ kind }) => kind === 'candidate');
	const requests = totalOf(usage.rows, 'requests');
	const rows = sensitivity({
		usage,
		now,
		candidate: evidence.candidate,
		baseline: evidence.baseline,
		adaptation,
		migrationUsd: thresholds.migrationUsd,
		maxCostRatio: thresholds.maxCostRatio,
	});
	const saving =
		baseline && candidate && known(baseline.usdPerDay) && known(candidate.usdPerDay)
			? (baseline.usdPerDay - candidate.usdPerDay) * daysPerMonth
			: 'unknown';
	const months = payback(thresholds.migrationUsd, saving);
	const evens = scenarios.flatMap((own) => {
		const even =
			candidate && (own.kind === 'self-hosted' || own.kind === 'distill')
				? breakEven(candidate, own, usage, adaptation.outputRatio)
				: undefined;
		return even ? [{ label: own.label, holdsWeights: own.holdsWeights ?? true, ...even }] : [];
	});
	const opinions = opinionsOf(evidence, thresholds, { baseline, candidate, requests, months, rows });
	const verdict = worstOf(opinions.map((opinion) => opinion.verdict));
	const { summary, reasonTables } = summarise(verdict, opinions, leadOf({ baseline, candidate, saving }));
	return {
		...base,
		verdict,
		summary,
		figures: {
			source: evidence.source,
			days: round(usage.days),
			requestsPerDay: round(requests / usage.days),
			inputTokensPerDay: round(totalOf(usage.rows, 'inputTokens') / usage.days),
			cachedTokensPerDay: round(totalOf(usage.rows, 'cachedTokens') / usage.days),
			outputTokensPerDay: round(totalOf(usage.rows, 'outputTokens') / usage.days),
			outputRatio: round(adaptation.outputRatio),
			ratioSource: evidence.ratioSource,
			baselineUsdPerMonth: baseline ? plain(times(baseline.usdPerDay, daysPerMonth)) : 'unknown',
			candidateUsdPerMonth: candidate ? plain(times(candidate.usdPerDay, daysPerMonth)) : 'unknown',
			savingUsdPerMonth: plain(saving),
			costRatio:
				baseline && candidate && known(baseline.usdPerDay) && known(candidate.usdPerDay) && baseline.usdPerDay > 0
					? round(candidate.usdPerDay / baseline.usdPerDay)
					: 'unknown',
			paybackMonths: plain(months),
			asBilledUsd: known(evidence.asBilledNanoUsd) ? round(evidence.asBilledNanoUsd / 1e9) : 'unknown',
			...(evidence.measured && { tokensPerTask: evidence.measured }),
			breakEven: evens,
			scenarios: scenarios.map(({ label, kind, usdPerDay, holdsWeights }) => ({
				label,
				kind,
				usdPerDay: plain(usdPerDay),
				usdPerYear: plain(times(usdPerDay, 365)),
				...(holdsWeights !== undefined && { holdsWeights }),
			})),
		},
		findings: scenarios.map((scenario) => ({
			...scenario,
			usdPerDay: plain(scenario.usdPerDay),
			usdPerMonth: plain(times(scenario.usdPerDay, daysPerMonth)),
			usdPerYear: plain(times(scenario.usdPerDay, 365)),
		})),
		tables: [
			...reasonTables,
			scenarioTable(scenarios, requests / usage.days, evidence),
			...(evens.length > 0 ? [breakEvenTable(evens)] : []),
			...(rows.length > 0 ? [sensitivityTable(rows)] : []),
		],
		charts: chartsOf(scenarios, candidate, requests / usage.days),
	};
}

interface Sides {
	baseline?: Scenario;
	candidate?: Scenario;
}

function opinionsOf(
	{ source, ratioSource, problems, usage, candidateName }: CostEvidence,
	{ maxCostRatio, maxPaybackMonths, budgetUsdPerMonth, minRequests, migrationUsd }: CostThresholds,
	{
		baseline,
		candidate,
		requests,
		months,
		rows,
	}: Sides & { requests: number; months: number | 'never' | 'unknown'; rows: readonly SensitivityRow[] },
): Opinion[] {
	const opinions: Opinion[] = [];
	const say = (verdict: Verdict, text: string) => opinions.push({ verdict, text });
	if (!candidate) say('warn', 'no candidate model is named, so nothing can be compared');
	else if (!known(candidate.usdPerDay)) say('warn', `the price of ${candidateName ?? 'the candidate'} is not known`);
	if (source === 'log' && requests < minRequests)
		say('warn', `the log holds ${requests} requests: ${minRequests - requests} more are needed for a verdict`);
	if (problems.length > 0) say('warn', `${problems.length} ${problems.length === 1 ? 'row was' : 'rows were'} left out or not understood`);
	if (usage.rows.length > 0 && totalOf(usage.rows, 'outputTokens') === 0)
		say('warn', 'no output tokens are counted: for a model that thinks they are most of the cost');
	if (candidate && known(candidate.usdPerDay)) {
		const month = candidate.usdPerDay * daysPerMonth;
		if (budgetUsdPerMonth > 0)
			say(month > budgetUsdPerMonth ? 'fail' : 'pass', `${money(month)} a month against a budget of ${money(budgetUsdPerMonth)}`);
		if (!baseline) say(budgetUsdPerMonth > 0 ? 'pass' : 'warn', 'no baseline is named to compare with');
		else if (!known(baseline.usdPerDay)) say('warn', 'the price of the baseline is not known');
		else {
			const isDearer = candidate.usdPerDay > baseline.usdPerDay * maxCostRatio;
			say(isDearer ? 'fail' : 'pass', shareOf(candidate.usdPerDay, baseline.usdPerDay));
			if (migrationUsd > 0 && !isDearer) {
				const isLate = typeof months !== 'number' || months > maxPaybackMonths;
				say(
					isLate ? 'warn' : 'pass',
					typeof months === 'number' ? `the effort is paid back in ${months.toFixed(1)} months` : 'the effort is never paid back',
				);
			}
			const doubled = rows.find(({ outputFactor }) => outputFactor === 2);
			if (!isDearer && ratioSource === 'assumed' && doubled?.holds === false)
				say(
					'warn',
					'the tokens for each task were not measured, and with twice the output the saving is gone: run the quality check first',
				);
		}
	}
	return opinions;
}

function shareOf(candidateUsd: number, baselineUsd: number): string {
	if (baselineUsd === 0) return candidateUsd === 0 ? 'neither model costs anything' : 'the baseline costs nothing';
	const share = candidateUsd / baselineUsd;
	return `the candidate costs ${(share * 100).toFixed(share < 0.1 ? 1 : 0)} % of the baseline`;
}

function leadOf({ baseline, candidate, saving }: Sides & { saving: number | 'unknown' }): string {
	if (!baseline || !candidate || !known(baseline.usdPerDay) || !known(candidate.usdPerDay)) return '';
	const less = known(saving) && saving > 0 ? ` (${money(saving)} less)` : '';
	return `${money(baseline.usdPerDay * daysPerMonth)} a month now, ${money(candidate.usdPerDay * daysPerMonth)} with ${candidate.model}${less}: `;
}

function scenarioTable(scenarios: readonly Scenario[], requestsPerDay: number, { measured, baseline, candidate }: CostEvidence): Table {
	const solved = (scenario: Scenario): Scalar => {
		const perTask =
			scenario.kind === 'baseline'
				? [measured?.baselineOutput, measured?.baselineSolvedOutput]
				: [measured?.candidateOutput, measured?.candidateSolvedOutput];
		const [each, eachSolved] = perTask;
		if (!known(scenario.usdPerDay) || !each || !eachSolved || requestsPerDay <= 0) return null;
		return plain((scenario.usdPerDay / requestsPerDay) * (eachSolved / each));
	};
	return {
		title: 'Cost of the same work',
		columns: [
			{ key: 'label', label: 'Scenario' },
			{ key: 'day', label: 'A day', unit: '$' },
			{ key: 'month', label: 'A month', unit: '$' },
			{ key: 'year', label: 'A year', unit: '$' },
			{ key: 'request', label: 'A request', unit: '$' },
			{ key: 'solved', label: 'A solved task', unit: '$' },
			{ key: 'notes', label: 'Notes' },
		],
		rows: scenarios.map((scenario) => {
			const isSide = (scenario.kind === 'baseline' && baseline) || (scenario.kind === 'candidate' && candidate);
			return {
				label: `${scenario.kind}: ${scenario.label}`,
				day: plain(scenario.usdPerDay),
				month: plain(times(scenario.usdPerDay, daysPerMonth)),
				year: plain(times(scenario.usdPerDay, 365)),
				request: requestsPerDay > 0 ? plain(times(scenario.usdPerDay, 1 / requestsPerDay)) : null,
				solved: isSide ? solved(scenario) : null,
				notes: scenario.notes.join(' ') || null,
			};
		}),
	};
}

function breakEvenTable(rows: readonly (BreakEven & { label: string; holdsWeights: boolean })[]): Table {
	return {
		title: "From which volume rented cards cost less than the candidate's API",
		columns: [
			{ key: 'label', label: 'Cards' },
			{ key: 'requestsPerDay', label: 'Requests a day' },
			{ key: 'tokensPerDay', label: 'Tokens a day' },
			{ key: 'isReachable', label: 'Do the cards give that much?' },
			{ key: 'holdsWeights', label: 'Do they hold the weights?' },
		],
		rows: rows.map(({ label, requestsPerDay, tokensPerDay, isReachable, holdsWeights }) => ({
			label,
			requestsPerDay: Math.round(requestsPerDay),
			tokensPerDay: Math.round(tokensPerDay),
			isReachable,
			holdsWeights,
		})),
	};
}

function sensitivityTable(rows: readonly SensitivityRow[]): Table {
	return {
		title: 'What if one assumption is off',
		columns: [
			{ key: 'what', label: 'If' },
			{ key: 'candidateUsdPerMonth', label: 'Candidate a month', unit: '$' },
			{ key: 'baselineUsdPerMonth', label: 'Baseline a month', unit: '$' },
			{ key: 'savingUsdPerMonth', label: 'Saving a month', unit: '$' },
			{ key: 'paybackMonths', label: 'Paid back in', unit: 'months' },
			{ key: 'holds', label: 'Still worth it?' },
		],
		rows: rows.map(({ what, candidateUsdPerMonth, baselineUsdPerMonth, savingUsdPerMonth, paybackMonths, holds }) => ({
			what,
			candidateUsdPerMonth: plain(candidateUsdPerMonth),
			baselineUsdPerMonth: plain(baselineUsdPerMonth),
			savingUsdPerMonth: plain(savingUsdPerMonth),
			paybackMonths: plain(paybackMonths),
			holds,
		})),
	};
}

function chartsOf(scenarios: readonly Scenario[], candidate: Scenario | undefined, requestsPerDay: number): Chart[] {
	const priced = scenarios.filter(({ usdPerDay }) => known(usdPerDay));
	const charts: Chart[] = [];
	if (priced.length > 0) {
		charts.push({
			title: 'Cost of the same work, a month',
			kind: 'bar',
			yLabel: 'US dollars',
			series: [
				{
					name: 'Cost a month',
					points: priced.map(({ label, usdPerDay }) => ({ x: label, value: round(Number(usdPerDay) * daysPerMonth) })),
				},
			],
		});
	}
	const own = priced.filter(({ kind, holdsWeights }) => (kind === 'self-hosted' || kind === 'distill') && holdsWeights !== false);
	if (candidate && known(candidate.usdPerDay) && own.length > 0 && requestsPerDay > 0) {
		const each = candidate.usdPerDay / requestsPerDay;
		const most = Math.max(...own.map(({ usdPerDay }) => Number(usdPerDay))) / Math.max(each, 1e-12);
		const volumes = Array.from({ length: 9 }, (_, index) => Math.round((most * 1.5 * index) / 8));
		charts.push({
			title: 'API against rented cards by volume',
			kind: 'line',
			xLabel: 'requests a day',
			yLabel: 'US dollars a day',
			series: [
				{ name: candidate.label, points: volumes.map((x) => ({ x, value: round(x * each) })) },
				...own.map(({ label, usdPerDay }) => ({ name: label, points: volumes.map((x) => ({ x, value: round(Number(usdPerDay)) })) })),
			],
		});
	}
	return charts;
}

/** The cost check prices models by name, which need not be the sides that other checks asked. */
function comparedOf(evidence: CostEvidence): Conclusion['compared'] {
	if (evidence.source === 'none') return undefined;
	const nameOf = (kind: Scenario['kind']) => evidence.scenarios.find((scenario) => scenario.kind === kind)?.label;
	return { baseline: nameOf('baseline'), candidate: nameOf('candidate') };
}
