/**
 * Evidence that a mean lies on one side of a limit, as the wealth of somebody who bets on it from 1 on. Whoever stops
 * whenever the wealth reaches 1/alpha is wrong with probability alpha at most, however often he looked (Ville 1939; bets as
 * Waudby-Smith and Ramdas, JRSS B 2024, 86: 1, section 4: the mean over the variance seen so far).
 */
export interface Betting {
	/** Takes the next value, from `low` to `high`. */
	take(value: number): void;
	/** Largest wealth that was reached. */
	readonly wealth: number;
}

export interface BettingOptions {
	limit: number;
	/** Whether the bet is that the mean is above the limit, or below it. */
	side: 'above' | 'below';
	/** What a value can be. */
	low: number;
	high: number;
}

/** Half of what could be lost at once: no single value takes more than half of the wealth. */
const boldness = 0.5;

export function openBetting({ limit, side, low, high }: BettingOptions): Betting {
	const sign = side === 'above' ? 1 : -1;
	const worst = side === 'above' ? limit - low : high - limit;
	let [logWealth, best] = [0, 0];
	// A quarter of the range as the spread before anything was seen.
	let [count, sum, squares] = [1, 0, ((high - low) / 4) ** 2];
	return {
		take(value) {
			const gain = sign * (value - limit);
			const mean = sum / count;
			const bet = Math.min(boldness / worst, Math.max(0, mean / (squares / count)));
			logWealth += Math.log1p(bet * gain);
			best = Math.max(best, logWealth);
			count += 1;
			sum += gain;
			squares += gain * gain;
		},
		get wealth() {
			return Math.exp(best);
		},
	};
}
