/**
 * Shows how the held-out figures of Route by Query Class grow with its training rows, and where it is wrong. It changes
 * neither weights nor training.json. Every source is left out once, and judged whole, by a model that saw the given share
 * of the rows of the other sources.
 *
 *   npx tsx scripts/examineClassifier.ts                     the learning curve: 1/8, 1/4, 1/2 and all rows
 *   npx tsx scripts/examineClassifier.ts --epochs 3          the same in a quarter of the time
 *   npx tsx scripts/examineClassifier.ts --wrong 100         100 wrong rows of each kind, to read (out/route-wrong.jsonl),
 *                                                            and the accuracy of each source by language
 *   npx tsx scripts/examineClassifier.ts --written           either on the written rows alone, from a bare clone
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { QUERY_CLASSES } from '../core/classify/classes';
import { wholeText } from '../core/classify/facts';
import { indexOfHighest } from '../core/classify/scoring';
import { crossValidate, isEnglish, summarise, type JudgedRow } from './classifier/crossValidate';
import { figuresOf, hardAgainstRest, predictedOf } from './classifier/figures';
import { composedRows, publicRows, workflowRows, writtenRows } from './classifier/rows';
import { sampleOfWrong, shareOfSources } from './classifier/sample';
import { SETTINGS } from './classifier/train';

const { values } = parseArgs({ options: { epochs: { type: 'string' }, wrong: { type: 'string' }, written: { type: 'boolean' } } });
const settings = { ...SETTINGS, epochs: Number(values.epochs ?? SETTINGS.epochs) };
const rows = [...writtenRows(), ...composedRows(), ...(values.written ? [] : [...publicRows(), ...workflowRows()])];
const kinds = [...new Set(rows.map(({ kind }) => kind))];

if (values.wrong) writeWrong(Number(values.wrong));
else for (const share of [1 / 8, 1 / 4, 1 / 2, 1]) showShare(share);

function showShare(share: number): void {
	const learned = shareOfSources(rows, share, settings.seed);
	const judged = crossValidate(rows, settings, () => undefined, learned);
	for (const kind of kinds) {
		const count = learned.filter((row) => rows[row].kind === kind).length;
		console.log(JSON.stringify({ share, kind, rows: count, ...pointOf(judged.filter((row) => row.kind === kind)) }));
	}
}

function pointOf(judged: readonly JudgedRow[]) {
	const { all, english, otherLanguages, reasoningOrCodingAgainstRest } = summarise(judged);
	return {
		accuracy: all.accuracy,
		macroF1: all.macroF1,
		english: english.accuracy,
		otherLanguages: otherLanguages.accuracy,
		reasoningOrCodingAgainstRest,
	};
}

function writeWrong(count: number): void {
	const judged = crossValidate(rows, settings, console.log);
	showLanguages(judged);
	const file = path.join(import.meta.dirname, '../out/route-wrong.jsonl');
	const lines = kinds.flatMap((kind) =>
		sampleOfWrong(
			judged.filter((row) => row.kind === kind),
			count,
			settings.seed,
		).map(({ row, label, scores }) =>
			JSON.stringify({
				kind,
				source: rows[row].source,
				lang: rows[row].lang,
				label: QUERY_CLASSES[label],
				predicted: QUERY_CLASSES[indexOfHighest(scores)],
				text: wholeText(rows[row].query),
			}),
		),
	);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, `${lines.join('\n')}\n`);
	console.log(`${lines.length} rows in ${file}`);
}

/** Languages within one source differ by the language alone; over all sources they differ by the source as well. */
function showLanguages(judged: readonly JudgedRow[]): void {
	const cells = Map.groupBy(judged, (row) => `${row.kind === 'public' ? row.source : row.kind}, ${isEnglish(row) ? 'English' : 'other'}`);
	const table = [...cells].map(([name, members]) => {
		const { accuracy } = figuresOf(members.map(predictedOf));
		return [name, { rows: members.length, accuracy, reasoningOrCodingAgainstRest: hardAgainstRest(members) }];
	});
	console.table(Object.fromEntries(table.sort()));
}
