import type { UsedSetting } from './modelReference';
import { asList, asText, at, get, isObject, strings, type JsonObject } from '../json';

/** What n8n's nodes call a parameter, and what APIs call it. */
const names: Readonly<Record<string, string>> = {
	temperature: 'temperature',
	topP: 'top_p',
	top_p: 'top_p',
	topK: 'top_k',
	top_k: 'top_k',
	frequencyPenalty: 'frequency_penalty',
	frequency_penalty: 'frequency_penalty',
	presencePenalty: 'presence_penalty',
	presence_penalty: 'presence_penalty',
	logprobs: 'logprobs',
	topLogprobs: 'top_logprobs',
	logitBias: 'logit_bias',
	n: 'n',
	seed: 'seed',
};

/** Settings of a node that names a model, in its options or beside them. */
export function nodeSettings(parameters: JsonObject): UsedSetting[] {
	const found: UsedSetting[] = [];
	for (const holder of ['', 'options', 'additionalFields', 'simplifyOptions']) {
		const values = holder ? get(parameters, holder) : parameters;
		if (!isObject(values)) continue;
		for (const [key, value] of Object.entries(values)) {
			const name = Object.hasOwn(names, key) ? names[key] : undefined;
			if (name && value !== undefined && value !== null && value !== '') found.push({ name, path: holder ? `${holder}.${key}` : key });
		}
	}
	if (asText(at(parameters, 'options.responseFormat')) === 'json_schema')
		found.push({ name: 'response_format.json_schema', path: 'options.responseFormat' });
	const textFormat = strings(at(parameters, 'options.textFormat'));
	if (textFormat.some(({ text }) => text === 'json_schema'))
		found.push({ name: 'response_format.json_schema', path: 'options.textFormat' });
	const isJson =
		get(parameters, 'jsonOutput') === true ||
		asText(at(parameters, 'options.responseFormat')) === 'json_object' ||
		asText(at(parameters, 'options.format')) === 'json' ||
		textFormat.some(({ text }) => text === 'json_object') ||
		at(parameters, 'options.jsonOutput') === true;
	if (isJson) found.push({ name: 'response_format.json_object' });
	if (get(parameters, 'responsesApiEnabled') === true) found.push({ name: 'responses_api' });
	if (isFilled(get(parameters, 'builtInTools'))) found.push({ name: 'built_in_tools' });
	if (
		asList(at(parameters, 'responses.values')).some((message) => get(message, 'type') === 'file') ||
		get(parameters, 'resource') === 'document'
	)
		found.push({ name: 'files' });
	const isVision =
		get(parameters, 'resource') === 'image' ||
		asList(at(parameters, 'messages.messageValues')).some(isImage) ||
		asList(at(parameters, 'responses.values')).some(isImage);
	if (isVision) found.push({ name: 'vision' });
	const roles = [...asList(at(parameters, 'messages.values')), ...asList(at(parameters, 'responses.values'))].map((message) =>
		get(message, 'role'),
	);
	if (roles.includes('developer')) found.push({ name: 'messages.developer' });
	if (roles.includes('system')) found.push({ name: 'messages.system' });
	return found;
}

const isFilled = (value: unknown) => isObject(value) && Object.keys(value).length > 0;

const isImage = (message: unknown) =>
	['imageBinary', 'imageUrl', 'image'].includes(String(get(message, 'messageType') ?? get(message, 'type')));

const keyOf = (name: string) => ({ name, pattern: new RegExp(`(?<![\\w$.])(["'\`]?)${name}\\1\\s*:`) });
const settingKeys = [...new Set(Object.values(names))].map(keyOf);
const [tools, maxTokens, maxCompletionTokens] = [keyOf('tools'), keyOf('max_tokens'), keyOf('max_completion_tokens')];

/** Settings in the body of a request, as far as its text shows them. */
export function bodySettings(body: string, parameterNames: readonly string[], url = ''): UsedSetting[] {
	const has = ({ name, pattern }: ReturnType<typeof keyOf>) => (body.includes(name) && pattern.test(body)) || parameterNames.includes(name);
	const found: UsedSetting[] = settingKeys.filter(has).map(({ name }) => ({ name }));
	if (/["'`]json_schema["'`]/.test(body)) found.push({ name: 'response_format.json_schema' });
	else if (
		/["'`]json_object["'`]|response_?mime_?type["'`]?\s*:\s*["'`]application\/json/i.test(body) ||
		/(?<![\w$.])["'`]?format["'`]?\s*:\s*["'`{]\s*(json\b|["'`]?type)/.test(body)
	)
		found.push({ name: 'response_format.json_object' });
	if (/response_?schema["'`]?\s*:/i.test(body)) found.push({ name: 'response_format.json_schema' });
	if (/(?<![\w$.])["'`]?stream["'`]?\s*:\s*true/.test(body)) found.push({ name: 'stream' });
	if (/\/responses(?=[/?#"'`\s]|$)/.test(url || body)) found.push({ name: 'responses_api' });
	if (/["'`](input_file|file_data|document)["'`]|file_?uri/i.test(body)) found.push({ name: 'files' });
	if (/["'`](web_search\w*|file_search|code_interpreter|computer_use\w*)["'`]|google_?search/i.test(body))
		found.push({ name: 'built_in_tools' });
	if (/["'`]?role["'`]?\s*:\s*["'`]developer["'`]/.test(body)) found.push({ name: 'messages.developer' });
	if (/["'`]?role["'`]?\s*:\s*["'`]system["'`]/.test(body)) found.push({ name: 'messages.system' });
	if (/["'`]?tool_choice["'`]?\s*:\s*["'`](required|any)["'`]/.test(body)) found.push({ name: 'tool_choice.required' });
	else if (/["'`]?tool_choice["'`]?\s*:\s*\{\s*["'`]?(type|function)/.test(body)) found.push({ name: 'tool_choice.named' });
	if (has(tools)) found.push({ name: 'tools' });
	if (/["'`](image_url|input_image|image)["'`]|inline_?data|inlineData/.test(body)) found.push({ name: 'vision' });
	if (has(maxTokens)) found.push({ name: 'max_tokens' });
	if (has(maxCompletionTokens)) found.push({ name: 'max_completion_tokens' });
	return found;
}
