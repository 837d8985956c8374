import { findHost, findHostById, findModel } from '../catalogue/lookup';
import { readsFrom, readValue } from './expression';
import { readGraph, type Graph } from './graph';
import { readHttpCall } from './httpCalls';
import { asList, asText, at, entries, get, isObject, parseJson, strings, type JsonObject } from '../json';
import { isLanguageModelName, quotedModelNames } from './modelNames';
import type { FoundReference, ReferenceForm, UsedSetting } from './modelReference';
import { communityDefaults, nodeModels, type ModelParameter, type NodeModels } from './nodeModels';
import { bodySettings, nodeSettings } from './usedSettings';

const maxEmbedded = 5;

interface Place {
	node: JsonObject;
	name: string;
	type: string;
	packageName: string;
	shortType: string;
	version: number;
	parameters: JsonObject;
	/** Path of the workflow, embedded ones included. */
	workflow: string;
	graph: Graph;
	nodes: ReadonlyMap<string, Place>;
}

type Named = Pick<FoundReference, 'model' | 'form' | 'provider'> & Partial<FoundReference>;

/** Every place in a workflow that names a language model. Any JSON is taken; what is not a workflow has none. */
export function findReferences(workflow: unknown): FoundReference[] {
	return inWorkflow(workflow, asText(get(workflow, 'name')) ?? '', 0);
}

function inWorkflow(workflow: unknown, title: string, depth: number): FoundReference[] {
	const graph = readGraph(get(workflow, 'connections'));
	const nodes = new Map<string, Place>();
	const places = asList(get(workflow, 'nodes')).flatMap((node, index): Place[] => {
		const type = asText(get(node, 'type'));
		if (!isObject(node) || type === undefined) return [];
		const name = asText(get(node, 'name')) ?? `node ${index + 1}`;
		const parameters = get(node, 'parameters');
		const cut = type.lastIndexOf('.');
		const place: Place = {
			node,
			name,
			type,
			packageName: type.slice(0, Math.max(cut, 0)),
			shortType: type.slice(cut + 1),
			version: Number(get(node, 'typeVersion') ?? 1) || 1,
			parameters: isObject(parameters) ? parameters : {},
			workflow: title,
			graph,
			nodes,
		};
		nodes.set(name, place);
		return [place];
	});
	const found = places.flatMap((place) => [...inNode(place), ...inEmbedded(place, depth)]);
	return withoutLinkedMentions(found);
}

/** A name in a node that a dynamic reference reads from is that reference's constant, not one of its own. */
function withoutLinkedMentions(found: FoundReference[]): FoundReference[] {
	const linked = new Set(
		found
			.filter(({ form }) => form === 'dynamic')
			.flatMap(({ workflow, constants, readFrom = [] }) =>
				readFrom.flatMap((node) => constants.map((name) => `${workflow}\n${node}\n${name}`)),
			),
	);
	return found.filter(({ form, workflow, node, model }) => form !== 'mention' || !linked.has(`${workflow}\n${node}\n${model}`));
}

function inNode(place: Place): FoundReference[] {
	const { packageName, shortType } = place;
	const row = nodeModels.get(place.type) ?? nodeModels.get(place.type.replace(/Tool$/, ''));
	if (row) return inKnownNode(place, row);
	if (/^(httpRequest|httpRequestTool|toolHttpRequest)$/.test(shortType)) return inHttpNode(place);
	if (/^(stickyNote|noOp)$/.test(shortType)) return [];
	if (packageName === 'n8n-nodes-r1') return inOwnNode(place);
	if (packageName === '@n8n/n8n-nodes-langchain' && /^lm[A-Z]/.test(shortType)) return inForeignNode(place);
	if (packageName === 'n8n-nodes-base' || packageName === '@n8n/n8n-nodes-langchain') return mentions(place);
	return inForeignNode(place);
}

