import { asList, get, isObject } from '../../json';

export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string };

const roles: Record<string, ChatMessage['role']> = {
	system: 'system',
	developer: 'system',
	user: 'user',
	human: 'user',
	assistant: 'assistant',
	gpt: 'assistant',
	ai: 'assistant',
	model: 'assistant',
};

/**
 * Messages of a chat as OpenAI, ShareGPT, LangChain and inspect write them; undefined where the value is no such list.
 *
 * @throws Error where a message holds what is no text (an image, a tool call), which could only be dropped.
 */
export function messagesIn(value: unknown): ChatMessage[] | undefined {
	const list = asList(value);
	if (list.length === 0 || !list.every((entry) => isObject(entry) && roleOf(entry) !== undefined)) return undefined;
	return list.flatMap((entry) => {
		const role = roleOf(entry);
		return role ? [{ role, content: textOf(get(entry, 'content') ?? get(entry, 'value') ?? get(entry, 'text')) }] : [];
	});
}

const roleOf = (entry: unknown) => {
	const name = get(entry, 'role') ?? get(entry, 'from') ?? get(entry, 'type');
	return typeof name === 'string' && Object.hasOwn(roles, name) ? roles[name] : undefined;
};

function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (content === undefined || content === null) return '';
	return asList(content)
		.map((part) => {
			const text = typeof part === 'string' ? part : get(part, 'text');
			if (typeof text === 'string') return text;
			throw new Error(`a message holds a part that is no text (${String(get(part, 'type'))}), which a task can't carry`);
		})
		.join('\n');
}

/** The columns of a task for a chat that ends with the user's turn: the last turn is the prompt, the ones before go along. */
export function askedBy(messages: readonly ChatMessage[]): { prompt: string; messages: ChatMessage[] } {
	const last = messages.at(-1);
	if (!last || last.role !== 'user') throw new Error("the chat does not end with the user's turn, so nothing is asked");
	return { prompt: last.content, messages: messages.slice(0, -1) };
}
