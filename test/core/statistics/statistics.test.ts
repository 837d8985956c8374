import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	benjaminiHochberg,
	bootstrap,
	casesToDecide,
	clusteredDifference,
	clusteredShare,
	detection,
	holm,
	mcnemarExact,
	nonInferiority,
	pairedDifference,
	quantile,
	seededRandom,
	wilson,
} from '../../../core/statistics';
import { normalQuantile } from '../../../core/statistics/interval';

describe('wilson', () => {
	// Newcombe 1998, Statistics in Medicine 17: 857, table I, method 3.
	test.each([
		{ successes: 81, trials: 263, low: 0.2553, high: 0.3662 },
		{ successes: 15, trials: 148, low: 0.0624, high: 0.1605 },
		{ successes: 0, trials: 20, low: 0, high: 0.1611 },
		{ successes: 1, trials: 29, low: 0.0061, high: 0.1718 },
	])('$successes of $trials is $low to $high, as published', ({ successes, trials, low, high }) => {
		const interval = wilson(successes, trials);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	test('nothing tried leaves everything possible', () => {
		expect(wilson(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1 });
	});

	test('more successes than trials is refused', () => {
		expect(() => wilson(3, 2)).toThrow('3 of 2');
	});

	test('the interval always holds its value, and the mirror image of a count has the mirrored interval', () => {
		fc.assert(
			fc.property(fc.nat(2000), fc.nat(2000), (first, second) => {
				const [successes, trials] = [Math.min(first, second), Math.max(first, second, 1)];
				const interval = wilson(successes, trials);
				const mirrored = wilson(trials - successes, trials);
				expect(interval.low).toBeLessThanOrEqual(interval.value);
				expect(interval.high).toBeGreaterThanOrEqual(interval.value);
				expect(interval.low).toBeCloseTo(1 - mirrored.high, 10);
			}),
		);
	});
});

describe('pairedDifference', () => {
	// Newcombe 1998, Statistics in Medicine 17: 2635, table II, method 10 (cells e, f, g, h; difference f minus g).
	test.each([
		{ cells: [36, 12, 2, 0], low: 0.0569, high: 0.3404 },
		{ cells: [20, 12, 2, 16], low: 0.0562, high: 0.329 },
		{ cells: [0, 12, 2, 36], low: 0.0569, high: 0.3404 },
	])('$cells is $low to $high, as published', ({ cells, low, high }) => {
		const [both, onlyCandidate, onlyBaseline, neither] = cells;
		const interval = pairedDifference({ both, onlyBaseline, onlyCandidate, neither });
		expect(interval.low).toBeCloseTo(low, 3);
		expect(interval.high).toBeCloseTo(high, 3);
	});

	test('no task gives no evidence', () => {
		expect(pairedDifference({ both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0 })).toEqual({
			value: Number.NaN,
			low: -1,
			high: 1,
		});
	});

	test('a few identical answers do not make the difference certain', () => {
		const { low, high } = pairedDifference({ both: 3, onlyBaseline: 0, onlyCandidate: 0, neither: 0 });
		expect(high - low).toBeGreaterThan(0.5);
	});
});

describe('clusteredDifference', () => {
	const task = fc.record({ baseline: fc.integer({ min: 0, max: 1 }), candidate: fc.integer({ min: 0, max: 1 }) });

	test('with one repeat it is the paired difference', () => {
		fc.assert(
			fc.property(fc.array(task, { minLength: 1, maxLength: 60 }), (tasks) => {
				const cell = (baseline: number, candidate: number) =>
					tasks.filter((one) => one.baseline === baseline && one.candidate === candidate).length;
				const plain = pairedDifference({
					both: cell(1, 1),
					onlyBaseline: cell(1, 0),
					onlyCandidate: cell(0, 1),
					neither: cell(0, 0),
				});
				const clustered = clusteredDifference(tasks, 1);
				expect(clustered.low).toBeCloseTo(plain.low, 9);
				expect(clustered.high).toBeCloseTo(plain.high, 9);
			}),
		);
	});

	test('repeating answers that never change adds no certainty', () => {
		const tasks = Array.from({ length: 50 }, (_, index) => ({
			baseline: index % 2,
			candidate: index % 3 === 0 ? 1 : 0,
		}));
		const once = clusteredDifference(tasks, 1);
		const tenTimes = clusteredDifference(tasks, 10);
		expect(tenTimes.high - tenTimes.low).toBeCloseTo(once.high - once.low, 1);
	});

	test('repeats that average noise out narrow the interval', () => {
		const random = seededRandom(4);
		const share = (repeats: number) => Array.from({ length: repeats }, () => Number(random() < 0.6)).reduce((a, b) => a + b) / repeats;
		const width = (repeats: number) => {
			const tasks = Array.from({ length: 200 }, () => ({ baseline: share(repeats), candidate: share(repeats) }));
			const { low, high } = clusteredDifference(tasks, repeats);
			return high - low;
		};
		expect(width(8)).toBeLessThan(0.6 * width(1));
	});

	test('a share over repeats counts tasks, not answers, when the repeats agree', () => {
		const shares = Array.from({ length: 40 }, (_, index) => Number(index < 30));
		expect(clusteredShare(shares, 5).low).toBeCloseTo(wilson(30, 40).low, 2);
	});
});

describe('mcnemarExact', () => {
	test.each([
		{ flips: [0, 0], p: 1 },
		{ flips: [1, 6], p: 0.125 },
		{ flips: [6, 1], p: 0.125 },
		{ flips: [2, 12], p: 0.012939453125 },
		{ flips: [5, 5], p: 1 },
		{ flips: [10, 25], p: 0.0166738478 },
		{ flips: [400, 500], p: 0.0009564441 },
	])('$flips gives p = $p', ({ flips: [onlyBaseline, onlyCandidate], p }) => {
		expect(mcnemarExact(onlyBaseline, onlyCandidate)).toBeCloseTo(p, 8);
	});
});

describe('nonInferiority', () => {
	test.each([
		{ name: 'an interval above minus the margin passes', low: -0.04, high: 0.02, verdict: 'pass' },
		{ name: 'an interval below minus the margin fails', low: -0.2, high: -0.06, verdict: 'fail' },
		{ name: 'an interval that holds the margin warns', low: -0.08, high: 0.04, verdict: 'warn' },
		{ name: 'an interval that ends on the margin warns', low: -0.05, high: 0.04, verdict: 'warn' },
		{ name: 'an interval that begins on the margin warns', low: -0.2, high: -0.05, verdict: 'warn' },
	])('$name', ({ low, high, verdict }) => {
		const outcome = nonInferiority({ value: (low + high) / 2, low, high }, { margin: 0.05, tasks: 100 });
		expect(outcome.verdict).toBe(verdict);
	});

	test('the named number of tasks decides when the same difference is seen on them', () => {
		const table = { both: 60, onlyBaseline: 8, onlyCandidate: 8, neither: 24 };
		const { tasksToDecide } = nonInferiority(pairedDifference(table), { margin: 0.05, tasks: 100 });
		expect(tasksToDecide).toBeGreaterThan(300);
		const scale = Number(tasksToDecide) / 100;
		const scaled = pairedDifference({ both: 60 * scale, onlyBaseline: 8 * scale, onlyCandidate: 8 * scale, neither: 24 * scale });
		expect(nonInferiority(scaled, { margin: 0.05, tasks: 100 * scale }).verdict).toBe('pass');
	});

	test('a difference on the margin is decided by no number of tasks', () => {
		const outcome = nonInferiority({ value: -0.05, low: -0.1, high: 0 }, { margin: 0.05, tasks: 100 });
		expect(outcome.tasksToDecide).toBe('unreachable');
	});
});

describe('casesToDecide', () => {
	test.each([
		{ name: 'no leak at all', given: { successes: 0, trials: 100, limit: 0.02, side: 'below' as const }, cases: 189 },
		{ name: 'all as wanted', given: { successes: 20, trials: 20, limit: 0.9, side: 'above' as const }, cases: 35 },
		{ name: 'a rate on the limit', given: { successes: 2, trials: 100, limit: 0.02, side: 'below' as const }, cases: 'unreachable' },
	])('$name: $cases', ({ given, cases }) => {
		expect(casesToDecide(given)).toBe(cases);
	});

	test.each([
		{ successes: 10, trials: 330, limit: 0.05, side: 'below' as const },
		{ successes: 30, trials: 330, limit: 0.05, side: 'below' as const },
		{ successes: 96, trials: 100, limit: 0.95, side: 'above' as const },
		{ successes: 180, trials: 200, limit: 0.95, side: 'above' as const },
	])('the named number decides in about 80 % of 1,000 simulations: $successes of $trials, $side $limit', (given) => {
		const { successes, trials, limit, side } = given;
		const cases = Number(casesToDecide(given));
		const rate = successes / trials;
		const decided = Array.from({ length: 1000 }, (_, seed) => {
			const random = seededRandom(seed * 7919 + cases);
			const count = Array.from({ length: cases }, () => random() < rate).filter(Boolean).length;
			const { low, high } = wilson(count, cases);
			if (side === 'below') return rate <= limit ? high <= limit : low > limit;
			return rate >= limit ? low >= limit : high < limit;
		}).filter(Boolean).length;
		expect(decided).toBeGreaterThan(760);
		expect(decided).toBeLessThan(880);
	});
});

describe('corrections for many comparisons', () => {
	// The worked example of Benjamini and Hochberg 1995, as R's p.adjust prints it.
	const pValues = [0.01, 0.02, 0.03, 0.04, 0.05];

	test('holm', () => {
		expect(holm(pValues).map((p) => Number(p.toFixed(4)))).toEqual([0.05, 0.08, 0.09, 0.09, 0.09]);
	});

	test('benjaminiHochberg', () => {
		expect(benjaminiHochberg(pValues).map((p) => Number(p.toFixed(4)))).toEqual([0.05, 0.05, 0.05, 0.05, 0.05]);
		expect(benjaminiHochberg([0.9, 0.001, 0.04]).map((p) => Number(p.toFixed(4)))).toEqual([0.9, 0.003, 0.06]);
	});

	test('never below the p-value itself, never above 1, in its order', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (values) => {
				for (const adjusted of [holm(values), benjaminiHochberg(values)]) {
					for (const [index, p] of adjusted.entries()) {
						expect(p).toBeGreaterThanOrEqual(values[index] - 1e-12);
						expect(p).toBeLessThanOrEqual(1);
					}
				}
			}),
		);
	});
});

