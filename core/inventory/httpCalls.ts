import { findHost } from '../catalogue/lookup';
import { asText, at, get, strings, type JsonObject } from '../json';
import { readValue } from './expression';
import { isOtherModelName, quotedModelNames } from './modelNames';

export interface HttpCall {
	host: string;
	baseURL?: string;
	model: string;
	path?: string;
	dynamic: boolean;
	constants: string[];
	api?: 'assistants';
	/** Everything that the request sends, for a look at its settings. */
	body: string;
}

/** Paths that make a language model speak. */
const speaks =
	/\/(chat\/completions|completions|responses|messages|api\/generate|api\/chat|v1\/complete|generate(Content|Text|Message)?|streamGenerateContent|converse|converse-stream|invoke|invoke-with-response-stream|chat)(\b|$|\?)|:(generateContent|streamGenerateContent|generateText|generateMessage|predict|rawPredict|streamRawPredict)/i;
const assistants = /\/v1\/(assistants|threads)(\b|\/|$)/i;
/** Paths of other services of the same providers. */
const other =
	/\/(embeddings?|images?|audio|files|uploads|moderations|fine[_-]?tun\w*|batches|vector_stores|rerank|speech|transcriptions|translations|models|user\/balance|credits|tags|api\/show|api\/pull|api\/embed\w*|video|videos|realtime|organization|usage|count_tokens|tokenize|search|fim)(\/?(\?|$|["'`\s}])|\/)|:(embedContent|batchEmbedContents|countTokens)/i;

const urlLiteral = /https?:\/\/[^\s"'`<>\\]+/gi;

/** The addresses that a URL parameter names, expressions included. */
function addresses(raw: string): string[] {
	const reading = readValue(raw);
	const text = reading.kind === 'constant' ? reading.value : raw.slice(1);
	return [...text.matchAll(urlLiteral)].map(([found]) => found.replace(/\{\{.*$/, (rest) => `{{${rest.slice(2)}`));
}

const inPath = [
	/\/models\/([^/:?\s"'`}]+(?:\/[^/:?\s"'`}]+)?)(?::|\/?$|\?)/i,
	/\/models\/([^/:?\s"'`}]+):/i,
	/\/engines\/([^/?\s"'`}]+)\//i,
	/\/deployments\/([^/?\s"'`}]+)\//i,
	/\/model\/([^/?\s"'`}]+)\/(?:invoke|converse)/i,
];

function modelInPath(url: string): string | undefined {
	for (const pattern of inPath) {
		const found = pattern.exec(url)?.[1];
		if (found && !found.includes('{{')) return safeDecode(found);
	}
	return undefined;
}

function safeDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Parameters that hold what is sent, over the versions of the node and of its tool. */
const bodies = [
	'jsonBody',
	'body',
	'bodyParametersJson',
	'bodyParameters',
	'bodyParametersUi',
	'parametersBody',
	'parameters',
	'placeholderDefinitions',
];

function bodyText(parameters: JsonObject): string {
	return bodies.flatMap((name) => [...strings(get(parameters, name))].map(({ text }) => text)).join('\n');
}

/** A body that is given as name and value pairs. */
function modelInPairs(parameters: JsonObject): { value: unknown; path: string } | undefined {
	for (const list of ['bodyParameters.parameters', 'bodyParametersUi.parameter', 'parametersBody.values']) {
		const pairs = at(parameters, list);
		if (!Array.isArray(pairs)) continue;
		const index = pairs.findIndex((pair) => get(pair, 'name') === 'model');
		if (index >= 0) return { value: get(pairs[index], 'value'), path: `${list}.${index}.value` };
	}
	return undefined;
}

/** `"model": "x"`, `model: 'x'`, `"model": {{ ... }}`, `"model": "{{ ... }}"`. */
const modelKey = /(?<![\w$.])(["'`]?)model(?:Id|_id|Name)?\1\s*:\s*(?:(["'`])((?:(?!\2)[^\\\n])*)\2|(\{\{[\s\S]*?\}\})|([^,}\n]+))/i;

function modelInBody(parameters: JsonObject): { model: string; dynamic: boolean; constants: string[]; path: string } | undefined {
	for (const name of ['jsonBody', 'body', 'bodyParametersJson']) {
		const value = get(parameters, name);
		const plain = asText(get(value, 'model'));
		if (plain !== undefined) return { model: plain, dynamic: false, constants: [], path: `${name}.model` };
		const raw = asText(value);
		const found = raw === undefined ? null : modelKey.exec(raw);
		if (!found) continue;
		const [, , , text, block, code] = found;
		const written = text ?? block ?? code?.trim() ?? '';
		const isCode = text === undefined ? true : text.includes('{{') || text.includes('${');
		if (!isCode) return { model: text, dynamic: false, constants: [], path: name };
		const reading = readValue(`=${written.includes('{{') ? written : `{{ ${written} }}`}`);
		if (reading.kind === 'constant') return { model: reading.value, dynamic: false, constants: [], path: name };
		return { model: `=${written}`, dynamic: true, constants: reading.constants, path: name };
	}
	return undefined;
}

/** The call to a language model that an HTTP Request node (or its tool) makes; nothing where it calls something else. */
export function readHttpCall(parameters: JsonObject): HttpCall | undefined {
	const raw = asText(get(parameters, 'url'));
	if (!raw) return undefined;
	const urls = addresses(raw);
	const known = urls.find((url) => findHost(url).id !== 'unknown');
	const url = known ?? urls[0] ?? raw;
	const host = known ? findHost(known).id : 'unknown';
	const body = bodyText(parameters);
	const reads = `${url} ${raw}`;
	const shared = { host, body, ...(known && { baseURL: originOf(known) }) };

	if (assistants.test(reads) && (host === 'openai' || /assistants|threads/.test(url))) {
		return host === 'openai'
			? { ...shared, model: modelInBody(parameters)?.model ?? '', dynamic: false, constants: [], api: 'assistants' }
			: undefined;
	}
	const talks = speaks.test(url) || (urls.length === 0 && speaks.test(raw));
	const named = modelInPath(url);
	if (!talks && other.test(withoutModel(url, named))) return undefined;
	const pair = modelInPairs(parameters);
	const found =
		readPair(pair) ?? modelInBody(parameters) ?? (named ? { model: named, dynamic: false, constants: [], path: 'url' } : undefined);
	if (found && !found.dynamic && isOtherModelName(found.model)) return undefined;
	if (host === 'unknown') {
		// An address of one's own: a chat API by its path; a path that others use too needs a model's name as well.
		const isChat = /\/(chat\/completions|v1\/completions|v1\/responses|api\/chat)(\b|$)/i.test(reads);
		const mayBeChat = /\/(v1\/messages|api\/generate|v1\/complete|completions?)(\b|$)/i.test(reads) && found !== undefined;
		const looksLikeChat = isChat || mayBeChat;
		if (!looksLikeChat) return undefined;
	} else if (!talks && !found) {
		// A provider's address without a path that is known: an answer can only come from a model.
		if (/^https?:\/\/[^/]+\/?(v\d\w*\/?)?$/.test(url) === false) return undefined;
	}
	if (found) return { ...shared, ...found };
	return { ...shared, model: '', dynamic: true, constants: quotedModelNames(body) };
}

const withoutModel = (url: string, model: string | undefined) => (model ? url.replace(/\/models\/[^/:?]+(\/[^/:?]+)?/i, '') : url);

function readPair(pair: { value: unknown; path: string } | undefined) {
	const raw = asText(pair?.value);
	if (!pair || raw === undefined) return undefined;
	const reading = readValue(raw);
	return reading.kind === 'constant'
		? { model: reading.value, dynamic: false, constants: [], path: pair.path }
		: { model: reading.text, dynamic: true, constants: reading.constants, path: pair.path };
}

function originOf(url: string): string {
	const origin = /^https?:\/\/[^/?#{}\s]+/i.exec(url)?.[0] ?? url;
	return origin.replace(/\/\/[^/@]*@/, '//');
}