function inKnownNode(place: Place, row: NodeModels): FoundReference[] {
	const base = row.baseURL ? asText(at(place.parameters, row.baseURL)) : undefined;
	const reading = base ? readValue(base) : undefined;
	const baseURL = reading?.kind === 'constant' ? reading.value : undefined;
	const host = base ? (baseURL ? findHost(baseURL).id : 'unknown') : row.host;
	return row.parameters
		.filter((parameter) => applies(place, row, parameter))
		.map((parameter) => {
			const named = readParameter(at(place.parameters, parameter.path), parameter);
			const form = parameter.assistant ? 'assistant' : named.form;
			return reference(place, {
				...named,
				form,
				path: parameter.path,
				provider: base ? host : providerOf(named.model, host, place, named.form),
				...(baseURL && { baseURL }),
				...(parameter.assistant && { api: 'assistants' as const }),
				...(parameter.inCode && { inCode: true }),
				unused: row.subNode === true && place.graph.hasConnections && place.graph.modelUsers(place.name).length === 0,
				settings: [...nodeSettings(place.parameters), ...settingsOfUsers(place, row.subNode === true)],
			});
		});
}

function applies(
	{ parameters, version }: Place,
	{ defaults }: NodeModels,
	{ since = 0, until = Infinity, when = {} }: ModelParameter,
): boolean {
	// A version between two that are listed, such as 1.15, behaves as the one before it.
	if (version < since || Math.floor(version * 10) / 10 > until) return false;
	const resource = asText(get(parameters, 'resource')) ?? defaults?.resource;
	const values: Record<string, string | undefined> = {
		resource,
		operation: asText(get(parameters, 'operation')) ?? defaults?.operation?.[resource ?? ''],
		mode: asText(get(parameters, 'mode')) ?? defaults?.mode,
	};
	return Object.entries(when).every(([key, allowed]) => allowed.includes(values[key] ?? ''));
}

/** A parameter as n8n stores it: a value, an expression, a resource locator, or nothing. */
function readParameter(value: unknown, parameter: ModelParameter): Pick<FoundReference, 'model' | 'form' | 'constants'> {
	const isLocator = isObject(value);
	const raw = asText(isLocator ? get(value, 'value') : value);
	if (raw === undefined || raw.trim() === '' || raw.trim() === '=')
		return { model: parameter.default ?? '', form: 'default', constants: [] };
	const reading = readValue(raw);
	if (reading.kind === 'dynamic') return { model: reading.text, form: 'dynamic', constants: reading.constants };
	return { model: reading.value, form: isLocator ? 'locator' : 'fixed', constants: [] };
}

/** OpenAI's node serves any compatible address through its credential: the model's name tells more than the node. */
function providerOf(model: string, host: string, { node }: Place, form: ReferenceForm): string {
	if (host !== 'openai' || form === 'dynamic' || form === 'default' || model.startsWith('asst_')) return host;
	if (findModel(model, host) || /^(ft:|gpt-(?!oss)|o\d|chatgpt|text-|davinci|babbage)/i.test(model)) return host;
	const credential = Object.values(isObject(get(node, 'credentials')) ? (get(node, 'credentials') ?? {}) : {}).map(
		(entry) => asText(get(entry, 'name')) ?? '',
	);
	const hinted = ['deepseek', 'openrouter', 'ollama', 'groq', 'together', 'fireworks', 'cerebras', 'mistral', 'azure'].find((id) =>
		credential.some((name) => name.toLowerCase().replaceAll(' ', '').includes(id)),
	);
	return hinted ?? findModel(model)?.host ?? 'unknown';
}

function inHttpNode(place: Place): FoundReference[] {
	const call = readHttpCall(place.parameters);
	if (!call) return mentions(place);
	const names = [...entries(place.parameters)].filter(({ key }) => key === 'name').map(({ value }) => String(value));
	const form = call.api ? 'assistant' : call.dynamic ? 'dynamic' : 'http';
	return [
		reference(place, {
			model: call.model,
			form,
			constants: call.constants,
			provider: call.host,
			settings: bodySettings(call.body, names),
			...(call.path && { path: call.path }),
			...(call.baseURL && { baseURL: call.baseURL }),
			...(call.api && { api: call.api }),
		}),
	];
}

/** What each connection of this pack's nodes means where no model is named. */
const ownConnections: Readonly<Record<string, { host: string; model: string }>> = {
	r1DeepSeekApi: { host: 'deepseek', model: 'deepseek-flash' },
	r1OpenAiApi: { host: 'openai', model: 'gpt-6.1-terra' },
};

