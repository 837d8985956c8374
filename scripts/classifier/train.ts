import { QUERY_CLASSES } from '../../core/classify/classes';
import { BUCKETS, GROUPS, WIDE_BUCKETS, type Features } from '../../core/classify/features';
import { isQuestion, readTask } from '../../core/classify/task/readTask';
import { viewsOf } from '../../core/classify/views';
import type { AskingModel } from '../../core/classify/task/findTask';
import { groupFactor, PROMPT_SHARES, softmax } from '../../core/classify/scoring';
import { mulberry32, shuffle } from './random';
import { ROW_KINDS, type LabelledRow, type RowKind } from './rows';

const CLASSES = QUERY_CLASSES.length;

export interface TrainingSettings {
	seed: number;
	epochs: number;
	/** As many trainings, each by a seed of its own, are averaged. */
	trainings: number;
	learningRate: number;
	/** Share of a row's features that is hidden in each pass. */
	dropout: number;
	/** Share of the probability that is spread over the other classes. */
	smoothing: number;
	/** Weight of all rows of a kind together. */
	shares: Record<RowKind, number>;
	/** The same for the model that judges tasks read widely. */
	wideShares: Record<RowKind, number>;
	/** What a class weighs within a kind: 0 as often as it comes, 1 as much as every other class. */
	balance: Record<RowKind, number>;
	/** Share of the probability that goes to the other classes which a careful reader could take. */
	alternativeShare: number;
	/** Most rows of one class that one public source gives. */
	publicCap: number;
	groupScales: number[];
}

export const SETTINGS: TrainingSettings = {
	seed: 20261123,
	epochs: 12,
	trainings: 2,
	learningRate: 0.1,
	dropout: 0.5,
	smoothing: 0.03,
	shares: { written: 1, public: 0.7, composed: 0.7, workflow: 1.4 },
	wideShares: { written: 0.15, public: 0.15, composed: 0.55, workflow: 1.4 },
	balance: { written: 1, public: 1, composed: 0.5, workflow: 0.5 },
	alternativeShare: 0.3,
	publicCap: 200,
	groupScales: [1, 1, 0.2],
};

/** Features of many rows in two flat arrays. */
export interface Dataset {
	rows: readonly LabelledRow[];
	/** Of what their model has; a power of two. */
	buckets: number;
	ids: Int32Array;
	/** Where each group of each row ends; row `r` starts at `ends[r * groups - 1]`. */
	ends: Int32Array;
}

/** What the model of the task learns from, and that of the task read widely, for which a short question has no features. */
export interface Datasets {
	task: Dataset;
	wide: Dataset;
	/** Whether each row is a short question. */
	isQuestion: boolean[];
}

export function extractDatasets(rows: readonly LabelledRow[], asking: AskingModel): Datasets {
	const questions: boolean[] = [];
	const ofTask: Features[] = [];
	const ofWide: Array<Features | undefined> = [];
	for (const { query } of rows) {
		const views = viewsOf(readTask(query, asking));
		questions.push(isQuestion(views.task));
		ofTask.push(views.ofTask);
		ofWide.push(views.ofWide);
	}
	return { task: flatten(rows, BUCKETS, ofTask), wide: flatten(rows, WIDE_BUCKETS, ofWide), isQuestion: questions };
}

function flatten(rows: readonly LabelledRow[], buckets: number, features: ReadonlyArray<Features | undefined>): Dataset {
	const ends = new Int32Array(rows.length * GROUPS.length);
	let size = 0;
	for (const [row, each] of features.entries()) {
		for (let group = 0; group < GROUPS.length; group++) ends[row * GROUPS.length + group] = size + (each?.ends[group] ?? 0);
		size += each?.ids.length ?? 0;
	}
	const ids = new Int32Array(size);
	let at = 0;
	for (const each of features) for (const id of each?.ids ?? []) ids[at++] = id & (buckets - 1);
	return { rows, buckets, ids, ends };
}

export interface LinearModel {
	weights: Float32Array;
	bias: number[];
}

/** Numbers of one bucket: five weights, then their five sums of squared slopes. */
const STRIDE = 2 * CLASSES;

export interface LinearModels {
	task: LinearModel;
	wide: LinearModel;
}

/** Both models; that of the task read widely learns from the rows that are no short questions. */
export function trainModels({ task, wide, isQuestion }: Datasets, training: readonly number[], settings: TrainingSettings): LinearModels {
	const prompts = training.filter((row) => !isQuestion[row]);
	return { task: trainLinear(task, training, settings), wide: trainLinear(wide, prompts, { ...settings, shares: settings.wideShares }) };
}

