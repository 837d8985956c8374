import { chancesOf, conditionalPower, type SequentialPlan } from '../statistics/groupSequential';
import { normalAt, normalOfStudent } from '../statistics/normal';
import { atBest, estimateDifference, type Difference, type DifferenceOptions, type Observed } from './difference';
import { itemAt } from '../itemAt';

export interface Look {
	/** Counts from 0. */
	look: number;
	difference: Difference;
	/** Standard errors that the difference is above the margin. */
	z: number;
	bound: number;
	/** Chance that the plan passes yet if the candidate is equal; undefined at the last look. */
	chanceIfEqual?: number;
	/** The interval that holds at this look, whatever looks were before. */
	low: number;
	high: number;
	says: 'pass' | 'fail' | 'not enough' | 'go on';
}

interface Deciding extends DifferenceOptions {
	plan: SequentialPlan;
	/** Counts from 0. */
	look: number;
	isLast: boolean;
}

/**
 * What a look at the replay says of the margin. Where the old model's own wavering is unknown, only what it can't explain
 * makes a candidate fail.
 */
export function decide(observed: readonly Observed[], options: Deciding): Look {
	const look = decideOnce(estimateDifference(observed, options), options);
	if (look.says !== 'fail' || !observed.some(({ mayBeNoise }) => mayBeNoise)) return look;
	const best = decideOnce(estimateDifference(atBest(observed), options), options);
	return { ...look, says: best.says === 'fail' ? 'fail' : 'not enough' };
}

function decideOnce(difference: Difference, { margin, plan, look, isLast }: Deciding): Look {
	const { value, standardError, clusters } = difference;
	const last = plan.bounds.length - 1;
	const place = isLast ? last : look;
	const bound = itemAt(plan.bounds, place);
	const z = normalOfStudent((value + margin) / standardError, clusters - 1);
	const time = itemAt(plan.looks, place);
	const chanceIfEqual =
		place === last
			? undefined
			: conditionalPower({ z, time, drift: margin / (standardError * Math.sqrt(time)), lastBound: itemAt(plan.bounds, last) });
	const isWorse = value + normalAt(1 - plan.alpha) * standardError < 0;
	const ends = value <= -margin ? 'fail' : 'not enough';
	const says = (): Look['says'] => {
		if (z >= bound) return 'pass';
		if (chanceIfEqual === undefined) return isWorse ? ends : 'not enough';
		// Too small a plan is futile from the start; that says nothing about the candidate, only being worse does.
		return isWorse && chanceIfEqual < plan.futility ? ends : 'go on';
	};
	return {
		look,
		difference,
		z,
		bound,
		chanceIfEqual,
		low: value - bound * standardError,
		high: value + bound * standardError,
		says: says(),
	};
}

const most = 100_000;

/**
 * How many more cases would pass with the plan's power, if the candidate is as good as it looks now (at best equal): the
 * variance shrinks with the number of cases.
 */
export function casesMissing({ value, standardError, cases }: Difference, margin: number, plan: SequentialPlan): number | 'unreachable' {
	const distance = margin + Math.min(0, value);
	if (!(distance > 0) || !Number.isFinite(standardError)) return 'unreachable';
	const needed = Math.ceil((plan.drift / distance) ** 2 * standardError ** 2 * cases);
	return needed > most ? 'unreachable' : Math.max(1, needed - cases);
}

/**
 * How many cases a plan asks for: `discordant` is the share of calls on which the two are expected to differ, `kept` what a
 * judge leaves of a difference, where one judges.
 */
export const casesPlanned = (plan: SequentialPlan, { margin, discordant, kept = 1 }: Expected): number =>
	Math.ceil((plan.drift / (margin * kept)) ** 2 * Math.max(discordant, margin));

interface Expected {
	margin: number;
	discordant: number;
	kept?: number;
}

/** The chance that a plan with so many cases passes an equal candidate. */
export function powerOf(plan: SequentialPlan, { margin, discordant, kept = 1, cases }: Expected & { cases: number }): number {
	const drift = (margin * kept) / Math.sqrt(Math.max(discordant, margin) / Math.max(1, cases));
	return chancesOf(plan, drift / plan.drift - 1).passed;
}
