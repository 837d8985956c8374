import type { Steps } from '../breathe';
import { remember } from '../remember';
import { findHost, findModel } from '../catalogue/lookup';
import { readsFrom, readValue } from './expression';
import { readGraph, type Graph } from './graph';
import { readHttpCall } from './httpCalls';
import { asList, asText, at, entries, get, isObject, strings, type JsonObject } from '../json';
import type { CodeReading } from './code/codeReading';
import { readCode } from './code/readCode';
import { readText } from './code/readText';
import { isLanguageKind, isVagueName, kindOfName, type ModelKind } from './modelKind';
import { isModelName, quotedModelNames } from './modelNames';
import type { FoundReference, ReferenceForm, UsedSetting } from './modelReference';
import { serviceOf } from './services';
import { unwrap } from './unwrap';
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

type Named = Pick<FoundReference, 'model' | 'form' | 'provider' | 'kind'> & Partial<FoundReference>;

/** Every place in a workflow that makes a model work. Any JSON is taken; what is not a workflow has none. */
export function* findReferences(json: unknown): Steps<FoundReference[]> {
	const found: FoundReference[] = [];
	for (const workflow of unwrap(json))
		for (const one of yield* inWorkflow(workflow, asText(get(workflow, 'name')) ?? '', 0)) found.push(one);
	return found;
}

