import { withoutThinking } from '../graders/finalAnswer';
import { parseJson } from '../json';
import { balancedValue } from '../reason/jsonAnswer';

/** The JSON value that an answer is: all of it, a fenced block in it, or the first object or list. Wrapped, since `null` is JSON too. */
export function jsonIn(answer: string): { value: unknown } | undefined {
	const text = withoutThinking(answer).trim();
	const fenced = [...text.matchAll(/```[\w-]*\s*\n?([\s\S]*?)```/g)].map(([, inside = '']) => inside.trim());
	for (const part of [text, ...fenced.reverse(), balancedValue(text) ?? '']) {
		const value = part === '' ? undefined : parseJson(part);
		if (value !== undefined) return { value };
	}
	return undefined;
}