describe('bootstrap', () => {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const values = Array.from({ length: 100 }, (_, index) => Number(index < 70));

	test('the same seed gives the same interval, another seed another', () => {
		expect(bootstrap(values, mean, { seed: 1 })).toEqual(bootstrap(values, mean, { seed: 1 }));
		expect(bootstrap(values, mean, { seed: 1 })).not.toEqual(bootstrap(values, mean, { seed: 2 }));
	});

	test('the interval of a mean is near the normal one', () => {
		const interval = bootstrap(values, mean, { seed: 3, samples: 4000 });
		expect(interval?.low).toBeCloseTo(0.61, 1);
		expect(interval?.high).toBeCloseTo(0.79, 1);
	});

	test('nothing gives nothing', () => {
		expect(bootstrap([], mean, { seed: 1 })).toBeUndefined();
	});
});

test('precision, recall and F1 of a trigger', () => {
	const pairs = [
		...Array.from({ length: 8 }, () => ({ expected: true, observed: true })),
		...Array.from({ length: 2 }, () => ({ expected: true, observed: false })),
		...Array.from({ length: 4 }, () => ({ expected: false, observed: true })),
		...Array.from({ length: 6 }, () => ({ expected: false, observed: false })),
	];
	const { precision, recall, f1 } = detection(pairs);
	expect(precision?.value).toBeCloseTo(8 / 12);
	expect(recall?.value).toBe(0.8);
	expect(f1?.value).toBeCloseTo(16 / 22);
	expect(f1?.low).toBeCloseTo((2 * wilson(8, 14).low) / (1 + wilson(8, 14).low));
	expect(detection([{ expected: false, observed: false }]).f1).toBeUndefined();
});

