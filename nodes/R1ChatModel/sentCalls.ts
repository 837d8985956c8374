import { isObject } from '../../core/json';
import type { ReasonMessage } from '../../core/reason';

export interface SentCall {
	id: string;
	name: string;
	/** JSON, as the model wrote it. */
	arguments: string;
}

/** The calls of tools in an assistant's message of OpenAI's format. */
export function callsOf({ tool_calls: calls }: ReasonMessage): SentCall[] {
	if (!Array.isArray(calls)) return [];
	return calls.filter(isObject).flatMap(({ id, function: called }) => {
		if (typeof id !== 'string' || !isObject(called)) return [];
		const { name, arguments: given } = called;
		return typeof name === 'string' && typeof given === 'string' ? [{ id, name, arguments: given }] : [];
	});
}