/** This pack's nodes: the model behind the chosen connection, or the list of those that fall back on each other. */
function inOwnNode(place: Place): FoundReference[] {
	const { parameters, shortType } = place;
	// A check names models to compare them, not to run on them.
	if (/^migration(Check|Report)/.test(shortType)) return [];
	const asks = /^r1(Reason|ChatModel)/.test(shortType);
	const one = (value: unknown, path: string, connection: string): FoundReference[] => {
		const known = Object.hasOwn(ownConnections, connection) ? ownConnections[connection] : undefined;
		const named = readParameter(value, { path, ...(asks && known && { default: known.model }) });
		if (named.form === 'default' && !asks) return [];
		const provider = known?.host ?? findModel(named.model)?.host ?? 'unknown';
		const isSubNode = shortType === 'r1ChatModel';
		const unused = isSubNode && place.graph.hasConnections && place.graph.modelUsers(place.name).length === 0;
		// R1 Chat Model sends the trace back by itself: an agent with tools is no conflict.
		return [
			reference(place, {
				...named,
				path,
				provider,
				unused,
				settings: [...nodeSettings(parameters), ...settingsOfUsers(place, isSubNode).filter(({ name }) => name !== 'agent')],
			}),
		];
	};
	const list = asList(at(parameters, 'models.entries'));
	const connection = asText(get(parameters, 'host')) ?? 'r1DeepSeekApi';
	if (asks && list.length > 0)
		return list.flatMap((entry, index) =>
			one(get(entry, 'model'), `models.entries.${index}.model`, asText(get(entry, 'host')) ?? 'r1DeepSeekApi'),
		);
	if (asks) return one(get(parameters, 'model'), 'model', connection);
	return [...entries(parameters)].flatMap(({ path, key, value }): FoundReference[] => {
		const raw = asText(isObject(value) ? get(value, 'value') : value);
		if (!/^(model|models|fallbackModels)$/.test(key) || !raw) return [];
		const names = raw.startsWith('=')
			? [raw]
			: raw
					.split(',')
					.map((name) => name.trim())
					.filter(Boolean);
		return names.flatMap((name) => one(name, path, ''));
	});
}

const modelKey =
	/^(model|modelId|modelName|model_id|model_name|llmModel|llm|chatModel|baseModel|deploymentName|candidateModel|baselineModel|fallbackModel|judgeModel)$/i;

/** Nodes of community packs, and newer ones of n8n: every parameter that is called a model. */
function inForeignNode(place: Place): FoundReference[] {
	const { parameters, packageName, shortType, type } = place;
	const isLlm =
		/deep-?seek|openai|chatgpt|gpt|\bllm|lmchat|ollama|claude|anthropic|gemini|groq|mistral|openrouter|perplexity|grok|qwen|kimi|minimax|chatmodel/i.test(
			type,
		);
	const found = [...entries(parameters)].flatMap(({ path, key, value }): FoundReference[] => {
		if (!modelKey.test(key)) return [];
		const raw = asText(isObject(value) ? get(value, 'value') : value);
		if (raw === undefined || raw.trim() === '') return [];
		const named = readParameter(value, { path });
		if (
			named.form === 'dynamic'
				? !(isLlm || named.constants.length > 0)
				: !(isLanguageModelName(named.model) || (isLlm && !/embed|whisper|tts|dall-e|image/i.test(named.model)))
		)
			return [];
		return [reference(place, { ...named, path, provider: foreignProvider(place, named.model), settings: nodeSettings(parameters) })];
	});
	if (found.length > 0) return found;
	const fallback = Object.hasOwn(communityDefaults, packageName) ? communityDefaults[packageName] : undefined;
	if (fallback && /chat|model|deepseek/i.test(shortType)) {
		return [
			reference(place, {
				model: fallback,
				form: 'default',
				provider: foreignProvider(place, fallback),
				settings: nodeSettings(parameters),
			}),
		];
	}
	return mentions(place);
}

function foreignProvider({ type, parameters }: Place, model: string): string {
	const address = [...entries(parameters)].find(
		({ key, value }) => /^(base_?url|endpoint|host)$/i.test(key) && typeof value === 'string' && /[.:]/.test(value),
	);
	if (address) return findHost(String(address.value)).id;
	const byName = findModel(model)?.host;
	if (byName) return byName;
	const hosts = ['deepseek', 'openrouter', 'openai', 'anthropic', 'ollama', 'groq', 'mistral', 'perplexity'];
	return hosts.find((id) => type.toLowerCase().includes(id) && findHostById(id)) ?? 'unknown';
}

/** Model names in code, and in values of nodes that set values. */
function mentions(place: Place): FoundReference[] {
	return mentionedIn(place).map(({ name, path }) =>
		reference(place, { model: name, form: 'mention', path, provider: findModel(name)?.host ?? 'unknown' }),
	);
}

