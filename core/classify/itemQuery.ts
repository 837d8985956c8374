import { isObject } from '../json';
import { usualFields } from '../usualFields';
import { textOf, type ChatMessage, type Query } from './query';

/** Fields in which they keep the system text. */
const SYSTEM_FIELDS = ['systemMessage', 'systemPrompt', 'system', 'instructions'] as const;

/** What an item asks, read from the fields that AI nodes use; the empty text when it has none of them. */
export function queryOfItem(item: Record<string, unknown>): Query {
	if (Array.isArray(item.messages)) {
		const messages = messagesOf(item.messages);
		const system = firstText(item, SYSTEM_FIELDS);
		return system && !messages.some(({ role }) => role === 'system') ? [{ role: 'system', content: system }, ...messages] : messages;
	}
	return systemAndUser(firstText(item, SYSTEM_FIELDS), firstText(item, usualFields));
}

/** A system text, which may be empty, and what the user says. */
export function systemAndUser(system: string, user: string): Query {
	if (!/\S/.test(system)) return user;
	const said = /\S/.test(user) ? [{ role: 'user', content: user }] : [];
	return [{ role: 'system', content: system }, ...said];
}

/** A text or an array of messages, out of whatever an expression gave. */
export function queryOf(raw: unknown): Query {
	if (typeof raw === 'string') return raw;
	if (Array.isArray(raw)) return messagesOf(raw);
	if (raw === null || raw === undefined) return '';
	if (isObject(raw) && 'content' in raw) return messagesOf([raw]);
	return typeof raw === 'object' ? JSON.stringify(raw) : String(raw);
}

function messagesOf(raw: readonly unknown[]): ChatMessage[] {
	return raw.flatMap((message): ChatMessage[] => {
		if (typeof message === 'string') return [{ role: 'user', content: message }];
		if (!isObject(message) || !('content' in message)) return [];
		return [{ role: 'role' in message ? String(message.role) : 'user', content: message.content }];
	});
}

function firstText(item: Record<string, unknown>, fields: readonly string[]): string {
	const found = fields.map((field) => textOf(item[field])).find((text) => /\S/.test(text));
	return found ?? '';
}
