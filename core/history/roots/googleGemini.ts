import { asList, asText, at, get, isObject } from '../../json';
import { readAnswer } from '../wire/readAnswer';
import type { RootNode } from './rootNode';

/** Google Gemini's node, read in n8n 2.40.7. Empty messages are not sent. */
export const googleGemini: RootNode = {
	parameters: ['resource', 'operation', 'modelId', 'messages', 'jsonOutput', 'options', 'builtInTools'],
	bodyOf({ resource = 'text', operation = 'message', modelId, messages, jsonOutput, options: given, builtInTools }) {
		if (resource !== 'text' || operation !== 'message') return undefined;
		const options = isObject(given) ? given : {};
		if (options.codeExecution === true || (isObject(builtInTools) && Object.keys(builtInTools).length > 0))
			return { reason: 'the provider itself used tools (search, code, files)' };
		const model = asText(isObject(modelId) ? modelId.value : modelId) ?? '';
		return {
			body: {
				model: model.replace(/^models\//, ''),
				contents: asList(at(messages, 'values'))
					.filter((row) => (asText(get(row, 'content')) ?? '').trim() !== '')
					.map((row) => ({ role: asText(get(row, 'role')) ?? 'user', parts: [{ text: get(row, 'content') }] })),
				...(options.systemMessage ? { systemInstruction: { parts: [{ text: options.systemMessage }] } } : {}),
				generationConfig: { ...options, ...(jsonOutput === true ? { responseMimeType: 'application/json' } : {}) },
			},
		};
	},
	answerOf(item) {
		const answer = readAnswer(get(item, 'json'));
		return answer && { answer };
	},
};
