import { asList, asText, at, get, isObject } from '../../json';
import { readAnswer } from '../wire/readAnswer';
import type { RootNode } from './rootNode';

/** Anthropic's node, read in n8n 2.40.7. Empty messages are not sent. */
export const anthropic: RootNode = {
	parameters: ['resource', 'operation', 'modelId', 'messages', 'addAttachments', 'options'],
	bodyOf({ resource = 'text', operation = 'message', modelId, messages, addAttachments, options: given }) {
		if (resource !== 'text' || operation !== 'message') return undefined;
		const options = isObject(given) ? given : {};
		if (addAttachments === true) return { reason: 'an image or file was in the prompt' };
		if (options.codeExecution === true || options.webSearch === true)
			return { reason: 'the provider itself used tools (search, code, files)' };
		return {
			body: {
				model: isObject(modelId) ? modelId.value : modelId,
				messages: asList(at(messages, 'values')).filter((row) => (asText(get(row, 'content')) ?? 'x').trim() !== ''),
				...(options.system ? { system: options.system } : {}),
				max_tokens: options.maxTokens ?? 1024,
				...(options.temperature === undefined ? {} : { temperature: options.temperature }),
				...(options.topP === undefined ? {} : { top_p: options.topP }),
				...(options.topK === undefined ? {} : { top_k: options.topK }),
			},
		};
	},
	answerOf(item) {
		const answer = readAnswer(get(item, 'json'));
		return answer && { answer };
	},
};
