import { QUERY_CLASSES } from './classes';
import { GROUPS, type Features } from './features';

export const CLASS_COUNT = QUERY_CLASSES.length;

/** Indices of the classes that need a strong model. */
const HARD = [QUERY_CLASSES.indexOf('reasoning'), QUERY_CLASSES.indexOf('coding')] as const;
export const isHard = (index: number): boolean => HARD.includes(index);

/** The factor of a group's features: long texts have more of them, each of which says less. */
export const groupFactor = (group: number, features: number, groupScale: number): number =>
	GROUPS[group] === 'cues' ? groupScale : groupScale / Math.sqrt(features + 1);

/** What the scores of the task, and of the task read widely, count in a prompt; a short question is judged by its task alone. */
export const PROMPT_SHARES = { task: 0.6, wide: 0.4 };

/** Adds the weights of all features to `scores`; `weights` has a row of `CLASS_COUNT` numbers for each of a power of two of buckets. */
export function addScores(
	features: Features,
	weights: Int8Array | Float32Array,
	groupScales: readonly number[],
	scores: Float64Array,
): void {
	const { ids, ends } = features;
	const mask = weights.length / CLASS_COUNT - 1;
	let at = 0;
	for (let group = 0; group < ends.length; group++) {
		const end = ends[group];
		const factor = groupFactor(group, end - at, groupScales[group]);
		let simple = 0;
		let reasoning = 0;
		let coding = 0;
		let creative = 0;
		let general = 0;
		for (; at < end; at++) {
			const row = (ids[at] & mask) * CLASS_COUNT;
			simple += weights[row];
			reasoning += weights[row + 1];
			coding += weights[row + 2];
			creative += weights[row + 3];
			general += weights[row + 4];
		}
		scores[0] += factor * simple;
		scores[1] += factor * reasoning;
		scores[2] += factor * coding;
		scores[3] += factor * creative;
		scores[4] += factor * general;
	}
}

/** Adds the lead of reasoning and coding to the scores of a prompt, in place. */
export function giveHardLead(scores: Float64Array, lead: number): void {
	for (const hard of HARD) scores[hard] += lead;
}

/** Scores to probabilities, in place. */
export function softmax<Buffer extends ArrayBufferLike>(scores: Float64Array<Buffer>, temperature = 1): Float64Array<Buffer> {
	let highest = -Infinity;
	for (const score of scores) highest = Math.max(highest, score);
	let sum = 0;
	for (let index = 0; index < scores.length; index++) {
		scores[index] = Math.exp((scores[index] - highest) / temperature);
		sum += scores[index];
	}
	for (let index = 0; index < scores.length; index++) scores[index] /= sum;
	return scores;
}

export function indexOfHighest(values: ArrayLike<number>): number {
	let best = 0;
	for (let index = 1; index < values.length; index++) if (values[index] > values[best]) best = index;
	return best;
}
