import { readAddress, type Address } from './address';
import { readValue } from './expression';
import { asText, at, get, isObject, strings, type JsonObject } from '../json';
import { isLanguageKind, kindOfName, type ModelKind } from './modelKind';
import { isModelName, quotedModelNames } from './modelNames';

export interface HttpCall {
	provider: string;
	kind: ModelKind;
	baseURL?: string;
	/** The address as far as it is a constant, for what it says about the API that is called. */
	url: string;
	model: string;
	path?: string;
	dynamic: boolean;
	constants: string[];
	api?: 'assistants';
	/** Everything that the request sends, for a look at its settings. */
	body: string;
}

/** Longest text of a parameter that is searched: a body of megabytes carries data, and its model stands in front. */
const longestText = 200_000;

const urlLiteral = /https?:\/\/(?:\{\{[^}]*\}\}|[^\s"'`<>\\{]|\{(?!\{))+/gi;

/** The addresses that a URL parameter names, expressions included. */
function addresses(raw: string): string[] {
	const reading = readValue(raw);
	const text = (reading.kind === 'constant' ? reading.value : raw.slice(1)).slice(0, 4_000);
	if (/^\s*\{\{/.test(text) && !/https?:/.test(text)) return [];
	const found = [...text.matchAll(urlLiteral)].map(([url]) => url);
	// A scheme that was left out, or a host that an expression gives.
	return found.length > 0 ? found : /^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(text) ? [`https://${text}`] : [];
}

/** Parameters that hold a body, over the versions of the node and of its tool. */
const sent = ['jsonBody', 'body', 'bodyParametersJson', 'bodyParameters', 'bodyParametersUi', 'parametersBody', 'placeholderDefinitions'];

/** The same and the query, over the versions of the node and of its tool. */
const asked = [...sent, 'parameters', 'jsonQuery', 'queryParametersJson', 'queryParameters', 'queryParametersUi', 'parametersQuery'];

const sentText = (parameters: JsonObject) => textIn(parameters, sent).trim();
const bodyText = (parameters: JsonObject) => textIn(parameters, asked);

function textIn(parameters: JsonObject, names: readonly string[]): string {
	return names.flatMap((name) => strings(get(parameters, name)).map(({ text }) => text.slice(0, longestText))).join('\n');
}

export interface Named {
	model: string;
	dynamic: boolean;
	constants: string[];
	path: string;
}

/** Keys under which requests name their model. */
const modelKeys = /^(model|modelId|model_id|modelName|model_name|model_version|mv)$/i;

const pairLists = [
	'bodyParameters.parameters',
	'bodyParametersUi.parameter',
	'parametersBody.values',
	'queryParameters.parameters',
	'queryParametersUi.parameter',
	'parametersQuery.values',
];

/** A body or query that is given as name and value pairs. */
function modelsInPairs(parameters: JsonObject): Named[] {
	return pairLists.flatMap((list) => {
		const pairs = at(parameters, list);
		if (!Array.isArray(pairs)) return [];
		return pairs.flatMap((pair, index): Named[] => {
			const raw = asText(get(pair, 'value'));
			if (raw === undefined || !modelKeys.test(String(get(pair, 'name') ?? '').trim())) return [];
			const reading = readValue(raw);
			const path = `${list}.${index}.value`;
			return reading.kind === 'constant'
				? [{ model: reading.value, dynamic: false, constants: [], path }]
				: [{ model: reading.text, dynamic: true, constants: reading.constants, path }];
		});
	});
}

/** `"model": "x"`, `model: 'x'`, `"model": {{ ... }}`, `"model": "{{ ... }}"`. */
const modelEntry =
	/(?<![\w$.])(["'`]?)(?:model|modelId|model_id|modelName|model_name)\1\s*:\s*(?:(["'`])((?:(?!\2)[^\\\n])*)\2|(\{\{[\s\S]{0,2000}?\}\})|([^\s,}\n{["'`][^,}\n{[]*))/gi;

function modelsInBody(parameters: JsonObject): Named[] {
	return ['jsonBody', 'body', 'bodyParametersJson', 'jsonQuery', 'queryParametersJson'].flatMap((name): Named[] => {
		const value = get(parameters, name);
		if (isObject(value)) {
			const plain = asText(get(value, 'model'));
			return plain === undefined ? [] : [{ model: plain, dynamic: false, constants: [], path: `${name}.model` }];
		}
		const raw = asText(value)?.slice(0, longestText);
		if (raw === undefined) return [];
		return [...raw.matchAll(modelEntry)].map(([, , , text, block, code]): Named => {
			const written = text ?? block ?? code?.trim() ?? '';
			const isCode = text === undefined ? true : text.includes('{{') || text.includes('${');
			if (!isCode) return { model: text, dynamic: false, constants: [], path: name };
			const reading = readValue(`=${written.includes('{{') ? written : `{{ ${written} }}`}`);
			if (reading.kind === 'constant') return { model: reading.value, dynamic: false, constants: [], path: name };
			return { model: `=${written}`, dynamic: true, constants: reading.constants, path: name };
		});
	});
}

/** A model in the query of the address itself. */
function modelsInQuery(url: string): Named[] {
	return [...url.matchAll(/[?&](?:model|model_id)=((?:\{\{.*?\}\}|[^&#\s"'`])*)/gi)].map(([, value]) =>
		value.includes('{{')
			? { model: `=${value}`, dynamic: true, constants: quotedModelNames(value), path: 'url' }
			: { model: value, dynamic: false, constants: [], path: 'url' },
	);
}

