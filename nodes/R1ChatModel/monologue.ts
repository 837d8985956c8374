import type { ReasonMessage, ReasonResult } from '../../core/reason';
import { workSoFar } from './loops';

/** What a model did that talks to itself instead of answering or calling a tool; undefined where it did not. */
export function monologueOf({ answer, thinking, finishReason, toolCalls = [] }: ReasonResult): string | undefined {
	if (toolCalls.length > 0) return undefined;
	if (answer.trim() === '') return thinking ? 'only thought' : undefined;
	// One that comes to an end may be what was asked for.
	return finishReason === 'length' && repeatsAtEnd(answer) ? 'repeated the same words until its tokens ended' : undefined;
}

const longestPassage = 300;
const repeats = 6;

/** Whether a text ends with a passage that stands there six times or more. */
export function repeatsAtEnd(text: string): boolean {
	const tail = text.slice(-longestPassage * (repeats + 1));
	for (let period = 1; period <= longestPassage && period * repeats <= tail.length; period++) {
		// Short ones as often as makes a sentence: rows of dashes or zeros are no monologue.
		const needed = Math.max(period * repeats, 200);
		if (needed > tail.length) continue;
		const end = tail.slice(-needed);
		if (end.slice(period) === end.slice(0, -period) && /\p{L}{2}/u.test(end)) return true;
	}
	return false;
}

/** The turns that ask for an end: what was said, short, and a hint. */
export function toldToEnd({ message, answer }: ReasonResult, what: string): ReasonMessage[] {
	const said = { ...message };
	delete said.tool_calls;
	return [
		{ ...said, role: 'assistant', content: answer.trim().slice(0, longestPassage) || '(no answer)' },
		{ role: 'user', content: `You ${what}. Give your answer now with what you know, or call a tool.` },
	];
}

/** The answer of an agent whose model went on after the hint. */
export function endedAsMonologue(what: string, conversation: readonly ReasonMessage[]): string {
	const work = conversation.at(-1)?.role === 'tool' ? `\n\n${workSoFar(conversation)}` : '';
	return `Stopped without an answer: the model ${what}, and did not answer after it was told.${work}`;
}
