import { afterAll, describe, expect, test } from 'vitest';
import { chancesOf, planLooks } from '../../../core/statistics/groupSequential';
import { kinds, ladderScores, ratesOf, type World } from '../../../scripts/replay/simulate';

const replays = 500;
/** Largest share of 500 that a true rate shows with 99.9 % probability. */
const atMost = (rate: number) => rate + 3.1 * Math.sqrt((rate * (1 - rate)) / replays);
const atLeast = (rate: number) => rate - 3.1 * Math.sqrt((rate * (1 - rate)) / replays);

const plan = planLooks({ alpha: 0.05, power: 0.8, futility: 0.2, looks: [0.25, 0.5, 0.75, 1] });
const common = { margin: 0.05, discordant: 0.2, clusterSize: 1 };
const rows: Record<string, string | number>[] = [];
afterAll(() => console.table(rows));

function rates(name: string, world: World) {
	const found = ratesOf(world, plan, replays);
	rows.push({ name, difference: world.difference * 100, ...found });
	return found;
}

describe('500 replays of a candidate whose true loss is known, margin 5 points', { timeout: 120_000 }, () => {
	test.each(kinds)('$kind: the ladder tells the worse answer from the same one', async (kind) => {
		expect(await ladderScores(kind)).toEqual([0, -1]);
	});

	const worlds: { name: string; world: Omit<World, 'difference'>; power: number }[] = [
		{ name: 'rules, old model asked again', world: { ...common, noise: 'asked again' }, power: 0.8 },
		{ name: 'rules, old model against itself in the history', world: { ...common, noise: 'history' }, power: 0.72 },
		{ name: 'rules, conversations of 4 calls', world: { ...common, clusterSize: 4, noise: 'asked again' }, power: 0.6 },
		...[1, 0.9, 0.8].map((right) => ({
			name: `judge right on ${right * 100} %`,
			world: { ...common, judge: { right, anchors: 100, isScaled: true } },
			power: 0.75,
		})),
	];

	test.each(worlds)('$name', ({ name, world, power }) => {
		const [equal, near, onMargin, far] = [0, -0.03, -0.05, -0.1].map((difference) => rates(name, { ...world, difference }));
		expect(equal.pass).toBeGreaterThan(atLeast(power));
		expect(equal.fail).toBeLessThan(atMost(0.05));
		// Within the margin, but close to it: seldom enough evidence, and no more passes than an equal one.
		expect(near.pass).toBeLessThan(equal.pass);
		expect(onMargin.pass).toBeLessThan(atMost(0.05));
		expect(far.pass).toBeLessThan(atMost(0.002));
		expect(far.fail).toBeGreaterThan(0.9);
	});

	test.each([0.02, 0, -0.05, -0.1])('at a difference of %d early stopping uses the share of the plan that is computed', (difference) => {
		const computed = chancesOf(plan, difference / 0.05).expected;
		const { used } = rates('share used', { ...common, judge: { right: 1, anchors: 1000, isScaled: true }, difference });
		expect(Math.abs(used - computed)).toBeLessThan(0.05);
	});

	test('a judge that is right on 80 % and not reckoned with would pass four times too many', () => {
		expect(
			rates('not scaled', { ...common, difference: -0.05, judge: { right: 0.8, anchors: 100, isScaled: false } }).pass,
		).toBeGreaterThan(0.2);
	});

	test('where the old model is unknown to itself, other answers alone make nobody fail', () => {
		const { pass, fail } = rates('unknown', { ...common, noise: 'unknown', difference: 0 });
		expect({ pass, fail }).toEqual({ pass: 0, fail: 0 });
	});
});