/** Roles beside contents: a conversation that is sent to a model. */
const chatShaped = (body: string) =>
	(/["'`]?messages["'`]?\s*:/.test(body) && /["'`]?role["'`]?\s*:\s*["'`](system|user|assistant|developer)/.test(body)) ||
	(/["'`]?contents["'`]?\s*:/.test(body) && /["'`]?parts["'`]?\s*:/.test(body));

/** The call to a model that an HTTP Request node (or its tool) makes; nothing where it calls something else. */
export function readHttpCall(parameters: JsonObject): HttpCall | undefined {
	const raw = asText(get(parameters, 'url'));
	if (!raw) return undefined;
	const method = (asText(get(parameters, 'method')) ?? asText(get(parameters, 'requestMethod')) ?? 'GET')
		.replace(/^=/, '')
		.trim()
		.toUpperCase();
	const body = bodyText(parameters);
	const urls = addresses(raw);
	const isChat = chatShaped(body);
	// Where the method was left out but a body is written, somebody meant to send it.
	const isSet = asText(get(parameters, 'method')) !== undefined || asText(get(parameters, 'requestMethod')) !== undefined;
	const isGet = method === 'GET' && !isChat && (isSet || sentText(parameters) === '');
	if (method === 'DELETE' || method === 'HEAD') return undefined;
	const read = urls.map((url) => ({ url, address: readAddress(url, { isGet }) }));
	const best = read.find(({ address }) => address && address.provider !== 'unknown') ?? read.find(({ address }) => address);
	const isOpen = urls.length === 0 || urls.every((url) => /^https?:\/\/(\{\{|\$\{)/.test(url));
	const address = best?.address ?? (isOpen && !isGet ? openAddress(raw, isChat) : undefined);
	if (!address) return undefined;
	const url = best?.url ?? raw;

	const named = [...modelsInBody(parameters), ...modelsInPairs(parameters), ...modelsInQuery(url)];
	const chosen = choose(named, address) ?? fromPath(address);
	const shared = { provider: address.provider, body, url, ...(address.baseURL && { baseURL: address.baseURL }) };
	if (address.api) {
		const model = /\basst_\w{8,}/.exec(body)?.[0] ?? chosen?.model ?? '';
		return { ...shared, kind: 'assistants', model, dynamic: false, constants: [], api: address.api };
	}
	if (address.kind === undefined && address.provider !== 'unknown' && address.certainty !== 'sure') {
		// A provider's address without a path that is known: an answer can only come from a model.
		if (!chosen && !/^https?:\/\/[^/]+\/?(v\d\w*\/?)?$/.test(url) && !isChat) return undefined;
	}
	if (address.certainty !== 'sure' && !looksLikeModelCall(address, chosen, body, isChat)) return undefined;
	const kind = kindOf(address, chosen, body);
	if (!kind) return undefined;
	if (chosen) return { ...shared, kind, ...chosen };
	if (address.provider !== 'unknown' && address.certainty === 'sure' && withoutModel.has(address.provider)) return undefined;
	if (address.provider !== 'unknown' && address.certainty === 'none' && !isChat) return undefined;
	const isBare = isLanguageKind(kind) || isSentWhole(parameters);
	return { ...shared, kind, model: '', dynamic: isBare, constants: isBare ? quotedModelNames(body) : [] };
}

/** Services whose requests without a model's name make no model work that one could choose. */
const withoutModel: ReadonlySet<string> = new Set(['vapi', 'retell', 'bland', 'kie', 'piapi', 'cloudflare']);

/** The body is an expression as a whole: what it names is not here. */
const isSentWhole = (parameters: JsonObject) =>
	['jsonBody', 'body', 'bodyParametersJson'].some((name) => /^=\s*\{\{[^{}]*\}\}\s*$/.test(asText(get(parameters, name)) ?? ''));

/** An address that an expression or the environment gives: its path, or a conversation in the body, says what it is. */
function openAddress(raw: string, isChat: boolean): Address | undefined {
	const tail = /\}\}([^{}]*)$/.exec(raw)?.[1] ?? '';
	const inside = [...raw.matchAll(/["'`]([^"'`]*\/[^"'`]*)["'`]/g)].map((match) => match[1]).find((text) => readAddress(text)?.kind);
	const found =
		readAddress(tail) ?? (inside === undefined ? undefined : readAddress(inside)) ?? readAddress(raw.replace(/^=?\s*https?:\/\//, '/'));
	if (found) return found;
	return isChat ? { provider: 'unknown', kind: 'chat', certainty: 'maybe', byGet: false } : undefined;
}

/** The model that fits what the address asks for, where a body names several (a voice agent names its transcriber, too). */
function choose(named: readonly Named[], address: Address): Named | undefined {
	const fits = ({ model, dynamic }: Named) => {
		if (dynamic) return true;
		const kind = kindOfName(model);
		if (kind === undefined || address.kind === undefined) return kind === undefined || isLanguageKind(kind);
		return isLanguageKind(kind) === isLanguageKind(address.kind);
	};
	return named.find(fits) ?? named.find(({ model }) => model !== '');
}

function fromPath({ model }: Address): Named | undefined {
	if (model === undefined || model === '') return undefined;
	return model.includes('{{') || model.includes('${')
		? { model: `=${model}`, dynamic: true, constants: quotedModelNames(model), path: 'url' }
		: { model, dynamic: false, constants: [], path: 'url' };
}

/** An address of one's own: a path that only models have, or a path that others have too beside a model's name. */
function looksLikeModelCall(address: Address, chosen: Named | undefined, body: string, isChat: boolean): boolean {
	if (address.certainty === 'sure') return true;
	const isNamed = chosen !== undefined && (chosen.dynamic || isModelName(chosen.model) || kindOfName(chosen.model) !== undefined);
	const asks =
		/(?<![\w$])["'`]?(prompt|input|inputs|text|query|messages|contents|documents|instances|image_urls?)["'`]?\s*:/.test(body) ||
		/^(prompt|input|text|messages)$/m.test(body);
	if (address.certainty === 'maybe') {
		if (address.kind === 'chat' && isChat) return true;
		return (isNamed || (chosen !== undefined && asks)) && (asks || isNamed);
	}
	return isNamed && !(chosen?.dynamic ?? false) && (isChat || (asks && chosen.path !== 'url'));
}

function kindOf(address: Address, chosen: Named | undefined, body: string): ModelKind | undefined {
	const names = chosen ? (chosen.dynamic ? chosen.constants : [chosen.model]) : [];
	const byName = names.map(kindOfName).find((kind) => kind !== undefined);
	const draws =
		/response_?modalities["'`]?\s*:\s*\[[^\]]*["'`]image/i.test(body) || /["'`]?modalities["'`]?\s*:\s*\[[^\]]*["'`]image/i.test(body);
	const { kind } = address;
	if (kind !== undefined && isLanguageKind(kind)) {
		if (draws) return 'image';
		return byName === undefined ? kind : isLanguageKind(byName) && byName !== 'vision' ? kind : byName;
	}
	return kind ?? byName ?? (chosen || address.certainty !== 'none' ? 'chat' : undefined);
}
