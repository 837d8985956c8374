import { withoutThinking } from './finalAnswer';

/** The JSON that an answer is: all of it, or its last fenced block; JSON within a sentence is none. */
export function jsonAnswerIn(answer: string): { text: string; value: unknown } | undefined {
	const whole = withoutThinking(answer).trim();
	const fenced = [...whole.matchAll(/(```|~~~)(?:json\w*)?\s([\s\S]*?)\1/gi)].map((match) => (match[2] ?? '').trim());
	for (const text of [whole, ...fenced.reverse()]) {
		try {
			const value: unknown = JSON.parse(text);
			return { text, value };
		} catch {
			continue;
		}
	}
	return undefined;
}
