import { QUERY_CLASSES, type QueryClass } from './classes';
import { addCorrections, FIRST_TAUGHT_GROUP, scoresOf, temperatureFor, type Adaptation } from './classify';
import type { Features } from './features';
import { spread, mix } from './hash';
import { bundledClassifier } from './classifier';
import type { Query } from './query';
import { taskOf } from './task/taskOf';
import { CLASS_COUNT, groupFactor, indexOfHighest, softmax } from './scoring';
import { viewsOf } from './views';

export interface LabelledQuery {
	query: Query;
	queryClass: QueryClass;
}

export interface Lesson {
	adaptation: Adaptation;
	rows: number;
	/** Shares of rows judged wrong by a model that had not seen them. */
	errorBefore: number;
	errorAfter: number;
	/** Whether the corrections are used: only if they made fewer errors on rows held back. */
	improved: boolean;
}

export const FEWEST_ROWS = 10;
const FOLDS = 5;
const EPOCHS = 12;
const RATE = 0.15;
/** Pull back to the bundled weights: a few dozen rows must not undo nine thousand. */
const DECAY = 0.002;
const MOST_WEIGHTS = 4000;
const TARGET_ACCURACY = 0.9;

const nothing = (): Adaptation => ({ bias: new Array<number>(CLASS_COUNT).fill(0), weights: [] });

interface TaughtRow {
	features: Features;
	base: Float64Array;
	label: number;
	temperature: number;
	fold: number;
}

/** Small corrections of the bundled weights for one's own labelled rows, judged on rows held back in five folds. */
export function teach(labelled: readonly LabelledQuery[]): Lesson {
	if (labelled.length < FEWEST_ROWS) {
		throw Object.assign(new Error(`Teaching needs at least ${FEWEST_ROWS} labelled items, and there are ${labelled.length}`), {
			description: 'Collect more items with their right class; fifty or more of each class are a good start.',
		});
	}
	const rows = labelled.map(toTaughtRow);
	const judged = rows.map((row) => ({ row, before: probabilitiesOf(row, nothing()), after: probabilitiesOf(row, nothing()) }));
	for (let fold = 0; fold < FOLDS; fold++) {
		const adaptation = fit(rows.filter((row) => row.fold !== fold));
		for (const each of judged) if (each.row.fold === fold) each.after = probabilitiesOf(each.row, adaptation);
	}
	const errorBefore = errorOf(judged.map(({ row, before }) => ({ row, probabilities: before })));
	const after = judged.map(({ row, after: probabilities }) => ({ row, probabilities }));
	const errorAfter = errorOf(after);
	const improved = errorAfter < errorBefore;
	const chosen = improved ? after : judged.map(({ row, before }) => ({ row, probabilities: before }));
	return {
		adaptation: { ...(improved ? fit(rows) : nothing()), unsureBelow: thresholdFor(chosen) },
		rows: rows.length,
		errorBefore,
		errorAfter,
		improved,
	};
}

function toTaughtRow({ query, queryClass }: LabelledQuery): TaughtRow {
	const model = bundledClassifier();
	const task = taskOf(query, model.asking);
	const views = viewsOf(task);
	// The same text is never both learned from and judged.
	let hash = 1;
	for (let at = 0; at < task.text.length; at++) hash = mix(hash, task.text.charCodeAt(at));
	return {
		features: views.ofTask,
		base: scoresOf(views, model),
		label: QUERY_CLASSES.indexOf(queryClass),
		temperature: temperatureFor(task, model),
		fold: spread(hash) % FOLDS,
	};
}

function correct(row: TaughtRow, weights: ReadonlyMap<number, number[]>, bias: readonly number[]): Float64Array {
	const scores = Float64Array.from(row.base, (score, index) => score + bias[index]);
	addCorrections(row.features, bundledClassifier().groupScales, weights, scores);
	return scores;
}

function probabilitiesOf(row: TaughtRow, adaptation: Adaptation): Float64Array {
	return softmax(correct(row, new Map(adaptation.weights), adaptation.bias), row.temperature);
}

function fit(rows: readonly TaughtRow[]): Adaptation {
	const { groupScales } = bundledClassifier();
	const weights = new Map<number, number[]>();
	const bias = new Array<number>(CLASS_COUNT).fill(0);
	for (let epoch = 0; epoch < EPOCHS; epoch++) {
		for (const row of rows) {
			const gradient = softmax(correct(row, weights, bias), row.temperature);
			gradient[row.label] -= 1;
			for (let index = 0; index < CLASS_COUNT; index++) bias[index] -= 0.1 * RATE * (gradient[index] + DECAY * bias[index]);
			const { ids, ends } = row.features;
			for (let group = FIRST_TAUGHT_GROUP; group < ends.length; group++) {
				const factor = groupFactor(group, ends[group] - ends[group - 1], groupScales[group]);
				for (let at = ends[group - 1]; at < ends[group]; at++) {
					const known = weights.get(ids[at]) ?? new Array<number>(CLASS_COUNT).fill(0);
					for (let index = 0; index < CLASS_COUNT; index++) known[index] -= RATE * (gradient[index] * factor + DECAY * known[index]);
					weights.set(ids[at], known);
				}
			}
		}
	}
	const strongest = [...weights]
		.map(([id, values]): [number, number[]] => [id, values.map(round)])
		.sort((a, b) => strength(b[1]) - strength(a[1]) || a[0] - b[0])
		.slice(0, MOST_WEIGHTS)
		.filter(([, values]) => strength(values) > 0);
	return { bias: bias.map(round), weights: strongest };
}

// Plus 0: JSON knows no negative zero.
const round = (value: number) => Math.round(value * 1e4) / 1e4 + 0;
const strength = (values: readonly number[]) => Math.max(...values.map(Math.abs));

interface Guess {
	row: TaughtRow;
	probabilities: Float64Array;
}

const isRight = ({ row, probabilities }: Guess) => indexOfHighest(probabilities) === row.label;

const errorOf = (judged: readonly Guess[]) => round(judged.filter((each) => !isRight(each)).length / judged.length);

/** The lowest threshold at which the items that count as sure are right often enough; never so high that all are unsure. */
function thresholdFor(judged: readonly Guess[]): number {
	const sorted = judged
		.map((each) => ({ confidence: Math.max(...each.probabilities), right: isRight(each) }))
		.sort((a, b) => b.confidence - a.confidence);
	let right = 0;
	let threshold = bundledClassifier().unsureBelow;
	for (const [index, each] of sorted.entries()) {
		if (each.right) right++;
		if (right / (index + 1) >= TARGET_ACCURACY) threshold = Math.min(each.confidence, 0.9);
	}
	return Math.floor(threshold * 1e4) / 1e4;
}