/** The mean of several trainings: its scores are the mean of theirs, and less a matter of the seed. */
export function trainLinear(data: Dataset, training: readonly number[], settings: TrainingSettings): LinearModel {
	const mean: LinearModel = { weights: new Float32Array(data.buckets * CLASSES), bias: QUERY_CLASSES.map(() => 0) };
	for (let number = 0; number < settings.trainings; number++) {
		const { weights, bias } = trainOnce(data, training, { ...settings, seed: settings.seed + number });
		for (let index = 0; index < weights.length; index++) mean.weights[index] += weights[index] / settings.trainings;
		for (let index = 0; index < CLASSES; index++) mean.bias[index] += bias[index] / settings.trainings;
	}
	return mean;
}

/** Softmax regression with AdaGrad, dropout on features and label smoothing; classes and sources balanced. */
function trainOnce(data: Dataset, training: readonly number[], settings: TrainingSettings): LinearModel {
	const { ids, ends, rows, buckets } = data;
	const random = mulberry32(settings.seed);
	const order = capSources(rows, training, settings.publicCap);
	const rowWeights = balance(rows, order, settings);
	const table = new Float32Array(buckets * STRIDE);
	for (let bucket = 0; bucket < buckets; bucket++) table.fill(1e-3, bucket * STRIDE + CLASSES, (bucket + 1) * STRIDE);
	const bias = new Float64Array(CLASSES);
	const scores = new Float64Array(CLASSES);
	const gradient = new Float64Array(CLASSES);
	const threshold = Math.round(settings.dropout * 65536);
	const kept = 1 / (1 - settings.dropout);
	// The offsets of the features that a row keeps, and where each group of them ends.
	const offsets = new Int32Array(1 << 15);
	const stops = new Int32Array(GROUPS.length);
	const factors = new Float64Array(GROUPS.length);

	for (let epoch = 0; epoch < settings.epochs; epoch++) {
		shuffle(order, random);
		const rate = settings.learningRate * (1 - (0.9 * epoch) / settings.epochs);
		for (const row of order) {
			const salt = Math.floor(random() * 4294967296);
			scores.set(bias);
			let count = 0;
			let at = row === 0 ? 0 : ends[row * GROUPS.length - 1];
			for (let group = 0; group < GROUPS.length; group++) {
				const end = ends[row * GROUPS.length + group];
				const factor = kept * groupFactor(group, end - at, settings.groupScales[group]);
				let simple = 0;
				let reasoning = 0;
				let coding = 0;
				let creative = 0;
				let general = 0;
				for (; at < end; at++) {
					const id = ids[at];
					if (Math.imul((id + salt) | 0, 0x9e3779b1) >>> 16 < threshold) continue;
					const offset = id * STRIDE;
					offsets[count++] = offset;
					simple += table[offset];
					reasoning += table[offset + 1];
					coding += table[offset + 2];
					creative += table[offset + 3];
					general += table[offset + 4];
				}
				scores[0] += factor * simple;
				scores[1] += factor * reasoning;
				scores[2] += factor * coding;
				scores[3] += factor * creative;
				scores[4] += factor * general;
				stops[group] = count;
				factors[group] = factor;
			}
			softmax(scores);
			for (let index = 0; index < CLASSES; index++) {
				gradient[index] = rowWeights[row] * (scores[index] - targetOf(rows[row], index, settings));
				bias[index] -= 0.01 * gradient[index];
			}
			let from = 0;
			for (let group = 0; group < GROUPS.length; group++) {
				descend(table, offsets, from, stops[group], gradient, factors[group], rate);
				from = stops[group];
			}
		}
	}
	const weights = new Float32Array(buckets * CLASSES);
	for (let bucket = 0; bucket < buckets; bucket++) {
		for (let index = 0; index < CLASSES; index++) weights[bucket * CLASSES + index] = table[bucket * STRIDE + index];
	}
	return { weights, bias: [...bias] };
}

/** One AdaGrad step for the buckets at `offsets`; written out for the five classes, since nearly all time is spent here. */
function descend(
	table: Float32Array,
	offsets: Int32Array,
	from: number,
	to: number,
	gradient: Float64Array,
	factor: number,
	rate: number,
): void {
	const simple = gradient[0] * factor;
	const reasoning = gradient[1] * factor;
	const coding = gradient[2] * factor;
	const creative = gradient[3] * factor;
	const general = gradient[4] * factor;
	for (let at = from; at < to; at++) {
		const offset = offsets[at];
		table[offset + 5] += simple * simple;
		table[offset] -= (rate * simple) / Math.sqrt(table[offset + 5]);
		table[offset + 6] += reasoning * reasoning;
		table[offset + 1] -= (rate * reasoning) / Math.sqrt(table[offset + 6]);
		table[offset + 7] += coding * coding;
		table[offset + 2] -= (rate * coding) / Math.sqrt(table[offset + 7]);
		table[offset + 8] += creative * creative;
		table[offset + 3] -= (rate * creative) / Math.sqrt(table[offset + 8]);
		table[offset + 9] += general * general;
		table[offset + 4] -= (rate * general) / Math.sqrt(table[offset + 9]);
	}
}

