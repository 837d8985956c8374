import { benchmarks } from '../../catalogue/benchmarks';
import { priceAt, ratesAt } from '../../money/cost';
import { findModel } from '../../catalogue/lookup';
import type { Table } from '../checkResult';
import { bootstrap, type Estimate } from '../../statistics';
import type { QualityEvidence, Reply, SideFacts, TaskEvidence } from './evidence';

export interface SideEfficiency {
	inputTokensPerTask: number | 'unknown';
	outputTokensPerTask: number | 'unknown';
	/** All tokens of output, those of wrong answers included, for each task that was solved. */
	outputTokensPerSolved: number | 'unknown';
	costUsdPerSolved: number | 'unknown';
	secondsPerSolved: number | 'unknown';
	/** List price now, US dollars per million tokens. */
	inputPrice: number | 'unknown';
	outputPrice: number | 'unknown';
}

/** What a solved task takes on each side: price per token says little where one model thinks ten times as long. */
export function efficiency(evidence: QualityEvidence, seed: number) {
	const { tasks, baseline, candidate, at } = evidence;
	const of = (side: 'baseline' | 'candidate', facts: SideFacts) =>
		sideEfficiency(
			tasks.flatMap((task) => task[side]),
			facts,
			at,
		);
	const perTask: Partial<Record<'baseline' | 'candidate', SideEfficiency>> = {
		...(baseline ? { baseline: of('baseline', baseline) } : {}),
		candidate: of('candidate', candidate),
	};
	return { perTask, ...(baseline ? { outputTokensPerSolvedRatio: tokenRatio(tasks, seed) } : {}) };
}

/** How many times the baseline's output a solved task takes of the candidate, by bootstrap over tasks. */
function tokenRatio(tasks: readonly TaskEvidence[], seed: number): Estimate | 'unknown' {
	const sums = (replies: readonly Reply[]) => ({
		tokens: replies.reduce((sum, { outputTokens }) => sum + (outputTokens === 'unknown' ? 0 : outputTokens), 0),
		solved: replies.filter(({ outcome }) => outcome === 'right').length,
	});
	const units = tasks
		.filter((task) => [...task.baseline, ...task.candidate].every(({ outputTokens }) => outputTokens !== 'unknown'))
		.map((task) => ({ before: sums(task.baseline), after: sums(task.candidate) }));
	const ratio = (sample: readonly (typeof units)[number][]) => {
		const total = { before: 0, after: 0, solvedBefore: 0, solvedAfter: 0 };
		for (const { before, after } of sample) {
			total.before += before.tokens;
			total.after += after.tokens;
			total.solvedBefore += before.solved;
			total.solvedAfter += after.solved;
		}
		return total.after / total.solvedAfter / (total.before / total.solvedBefore);
	};
	const estimate = bootstrap(units, ratio, {
		seed,
		samples: Math.round(Math.min(1000, Math.max(100, 200_000 / Math.max(1, units.length)))),
	});
	if (!estimate || !Number.isFinite(estimate.value)) return 'unknown';
	const short = (value: number) => Math.round(value * 1000) / 1000;
	return { value: short(estimate.value), low: short(estimate.low), high: short(estimate.high) };
}

function sideEfficiency(replies: readonly Reply[], { model, hostId }: SideFacts, at: Date): SideEfficiency {
	const sent = replies.filter(({ outcome }) => outcome !== 'error');
	const measured = sent.filter(({ inputTokens, outputTokens }) => inputTokens !== 'unknown' && outputTokens !== 'unknown');
	const solved = sent.filter(({ outcome }) => outcome === 'right').length;
	const total = (values: (number | 'unknown')[]) => values.reduce<number>((sum, value) => (value === 'unknown' ? sum : sum + value), 0);
	const inputTokens = total(measured.map((reply) => reply.inputTokens));
	const outputTokens = total(measured.map((reply) => reply.outputTokens));
	const costs = sent.map(({ costNanoUsd }) => costNanoUsd);
	const each = (sum: number, count: number) => (count > 0 ? sum / count : 'unknown');
	const row = findModel(model, hostId);
	const price = row && priceAt(row, at);
	const rates = price && ratesAt(price, at);
	return {
		inputTokensPerTask: rounded(each(inputTokens, measured.length), 1),
		outputTokensPerTask: rounded(each(outputTokens, measured.length), 1),
		outputTokensPerSolved: rounded(each(outputTokens, measured.filter(({ outcome }) => outcome === 'right').length), 1),
		costUsdPerSolved: costs.length === 0 || costs.includes('unknown') ? 'unknown' : rounded(each(total(costs) / 1e9, solved), 9),
		secondsPerSolved: rounded(each(total(sent.map(({ ms }) => ms)) / 1000, solved), 3),
		inputPrice: rates?.input ?? 'unknown',
		outputPrice: rates?.output ?? 'unknown',
	};
}

const rounded = (value: number | 'unknown', decimals: number) =>
	value === 'unknown' ? value : Math.round(value * 10 ** decimals) / 10 ** decimals;

export function efficiencyTable(
	{ baseline, candidate }: QualityEvidence,
	{ perTask }: Pick<ReturnType<typeof efficiency>, 'perTask'>,
): Table {
	const rows = [
		{ side: 'baseline', facts: baseline, figures: perTask.baseline },
		{ side: 'candidate', facts: candidate, figures: perTask.candidate },
	];
	return {
		title: 'What a solved task takes, next to the price of a token',
		columns: [
			{ key: 'side', label: 'Side' },
			{ key: 'model', label: 'Model' },
			{ key: 'outputPrice', label: 'Price of output', unit: '$/M tokens' },
			{ key: 'inputPrice', label: 'Price of input', unit: '$/M tokens' },
			{ key: 'outputTokensPerTask', label: 'Output a task', unit: 'tokens' },
			{ key: 'outputTokensPerSolved', label: 'Output a solved task', unit: 'tokens' },
			{ key: 'costUsdPerSolved', label: 'Cost of a solved task', unit: '$' },
			{ key: 'secondsPerSolved', label: 'Time of a solved task', unit: 's' },
		],
		rows: rows.flatMap(({ side, facts, figures }) => (facts && figures ? [{ side, model: facts.model, ...figures }] : [])),
	};
}

/** Published figures of both models, so that a reader sees how far a benchmark is from their tasks. */
export function benchmarkTable({ baseline, candidate }: QualityEvidence): Table[] {
	const published = (facts: SideFacts | undefined) => {
		if (!facts) return [];
		const row = findModel(facts.model, facts.hostId) ?? findModel(facts.model);
		const names = new Set([facts.model.toLowerCase(), row?.id.toLowerCase(), row?.weights?.toLowerCase(), ...(row?.aliases ?? [])]);
		return benchmarks.filter(({ model }) => names.has(model.toLowerCase()));
	};
	const rows = [baseline, candidate].flatMap((facts) =>
		published(facts).map(({ name, value, unit, metric, date, sampling, source }) => ({
			model: facts?.model ?? '',
			name,
			value,
			unit,
			metric,
			date,
			sampling,
			source,
		})),
	);
	if (rows.length === 0) return [];
	return [
		{
			title: 'Published benchmark figures (not measured here)',
			columns: [
				{ key: 'model', label: 'Model' },
				{ key: 'name', label: 'Benchmark' },
				{ key: 'value', label: 'Figure' },
				{ key: 'unit', label: 'Unit' },
				{ key: 'metric', label: 'Metric' },
				{ key: 'sampling', label: 'Sampling' },
				{ key: 'date', label: 'Published' },
				{ key: 'source', label: 'Source' },
			],
			rows,
		},
	];
}