test('seeded numbers are uniform enough and repeat', () => {
	const draw = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
	expect(draw(5)).toEqual(draw(5));
	expect(draw(5)).not.toEqual(draw(6));
	expect(draw(5).reduce((a, b) => a + b) / 1000).toBeCloseTo(0.5, 1);
});

describe('limits of what is asked', () => {
	test.each([0, 1, -0.5, 1.5, Number.NaN])('a level of %s is refused', (level) => {
		expect(() => normalQuantile(level)).toThrow(`between 0 and 1, got ${level}`);
	});

	test.each([
		[0.5, 0.67449],
		[0.8, 1.28155],
		[0.95, 1.95996],
		[0.99, 2.57583],
	])('a level of %s has the published quantile %s', (level, z) => {
		expect(normalQuantile(level)).toBeCloseTo(z, 4);
	});

	test.each([
		[-1, 5],
		[6, 5],
		[0, -1],
		[Number.NaN, 5],
		[1, Number.NaN],
		[-1, -1],
	])('%s of %s is no share', (successes, trials) => {
		expect(() => wilson(successes, trials)).toThrow(`got ${successes} of ${trials}`);
	});

	test('without a trial everything is possible, without a success or a failure the end is exact', () => {
		expect(wilson(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1 });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5_000 }), (trials) => {
				expect(wilson(0, trials).low).toBe(0);
				expect(wilson(trials, trials).high).toBe(1);
			}),
		);
	});
});

