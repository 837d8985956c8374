import { inflateRawSync } from 'node:zlib';
import { QUERY_CLASSES } from './classes';
import { BUCKETS } from './features';
import training from './training.json';
import type { AskingModel } from './task/findTask';
import { UNIT_BUCKETS } from './task/unitFeatures';
import { packedAskingWeights, packedWeights } from './weights';

export interface Classifier {
	/** `BUCKETS` rows of one signed byte for each class. */
	weights: Int8Array;
	/** What one step of a byte is worth. */
	step: number;
	bias: readonly number[];
	/** Scale of each feature group. */
	groupScales: readonly number[];
	/** Of a short question, and of everything else. */
	temperatures: { question: number; prompt: number };
	unsureBelow: number;
	/** Tells what is asked from what is carried. */
	asking: AskingModel;
}

let classifier: Classifier | undefined;

/** The trained weights that come with the package, unpacked on first use. */
export function bundledClassifier(): Classifier {
	classifier ??= {
		...training.model,
		weights: unpackWeights(packedWeights(), BUCKETS * QUERY_CLASSES.length),
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
