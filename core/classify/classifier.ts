import { inflateRawSync } from 'node:zlib';
import { QUERY_CLASSES } from './classes';
import { BUCKETS, WIDE_BUCKETS } from './features';
import training from './training.json';
import type { AskingModel } from './task/findTask';
import { UNIT_BUCKETS } from './task/unitFeatures';
import { packedAskingWeights, packedWeights, packedWideWeights } from './weights';

/** A softmax regression over hashed features. */
export interface Weighting {
	/** A power of two of rows, of one signed byte for each class. */
	weights: Int8Array;
	/** What one step of a byte is worth. */
	step: number;
	bias: readonly number[];
}

export interface Classifier {
	/** Judges the words of the task. */
	task: Weighting;
	/** Judges the task of a prompt read widely. */
	wide: Weighting;
	/** Scale of each feature group. */
	groupScales: readonly number[];
	/** Of a short question, and of everything else. */
	temperatures: { question: number; prompt: number };
	unsureBelow: number;
	/**
	 * What is added to the scores of reasoning and of coding for a prompt: a hard prompt that is taken for a cheap one costs a
	 * wrong answer, the reverse only money. Fitted by `scripts/classifier/hardLead.ts`.
	 */
	hardLead: number;
	/** Tells what is asked from what is carried. */
	asking: AskingModel;
}

let classifier: Classifier | undefined;

/** The trained weights that come with the package, unpacked on first use. */
export function bundledClassifier(): Classifier {
	classifier ??= {
		...training.model,
		task: { ...training.model.task, weights: unpackWeights(packedWeights(), BUCKETS * QUERY_CLASSES.length) },
		wide: { ...training.model.wide, weights: unpackWeights(packedWideWeights(), WIDE_BUCKETS * QUERY_CLASSES.length) },
		asking: { ...training.asking, weights: unpackWeights(packedAskingWeights(), UNIT_BUCKETS) },
	};
	return classifier;
}

/** `size` signed bytes out of deflated base64. */
export function unpackWeights(packed: string, size: number): Int8Array {
	const bytes = inflateRawSync(Buffer.from(packed, 'base64'));
	if (bytes.length !== size) {
		throw new Error(`The weights hold ${bytes.length} bytes, not ${size}: train them again with scripts/trainClassifier.ts`);
	}
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
