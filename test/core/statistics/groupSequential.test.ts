import { describe, expect, test } from 'vitest';
import { clusteredMean } from '../../../core/statistics/clusteredMean';
import { alphaSpent, chancesOf, conditionalPower, planLooks } from '../../../core/statistics/groupSequential';
import { normalAt, normalBelow, normalOfStudent } from '../../../core/statistics/normal';

const plan = planLooks({ alpha: 0.05, power: 0.8, futility: 0.2, looks: [0.25, 0.5, 0.75, 1] });

describe('planned looks', () => {
	test('one look is the test that everybody knows', () => {
		const once = planLooks({ alpha: 0.025, power: 0.9, futility: 0.2, looks: [1] });
		expect(once.bounds[0]).toBeCloseTo(1.959964, 4);
		expect(once.inflation).toBeCloseTo(1, 4);
	});

	test('the error is spent as Lan and DeMets have it: nearly nothing at first, all of it at the end', () => {
		expect(alphaSpent(0.05, 1)).toBeCloseTo(0.05, 10);
		expect(alphaSpent(0.05, 0.25)).toBeCloseTo(2 * (1 - normalBelow(normalAt(0.975) / 0.5)), 12);
		expect(1 - normalBelow(plan.bounds[0])).toBeCloseTo(alphaSpent(0.05, 0.25), 6);
	});

	test('without futility a candidate on the margin passes as often as alpha says', () => {
		const never = planLooks({ alpha: 0.05, power: 0.8, futility: 1e-9, looks: [0.25, 0.5, 0.75, 1] });
		expect(chancesOf(never, -1).passed).toBeCloseTo(0.05, 4);
	});

	test('an equal candidate passes as often as the power says, and early stops spare calls on either side', () => {
		expect(chancesOf(plan, 0).passed).toBeCloseTo(0.8, 4);
		expect(chancesOf(plan, -2).expected).toBeLessThan(0.5);
		expect(chancesOf(plan, 0.4).expected).toBeLessThan(0.7);
	});

	test('chances add up', () => {
		const { passes, stops } = chancesOf(plan, -0.4);
		expect([...passes, ...stops].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
	});

	test('the chance from halfway falls with what was seen', () => {
		const chance = (z: number) => conditionalPower({ z, time: 0.5, drift: plan.drift, lastBound: plan.bounds[3] });
		expect(chance(2)).toBeGreaterThan(chance(0));
		expect(chance(-1)).toBeLessThan(0.1);
	});
});

describe('a mean of clusters', () => {
	test('of single cases is the usual one', () => {
		const { value, variance } = clusteredMean([1, 0, 0, 1].map((one, index) => ({ cluster: String(index), value: one })));
		expect(value).toBe(0.5);
		expect(variance).toBeCloseTo(1 / 12, 10);
	});

	test('calls that repeat each other are worth one', () => {
		const cases = [1, 0, 0, 1].flatMap((one, index) => Array.from({ length: 5 }, () => ({ cluster: String(index), value: one })));
		expect(clusteredMean(cases).variance).toBeCloseTo(1 / 12, 10);
	});

	test('weights count a case as often', () => {
		expect(
			clusteredMean([
				{ cluster: 'a', value: 1, weight: 3 },
				{ cluster: 'b', value: 0 },
			]).value,
		).toBe(0.75);
	});

	test('one cluster tells nothing of the spread', () => {
		expect(clusteredMean([{ cluster: 'a', value: 1 }]).variance).toBe(Infinity);
	});
});

test('few clusters make a statistic less rare', () => {
	expect(normalOfStudent(2.776, 4)).toBeCloseTo(1.96, 2);
	expect(normalOfStudent(-2.776, 4)).toBeCloseTo(-1.96, 2);
	expect(normalOfStudent(2, 1000)).toBe(2);
});
