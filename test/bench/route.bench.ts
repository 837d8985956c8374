/**
 * `npm run bench -- route`: Route by Query Class on sources that it did not see, beside keyword rules and a plain n-gram
 * regression on the same rows; its speed; and what routing would save. `ROUTE_BENCH=quick` trains for a quarter of the time,
 * `ROUTE_BENCH=speed` measures the speed alone.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { QUERY_CLASSES, type QueryClass } from '../../core/classify/classes';
import { classifyQuery } from '../../core/classify/classify';
import { wholeText } from '../../core/classify/facts';
import { estimateCost } from '../../core/classify/estimate';
import { indexOfHighest, softmax } from '../../core/classify/scoring';
import training from '../../core/classify/training.json';
import { estimateTokens } from '../../core/money/estimateTokens';
import { crossValidate, summarise, type JudgedRow } from '../../scripts/classifier/crossValidate';
import { atTemperature, figuresOf } from '../../scripts/classifier/figures';
import { withHardLead } from '../../scripts/classifier/hardLead';
import { composedRows, publicRows, workflowRows, writtenRows, type LabelledRow } from '../../scripts/classifier/rows';
import { SETTINGS, type TrainingSettings } from '../../scripts/classifier/train';
import { keywordClass } from './keywordRules';

const quick = process.env.ROUTE_BENCH === 'quick';
const kinds = ['written', 'public', 'composed', 'workflow'] as const;

export default async function route() {
	const rows = [...writtenRows(), ...composedRows(), ...publicRows(), ...workflowRows()];
	const has = kinds.filter((kind) => rows.some((row) => row.kind === kind));
	if (!has.includes('public')) console.log('The public rows are not at hand: figures on them are left out.');
	console.log('Rows called “written” are synthetic: composed for this project, not collected from users.');

	speed(rows);
	if (process.env.ROUTE_BENCH === 'speed') return;
	const settings = quick ? { ...SETTINGS, epochs: 3 } : SETTINGS;
	const judged = train('Route by Query Class', rows, settings);
	// Character n-grams alone: no words, no cues, no lexicon.
	const plain = train('plain n-grams', rows, { ...settings, epochs: Math.ceil(settings.epochs / 2), groupScales: [1, 0, 0] });

	for (const kind of has) compare(kind, rows, judged, plain);
	console.log(
		'\nPeers: none of the known routers (ClawRouter, UncommonRoute, RouteLLM) was found on npm on 2026-11-23, so none is measured here.',
	);
	money(
		rows,
		judged.filter((row) => row.kind === 'written'),
	);
}

function train(name: string, rows: readonly LabelledRow[], settings: TrainingSettings): JudgedRow[] {
	const start = performance.now();
	const judged = calibrated(
		withHardLead(
			crossValidate(rows, settings, () => undefined),
			'workflow',
		),
	);
	console.log(`${name}: every source left out once, ${((performance.now() - start) / 1000).toFixed(0)} s`);
	return judged;
}

const calibrated = (judged: JudgedRow[]) =>
	atTemperature(judged, ({ isQuestion }) => (isQuestion ? training.model.temperatures.question : training.model.temperatures.prompt));

const percent = (share: number) => Number((100 * share).toFixed(1));

function compare(kind: JudgedRow['kind'], rows: readonly LabelledRow[], judged: readonly JudgedRow[], plain: readonly JudgedRow[]) {
	const ofKind = (members: readonly JudgedRow[]) => members.filter((row) => row.kind === kind);
	const keyword = ofKind(judged).map((row): JudgedRow => {
		const scores = new Float64Array(QUERY_CLASSES.length);
		scores[QUERY_CLASSES.indexOf(keywordClass(wholeText(rows[row.row].query)))] = 1;
		return { ...row, scores };
	});
	const methods = { 'keyword rules': keyword, 'plain n-grams': ofKind(plain), 'Route by Query Class': ofKind(judged) };
	console.log(`\n${kind} rows, each source left out (${keyword.length} rows)`);
	console.table(
		Object.fromEntries(
			Object.entries(methods).map(([name, members]) => {
				const { all, english, otherLanguages, mostConfident75, reasoningOrCodingAgainstRest, calibrationError } = summarise(members);
				return [
					name,
					{
						'accuracy %': percent(all.accuracy),
						'macro-F1 %': percent(all.macroF1),
						...Object.fromEntries(QUERY_CLASSES.map((queryClass) => [queryClass, percent(all.f1[queryClass])])),
						English: percent(english.accuracy),
						other: percent(otherLanguages.accuracy),
						'F1 English': percent(english.macroF1),
						'F1 other': percent(otherLanguages.macroF1),
						...(name !== 'keyword rules' && {
							'surest 75 %': percent(mostConfident75),
							'hard or not': percent(reasoningOrCodingAgainstRest),
							ECE: calibrationError,
						}),
					},
				];
			}),
		),
	);
	const { accuracyBySource } = summarise(ofKind(judged));
	console.log(
		Object.entries(accuracyBySource)
			.map(([source, accuracy]) => `${source} ${percent(accuracy)}`)
			.join(' · '),
	);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function speed(rows: readonly LabelledRow[]) {
	const texts = rows.filter(({ kind }) => kind === 'written' || kind === 'public').map(({ query }) => wholeText(query));
	const about300 = texts.filter(({ length }) => length >= 280 && length <= 320);
	const long = `${texts.join('\n').slice(0, 100_000)}\n\nWhat is the capital of France?`;
	const chat = [
		{ role: 'system', content: long },
		{ role: 'user', content: about300[0] },
	];
	const microseconds = (run: () => void) => {
		for (let warm = 0; warm < 2000; warm++) run();
		return Number(
			median(
				Array.from({ length: 3000 }, () => {
					const start = performance.now();
					run();
					return 1000 * (performance.now() - start);
				}),
			).toFixed(1),
		);
	};
	let next = 0;
	console.table({
		'Route, query of 300 characters': { 'us (median)': microseconds(() => classifyQuery(about300[next++ % about300.length])), target: 100 },
		'keyword rules, same': { 'us (median)': microseconds(() => keywordClass(about300[next++ % about300.length])) },
		'Route, text of 100 kB': { 'us (median)': microseconds(() => classifyQuery(long)), target: 1000 },
		'Route, chat with 100 kB of system prompt': { 'us (median)': microseconds(() => classifyQuery(chat)), target: 1000 },
	});
	const file = JSON.stringify(path.join(import.meta.dirname, '../../core/classify/classify.ts'));
	const script = `import(${file}).then((m) => { const f = m.classifyQuery ?? m.default.classifyQuery; const t = performance.now(); f('hello'); process.stdout.write(String(performance.now() - t)) })`;
	const loads = Array.from({ length: 5 }, () =>
		Number(execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { encoding: 'utf8' })),
	);
	console.log(
		`First call in a fresh process, weights and lexicon loaded: ${median(loads).toFixed(1)} ms, median of 5 (target: under 30 ms)`,
	);
}

const REASONING = ['deepseek-v4-pro', 'deepseek'] as const;
const CHEAP = ['gpt-6-luna', 'openai'] as const;
const GENERAL = ['claude-sonnet-5-5', 'anthropic'] as const;
const modelOf: Record<QueryClass, readonly [string, string]> = {
	simple: CHEAP,
	reasoning: REASONING,
	coding: REASONING,
	creative: GENERAL,
	general: GENERAL,
};
const cheapInstead: typeof modelOf = { ...modelOf, creative: CHEAP, general: CHEAP };

/** What an outsider's traffic like the written rows would cost, by list prices and the length assumed for each class. */
function money(rows: readonly LabelledRow[], judged: readonly JudgedRow[]) {
	const at = new Date(`${training.pricesAt}T12:00:00Z`);
	const { unsureBelow } = training.model;
	const items = judged.map(({ row, label, scores }) => {
		const probabilities = softmax(Float64Array.from(scores));
		const predicted = indexOfHighest(probabilities);
		return {
			tokens: estimateTokens(wholeText(rows[row].query)),
			actual: QUERY_CLASSES[label],
			predicted: QUERY_CLASSES[predicted],
			unsure: probabilities[predicted] < unsureBelow,
		};
	});
	// An answer is as long as the question's true class makes it, whichever model gives it; unsure items cost the reasoning model.
	type Policy = (row: (typeof items)[number]) => readonly [string, string];
	const policies: Record<string, Policy> = {
		'all to the reasoning model': () => REASONING,
		'all to the cheap model': () => CHEAP,
		'all to the general model': () => GENERAL,
		'routed, founding table': ({ predicted, unsure }) => (unsure ? REASONING : modelOf[predicted]),
		'routed, cheap but for reasoning and coding': ({ predicted, unsure }) => (unsure ? REASONING : cheapInstead[predicted]),
		'routed by keyword rules, the same': () => CHEAP,
	};
	const keywordOf = new Map(judged.map(({ row }, index) => [items[index], keywordClass(wholeText(rows[row].query))]));
	policies['routed by keyword rules, the same'] = (row) => cheapInstead[keywordOf.get(row) ?? 'general'];
	const hard = items.filter(({ actual }) => actual === 'reasoning' || actual === 'coding');
	console.log(
		`\nEstimated cost of ${items.length} written rows at list prices of ${training.pricesAt}; unsure items (${percent(items.filter(({ unsure }) => unsure).length / items.length)} %) go to the reasoning model`,
	);
	console.table(
		Object.fromEntries(
			Object.entries(policies).map(([name, policy]) => {
				const usd = items.reduce((sum, row) => {
					const cost = estimateCost(row.tokens, row.actual, ...policy(row), at);
					return sum + (cost === 'unknown' ? 0 : cost);
				}, 0);
				const missed = hard.filter((row) => policy(row) !== REASONING).length / hard.length;
				return [
					name,
					{
						'USD per 1,000': Number(((1000 * usd) / items.length).toFixed(3)),
						'% of reasoning and coding rows not sent to the reasoning model': percent(missed),
					},
				];
			}),
		),
	);
	const { accuracy } = figuresOf(
		items.map(({ actual, predicted }) => ({ label: QUERY_CLASSES.indexOf(actual), predicted: QUERY_CLASSES.indexOf(predicted) })),
	);
	console.log(`Accuracy behind these: ${percent(accuracy)} %. Lengths of answers are assumptions (core/classify/estimate.ts).`);
}
