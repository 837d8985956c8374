import { wilson } from './wilson';

const most = 100_000;

/**
 * About how many trials would show on which side of a limit a share lies with 80 % probability, if the share seen is the
 * true one: the fewest with which the Wilson interval ends on that side even when the count falls a normal 80 % quantile
 * short. A share on the limit itself is never shown to be on either side.
 */
export function casesToDecide(
	{ successes, trials, limit }: { successes: number; trials: number; limit: number },
	level = 0.95,
): number | 'unreachable' {
	const share = successes / trials;
	const decides = (count: number) => {
		// Of the counts that chance gives, the one that four in five are better than.
		const slip = 0.8416 * Math.sqrt(count * share * (1 - share));
		const isBelow = share <= limit;
		const { low, high } = wilson(Math.min(count, Math.max(0, Math.round(share * count + (isBelow ? slip : -slip)))), count, level);
		return isBelow ? high <= limit : low >= limit;
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
