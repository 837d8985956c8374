import type { NewAnswer } from './newAnswer';

/** An answer with the calls that it requests, as one text for a judge or a reader. */
export const writtenAnswer = ({ text, toolCalls }: Pick<NewAnswer, 'text' | 'toolCalls'>): string =>
	[text, ...toolCalls.map(({ name, arguments: given }) => `calls ${name}(${JSON.stringify(given)})`)].filter(Boolean).join('\n');
