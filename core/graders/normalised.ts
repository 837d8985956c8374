import { finalAnswer, withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';

/** Right when the answer, or the conclusion it names, is an accepted text but for case, width, spaces and punctuation. */
export function normalised({ accepted }: { accepted: readonly string[] }): Grader {
	const wanted = new Set(accepted.map(normalise));
	return (answer) => {
		const final = finalAnswer(answer).text;
		const right = wanted.has(normalise(final)) || wanted.has(normalise(withoutThinking(answer)));
		return graded(right && normalise(final) !== '', final);
	};
}
