import { finalAnswer, withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';

/** Right when the answer, or the conclusion it names, is one of the accepted texts to the letter. */
export function exact({ accepted }: { accepted: readonly string[] }): Grader {
	return (answer) => {
		const whole = withoutThinking(answer).trim();
		const final = finalAnswer(answer).text;
		const match = accepted.find((text) => text.trim() === whole || text.trim() === final);
		return graded(match !== undefined, match ?? final, undefined, 'text');
	};
}
