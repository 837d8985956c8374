import { wilson } from '../../statistics';
import type { Reply, TaskEvidence } from './evidence';
import { shareOf } from './figures';

const counts = ({ outcome }: Reply) => outcome !== 'error' && outcome !== 'skipped';

/** How often two answers of the baseline itself to one task differ in being right: no model can flip less than that. */
export function noiseFloor(tasks: readonly TaskEvidence[]) {
	const twice = tasks.flatMap(({ baseline: [first, second], again }) => {
		const other = again ?? second;
		return first && other && counts(first) && counts(other) ? [[first, other]] : [];
	});
	if (twice.length === 0) return undefined;
	const flipped = twice.filter(([first, other]) => (first.outcome === 'right') !== (other.outcome === 'right')).length;
	return { tasks: twice.length, flipped, flippedPercent: shareOf(wilson(flipped, twice.length)) };
}
