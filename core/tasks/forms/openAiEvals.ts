import { get, isObject } from '../../json';
import type { Form } from './form';
import { askedBy, messagesIn } from './messages';

/**
 * OpenAI evals in both forms: samples of the open-source registry (`{"input": [...], "ideal": ...}`) and rows of the Evals
 * API (`{"item": {...}}`, whose names the user chose).
 */
export const openAiEvals: Form = {
	name: 'OpenAI evals',
	ofRow(row) {
		if (isObject(row.item)) return { values: withInput(row.item) };
		return 'ideal' in row && 'input' in row ? { values: withInput(row) } : undefined;
	},
};

function withInput(row: Record<string, unknown>): Record<string, unknown> {
	const { input, ideal, ...rest } = row;
	const messages = messagesIn(input) ?? messagesIn(get(input, 'messages'));
	return {
		...rest,
		...(messages ? askedBy(messages) : input === undefined ? {} : { prompt: input }),
		...(ideal === undefined ? {} : { answer: ideal }),
	};
}
