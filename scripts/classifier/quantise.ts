import { CLASS_COUNT } from '../../core/classify/scoring';
import type { AskingModel } from '../../core/classify/task/findTask';
import type { LinearModel } from './train';

/** Steps on each side of zero. 31 do as well as 127 on held-out rows, and take two thirds of the room when deflated. */
const LEVELS = 31;

/** A list of weights as signed bytes: the largest values are cut off. */
function toBytes(values: Float32Array): { bytes: Int8Array; step: number } {
	const magnitudes = values.map(Math.abs).sort();
	const step = magnitudes[Math.floor(magnitudes.length * 0.9995)] / LEVELS || 1;
	return { bytes: Int8Array.from(values, (value) => Math.max(-LEVELS, Math.min(LEVELS, Math.round(value / step)))), step };
}

/** Weights as signed bytes: the mean of a row does not change the softmax and goes. */
export function quantise({ weights, bias }: LinearModel): { weights: Int8Array; step: number; bias: number[] } {
	const centred = Float32Array.from(weights);
	for (let row = 0; row < centred.length; row += CLASS_COUNT) {
		let mean = 0;
		for (let index = 0; index < CLASS_COUNT; index++) mean += centred[row + index] / CLASS_COUNT;
		for (let index = 0; index < CLASS_COUNT; index++) centred[row + index] -= mean;
	}
	const { bytes, step } = toBytes(centred);
	return { weights: bytes, step, bias: bias.map((value) => Math.round(value * 1e6) / 1e6) };
}

export function quantiseAsking({ weights, bias }: AskingModel): { weights: Int8Array; step: number; bias: number } {
	const { bytes, step } = toBytes(Float32Array.from(weights));
	return { weights: bytes, step, bias: Math.round(bias * 1e6) / 1e6 };
}
