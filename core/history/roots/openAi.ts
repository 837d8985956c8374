import { asList, asText, at, get, isObject, type JsonObject } from '../../json';
import { readAnswer } from '../wire/readAnswer';
import type { RootNode } from './rootNode';

const state = 'the provider kept the conversation or the prompt';
const files = 'an image or file was in the prompt';
const jsonSystem = { role: 'system', content: 'You are a helpful assistant designed to output JSON.' };

/** OpenAI's node, read in n8n 2.40.7: version 1 asks /chat/completions, version 2 /responses. */
export const openAi: RootNode = {
	parameters: ['resource', 'operation', 'modelId', 'messages', 'responses', 'jsonOutput', 'options', 'builtInTools'],
	bodyOf(parameters, { typeVersion, type }) {
		if (!type.startsWith('@n8n/')) return { reason: "n8n's first OpenAI node is not read" };
		const { resource = 'text', operation } = parameters;
		if (resource === 'assistant' && operation === 'message') return { reason: state };
		if (resource !== 'text') return undefined;
		if (typeVersion < 2) return operation === undefined || operation === 'message' ? { body: chat(parameters) } : undefined;
		return operation === undefined || operation === 'response' ? responses(parameters) : undefined;
	},
	answerOf(item) {
		const answer = readAnswer(get(item, 'json'));
		return answer && { answer };
	},
};

const modelOf = ({ modelId }: JsonObject) => (isObject(modelId) ? modelId.value : modelId);

function chat(parameters: JsonObject): JsonObject {
	const { maxTokens, topP, ...options } = isObject(parameters.options) ? parameters.options : {};
	const messages = asList(at(parameters, 'messages.values')).map((row) => ({ role: 'user', ...(isObject(row) ? row : {}) }));
	const isJson = parameters.jsonOutput === true;
	return {
		model: modelOf(parameters),
		messages: isJson ? [jsonSystem, ...messages] : messages,
		...(isJson ? { response_format: { type: 'json_object' } } : {}),
		...options,
		...(maxTokens === undefined ? {} : { max_completion_tokens: maxTokens }),
		...(topP === undefined ? {} : { top_p: topP }),
	};
}

function responses(parameters: JsonObject): ReturnType<RootNode['bodyOf']> {
	const options = isObject(parameters.options) ? parameters.options : {};
	if (options.conversationId || options.previousResponseId || options.promptConfig) return { reason: state };
	if (isObject(parameters.builtInTools) && Object.keys(parameters.builtInTools).length > 0)
		return { reason: 'the provider itself used tools (search, code, files)' };
	const rows = asList(at(parameters, 'responses.values'));
	if (rows.some((row) => !/^(text)?$/.test(asText(get(row, 'type')) ?? ''))) return { reason: files };
	const messages = rows.map((row) => ({ role: asText(get(row, 'role')) ?? 'user', content: get(row, 'content') }));
	const format = at(options, 'textFormat.textOptions');
	const isJson = get(format, 'type') === 'json_object';
	return {
		body: {
			model: modelOf(parameters),
			input: isJson ? [jsonSystem, ...messages] : messages,
			...(options.instructions ? { instructions: options.instructions } : {}),
			...(options.maxTokens === undefined ? {} : { max_output_tokens: options.maxTokens }),
			...(options.temperature === undefined ? {} : { temperature: options.temperature }),
			...(options.topP === undefined ? {} : { top_p: options.topP }),
			...(isObject(at(options, 'reasoning.reasoningOptions')) ? { reasoning: at(options, 'reasoning.reasoningOptions') } : {}),
			...(get(format, 'type') === 'json_schema'
				? { text: { format: { type: 'json_schema', schema: schemaOf(get(format, 'schema')) } } }
				: {}),
			...(isJson ? { text: { format: { type: 'json_object' } } } : {}),
		},
	};
}

function schemaOf(given: unknown): unknown {
	try {
		return typeof given === 'string' ? JSON.parse(given) : given;
	} catch {
		return undefined;
	}
}
