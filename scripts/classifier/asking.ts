import { askedScore, type AskingModel } from '../../core/classify/task/findTask';
import { UNIT_BUCKETS, unitFeatures, type Role } from '../../core/classify/task/unitFeatures';
import { unitsOf } from '../../core/classify/task/units';
import { textOfPieces, type ComposedPrompt, type Piece } from './prompts';
import { mulberry32, shuffle } from './random';

export interface LabelledUnit {
	features: Int32Array;
	asked: boolean;
	weight: number;
}

/** Units of a prompt whose pieces are known: a unit is asked when most of it lies in what is asked. */
export function labelledUnits(pieces: readonly Piece[], role: Role): LabelledUnit[] {
	const text = textOfPieces(pieces);
	const units = unitsOf(text);
	let from = 0;
	return units.map((unit, index) => {
		const found = text.indexOf(unit.text, from);
		const start = found < 0 ? from : found;
		const stop = start + unit.text.length;
		if (found >= 0) from = stop;
		return {
			features: unitFeatures(units, index, role),
			asked: askedShare(pieces, start, stop) > 0.3,
			weight: 1 / Math.sqrt(units.length),
		};
	});
}

function askedShare(pieces: readonly Piece[], start: number, stop: number): number {
	let at = 0;
	let asked = 0;
	for (const { text, carried } of pieces) {
		if (!carried) asked += Math.max(0, Math.min(stop, at + text.length) - Math.max(start, at));
		at += text.length;
	}
	return asked / Math.max(1, stop - start);
}

export const unitsOfPrompt = ({ system, user }: ComposedPrompt): LabelledUnit[] => [
	...labelledUnits(system, 'system'),
	...labelledUnits(user, system.length > 0 ? 'user' : 'alone'),
];

/** Logistic regression with AdaGrad and dropout. */
export function trainAsking(rows: readonly LabelledUnit[], { epochs = 8, rate = 0.15, seed = 20261128, dropout = 0.3 } = {}): AskingModel {
	const random = mulberry32(seed);
	const weights = new Float32Array(UNIT_BUCKETS);
	const slopes = new Float32Array(UNIT_BUCKETS).fill(1e-3);
	const threshold = Math.round(dropout * 65536);
	let bias = 0;
	const order = [...rows.keys()];
	for (let epoch = 0; epoch < epochs; epoch++) {
		shuffle(order, random);
		const pace = rate * (1 - (0.9 * epoch) / epochs);
		for (const index of order) {
			const { features, asked, weight } = rows[index];
			const salt = Math.floor(random() * 4294967296);
			const kept = features.filter((id) => Math.imul((id + salt) | 0, 0x9e3779b1) >>> 16 >= threshold);
			const scale = 1 / Math.sqrt(kept.length + 1);
			const likely = 1 / (1 + Math.exp(-askedScore(kept, { weights, step: 1, bias })));
			const gradient = weight * (likely - (asked ? 0.98 : 0.02));
			bias -= 0.02 * gradient;
			const slope = gradient * scale;
			for (const id of kept) {
				const bucket = id & (UNIT_BUCKETS - 1);
				slopes[bucket] += slope * slope;
				weights[bucket] -= (pace * slope) / Math.sqrt(slopes[bucket]);
			}
		}
	}
	return { weights, step: 1, bias };
}
