import { unitFeatures, type Role } from './unitFeatures';
import { unitsOf, type Unit } from './units';

/** Scores how likely a unit is asked, before the logistic function. */
export interface AskingModel {
	weights: Int8Array | Float32Array;
	step: number;
	bias: number;
}

export function askedScore(features: Int32Array, { weights, step, bias }: AskingModel): number {
	let sum = 0;
	for (let at = 0; at < features.length; at++) sum += weights[features[at] & (weights.length - 1)];
	return bias + (step * sum) / Math.sqrt(features.length + 1);
}

/** What of one part of a prompt is asked, and what it carries. */
export interface Split {
	asked: string;
	/** What may be asked: only what is surely carried is left out. */
	perhapsAsked: string;
	/** The units that were left out. */
	carried: Unit[];
	/** The part was too long to be read whole. */
	cut: boolean;
}

/** Of a long part, this much is read at each end. */
const READ = 2400;

/** The text of a part that is read: all of it, or both ends. */
export const readPart = (text: string): string => (text.length <= 2 * READ ? text : `${text.slice(0, READ)}\n\n${text.slice(-READ)}`);

/** What it costs to go from asked to carried or back, at a new paragraph and within one. */
const SWITCH = { between: 0.6, within: 2 };

/** What is added to the scores to find all that may be asked. */
const DOUBT = 2.5;

/** The likeliest course through asked and carried units: neighbours in a paragraph mostly belong together. */
function askedUnits(units: readonly Unit[], scores: readonly number[]): Unit[] {
	let asked = { cost: 0, units: [] as Unit[] };
	let carried = { cost: 0, units: [] as Unit[] };
	for (const [index, unit] of units.entries()) {
		const score = scores[index];
		const change = index === 0 ? 0 : unit.opens ? SWITCH.between : SWITCH.within;
		const toAsked = carried.cost + change < asked.cost ? { ...carried, cost: carried.cost + change } : asked;
		const toCarried = asked.cost + change < carried.cost ? { ...asked, cost: asked.cost + change } : carried;
		asked = { cost: toAsked.cost + Math.log1p(Math.exp(-score)), units: [...toAsked.units, unit] };
		carried = { cost: toCarried.cost + Math.log1p(Math.exp(score)), units: toCarried.units };
	}
	return asked.cost <= carried.cost ? asked.units : carried.units;
}

/** Tells the units of a part that are asked from those that are carried along. */
export function splitPart(text: string, role: Role, model: AskingModel): Split {
	const units = unitsOf(readPart(text));
	const cut = text.length > 2 * READ;
	if (units.length < 2 && role === 'alone') return { asked: readPart(text), perhapsAsked: readPart(text), carried: [], cut };
	const scores = units.map((_, index) => askedScore(unitFeatures(units, index, role), model));
	const asked = askedUnits(units, scores);
	const perhapsAsked = askedUnits(
		units,
		scores.map((score) => score + DOUBT),
	);
	const carried = units.filter((unit) => !asked.includes(unit));
	return { asked: textOf(asked), perhapsAsked: textOf(perhapsAsked), carried, cut };
}

const textOf = (units: readonly Unit[]): string => units.map(({ text }) => text).join('\n');
