import { QUERY_CLASSES, type QueryClass } from './classes';
import type { Features } from './features';
import { bundledClassifier, type Classifier, type Weighting } from './classifier';
import type { Query } from './query';
import { reasonsFor } from './reasons';
import { isQuestion, type Cargo, type Task } from './task/readTask';
import { taskOf } from './task/taskOf';
import { addScores, CLASS_COUNT, giveHardLead, groupFactor, indexOfHighest, PROMPT_SHARES, softmax } from './scoring';
import { viewsOf, type Views } from './views';

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
	/** Nothing is asked: there is no text to judge. */
	empty: boolean;
	/** What weighed most: words of the task, quoted, then meanings and marks. */
	why: string[];
	/** The words of the task that spoke most for the class; empty: none did. */
	task: string;
	/** What kind of text the task comes with, apart from its own words. */
	carries: Cargo;
	/** The query is so long that only both ends of it were read. */
	cut: boolean;
}

/**
 * The class of a query, without network or clock: the same query always has the same class. What is asked decides, in the
 * system text and in the last thing that the user says. Of a prompt, what may be asked is judged beside it.
 */
export function classifyQuery(query: Query, options: ClassifyOptions = {}): Classification {
	const model = bundledClassifier();
	const task = taskOf(query, model.asking);
	if (!/\S/.test(task.text)) return nothingAsked();

	const views = viewsOf(task);
	const probabilities = softmax(scoresOf(views, model, options.adaptation), temperatureFor(task, model));
	const best = indexOfHighest(probabilities);
	const confidence = probabilities[best];
	const { words, why } = reasonsFor(best, task.text, views.ofTask, model);
	return {
		queryClass: QUERY_CLASSES[best],
		probabilities: byClass(probabilities),
		confidence,
		unsure: confidence < (options.unsureBelow ?? options.adaptation?.unsureBelow ?? model.unsureBelow),
		empty: false,
		why,
		task: words,
		carries: task.cargo,
		cut: task.cut,
	};
}

/** Prompts leave more room between classes than short questions do. */
export const temperatureFor = (task: Task, { temperatures }: Pick<Classifier, 'temperatures'>): number =>
	isQuestion(task) ? temperatures.question : temperatures.prompt;

function nothingAsked(): Classification {
	const even = 1 / CLASS_COUNT;
	return {
		queryClass: 'general',
		probabilities: byClass(new Float64Array(CLASS_COUNT).fill(even)),
		confidence: even,
		unsure: true,
		empty: true,
		why: ['the query is empty'],
		task: '',
		carries: 'nothing',
		cut: false,
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
export function scoresOf({ ofTask, ofWide }: Views, model: Classifier, adaptation?: Adaptation): Float64Array {
	const scores = scoresBy(ofTask, model.task, model.groupScales);
	if (ofWide) {
		const wide = scoresBy(ofWide, model.wide, model.groupScales);
		for (let index = 0; index < CLASS_COUNT; index++) scores[index] = PROMPT_SHARES.task * scores[index] + PROMPT_SHARES.wide * wide[index];
		giveHardLead(scores, model.hardLead);
	}
	if (adaptation) addAdaptation(ofTask, model, adaptation, scores);
	return scores;
}

function scoresBy(features: Features, { weights, step, bias }: Weighting, groupScales: readonly number[]): Float64Array {
	const scores = new Float64Array(CLASS_COUNT);
	addScores(features, weights, groupScales, scores);
	for (let index = 0; index < CLASS_COUNT; index++) scores[index] = scores[index] * step + bias[index];
	return scores;
}

/** Corrections by bucket, made once for each adaptation. */
const correctionsOf = new WeakMap<Adaptation, Map<number, number[]>>();

/** Words and cues only: those are what teaching corrects. */
export const FIRST_TAUGHT_GROUP = 1;

function addAdaptation({ ids, ends }: Features, model: Classifier, adaptation: Adaptation, scores: Float64Array): void {
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
