import { QUERY_CLASSES } from '../../core/classify/classes';
import { indexOfHighest, isHard, softmax } from '../../core/classify/scoring';

export interface Judged {
	label: number;
	/** Other classes that a careful reader could take. */
	alternatives: readonly number[];
	/** Scores before the softmax, at their temperature. */
	scores: Float64Array;
}

export interface Figures {
	rows: number;
	accuracy: number;
	macroF1: number;
	f1: Record<string, number>;
}

export function figuresOf(pairs: ReadonlyArray<{ label: number; predicted: number }>): Figures {
	const hit = new Array<number>(QUERY_CLASSES.length).fill(0);
	const wrong = new Array<number>(QUERY_CLASSES.length).fill(0);
	for (const { label, predicted } of pairs) {
		if (label === predicted) hit[label]++;
		else {
			wrong[label]++;
			wrong[predicted]++;
		}
	}
	const f1 = hit.map((hits, index) => (2 * hits) / Math.max(1, 2 * hits + wrong[index]));
	return {
		rows: pairs.length,
		accuracy: round(hit.reduce((sum, hits) => sum + hits, 0) / Math.max(1, pairs.length)),
		macroF1: round(f1.reduce((sum, value) => sum + value, 0) / f1.length),
		f1: Object.fromEntries(QUERY_CLASSES.map((name, index) => [name, round(f1[index])])),
	};
}

export const predictedOf = ({ label, scores }: Judged) => ({ label, predicted: indexOfHighest(scores) });

/** Accuracy of the given share of rows with the highest confidence. */
export function accuracyOfMostConfident(rows: readonly Judged[], share: number): number {
	const sorted = rows
		.map(({ label, scores }) => ({ label, predicted: indexOfHighest(scores), confidence: Math.max(...softmax(Float64Array.from(scores))) }))
		.sort((a, b) => b.confidence - a.confidence)
		.slice(0, Math.round(rows.length * share));
	return round(sorted.filter(({ label, predicted }) => label === predicted).length / Math.max(1, sorted.length));
}

/** Accuracy of 'reasoning or coding' against the rest. */
export function hardAgainstRest(rows: readonly Judged[]): number {
	const right = rows.filter(({ label, scores }) => {
		const [, reasoning, coding] = softmax(Float64Array.from(scores));
		return isHard(label) === reasoning + coding > 0.5;
	});
	return round(right.length / Math.max(1, rows.length));
}

const BINS = 15;

/** Expected calibration error: mean distance of confidence and accuracy over equal bins of confidence. */
export function calibrationError(rows: readonly Judged[]): number {
	const bins = Array.from({ length: BINS }, () => ({ confidence: 0, hits: 0 }));
	for (const { label, scores } of rows) {
		const probabilities = softmax(Float64Array.from(scores));
		const predicted = indexOfHighest(probabilities);
		const bin = bins[Math.min(BINS - 1, Math.floor(probabilities[predicted] * BINS))];
		bin.confidence += probabilities[predicted];
		if (predicted === label) bin.hits++;
	}
	return round(bins.reduce((sum, { confidence, hits }) => sum + Math.abs(confidence - hits), 0) / Math.max(1, rows.length));
}

/** The temperature with the least log loss, by golden section. */
export function fitTemperature(rows: readonly Judged[]): number {
	const loss = (temperature: number) =>
		rows.reduce((sum, { label, scores }) => sum - Math.log(Math.max(1e-9, softmax(Float64Array.from(scores), temperature)[label])), 0);
	let low = 0.2;
	let high = 4;
	const ratio = (Math.sqrt(5) - 1) / 2;
	for (let step = 0; step < 40; step++) {
		const left = high - ratio * (high - low);
		const right = low + ratio * (high - low);
		if (loss(left) < loss(right)) high = right;
		else low = left;
	}
	return round((low + high) / 2);
}

/** The same rows with their scores at a temperature: a softmax of them gives calibrated probabilities. */
export const atTemperature = <Row extends Judged>(rows: readonly Row[], temperatureOf: (row: Row) => number): Row[] =>
	rows.map((row) => ({ ...row, scores: row.scores.map((score) => score / temperatureOf(row)) }));

export const round = (value: number): number => Math.round(value * 10_000) / 10_000;
