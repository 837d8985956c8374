import { QUERY_CLASSES, type QueryClass } from './classes';
import { extractFeatures, LONGEST_TEXT, type Features } from './features';
import { bundledModel, type Model } from './model';
import { questionOf, type Query } from './question';
import { addScores, CLASS_COUNT, groupFactor, indexOfHighest, softmax } from './scoring';
import { nameOrigin } from './wording';

/** What teaching changed: small corrections on top of the bundled weights. */
export interface Adaptation {
	bias: number[];
	/** Corrections of single buckets: `[bucket, one number for each class]`. */
	weights: Array<[number, number[]]>;
	unsureBelow?: number;
}

export interface ClassifyOptions {
	/** Below this confidence the query counts as unsure. Default: as calibrated, see `training.json`. */
	unsureBelow?: number;
	adaptation?: Adaptation;
}

export interface Classification {
	queryClass: QueryClass;
	probabilities: Record<QueryClass, number>;
	/** Calibrated probability of `queryClass`. */
	confidence: number;
	unsure: boolean;
	/** What weighed most, in words. */
	why: string[];
}

/**
 * The class of a query, without network or clock: the same text always has the same class.
 * Of a chat, the last user turn is judged; of a long text, its beginning and its end.
 */
export function classifyQuery(query: Query, options: ClassifyOptions = {}): Classification {
	const model = bundledModel();
	const question = questionOf(query);
	const unsureBelow = options.unsureBelow ?? options.adaptation?.unsureBelow ?? model.unsureBelow;
	if (!/\S/.test(question)) return nothingAsked();

	const features = extractFeatures(question);
	const probabilities = softmax(scoresOf(features, model, options.adaptation), model.temperature);
	const best = indexOfHighest(probabilities);
	const confidence = probabilities[best];
	return {
		queryClass: QUERY_CLASSES[best],
		probabilities: byClass(probabilities),
		confidence,
		unsure: confidence < unsureBelow,
		why: reasonsFor(best, features, model),
	};
}

function nothingAsked(): Classification {
	const even = 1 / CLASS_COUNT;
	return {
		queryClass: 'general',
		probabilities: byClass(new Float64Array(CLASS_COUNT).fill(even)),
		confidence: even,
		unsure: true,
		why: ['the query is empty'],
	};
}

const byClass = ([simple, reasoning, coding, creative, general]: Float64Array): Record<QueryClass, number> => ({
	simple,
	reasoning,
	coding,
	creative,
	general,
});

/** Scores before the softmax. */
export function scoresOf(features: Features, model: Model, adaptation?: Adaptation): Float64Array {
	const scores = new Float64Array(CLASS_COUNT);
	addScores(features, model.weights, model.groupScales, scores);
	for (let index = 0; index < CLASS_COUNT; index++) scores[index] = scores[index] * model.step + model.bias[index];
	if (adaptation) addAdaptation(features, model, adaptation, scores);
	return scores;
}

/** Corrections by bucket, made once for each adaptation. */
const correctionsOf = new WeakMap<Adaptation, Map<number, number[]>>();

/** Words and cues only: those are what teaching corrects. */
export const FIRST_TAUGHT_GROUP = 1;

function addAdaptation({ ids, ends }: Features, model: Model, adaptation: Adaptation, scores: Float64Array): void {
	const corrections = correctionsOf.get(adaptation) ?? new Map(adaptation.weights);
	correctionsOf.set(adaptation, corrections);
	addCorrections({ ids, ends }, model.groupScales, corrections, scores);
	for (let index = 0; index < CLASS_COUNT; index++) scores[index] += adaptation.bias[index];
}

export function addCorrections(
	{ ids, ends }: Pick<Features, 'ids' | 'ends'>,
	groupScales: readonly number[],
	corrections: ReadonlyMap<number, number[]>,
	scores: Float64Array,
): void {
	for (let group = FIRST_TAUGHT_GROUP; group < ends.length; group++) {
		const factor = groupFactor(group, ends[group] - ends[group - 1], groupScales[group]);
		for (let at = ends[group - 1]; at < ends[group]; at++) {
			const correction = corrections.get(ids[at]);
			if (correction) for (let index = 0; index < CLASS_COUNT; index++) scores[index] += factor * correction[index];
		}
	}
}

const REASONS = 3;
/** Stands for no weight at all where zero means not seen. */
const TINY = 1e-30;
/** Origins run from a concept's, below zero, to a word's: this much is added to make them places of a list. */
const BELOW = 256;
const evidence = new Float64Array(BELOW + LONGEST_TEXT + 1);
const seen = new Int32Array(evidence.length);

/** The words, meanings and marks that spoke most for the class against the mean of the others. */
function reasonsFor(best: number, { ids, ends, origins }: Features, { weights, groupScales }: Model): string[] {
	let count = 0;
	for (let group = 1; group < ends.length; group++) {
		const factor = groupFactor(group, ends[group] - ends[group - 1], groupScales[group]);
		for (let at = ends[group - 1]; at < ends[group]; at++) {
			const row = ids[at] * CLASS_COUNT;
			// The five weights of a bucket add up to nothing, but for rounding: the class's own says all.
			const place = origins[at] + BELOW;
			if (evidence[place] === 0) seen[count++] = place;
			evidence[place] += factor * weights[row + best] || TINY;
		}
	}
	const reasons: string[] = [];
	for (let rank = 0; rank < REASONS; rank++) {
		let top = 0;
		for (let at = 1; at < count; at++) if (evidence[seen[at]] > evidence[seen[top]]) top = at;
		if (count === 0 || evidence[seen[top]] <= TINY) break;
		reasons.push(nameOrigin(seen[top] - BELOW));
		evidence[seen[top]] = -1;
	}
	for (let at = 0; at < count; at++) evidence[seen[at]] = 0;
	return reasons;
}
