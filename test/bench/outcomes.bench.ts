/**
 * `npm run bench -- outcomes`: money against quality on public per-prompt outcomes of a cheap and a dear model. Prompts go
 * to the dear model in the order of how likely they are reasoning or coding; beside it stand a random order, the order of
 * whole data sets, and an oracle that knows both outcomes. No outcome was used to train or tune the router.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { classifyQuery } from '../../core/classify/classify';

const folder = path.join(import.meta.dirname, '../../../shared/data/router-outcomes');

interface TwoModels {
	set: string;
	/** How likely the prompt needs the dear model. */
	hard: number;
	cheap: { score: number; usd: number };
	dear: { score: number; usd: number };
}

const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

export default function outcomes() {
	if (!existsSync(folder)) {
		console.log('The public outcomes are not at hand (../shared/data/router-outcomes): nothing is measured.');
		return;
	}
	show('RouterBench: mixtral-8x7b-chat and gpt-4-1106-preview, USD as published', routerBench());
	show('RouteLLM (MMLU, GSM8K): Mixtral-8x7B and GPT-4-1106; the cost is the share of dear calls', routeLlm());
	for (const dear of ['llama-3.3-nemotron-super-49b-v1', 'llama-3.1-nemotron-51b-instruct'])
		show(
			`LLMRouter (14 sets of facts, code, mathematics): llama-3.1-8b-instruct and ${dear}; the cost is the share of dear calls`,
			mixed(dear),
		);
}

const hardOf = (prompt: string): number => {
	const { reasoning, coding } = classifyQuery(prompt).probabilities;
	return reasoning + coding;
};

const linesOf = (file: string): Array<Record<string, unknown>> =>
	gunzipSync(readFileSync(path.join(folder, file)))
		.toString('utf8')
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => JSON.parse(line));

function routerBench(): TwoModels[] {
	return linesOf('routerbench-zs-3sets.jsonl.gz').flatMap((row) => {
		const byModel = new Map(Object.entries(row.outcomes as Record<string, [number, number, number] | undefined>));
		const find = (part: string) => [...byModel].find(([model]) => model.includes(part))?.[1];
		const [cheap, dear] = [find('mixtral-8x7b'), find('gpt-4-1106')];
		if (!cheap || !dear) return [];
		return [
			{
				set: String(row.set),
				hard: hardOf(String(row.prompt)),
				cheap: { score: cheap[0], usd: cheap[1] },
				dear: { score: dear[0], usd: dear[1] },
			},
		];
	});
}

function routeLlm(): TwoModels[] {
	return linesOf('routellm-mmlu-gsm8k-2models.jsonl.gz').map((row) => {
		const correct = Object.entries(row.correct as Record<string, boolean>);
		const scoreOf = (part: string) => (correct.find(([model]) => model.toLowerCase().includes(part))?.[1] ? 1 : 0);
		return {
			set: String(row.set),
			hard: hardOf(String(row.prompt)),
			cheap: { score: scoreOf('mixtral'), usd: 0 },
			dear: { score: scoreOf('gpt-4'), usd: 1 },
		};
	});
}

/** Sets of many kinds: questions about facts, multiple choice, code, mathematics, logic. */
function mixed(dear: string): TwoModels[] {
	return linesOf('ulab-llmrouter-9models.jsonl.gz').flatMap((row) => {
		const scores = row.scores as Record<string, number | undefined>;
		const [cheapScore, dearScore] = [scores['llama-3.1-8b-instruct'], scores[dear]];
		if (cheapScore === undefined || dearScore === undefined) return [];
		return [
			{
				set: String(row.task),
				hard: hardOf(String(row.prompt)),
				cheap: { score: cheapScore, usd: 0 },
				dear: { score: dearScore, usd: 1 },
			},
		];
	});
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Quality and cost when the first `share` of the order goes to the dear model. */
function point(order: readonly TwoModels[], share: number) {
	const dear = Math.round(order.length * share);
	const taken = order.map((outcome, index) => (index < dear ? outcome.dear : outcome.cheap));
	return { quality: mean(taken.map(({ score }) => score)), usd: mean(taken.map(({ usd }) => usd)) };
}

function show(title: string, rows: readonly TwoModels[]): void {
	const hardOfSet = new Map(
		[...new Set(rows.map(({ set }) => set))].map((set) => [set, mean(rows.filter((row) => row.set === set).map(({ hard }) => hard))]),
	);
	const gain = ({ cheap, dear }: TwoModels) => dear.score - cheap.score;
	const orders = {
		'Route by Query Class': rows.toSorted((a, b) => b.hard - a.hard),
		'whole data sets': rows.toSorted((a, b) => (hardOfSet.get(b.set) ?? 0) - (hardOfSet.get(a.set) ?? 0)),
		oracle: rows.toSorted((a, b) => gain(b) - gain(a)),
	};
	const [none, all] = [point(rows, 0), point(rows, 1)];
	// A random order gives, on average, the straight line between the two models.
	const random = (share: number) => ({
		quality: none.quality + share * (all.quality - none.quality),
		usd: none.usd + share * (all.usd - none.usd),
	});
	console.log(`\n${title}: ${rows.length} prompts`);
	console.table(
		SHARES.map((share) => ({
			'to the dear model': `${Math.round(share * 100)} %`,
			random: text(random(share)),
			...Object.fromEntries(Object.entries(orders).map(([name, order]) => [name, text(point(order, share))])),
		})),
	);
	const recovered = (of: (share: number) => { quality: number }) =>
		mean(SHARES.map((share) => (of(share).quality - none.quality) / (all.quality - none.quality)));
	const figures = Object.entries(orders).map(([name, order]) => `${name} ${recovered((share) => point(order, share)).toFixed(3)}`);
	console.log(`Share of the quality gap recovered, mean over the shares: random 0.500, ${figures.join(', ')}`);
	const half = (none.quality + all.quality) / 2;
	const cheapest = (order: readonly TwoModels[]) =>
		Array.from({ length: 201 }, (_, step) => point(order, step / 200)).find(({ quality }) => quality >= half)?.usd ?? all.usd;
	const { usd } = random(0.5);
	for (const [name, order] of Object.entries(orders))
		console.log(`Cost at half of the gap, against random: ${name} ${((100 * cheapest(order)) / usd).toFixed(0)} %`);
}

const text = ({ quality, usd }: { quality: number; usd: number }) =>
	`${(100 * quality).toFixed(1)} % at ${(1000 * usd).toFixed(2)} per 1,000`;