describe('tasks that would decide a non-inferiority', () => {
	const after = (difference: { value: number; low: number; high: number }, tasks: number) =>
		nonInferiority(difference, { margin: 0.05, tasks }).tasksToDecide;

	test('are the ones of the power formula', () => {
		// Deviation of one task: (0.2 / (2 * 1.95996)) * 10 = 0.51021; ((1.95996 + 0.8416) * 0.51021 / 0.05) ** 2 = 817.3.
		expect(after({ value: 0, low: -0.1, high: 0.1 }, 100)).toBe(818);
	});

	test('are one more than were tried where the formula asks for fewer, none where the difference sits on the margin', () => {
		expect(after({ value: 0.9, low: -0.06, high: 1 }, 100)).toBe(101);
		expect(after({ value: -0.05, low: -0.1, high: 0.1 }, 100)).toBe('unreachable');
		expect(after({ value: 0, low: -0.1, high: 0.1 }, 0)).toBe('unreachable');
		expect(after({ value: 0, low: -0.1, high: 0.1 }, Number.NaN)).toBe('unreachable');
	});
});

describe('bootstrap quantiles', () => {
	test.each([
		{ share: 0, value: 10 },
		{ share: 0.25, value: 17.5 },
		{ share: 0.5, value: 25 },
		{ share: 0.9, value: 37 },
		{ share: 1, value: 40 },
	])('$share of 10, 20, 30, 40 is $value, between neighbours', ({ share, value }) => {
		expect(quantile([10, 20, 30, 40], share)).toBeCloseTo(value, 10);
	});

	test('nothing has no interval, nor has a statistic that is no number', () => {
		const mean = (units: readonly number[]) => units.reduce((sum, one) => sum + one, 0) / units.length;
		expect(bootstrap([], mean, { seed: 1 })).toBeUndefined();
		expect(bootstrap([], () => 1, { seed: 1 })).toBeUndefined();
		expect(bootstrap([1, 2], () => Number.NaN, { seed: 1 })).toBeUndefined();
	});

	test('samples that have no value are left out, and ends are in order', () => {
		let calls = 0;
		const result = bootstrap([1, 2, 3], () => ((calls += 1) % 2 === 0 ? Number.NaN : 100 - calls), { seed: 1, samples: 40 });
		expect(result?.low).toBeLessThan(result?.high ?? 0);
	});

	test('the ends are those of the level', () => {
		let next = 0;
		const result = bootstrap([1], () => next++, { seed: 1, samples: 101, level: 0.9 });
		expect(result?.low).toBeCloseTo(5, 10);
		expect(result?.high).toBeCloseTo(95, 10);
	});
});

describe('seededRandom', () => {
	test('gives the same numbers for the same seed on every machine, and others for the next seed', () => {
		const first = (seed: number) => {
			const random = seededRandom(seed);
			return Array.from({ length: 3 }, () => Math.floor(random() * 1e6));
		};
		expect(first(1)).toEqual([750676, 539185, 335796]);
		expect(first(2)).toEqual([246722, 54684, 238416]);
	});
});

describe('answers that are spread between tasks', () => {
	test('tasks that all came out alike are worth one answer each', () => {
		expect(clusteredShare([0.5, 0.5, 0.5, 0.5], 2)).toEqual({ ...wilson(2, 4), value: 0.5 });
		expect(clusteredShare([1, 1, 1], 5)).toEqual(wilson(3, 3));
	});

	test('each task that is right or wrong as a whole is worth one answer', () => {
		const shares = [1, 1, 1, 0, 0, 0, 1, 0];
		expect(clusteredShare(shares, 5)).toEqual({ ...wilson(4, 8), value: 0.5 });
		expect(clusteredShare(shares, 1)).toEqual(clusteredShare(shares, 5));
	});

	test('one task alone is one answer', () => {
		expect(clusteredShare([0.4], 5)).toEqual({ ...wilson(0.4, 1), value: 0.4 });
	});
});
