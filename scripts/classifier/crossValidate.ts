import { calibrationError, accuracyOfMostConfident, figuresOf, hardAgainstRest, predictedOf, type Judged } from './figures';
import { hasPublicRows, publicRows, writtenRows } from './rows';
import { extractDataset, predictLinear, SETTINGS, trainLinear, type Dataset, type TrainingSettings } from './train';

export interface JudgedRow extends Judged {
	row: number;
	kind: 'written' | 'public';
	source: string;
	lang: string;
}

/** Public sources are left out whole, several at a time: as many folds as this. */
const PUBLIC_FOLDS = 9;

/** Scores of every row by a model that saw no row of its source; it learns from the rows of `learned`. */
export function crossValidate(
	data: Dataset,
	settings: TrainingSettings,
	log: (text: string) => void,
	learned = everyRow(data),
): JudgedRow[] {
	return foldsOf(data).flatMap((sources, index, folds) => {
		const judged = judgeLeftOut(data, settings, (row) => sources.includes(data.rows[row].source), learned);
		log(`fold ${index + 1} of ${folds.length}: ${sources.join(', ')}: ${figuresOf(judged.map(predictedOf)).accuracy}`);
		return judged;
	});
}

const everyRow = ({ rows }: Dataset): readonly number[] => rows.map((_, row) => row);

export function foldsOf({ rows }: Dataset): string[][] {
	const sizes = new Map<string, number>();
	for (const { source, kind } of rows) if (kind === 'public') sizes.set(source, (sizes.get(source) ?? 0) + 1);
	const written = [...new Set(rows.filter(({ kind }) => kind === 'written').map(({ source }) => source))];
	const sorted = [...sizes].sort((a, b) => b[1] - a[1]).map(([source]) => source);
	const folds = Array.from({ length: Math.min(PUBLIC_FOLDS, sorted.length) }, (): string[] => []);
	for (const [index, source] of sorted.entries()) folds[index % PUBLIC_FOLDS].push(source);
	return [...written.map((source) => [source]), ...folds];
}

export function judgeLeftOut(
	data: Dataset,
	settings: TrainingSettings,
	isLeftOut: (row: number) => boolean,
	learned = everyRow(data),
): JudgedRow[] {
	const model = trainLinear(
		data,
		learned.filter((row) => !isLeftOut(row)),
		settings,
	);
	return everyRow(data)
		.filter(isLeftOut)
		.map((row) => {
			const { label, kind, source, lang } = data.rows[row];
			return { row, label, kind, source, lang, scores: predictLinear(data, row, model, settings.groupScales) };
		});
}

export const isEnglish = ({ lang }: JudgedRow) => lang.startsWith('en');

export function summarise(judged: readonly JudgedRow[], temperature: number) {
	const sources = [...new Set(judged.map(({ source }) => source))].sort();
	const figures = (rows: readonly JudgedRow[]) => figuresOf(rows.map(predictedOf));
	return {
		all: figures(judged),
		english: figures(judged.filter(isEnglish)),
		otherLanguages: figures(judged.filter((row) => !isEnglish(row))),
		accuracyBySource: Object.fromEntries(
			sources.map((source) => [source, figures(judged.filter((row) => row.source === source)).accuracy]),
		),
		mostConfident75: accuracyOfMostConfident(judged, 0.75),
		reasoningOrCodingAgainstRest: hardAgainstRest(judged, temperature),
		calibrationError: calibrationError(judged, temperature),
	};
}

/**
 * Figures that a test can compute again in seconds: trained for a short time on the written files but one, judged on that
 * file and, where the public rows are at hand, on them.
 */
export function quickFigures(leftOut = 'f') {
	const data = extractDataset([...writtenRows(), ...publicRows()]);
	const settings = { ...SETTINGS, epochs: 3 };
	const judged = judgeLeftOut(data, settings, (row) => data.rows[row].kind === 'public' || data.rows[row].source === leftOut);
	const figures = (kind: JudgedRow['kind']) => figuresOf(judged.filter((row) => row.kind === kind).map(predictedOf));
	return { leftOut, epochs: settings.epochs, written: figures('written'), ...(hasPublicRows && { public: figures('public') }) };
}
