import { inflateRawSync } from 'node:zlib';
import { QUERY_CLASSES } from './classes';
import { BUCKETS } from './features';
import training from './training.json';
import { packedWeights } from './weights';

export interface Model {
	/** `BUCKETS` rows of one signed byte for each class. */
	weights: Int8Array;
	/** What one step of a byte is worth. */
	step: number;
	bias: readonly number[];
	/** Scale of each feature group. */
	groupScales: readonly number[];
	temperature: number;
	unsureBelow: number;
}

let model: Model | undefined;

/** The trained weights that come with the package, unpacked on first use. */
export function bundledModel(): Model {
	model ??= { ...training.model, weights: unpackWeights(packedWeights()) };
	return model;
}

export function unpackWeights(packed: string): Int8Array {
	const bytes = inflateRawSync(Buffer.from(packed, 'base64'));
	if (bytes.length !== BUCKETS * QUERY_CLASSES.length) {
		throw new Error(
			`The weights hold ${bytes.length} bytes, not ${BUCKETS * QUERY_CLASSES.length}: train them again with scripts/trainClassifier.ts`,
		);
	}
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
