import { askedBy, messagesIn } from './messages';
import type { Form } from './form';

/** Chats as fine-tuning takes them, one a line: `{"messages": [...]}`, or ShareGPT's `conversations`. The last answer is what is expected. */
export const chat: Form = {
	name: 'chat',
	ofRow(row) {
		const { messages: listed, conversations, ...rest } = row;
		const messages = messagesIn(listed) ?? messagesIn(conversations);
		if (!messages) return undefined;
		const last = messages.at(-1);
		// Rows that give the answer in a column of its own end with the user's turn.
		if (last?.role !== 'assistant') return { values: { ...rest, ...askedBy(messages) } };
		return { values: { ...rest, ...askedBy(messages.slice(0, -1)), answer: last.content } };
	},
};
