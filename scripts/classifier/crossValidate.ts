import { mix, spread } from '../../core/classify/hash';
import { indexOfHighest, isHard } from '../../core/classify/scoring';
import { trainAsking, unitsOfPrompt } from './asking';
import { accuracyOfMostConfident, calibrationError, figuresOf, hardAgainstRest, predictedOf, round, type Judged } from './figures';
import { composedPrompts } from './prompts';
import { composedRows, hasPublicRows, publicRows, writtenRows, type LabelledRow, type RowKind } from './rows';
import { extractDatasets, predictRow, SETTINGS, trainModels, type TrainingSettings } from './train';

export interface JudgedRow extends Judged {
	row: number;
	kind: RowKind;
	source: string;
	lang: string;
	/** It is read as a short question, not as a prompt. */
	isQuestion: boolean;
	/** In which it was left out. */
	fold: number;
}

/** Sources are left out wide, several at a time: as many folds as this. */
const FOLDS = 7;

/** The fold in which each row is left out: that of its source. Large sources are dealt first, authors by their hash. */
export function foldOfRows(rows: readonly LabelledRow[]): number[] {
	const folds = new Map<string, number>();
	for (const kind of ['written', 'public', 'composed'] as const) {
		const sizes = new Map<string, number>();
		for (const row of rows) if (row.kind === kind) sizes.set(row.source, (sizes.get(row.source) ?? 0) + 1);
		const sources = kind === 'public' ? [...sizes].sort((a, b) => b[1] - a[1]) : [...sizes].sort();
		for (const [index, [source]] of sources.entries()) folds.set(source, index % FOLDS);
	}
	return rows.map(({ source }) => folds.get(source) ?? hashOf(source) % FOLDS);
}

function hashOf(text: string): number {
	let hash = 1;
	for (let at = 0; at < text.length; at++) hash = mix(hash, text.charCodeAt(at));
	return spread(hash);
}

/** Scores of every row by a model that saw no row of its source; it learns from the rows of `learned`. */
export function crossValidate(
	rows: readonly LabelledRow[],
	settings: TrainingSettings,
	log: (text: string) => void,
	learned: readonly number[] = [...rows.keys()],
): JudgedRow[] {
	const foldOf = foldOfRows(rows);
	return [...new Set(foldOf)].sort().flatMap((fold) => {
		const judged = judgeLeftOut(rows, settings, (row) => foldOf[row] === fold, learned);
		log(`fold ${fold + 1} of ${FOLDS}: ${judged.length} rows, ${figuresOf(judged.map(predictedOf)).accuracy} right`);
		return judged;
	});
}

/** All models, that of the task and those of the class, are trained without the rows that are left out. */
export function judgeLeftOut(
	rows: readonly LabelledRow[],
	settings: TrainingSettings,
	isLeftOut: (row: number) => boolean,
	learned: readonly number[] = [...rows.keys()],
): JudgedRow[] {
	const leftOut = [...rows.keys()].filter(isLeftOut);
	const foldOf = foldOfRows(rows);
	const hidden = new Set(leftOut.map((row) => rows[row].source));
	const asking = trainAsking(composedPrompts().flatMap((prompt) => (hidden.has(`n8n ${prompt.file}`) ? [] : unitsOfPrompt(prompt))));
	const data = extractDatasets(rows, asking);
	const models = trainModels(
		data,
		learned.filter((row) => !isLeftOut(row)),
		settings,
	);
	return leftOut.map((row) => {
		const { label, alternatives, kind, source, lang } = rows[row];
		return {
			row,
			label,
			alternatives,
			kind,
			source,
			lang,
			isQuestion: data.isQuestion[row],
			fold: foldOf[row],
			scores: predictRow(data, row, models, settings.groupScales),
		};
	});
}

export const isEnglish = ({ lang }: { lang: string }) => lang.startsWith('en');

const figuresFor = (judged: readonly Judged[]) => figuresOf(judged.map(predictedOf));

export function summarise(judged: readonly JudgedRow[]) {
	const sources = [...new Set(judged.map(({ source }) => source))].sort();
	return {
		all: figuresFor(judged),
		english: figuresFor(judged.filter(isEnglish)),
		otherLanguages: figuresFor(judged.filter((row) => !isEnglish(row))),
		accuracyBySource: Object.fromEntries(
			sources.map((source) => [source, figuresFor(judged.filter((row) => row.source === source)).accuracy]),
		),
		mostConfident75: accuracyOfMostConfident(judged, 0.75),
		reasoningOrCodingAgainstRest: hardAgainstRest(judged),
		calibrationError: calibrationError(judged),
	};
}

const share = (rows: readonly JudgedRow[], is: (row: JudgedRow) => boolean) => round(rows.filter(is).length / Math.max(1, rows.length));
const isRight = ({ label, scores }: Judged) => indexOfHighest(scores) === label;
const isAlternative = ({ alternatives, scores }: Judged) => alternatives.includes(indexOfHighest(scores));

/** Figures of prompts: with rows of which a careful reader could take another class. */
export function summarisePrompts(judged: readonly JudgedRow[], rows: readonly LabelledRow[]) {
	const cheap = judged.filter(({ label }) => !isHard(label));
	const cheapNatural = cheap.filter(({ row }) => rows[row].natural);
	const sentToHard = (row: JudgedRow) => isHard(indexOfHighest(row.scores));
	const by = (key: (row: LabelledRow) => string | undefined) =>
		Object.fromEntries(
			[...Map.groupBy(judged, ({ row }) => key(rows[row]) ?? 'not known')]
				.map(([name, group]): [string, { rows: number; right: number }] => [name, { rows: group.length, right: share(group, isRight) }])
				.sort((a, b) => b[1].rows - a[1].rows),
		);
	return {
		rows: judged.length,
		settled: share(
			judged.filter(({ alternatives }) => alternatives.length === 0),
			isRight,
		),
		firstOrAlternative: share(judged, (row) => isRight(row) || isAlternative(row)),
		cheapSentToHard: share(cheap, sentToHard),
		cheapNaturalSentToHard: share(cheapNatural, sentToHard),
		hardSeen: share(
			judged.filter(({ label }) => isHard(label)),
			sentToHard,
		),
		calibrationError: calibrationError(judged),
		english: share(judged.filter(isEnglish), isRight),
		otherLanguages: share(
			judged.filter((row) => !isEnglish(row)),
			isRight,
		),
		byLayout: by(({ layout }) => layout),
		byPayload: by(({ payloadKind }) => payloadKind),
	};
}

/**
 * Figures that a test can compute again in seconds: trained for a short time on the written files but one, judged on that
 * file, on a file of composed prompts and, where the public rows are at hand, on them.
 */
export function quickFigures(leftOut = ['f', 'n8n d']) {
	const rows = [...writtenRows(), ...publicRows(), ...composedRows()];
	const settings = { ...SETTINGS, epochs: 2 };
	const judged = judgeLeftOut(rows, settings, (row) => rows[row].kind === 'public' || leftOut.includes(rows[row].source));
	const figures = (kind: RowKind) => figuresFor(judged.filter((row) => row.kind === kind));
	return {
		leftOut,
		epochs: settings.epochs,
		written: figures('written'),
		composed: figures('composed'),
		...(hasPublicRows && { public: figures('public') }),
	};
}