/** Scores before the softmax of one row. */
export function predictRow(data: Datasets, row: number, models: LinearModels, groupScales: readonly number[]): Float64Array {
	const task = predictLinear(data.task, row, models.task, groupScales);
	if (data.isQuestion[row]) return task;
	const wide = predictLinear(data.wide, row, models.wide, groupScales);
	return task.map((score, index) => PROMPT_SHARES.task * score + PROMPT_SHARES.wide * wide[index]);
}

function predictLinear(data: Dataset, row: number, model: LinearModel, groupScales: readonly number[]): Float64Array {
	const scores = Float64Array.from(model.bias);
	forEachGroup(data, row, groupScales, (start, end, factor) => {
		for (let at = start; at < end; at++) {
			const bucket = data.ids[at] * CLASSES;
			for (let index = 0; index < CLASSES; index++) scores[index] += factor * model.weights[bucket + index];
		}
	});
	return scores;
}

function forEachGroup(
	data: Dataset,
	row: number,
	groupScales: readonly number[],
	visit: (start: number, end: number, factor: number) => void,
): void {
	const first = row * GROUPS.length;
	let start = first === 0 ? 0 : data.ends[first - 1];
	for (let group = 0; group < GROUPS.length; group++) {
		const end = data.ends[first + group];
		visit(start, end, groupFactor(group, end - start, groupScales[group]));
		start = end;
	}
}

/** At most `cap` rows of a public source's class, spread evenly over the source. */
function capSources(rows: readonly LabelledRow[], training: readonly number[], cap: number): number[] {
	const cell = (row: number) => `${rows[row].source} ${rows[row].label}`;
	const totals = countBy(training, cell);
	const seen = new Map<string, number>();
	return training.filter((row) => {
		if (rows[row].kind !== 'public') return true;
		const total = totals.get(cell(row)) ?? 0;
		const before = seen.get(cell(row)) ?? 0;
		seen.set(cell(row), before + 1);
		return total <= cap || Math.floor((before * cap) / total) !== Math.floor(((before + 1) * cap) / total);
	});
}

/** Row weights by which classes and kinds weigh what the settings say, and a large source little more than a small one. */
function balance(rows: readonly LabelledRow[], training: readonly number[], settings: TrainingSettings): Float64Array {
	const weights = new Float64Array(rows.length);
	const cell = (row: number) => `${rows[row].source} ${rows[row].label}`;
	const cells = countBy(training, cell);
	const size = rows.filter(({ kind }) => kind === 'written').length || rows.length;
	for (const kind of ROW_KINDS) {
		const members = training.filter((row) => rows[row].kind === kind);
		const byClass = QUERY_CLASSES.map(() => 0);
		for (const row of members) {
			weights[row] = kind === 'written' ? 1 : Math.min(1, Math.sqrt(SMALL_SOURCE[kind] / (cells.get(cell(row)) ?? 1)));
			byClass[rows[row].label] += weights[row];
		}
		const total = byClass.reduce((sum, weight) => sum + weight, 0);
		const wanted = byClass.map((weight) => (weight / total) ** (1 - settings.balance[kind]));
		const all = wanted.reduce((sum, share) => sum + share, 0);
		for (const row of members) {
			const label = rows[row].label;
			weights[row] *= (settings.shares[kind] * size * wanted[label]) / all / byClass[label];
		}
	}
	return weights;
}

/** Rows of a class that a source may have before each of them counts less. */
const SMALL_SOURCE = { public: 100, composed: 1e9, workflow: 12 };

/** The probability that a row's class should have. */
function targetOf({ label, alternatives }: LabelledRow, index: number, { smoothing, alternativeShare }: TrainingSettings): number {
	if (index === label) return 1 - smoothing - (alternatives.length > 0 ? alternativeShare : 0);
	const shared = alternatives.includes(index) ? alternativeShare / alternatives.length : 0;
	return shared + smoothing / (CLASSES - 1);
}

function countBy(rows: readonly number[], key: (row: number) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
	return counts;
}
