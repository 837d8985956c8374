import { CLASS_COUNT } from '../../nodes/RouteByQueryClass/scoring';
import type { LinearModel } from './train';

/** Weights as signed bytes: the mean of a row does not change the softmax and goes, the largest values are cut off. */
export function quantise({ weights, bias }: LinearModel): { weights: Int8Array; step: number; bias: number[] } {
	const centred = Float32Array.from(weights);
	for (let row = 0; row < centred.length; row += CLASS_COUNT) {
		let mean = 0;
		for (let index = 0; index < CLASS_COUNT; index++) mean += centred[row + index] / CLASS_COUNT;
		for (let index = 0; index < CLASS_COUNT; index++) centred[row + index] -= mean;
	}
	const magnitudes = centred.map(Math.abs).sort();
	const step = magnitudes[Math.floor(magnitudes.length * 0.9995)] / 127 || 1;
	const bytes = Int8Array.from(centred, (value) => Math.max(-127, Math.min(127, Math.round(value / step))));
	return { weights: bytes, step, bias: bias.map((value) => Math.round(value * 1e6) / 1e6) };
}
