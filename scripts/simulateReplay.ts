/**
 * Replays candidates whose true loss is known, many times, and prints how often each verdict comes and how many of the
 * planned calls are used. Statistics alone: no model is asked. The tables of docs/replay-figures.md are what it prints.
 *
 *   npx tsx scripts/simulateReplay.ts                  5,000 replays a row
 *   npx tsx scripts/simulateReplay.ts --replays 500    in a minute
 */
import { parseArgs } from 'node:util';
import { chancesOf, planLooks } from '../core/statistics/groupSequential';
import { kinds, ladderScores, ratesOf, type World } from './replay/simulate';

const { values } = parseArgs({ options: { replays: { type: 'string' } } });
const replays = Number(values.replays ?? 5000);
const design = { alpha: 0.05, power: 0.8, futility: 0.2 };
const plan = planLooks({ ...design, looks: [0.25, 0.5, 0.75, 1] });
const once = planLooks({ ...design, looks: [1] });
const common = { margin: 0.05, discordant: 0.2, clusterSize: 1 };
const differences = [0.02, 0, -0.03, -0.05, -0.1];
const percent = (share: number) => `${(share * 100).toFixed(1)}`;

interface Row {
	name: string;
	world: Omit<World, 'difference'>;
	plan?: typeof plan;
}

function table(title: string, rows: readonly Row[]) {
	console.log(`\n### ${title}\n`);
	console.log(
		'| | true difference (points) | planned calls | pass % | fail % | not enough % | calls used % of plan |\n|---|---|---|---|---|---|---|',
	);
	for (const { name, world, plan: own = plan } of rows) {
		for (const difference of differences) {
			const { pass, fail, notEnough, used, planned } = ratesOf({ ...world, difference }, own, replays);
			console.log(
				`| ${name} | ${(difference * 100).toFixed(0)} | ${planned} | ${percent(pass)} | ${percent(fail)} | ${percent(notEnough)} | ${percent(used)} |`,
			);
		}
	}
}

void main();

async function main() {
	console.log(`${replays} replays a row; margin 5 points, one-sided error 5 %, power 80 %, 20 % of the calls differ.`);
	console.log(
		`Bounds of z at the four looks: ${plan.bounds.map((bound) => bound.toFixed(3)).join(', ')}; plan ${plan.inflation.toFixed(3)} times a single look.`,
	);
	for (const difference of differences) {
		const { passed, expected } = chancesOf(plan, difference / common.margin);
		console.log(
			`Computed, futility at each look: difference ${(difference * 100).toFixed(0)} passes ${percent(passed)} %, uses ${percent(expected)} % of the plan.`,
		);
	}
	for (const kind of kinds)
		console.log(`${kind.kind}: the ladder scores the same answer ${(await ladderScores(kind)).join(', a worse one ')}.`);

	table('Answers that rules compare (label, number, JSON, tool calls)', [
		{ name: 'old model asked again', world: { ...common, noise: 'asked again' } },
		{ name: 'old model against itself in the history, 400 pairs', world: { ...common, noise: 'history' } },
		{ name: 'nothing known of the old model', world: { ...common, noise: 'unknown' } },
		{ name: 'asked again, conversations of 4 calls', world: { ...common, clusterSize: 4, noise: 'asked again' } },
		{ name: 'asked again, one look at the end', world: { ...common, noise: 'asked again' }, plan: once },
	]);
	table('Free text, judged; margin scaled by what 100 anchors say', [
		...[1, 0.9, 0.8].map((right) => ({
			name: `judge right on ${right * 100} %`,
			world: { ...common, judge: { right, anchors: 100, isScaled: true } },
		})),
		{ name: 'judge right on 90 %, 30 anchors', world: { ...common, judge: { right: 0.9, anchors: 30, isScaled: true } } },
	]);
	table(
		'The same without scaling, as others do it',
		[0.9, 0.8].map((right) => ({
			name: `judge right on ${right * 100} %`,
			world: { ...common, judge: { right, anchors: 100, isScaled: false } },
		})),
	);
}
