import { readHttpCall } from '../../inventory/httpCalls';
import { isLanguageKind } from '../../inventory/modelKind';
import { asList, asText, get, isObject, parseJson, type JsonObject } from '../../json';
import { readAnswer } from '../wire/readAnswer';
import type { RootNode } from './rootNode';

/** HTTP Request, where what it asks is a language model: the address or the body says so. */
export const httpRequest: RootNode = {
	parameters: [
		...['url', 'method', 'requestMethod', 'sendBody', 'contentType', 'specifyBody', 'jsonBody', 'body', 'bodyParameters'],
		...['jsonParameters', 'bodyParametersJson', 'bodyParametersUi', 'options'],
	],
	bodyOf(parameters, node) {
		const asked = readHttpCall(node.parameters) ?? readHttpCall(parameters);
		if (!asked) return undefined;
		if (asked.kind === 'assistants') return { reason: 'the provider kept the conversation or the prompt' };
		if (!isLanguageKind(asked.kind)) return undefined;
		const body = bodyIn(parameters);
		if (!body) return { reason: 'its body is no JSON object' };
		if (isObject(get(parameters.options, 'pagination'))) return { reason: 'it asks page by page' };
		const url = asText(parameters.url) ?? '';
		const inPath = /\/models\/([^/:?]+):(?:generate|streamGenerate)Content|\/deployments\/([^/?]+)\//.exec(url);
		const model = inPath?.[1] ?? inPath?.[2];
		return { body: body.model === undefined && model ? { ...body, model } : body, url };
	},
	answerOf(item) {
		const json = get(item, 'json');
		const answer = readAnswer(get(json, 'body')) ?? readAnswer(json) ?? readAnswer(get(json, 'data'));
		return answer && { answer };
	},
};

function bodyIn(parameters: JsonObject): JsonObject | undefined {
	for (const given of [parameters.jsonBody, parameters.bodyParametersJson, parameters.body]) {
		const body = typeof given === 'string' ? parseJson(given) : given;
		if (isObject(body)) return body;
	}
	for (const list of [get(parameters.bodyParameters, 'parameters'), get(parameters.bodyParametersUi, 'parameter')]) {
		const rows = asList(list).flatMap((row): [string, unknown][] => {
			const name = asText(get(row, 'name'));
			return name ? [[name, get(row, 'value')]] : [];
		});
		if (rows.length > 0) return Object.fromEntries(rows);
	}
	return undefined;
}
