import { wilson } from './wilson';

const most = 100_000;

/**
 * How many trials would show on which side of a limit a share lies, if it stays what it is: the fewest with which the
 * Wilson interval ends on that side. `side` is the wanted one, which a share on the limit itself never reaches.
 */
export function casesToDecide(
	{ successes, trials, limit, side }: { successes: number; trials: number; limit: number; side: 'below' | 'above' },
	level = 0.95,
): number | 'unreachable' {
	const share = trials > 0 ? successes / trials : side === 'below' ? 0 : 1;
	const decides = (count: number) => {
		const { low, high } = wilson(Math.min(count, share * count), count, level);
		if (side === 'below') return share <= limit ? high <= limit : low > limit;
		return share >= limit ? low >= limit : high < limit;
	};
	if (!decides(most)) return 'unreachable';
	let [few, enough] = [0, most];
	while (enough - few > 1) {
		const middle = Math.floor((few + enough) / 2);
		if (decides(middle)) enough = middle;
		else few = middle;
	}
	return enough;
}
