import { itemAt } from '../itemAt';
import { normalAt, normalBelow } from './normal';

/**
 * A test that looks at the data several times, at moments planned in advance, and keeps its error rate all the same: each
 * look may spend so much of it as Lan and DeMets's function of O'Brien-Fleming's kind gives (Biometrika 1983, 70: 659),
 * `2 - 2 Φ(z(1 - alpha/2) / √t)`. Bounds are found by integrating the score's density from look to look (Armitage,
 * McPherson and Rowe 1969), so nothing is read from a table.
 */
export interface SequentialDesign {
	/** One-sided error: how often a candidate on the margin passes. */
	alpha: number;
	/** How often a candidate that is equal passes when all of the plan is carried out. */
	power: number;
	/** Share of the plan's information at each look, rising, the last 1. */
	looks: readonly number[];
	/** Below this chance to pass yet, an equal candidate assumed, going on is futile. */
	futility: number;
}

export interface SequentialPlan extends SequentialDesign {
	/** z from which a look passes. */
	bounds: number[];
	/** z of the difference that the whole plan finds with `power`: margin over standard error at the end. */
	drift: number;
	/** How many times the cases of a test that looks once. */
	inflation: number;
}

/** O'Brien-Fleming's share of `alpha` that is spent at a share `time` of the information. */
export const alphaSpent = (alpha: number, time: number): number => 2 - 2 * normalBelow(normalAt(1 - alpha / 2) / Math.sqrt(time));

/** The design with its bounds and its price. Futility does not bind: who goes on all the same keeps the error rate. */
export function planLooks(design: SequentialDesign): SequentialPlan {
	const { alpha, power, looks } = design;
	const bounds = boundsOf(alpha, looks);
	const drift = solve(
		(guess) => chances({ looks, bounds, drift: guess, lower: futilityBounds(design, bounds, guess) }).passed - power,
		0,
		10,
	);
	return { ...design, bounds, drift, inflation: (drift / (normalAt(1 - alpha) + normalAt(power))) ** 2 };
}

/**
 * The chance that the last look passes, seen from a look at `time` with `z`, if from here on the score drifts by `drift`
 * over the whole plan.
 */
export function conditionalPower({ z, time, drift, lastBound }: { z: number; time: number; drift: number; lastBound: number }): number {
	if (time >= 1) return z >= lastBound ? 1 : 0;
	return normalBelow((z * Math.sqrt(time) + drift * (1 - time) - lastBound) / Math.sqrt(1 - time));
}

/** z at or below which a look is futile, were the difference nought. */
function futilityBounds({ looks, futility }: SequentialDesign, bounds: readonly number[], drift: number): number[] {
	const last = bounds.at(-1) ?? 0;
	return looks.map((time) => (time >= 1 ? last : (last - drift * (1 - time) + normalAt(futility) * Math.sqrt(1 - time)) / Math.sqrt(time)));
}

function boundsOf(alpha: number, looks: readonly number[]): number[] {
	const bounds: number[] = [];
	let density: Density | undefined;
	let [before, spent] = [0, 0];
	for (const time of looks) {
		const share = alphaSpent(alpha, time) - spent;
		const [from, step] = [density, time - before];
		const bound = solve((z) => share - above(from, z * Math.sqrt(time), step, 0), 0, 12);
		bounds.push(bound);
		density = next(from, { low: -9 * Math.sqrt(time), high: bound * Math.sqrt(time), step, drift: 0 });
		[before, spent] = [time, alphaSpent(alpha, time)];
	}
	return bounds;
}

export interface Chances {
	/** Chance to pass at each look. */
	passes: number[];
	/** Chance to stop at each look for futility; at the last, not to pass. */
	stops: number[];
	passed: number;
	/** Share of the planned cases that are used on average. */
	expected: number;
}

/** What becomes of a test, looked at with these bounds, whose score drifts by `drift` over the whole plan. */
export function chances({
	looks,
	bounds,
	lower,
	drift,
}: {
	looks: readonly number[];
	bounds: readonly number[];
	lower: readonly number[];
	drift: number;
}): Chances {
	const [passes, stops]: [number[], number[]] = [[], []];
	let density: Density | undefined;
	let [before, alive, expected] = [0, 1, 0];
	looks.forEach((time, index) => {
		const step = time - before;
		const root = Math.sqrt(time);
		const [low, high] = [itemAt(lower, index) * root, itemAt(bounds, index) * root];
		expected += alive * step;
		const passing = above(density, high, step, drift);
		const staying = above(density, low, step, drift);
		passes.push(passing);
		stops.push(alive - staying);
		alive = staying - passing;
		density = next(density, { low: Math.max(low, drift * time - 9 * root), high, step, drift });
		before = time;
	});
	return { passes, stops, passed: passes.reduce((sum, chance) => sum + chance, 0), expected };
}

/** The chances of a plan under a true difference, in shares of the margin: 0 is an equal candidate, -1 one on the margin. */
export const chancesOf = (plan: SequentialPlan, difference: number): Chances =>
	chances({ ...plan, lower: futilityBounds(plan, plan.bounds, plan.drift), drift: plan.drift * (1 + difference) });

/** The score's density between two bounds, on an even grid. */
interface Density {
	points: Float64Array;
	weights: Float64Array;
}

const gridPoints = 241;

/** Chance to be above `high` after another step; without a density the walk begins at 0. */
function above(density: Density | undefined, high: number, step: number, drift: number): number {
	const root = Math.sqrt(step);
	const beyond = (from: number) => normalBelow((from + drift * step - high) / root);
	if (!density) return beyond(0);
	let sum = 0;
	for (let index = 0; index < gridPoints; index += 1) sum += itemAt(density.weights, index) * beyond(itemAt(density.points, index));
	return sum;
}

function next(
	density: Density | undefined,
	{ low, high, step, drift }: { low: number; high: number; step: number; drift: number },
): Density {
	const points = new Float64Array(gridPoints);
	const weights = new Float64Array(gridPoints);
	const width = (high - low) / (gridPoints - 1);
	const root = Math.sqrt(step);
	const bell = (distance: number) => Math.exp(-0.5 * (distance / root) ** 2) / (root * Math.sqrt(2 * Math.PI));
	for (let index = 0; index < gridPoints; index += 1) {
		const point = low + width * index;
		points[index] = point;
		let value = 0;
		if (density)
			for (let from = 0; from < gridPoints; from += 1)
				value += itemAt(density.weights, from) * bell(point - itemAt(density.points, from) - drift * step);
		else value = bell(point - drift * step);
		weights[index] = value * width * simpson(index);
	}
	return { points, weights };
}

/** Weights of Simpson's rule, in units of the grid's width. */
const simpson = (index: number) => (index === 0 || index === gridPoints - 1 ? 1 : index % 2 === 1 ? 4 : 2) / 3;

/** Where a rising function passes 0. */
function solve(rising: (at: number) => number, low: number, high: number): number {
	for (let round = 0; round < 50; round += 1) {
		const middle = (low + high) / 2;
		if (rising(middle) < 0) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}