function* inWorkflow(workflow: unknown, title: string, depth: number): Steps<FoundReference[]> {
	const graph = readGraph(get(workflow, 'connections'));
	const nodes = new Map<string, Place>();
	const places = asList(get(workflow, 'nodes')).flatMap((node, index): Place[] => {
		const type = asText(get(node, 'type'));
		if (!isObject(node) || type === undefined) return [];
		const name = asText(get(node, 'name')) ?? `node ${index + 1}`;
		const parameters = get(node, 'parameters');
		const place: Place = {
			node,
			name,
			type,
			...partsOf(type),
			version: Number(get(node, 'typeVersion') ?? 1) || 1,
			parameters: isObject(parameters) ? parameters : {},
			workflow: title,
			graph,
			nodes,
		};
		nodes.set(name, place);
		return [place];
	});
	const found: FoundReference[] = [];
	for (const place of places) {
		found.push(...readerOf(place.type)(place));
		yield;
		for (const one of yield* inEmbedded(place, depth)) found.push(one);
	}
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

/** How the nodes of a type are read. */
const readerOf = remember((type): ((place: Place) => FoundReference[]) => {
	const { packageName, shortType } = partsOf(type);
	const row = nodeModels.get(type) ?? nodeModels.get(type.replace(/Tool$/, ''));
	if (row) return (place) => inKnownNode(place, row);
	if (/^(httpRequest|httpRequestTool|toolHttpRequest)$/.test(shortType)) return inHttpNode;
	if (/^(stickyNote|noOp)$/.test(shortType)) return () => [];
	if (packageName === 'n8n-nodes-r1') return inOwnNode;
	if (packageName === '@n8n/n8n-nodes-langchain' && /^lm[A-Z]/.test(shortType)) return inForeignNode;
	if (codeTypes.test(shortType)) return inCodeNode;
	if (packageName === 'n8n-nodes-base' || packageName === '@n8n/n8n-nodes-langchain')
		return valueTypes.test(shortType) ? mentions : () => [];
	return inForeignNode;
});

/** `n8n-nodes-base.set` is the node `set` of the package `n8n-nodes-base`. */
function partsOf(type: string) {
	const cut = type.lastIndexOf('.');
	return { packageName: type.slice(0, Math.max(cut, 0)), shortType: type.slice(cut + 1) };
}

function inKnownNode(place: Place, row: NodeModels): FoundReference[] {
	const base = row.baseURL ? asText(at(place.parameters, row.baseURL)) : undefined;
	const reading = base ? readValue(base) : undefined;
	const baseURL = reading?.kind === 'constant' ? reading.value : undefined;
	const host = base ? (baseURL ? findHost(baseURL).id : 'unknown') : row.host;
	return row.parameters
		.filter((parameter) => applies(place, row, parameter))
		.map((parameter) => {
			const named = readParameter(parameter.inCode ? undefined : at(place.parameters, parameter.path), parameter);
			const form = parameter.assistant ? 'assistant' : parameter.inCode ? 'default' : named.form;
			const usual = parameter.kind ?? row.kind ?? 'chat';
			const settings = isLanguageKind(usual) ? [...nodeSettings(place.parameters), ...settingsOfUsers(place, row.subNode === true)] : [];
			const promptObject = promptObjectOf(place.parameters);
			return reference(place, {
				...named,
				form,
				path: parameter.path,
				provider: base ? host : providerOf(named.model, host, place, named.form),
				...(baseURL && { baseURL }),
				...(parameter.assistant && { api: 'assistants' as const }),
				...(parameter.inCode && { inCode: true }),
				...(promptObject && { promptObject }),
				kind: parameter.assistant ? 'assistants' : kindOf(usual, settings),
				unused: row.subNode === true && place.graph.hasConnections && place.graph.users(place.name).length === 0,
				settings,
			});
		});
}

/** What a node asks its model for; a node asks every model alike, whatever its name. */
const kindOf = (usual: ModelKind, settings: readonly UsedSetting[]): ModelKind =>
	usual === 'chat' && settings.some(({ name }) => name === 'vision') ? 'vision' : usual;

/** `pmpt_...`, which OpenAI's nodes send in place of instructions. */
function promptObjectOf(parameters: JsonObject): string | undefined {
	const held = entries(get(parameters, 'options')).find(
		({ key, value }) => key === 'promptId' && typeof value === 'string' && value !== '',
	);
	return asText(held?.value);
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
	if (!call) return [];
	const names = entries(place.parameters)
		.filter(({ key }) => key === 'name')
		.map(({ value }) => String(value));
	const form = call.api ? 'assistant' : call.dynamic ? 'dynamic' : 'http';
	const settings = isLanguageKind(call.kind) ? bodySettings(call.body, names, call.url) : [];
	const [promptObject] = /\bpmpt_\w{6,}/.exec(call.body) ?? [];
	return [
		reference(place, {
			model: call.model,
			form,
			kind: call.kind === 'chat' && settings.some(({ name }) => name === 'vision') ? 'vision' : call.kind,
			constants: call.constants,
			provider: call.provider,
			settings,
			...(call.path && { path: call.path }),
			...(call.baseURL && { baseURL: call.baseURL }),
			...(call.api && { api: call.api }),
			...(promptObject && { promptObject }),
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
		const unused = isSubNode && place.graph.hasConnections && place.graph.users(place.name).length === 0;
		// R1 Chat Model sends the trace back by itself: an agent with tools is no conflict.
		return [
			reference(place, {
				...named,
				kind: 'chat',
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
	return entries(parameters).flatMap(({ path, key, value }): FoundReference[] => {
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

const modelKey = /^(model|modelId|modelName|model_id|model_name|\w+Model|llm|\w+_model|deploymentName)$/i;

/** Nodes of community packs, and newer ones of n8n: every parameter that is called a model. */
function inForeignNode(place: Place): FoundReference[] {
	const { parameters, packageName, shortType, type } = place;
	const isLlm =
		/deep-?seek|openai|chatgpt|gpt|\bllm|lmchat|ollama|claude|anthropic|gemini|groq|mistral|openrouter|perplexity|grok|qwen|kimi|minimax|chatmodel|embeddings|reranker/i.test(
			type,
		);
	const usual = kindOfForeign(place);
	const found = entries(parameters).flatMap(({ path, key, value }): FoundReference[] => {
		if (!modelKey.test(key)) return [];
		const raw = asText(isObject(value) ? get(value, 'value') : value);
		if (raw === undefined || raw.trim() === '') return [];
		const named = readParameter(value, { path });
		const isKnown = named.form === 'dynamic' ? isLlm || named.constants.length > 0 : isModelName(named.model) || isLlm || usual !== 'chat';
		if (!isKnown) return [];
		const kind = (named.form === 'dynamic' ? undefined : kindOfName(named.model)) ?? usual;
		return [reference(place, { ...named, kind, path, provider: foreignProvider(place, named.model), settings: nodeSettings(parameters) })];
	});
	if (found.length > 0) return found;
	const fallback = Object.hasOwn(communityDefaults, packageName) ? communityDefaults[packageName] : undefined;
	if (fallback && /chat|model|deepseek/i.test(shortType)) {
		return [
			reference(place, {
				model: fallback,
				form: 'default',
				kind: 'chat',
				provider: foreignProvider(place, fallback),
				settings: nodeSettings(parameters),
			}),
		];
	}
	// A node that does nothing but ask a model of its own choice.
	if (usual === 'speech' || usual === 'audio')
		return [reference(place, { model: '', form: 'default', kind: usual, provider: foreignProvider(place, ''), settings: [] })];
	return codeTypes.test(shortType) ? inCodeNode(place) : mentions(place);
}

/** What a community node asks for, as its type, its resource and its operation say. */
function kindOfForeign({ type, parameters }: Place): ModelKind {
	const operation = `${asText(get(parameters, 'operation')) ?? ''}`.toLowerCase();
	const resource = `${asText(get(parameters, 'resource')) ?? ''}`.toLowerCase();
	if (/embedding/i.test(type) || /^embed/.test(operation)) return 'embedding';
	if (/rerank/i.test(type)) return 'rerank';
	if (/elevenlabs/i.test(type)) {
		if (resource !== '' && resource !== 'speech') return 'chat';
		if (/speechtotext|transcri/.test(operation)) return 'audio';
		return operation === '' || /texttospeech|speechtospeech|dialogue/.test(operation) ? 'speech' : 'chat';
	}
	if (/speechtotext|transcri/.test(operation)) return 'audio';
	if (/texttospeech/.test(operation)) return 'speech';
	if (/^(image|imagegeneration)$/.test(resource) && /generat|create|edit/.test(operation)) return 'image';
	if (/^video/.test(resource) && /generat|create|tovideo/.test(operation)) return 'video';
	return 'chat';
}

function foreignProvider({ type, parameters }: Place, model: string): string {
	const address = entries(parameters).find(
		({ key, value }) => /^(base_?url|endpoint|host)$/i.test(key) && typeof value === 'string' && /[.:]/.test(value),
	);
	if (address) return serviceOf(hostnameOf(String(address.value)))?.id ?? findHost(String(address.value)).id;
	const byName = findModel(model)?.host;
	if (byName) return byName;
	const hosts = [
		'deepseek',
		'openrouter',
		'openai',
		'anthropic',
		'ollama',
		'groq',
		'mistral',
		'perplexity',
		'elevenlabs',
		'replicate',
		'voyage',
		'jina',
	];
	return hosts.find((id) => type.toLowerCase().includes(id)) ?? 'unknown';
}

const hostnameOf = (address: string) => /^(?:https?:\/\/)?(?:[^/@]*@)?([^/:?#]+)/i.exec(address.trim())?.[1]?.toLowerCase() ?? '';

/** Code that calls a provider by itself. */
function inCodeNode(place: Place): FoundReference[] {
	const uses = readingOf(place)?.uses ?? [];
	return [
		...uses.map(({ model, dynamic, constants, kind, provider, baseURL, settings }) =>
			reference(place, {
				model,
				form: dynamic ? 'dynamic' : 'code',
				kind: kind === 'chat' && settings.some(({ name }) => name === 'vision') ? 'vision' : kind,
				constants,
				provider,
				...(baseURL && { baseURL }),
				...(kind === 'assistants' && { api: 'assistants' as const }),
				settings,
			}),
		),
		...mentions(place),
	];
}

/** Model names that a node hands on in code or in values. */
function mentions(place: Place): FoundReference[] {
	return mentionedIn(place)
		.filter(({ isValue }) => isValue)
		.map(({ name, path }) =>
			reference(place, {
				model: name,
				form: 'mention',
				kind: kindOfName(name) ?? 'chat',
				path,
				provider: findModel(name)?.host ?? 'unknown',
			}),
		);
}

const codeTypes = /^(code|function|functionItem|toolCode|codeTool|aiTransform|executeCommand|ssh|python\w*)$/;
const valueTypes =
	/^(set|setTool|splitOut|dataTable|dataTableTool|executeWorkflow|toolWorkflow|executeWorkflowTrigger|formTrigger|form|switch|if|manualChatTrigger|chatTrigger)$/;
/** Nodes that only compare with a value, or offer it: an expression may read it there, and it is no use of the model. */
const onlyCompare = /^(switch|if|formTrigger|form)$/;

interface Mention {
	name: string;
	path: string;
	/** Name of the field that holds it, where there is one. */
	field: string;
	/** Whether other nodes get it as a value. */
	isValue: boolean;
}

/** Mentions of each node, since many expressions may read from one node. */
const mentionsOf = new WeakMap<Place, Mention[]>();
const readings = new WeakMap<Place, CodeReading>();

function mentionedIn(place: Place): Mention[] {
	const known = mentionsOf.get(place) ?? readMentions(place);
	mentionsOf.set(place, known);
	return known;
}

/** What the code of a node does, in whatever language it is. */
function readingOf(place: Place): CodeReading | undefined {
	const known = readings.get(place);
	if (known || !codeTypes.test(place.shortType)) return known;
	const { parameters, shortType } = place;
	const parts = (['jsCode', 'functionCode', 'code.execute.code', 'code.supplyData.code', 'pythonCode', 'command', 'code'] as const).flatMap(
		(path) => {
			const text = asText(at(parameters, path));
			if (!text) return [];
			const isPython = path === 'pythonCode' || (/python/i.test(asText(get(parameters, 'language')) ?? '') && path !== 'jsCode');
			if (isPython) return [readText(text, 'python')];
			return [path === 'command' || /^(executeCommand|ssh)$/.test(shortType) ? readText(text, 'shell') : readCode(text)];
		},
	);
	const reading = { uses: parts.flatMap(({ uses }) => uses), mentions: parts.flatMap(({ mentions: all }) => all) };
	readings.set(place, reading);
	return reading;
}

function readMentions(place: Place): Mention[] {
	const { shortType, parameters } = place;
	const reading = readingOf(place);
	if (reading) return distinctMentions(reading.mentions.map(({ name, field }) => ({ name, field, path: '', isValue: true })));
	if (!valueTypes.test(shortType)) return [];
	const isValue = !onlyCompare.test(shortType);
	const found: Mention[] = [];
	for (const { path, key, value } of entries(parameters)) {
		if (typeof value !== 'string' || value.length > 20_000 || key === 'workflowJson') continue;
		const reading = readValue(value);
		const mayBeNamed = reading.kind === 'constant' && (isModelName(reading.value) || isVagueName(reading.value));
		const looksLikeJson = /^\s*=?\s*[{[]/.test(value);
		const inside = reading.kind === 'dynamic' || looksLikeJson ? quotedModelNames(value) : [];
		if (!mayBeNamed && inside.length === 0) continue;
		const holder = path.includes('.') ? at(parameters, path.slice(0, path.lastIndexOf('.'))) : parameters;
		// A Set node keeps the name of the field beside its value.
		const field = /^(value|stringValue)$/.test(key) ? (asText(get(holder, 'name')) ?? key) : key;
		const isNamed = /model|llm|engine/i.test(field) && !/^name$/.test(field);
		const own = reading.kind === 'constant' && mayBeNamed && (isModelName(reading.value) || isNamed) ? [reading.value] : [];
		for (const name of own) found.push({ name, path, field, isValue: isValue && key !== 'name' });
		for (const name of inside) {
			const before = value.slice(0, value.indexOf(name));
			const inner = /["']?([\w-]+)["']?\s*:\s*["'`]$/.exec(before)?.[1];
			// In an expression, a comparison is no value.
			found.push({ name, path, field: inner ?? field, isValue: isValue && (inner !== undefined ? /model|llm/i.test(inner) : isNamed) });
		}
	}
	return distinctMentions(found);
}

const distinctMentions = (found: readonly Mention[]) => [
	...new Map(found.map((one) => [`${one.name}\n${one.field}`, one] as const)).values(),
];

/**
 * Model names in the nodes that an expression reads from: by name, or the nearest before it that holds one. A node that
 * holds the very field that is read goes before one that holds some other name.
 */
function namesBehind(place: Place, expression: string, kind: ModelKind): { constants: string[]; readFrom: string[] } {
	const { nodes, input, fields } = readsFrom(expression);
	const byName = nodes.filter((name) => name !== place.name);
	const candidates = [...byName, ...(input || byName.length === 0 ? place.graph.before(place.name) : [])];
	const suits = ({ name }: Mention) => {
		const named = kindOfName(name);
		return named === undefined || isLanguageKind(named) === isLanguageKind(kind);
	};
	const search = (accepts: (mention: Mention) => boolean, among: Iterable<string> = candidates) => {
		for (const name of among) {
			const source = place.nodes.get(name);
			const found = source ? mentionedIn(source).filter(accepts) : [];
			if (found.length > 0) return { constants: [...new Set(found.map((mention) => mention.name))], readFrom: [name] };
		}
		return undefined;
	};
	const isRead = (mention: Mention) => fields.includes(mention.field) && suits(mention);
	return (
		search(isRead) ??
		search(suits) ??
		// Without connections only the name of the field tells.
		(place.graph.hasConnections ? undefined : search(isRead, place.nodes.keys())) ?? { constants: [], readFrom: [] }
	);
}

/** What the nodes that a model serves ask of it, each once. */
function settingsOfUsers(place: Place, isSubNode: boolean): UsedSetting[] {
	const { name, graph, nodes } = place;
	if (!isSubNode) return graph.inputs(name, 'ai_tool').length > 0 ? [{ name: 'tools' }, { name: 'agent' }] : [];
	let asked = askedIn.get(graph);
	if (!asked) {
		asked = graph.askedOfModels((user) => askedBy(nodes.get(user), graph.inputs(user, 'ai_tool').length > 0));
		askedIn.set(graph, asked);
	}
	return [...(asked.get(name) ?? [])].map((each) => ({ name: each }));
}

/** Made once for a workflow: one node may serve many models, and one model many nodes. */
const askedIn = new WeakMap<Graph, ReadonlyMap<string, ReadonlySet<string>>>();

function askedBy(user: Place | undefined, hasTools: boolean): readonly string[] {
	const ofTools = hasTools ? ['tools', 'agent'] : [];
	if (!user) return ofTools;
	const { parameters } = user;
	const messages = asList(at(parameters, 'messages.messageValues'));
	const images = messages.some((message) => /^image/.test(String(get(message, 'messageType') ?? get(message, 'type') ?? '')));
	const isSystem = (message: unknown) =>
		get(message, 'type') === 'SystemMessagePromptTemplate' || (get(message, 'type') === undefined && get(message, 'message') !== undefined);
	const hasSystem = asText(at(parameters, 'options.systemMessage')) || messages.some(isSystem);
	return [
		...ofTools,
		...(images || at(parameters, 'options.passthroughBinaryImages') === true ? ['vision'] : []),
		...(hasSystem ? ['messages.system'] : []),
	];
}

function* inEmbedded(place: Place, depth: number): Steps<FoundReference[]> {
	const raw = get(place.parameters, 'workflowJson');
	const text = asText(isObject(raw) ? get(raw, 'value') : raw);
	if (depth >= maxEmbedded || (text === undefined && !isObject(raw))) return [];
	const inner = text === undefined ? raw : parse(text.replace(/^=/, ''));
	if (!Array.isArray(get(inner, 'nodes'))) return [];
	const found = yield* inWorkflow(inner, `${place.workflow} > ${place.name}`, depth + 1);
	return get(place.node, 'disabled') === true ? found.map((one) => ({ ...one, disabled: true })) : found;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Expressions of a node's parameters, without what megabytes of data they carry. */
const textOf = ({ parameters }: Place) =>
	strings(parameters)
		.map(({ text }) => text.slice(0, 20_000))
		.join('\n');

function reference(place: Place, named: Named): FoundReference {
	const { node, name, type, version, workflow } = place;
	const id = asText(get(node, 'id'));
	const behind =
		named.form === 'dynamic' && (named.constants ?? []).length === 0
			? namesBehind(place, named.model || textOf(place), named.kind)
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
