import { isObject, parseJson } from '../../core/json';
import { plainText, type ReasonMessage } from '../../core/reason';

export interface WaitingCall {
	name: string;
	/** JSON. */
	arguments: string;
}

const waiting = 'Call that waits for approval: ';

/** Asks the user about calls that stood in the text; the answer of the next turn is read by `approvedCalls`. */
export function askForApproval(calls: readonly WaitingCall[]): string {
	const lines = calls.map(({ name, arguments: given }) => `${waiting}${name} ${oneLine(given)}`);
	return `The model wrote a call of a tool that changes something as text, so it was not made.\n\n${lines.join('\n')}\n\nReply "approve" to make it, or say what to do instead.`;
}

export const sayRefused = (calls: readonly WaitingCall[]): string =>
	`The model wrote a call of a tool that changes something as text instead of calling it, twice. It was not made: ${calls.map(({ name, arguments: given }) => `${name} ${oneLine(given)}`).join('; ')}.`;

const oneLine = (given: string) => JSON.stringify(parseJson(given) ?? given);

/** The calls that the user has just approved: those of the question that stands right before an "approve". */
export function approvedCalls(conversation: readonly ReasonMessage[]): WaitingCall[] {
	const [question, reply] = conversation.slice(-2);
	if (question?.role !== 'assistant' || reply?.role !== 'user' || !/^\W*approved?\W*$/i.test(plainText(reply.content))) return [];
	return plainText(question.content)
		.split('\n')
		.filter((line) => line.startsWith(waiting))
		.flatMap((line) => {
			const [, name, given] = /^(\S+) (\{.*\})$/.exec(line.slice(waiting.length)) ?? [];
			return name && given && isObject(parseJson(given)) ? [{ name, arguments: given }] : [];
		});
}
