import { seededRandom } from '../statistics';
import type { ReplayedCall } from './evidence';
import { requestText } from './requestText';

/** A pair of answers for a person to mark; which one is the candidate's stands nowhere. */
export interface PairToMark {
	question: string;
	one: string;
	other: string;
	/** `one`, `other` or `tie`. */
	better: '';
}

/** About what makes the judge's share of right answers known to 10 points. */
const most = 40;

/** Free-text answers that differ, drawn and turned by the seed: marked, they become the anchors that measure a judge. */
export function pairsToMark(replayed: readonly ReplayedCall[], seed: number): PairToMark[] {
	const random = seededRandom(seed);
	return replayed
		.filter(({ comparison, answer }) => answer !== undefined && comparison?.rung === 'text')
		.map((one) => ({ one, place: random() }))
		.sort((a, b) => a.place - b.place)
		.slice(0, most)
		.map(({ one: { call, answer = '' } }) => {
			const [one, other] = random() < 0.5 ? [answer, call.answer.text] : [call.answer.text, answer];
			return { question: requestText(call.request), one, other, better: '' };
		});
}