const codeTypes = /^(code|function|functionItem|toolCode|codeTool|aiTransform|executeCommand|ssh)$/;
const valueTypes = /^(set|setTool|switch|if|splitOut|dataTable)$/;

/** Mentions of each node, since many expressions may read from one node. */
const mentionsOf = new WeakMap<Place, { name: string; path: string }[]>();

function mentionedIn(place: Place): { name: string; path: string }[] {
	const known = mentionsOf.get(place) ?? readMentions(place);
	mentionsOf.set(place, known);
	return known;
}

function readMentions({ shortType, parameters }: Place): { name: string; path: string }[] {
	const isCode = codeTypes.test(shortType);
	if (!isCode && !valueTypes.test(shortType)) return [];
	const names = new Map<string, string>();
	for (const { path, text } of strings(parameters)) {
		const reading = readValue(text);
		const own = reading.kind === 'constant' && isLanguageModelName(reading.value) ? [reading.value] : [];
		const inside = isCode || reading.kind === 'dynamic' || text.trim().startsWith('{') ? quotedModelNames(text) : [];
		for (const name of [...own, ...inside]) if (!names.has(name)) names.set(name, path);
	}
	return [...names].map(([name, path]) => ({ name, path }));
}

/** Model names in the nodes that an expression reads from: by name, or the nearest before it that holds one. */
function namesBehind(place: Place, expression: string): { constants: string[]; readFrom: string[] } {
	const { nodes, input } = readsFrom(expression);
	const byName = nodes.filter((name) => name !== place.name);
	const candidates = [...byName, ...(input || byName.length === 0 ? place.graph.before(place.name) : [])];
	for (const name of candidates) {
		const source = place.nodes.get(name);
		const found = source ? mentionedIn(source) : [];
		if (found.length > 0) return { constants: found.map((mention) => mention.name), readFrom: [name] };
	}
	return { constants: [], readFrom: [] };
}

/** What the nodes that a model serves ask of it. */
function settingsOfUsers({ name, graph, nodes }: Place, isSubNode: boolean): UsedSetting[] {
	const users = isSubNode ? graph.modelUsers(name) : [name];
	return users.flatMap((user): UsedSetting[] => {
		const root = nodes.get(user);
		const found: UsedSetting[] = [];
		if (graph.inputs(user, 'ai_tool').length > 0) found.push({ name: 'tools' }, { name: 'agent' });
		if (!root || !isSubNode) return found;
		const messages = asList(at(root.parameters, 'messages.messageValues'));
		const images = messages.some((message) => /^image/.test(String(get(message, 'type') ?? '')));
		if (images || at(root.parameters, 'options.passthroughBinaryImages') === true) found.push({ name: 'vision' });
		const isSystem = (message: unknown) =>
			get(message, 'type') === 'SystemMessagePromptTemplate' ||
			(get(message, 'type') === undefined && get(message, 'message') !== undefined);
		if (asText(at(root.parameters, 'options.systemMessage')) || messages.some(isSystem)) found.push({ name: 'messages.system' });
		return found;
	});
}

function inEmbedded(place: Place, depth: number): FoundReference[] {
	const raw = get(place.parameters, 'workflowJson');
	const text = asText(isObject(raw) ? get(raw, 'value') : raw);
	if (depth >= maxEmbedded || (text === undefined && !isObject(raw))) return [];
	const inner = text === undefined ? raw : parseJson(text.replace(/^=/, ''));
	if (!Array.isArray(get(inner, 'nodes'))) return [];
	const found = inWorkflow(inner, `${place.workflow} > ${place.name}`, depth + 1);
	return get(place.node, 'disabled') === true ? found.map((one) => ({ ...one, disabled: true })) : found;
}

function reference(place: Place, named: Named): FoundReference {
	const { node, name, type, version, workflow } = place;
	const id = asText(get(node, 'id'));
	const behind =
		named.form === 'dynamic' && (named.constants ?? []).length === 0
			? namesBehind(place, named.model || [...strings(place.parameters)].map(({ text }) => text).join('\n'))
			: undefined;
	return {
		workflow,
		node: name,
		...(id && { nodeId: id }),
		nodeType: type,
		typeVersion: version,
		constants: [],
		disabled: get(node, 'disabled') === true,
		unused: false,
		settings: [],
		...named,
		...behind,
	};
}
