import { findHostById } from '../catalogue/lookup';
import { conflictsWith, readTarget, settingLabel, type Target } from './conflicts';
import { findModelReferences, type FindOptions } from './findModelReferences';
import { asList, asText, at, get, isObject, parseJson, type JsonObject } from '../json';
import type { Conflict, ModelReference } from './modelReference';

export interface Change {
	workflow: string;
	node: string;
	model: string;
	to: string;
	what: string[];
}

export interface Left {
	workflow: string;
	node: string;
	model: string;
	reason: string;
}

export interface FixResult {
	changes: Change[];
	left: Left[];
}

/** A copy of a workflow with its gone and going models replaced, what was changed, and what was left. */
export interface FixedWorkflow extends FixResult {
	workflow: unknown;
}

/**
 * Replaces models that are gone or will go. Positions, connections and everything else stay; nothing is changed that the
 * export does not show to be safe. The copy holds no secret: pinned data and static data are left out, keys that someone
 * typed into a node are taken out, and a node that now calls another provider loses its credential, so that no key goes to
 * a provider that it was not made for.
 */
export function fixWorkflow(original: unknown, options: FixOptions = {}): FixedWorkflow {
	return fixInside(copy(original), options, 0);
}

export interface FixOptions extends FindOptions {
	/** A workflow that is changed where it lives keeps what was typed into it; only copies leave the instance. */
	keepSecrets?: boolean;
}

function fixInside(workflow: unknown, options: FixOptions, depth: number): FixedWorkflow {
	const result: FixedWorkflow = { workflow, changes: [], left: [] };
	const own = asText(get(workflow, 'name')) ?? '';
	for (const reference of findModelReferences(workflow, options)) {
		if (reference.status !== 'retired' && reference.status !== 'retires') continue;
		const { workflow: title, node, model } = reference;
		if (title !== own) continue;
		const goal = options.target ?? (reference.replacement ? readTarget(reference.replacement) : undefined);
		const outcome = change(workflow, reference, goal);
		if ('reason' in outcome) result.left.push({ workflow: title, node, model, reason: outcome.reason });
		else result.changes.push({ workflow: title, node, model, to: goal?.model ?? '', what: outcome.what });
	}
	if (depth < 5) for (const node of asList(get(workflow, 'nodes'))) fixEmbedded(node, own, options, depth, result);
	for (const node of options.keepSecrets ? [] : removeSecrets(workflow)) {
		result.changes.push({
			workflow: own,
			node,
			model: '',
			to: '',
			what: ['a key that was typed into the node is taken out: use a credential'],
		});
	}
	return result;
}

/** A workflow that a node holds as text. */
function fixEmbedded(node: unknown, own: string, options: FixOptions, depth: number, result: FixedWorkflow) {
	const parameters = get(node, 'parameters');
	const text = asText(get(parameters, 'workflowJson'));
	if (!isObject(parameters) || text === undefined) return;
	const inner = parseJson(text.replace(/^=/, ''));
	if (!Array.isArray(get(inner, 'nodes'))) return;
	const fixed = fixInside(inner, options, depth + 1);
	const title = `${own} > ${asText(get(node, 'name')) ?? ''}`;
	result.changes.push(...fixed.changes.map((one) => ({ ...one, workflow: title })));
	result.left.push(...fixed.left.map((one) => ({ ...one, workflow: title })));
	if (fixed.changes.length > 0) parameters.workflowJson = `${text.startsWith('=') ? '=' : ''}${JSON.stringify(fixed.workflow, null, 2)}`;
}

type Outcome = { what: string[] } | { reason: string };

function change(workflow: unknown, reference: ModelReference, goal: Target | undefined): Outcome {
	const { form, provider, api, inCode, node } = reference;
	if (api || inCode) return { reason: reference.action };
	if (!goal) return { reason: 'The catalogue names no replacement: choose a model.' };
	if (form === 'dynamic')
		return {
			reason: `The model is set at run time (${reference.constants.join(', ') || 'no name seen'}): change what is passed in to ${goal.model}.`,
		};
	if (form === 'mention') return { reason: `Named in code or in a value: put ${goal.model} there if it is used.` };
	if (completions.test(reference.model))
		return { reason: `${reference.model} is a completion model, which ${goal.model} is not: put a chat model in its place.` };
	const target = asList(get(workflow, 'nodes')).find(
		(entry) => get(entry, 'name') === node && (reference.nodeId === undefined || get(entry, 'id') === reference.nodeId),
	);
	if (!isObject(target) || !reference.path) return { reason: 'Where the node names the model was not found.' };
	if (!isObject(target.parameters)) target.parameters = {};
	const stays = goal.host.id === provider;
	if (form === 'http') return stays ? changeHttp(target, reference, goal) : { reason: elsewhere(goal) };
	const conflicts = conflictsWith(reference.settings, goal);
	const blocking = blockingOf(reference, conflicts);
	const isModelNode = /\.lmChat[A-Z]/.test(reference.nodeType);
	if (isModelNode && blocking.length > 0 && blocking.every(({ setting }) => setting === 'agent'))
		return changeToOwn(target, reference, goal, conflicts);
	if (!stays) return changeProvider(target, reference, goal);
	if (blocking.length > 0) return { reason: notTaken(goal, blocking) };
	return { what: [...setModel(target, reference, goal), ...removeSettings(target, reference, conflicts)] };
}

/** What the target rejects and the copy cannot leave out. */
const blockingOf = (reference: ModelReference, conflicts: readonly Conflict[]) =>
	conflicts.filter(({ setting, effect }) => effect !== 'ignored' && !removable(reference, setting));
const notTaken = (goal: Target, conflicts: readonly Conflict[]) =>
	`${goal.model} does not take ${conflicts.map(({ setting, note }) => `${settingLabel(setting)} (${note})`).join('; ')}`;

const completions = /^(gpt-3\.5-turbo-instruct|text-|code-davinci|davinci|babbage)/;
const elsewhere = (goal: Target) =>
	`It calls another provider than ${goal.model} (${goal.host.name}), and what follows reads this node's answer: put R1 Reason with ${goal.model} in its place.`;

const removable = ({ settings }: ModelReference, name: string) =>
	settings.some((setting) => setting.name === name && setting.path !== undefined);

function setModel(node: JsonObject, { path = 'model', model, form }: ModelReference, goal: Target): string[] {
	const parameters = node.parameters;
	if (!isObject(parameters)) return [];
	const keys = path.split('.');
	const last = keys.pop() ?? path;
	const holder = keys.length > 0 ? at(parameters, keys.join('.')) : parameters;
	if (!isObject(holder)) return [];
	const name = model.startsWith('models/') ? `models/${goal.model}` : goal.model;
	const before = get(holder, last);
	const isLocator = isObject(before) || (before === undefined && wantsLocator(node));
	// One name in a list of several.
	const isPart = typeof before === 'string' && before.includes(',');
	holder[last] = isPart
		? before
				.split(',')
				.map((one) => (one.trim() === model ? one.replace(model, name) : one))
				.join(',')
		: isLocator
			? { __rl: true, mode: 'id', value: name }
			: name;
	return [`${path}: ${form === 'default' ? `${model} (default)` : model} -> ${name}`];
}

/** Nodes whose model is a resource locator, where it was left at its default. */
function wantsLocator(node: JsonObject): boolean {
	const type = asText(get(node, 'type')) ?? '';
	const version = Number(get(node, 'typeVersion') ?? 1);
	if (type.endsWith('.lmChatOpenAi')) return version >= 1.2;
	if (type.endsWith('.lmChatAnthropic')) return version >= 1.3;
	return /(langchain\.(openAi|anthropic|googleGemini|lmOpenAi)|n8n-nodes-r1\.r1(Reason|ChatModel))$/.test(type);
}

function removeSettings(node: JsonObject, { settings }: ModelReference, conflicts: readonly Conflict[]): string[] {
	const names = new Set(conflicts.map(({ setting }) => setting));
	return settings.flatMap(({ name, path }) => {
		if (!names.has(name) || path === undefined) return [];
		const keys = path.split('.');
		const last = keys.pop() ?? path;
		const holder = keys.length > 0 ? at(node.parameters, keys.join('.')) : node.parameters;
		if (!isObject(holder) || !Object.hasOwn(holder, last)) return [];
		const before = holder[last];
		const effect = conflicts.find(({ setting }) => setting === name)?.effect;
		if (name === 'response_format.json_schema') {
			holder[last] = 'json_object';
			return [`${path}: json_schema -> json_object (describe the schema in the prompt)`];
		}
		delete holder[last];
		return [`${path}: ${JSON.stringify(before)} taken out (${effect} by the target)`];
	});
}

/** Only n8n's model sub-nodes can change provider: what they give is the same for every provider. */
function changeProvider(node: JsonObject, reference: ModelReference, goal: Target): Outcome {
	const shortType = reference.nodeType.slice(reference.nodeType.lastIndexOf('.') + 1);
	if (!/^lmChat/.test(shortType)) return { reason: elsewhere(goal) };
	const conflicts = conflictsWith(reference.settings, goal);
	const blocking = blockingOf(reference, conflicts);
	if (blocking.length > 0) return { reason: notTaken(goal, blocking) };
	const what = removeSettings(node, reference, conflicts);
	const options = at(node.parameters, 'options');
	const kept = isObject(options)
		? Object.fromEntries(
				['temperature', 'topP', 'maxTokens', 'timeout', 'maxRetries', 'frequencyPenalty', 'presencePenalty'].flatMap((key) =>
					Object.hasOwn(options, key) ? [[key, options[key]]] : [],
				),
			)
		: {};
	if (goal.host.id === 'deepseek') {
		node.type = '@n8n/n8n-nodes-langchain.lmChatDeepSeek';
		node.typeVersion = 1;
		node.parameters = { model: goal.model, options: kept };
		what.unshift(`${shortType} ${reference.model} -> lmChatDeepSeek ${goal.model}`);
	} else {
		const address = goal.host.baseURL ?? findHostById(goal.host.id)?.baseURL;
		if (!address) return { reason: `The address of ${goal.host.name} is not known: choose its node by hand.` };
		node.type = '@n8n/n8n-nodes-langchain.lmChatOpenAi';
		node.typeVersion = 1.2;
		node.parameters = { model: { __rl: true, mode: 'id', value: goal.model }, options: { ...kept, baseURL: address } };
		what.unshift(`${shortType} ${reference.model} -> lmChatOpenAi ${goal.model} at ${address}`);
	}
	delete node.credentials;
	return { what: [...what, `choose a credential for ${goal.host.name}: the old one is taken out`] };
}

/** An agent with tools needs a model node that sends the trace back: this pack has one. */
function changeToOwn(node: JsonObject, reference: ModelReference, goal: Target, conflicts: readonly Conflict[]): Outcome {
	const what = removeSettings(
		node,
		reference,
		conflicts.filter(({ setting }) => setting !== 'agent'),
	);
	const options = at(node.parameters, 'options');
	const kept = isObject(options)
		? Object.fromEntries(['temperature', 'topP', 'maxTokens'].flatMap((key) => (Object.hasOwn(options, key) ? [[key, options[key]]] : [])))
		: {};
	const connection = goal.host.id === 'deepseek' ? 'r1DeepSeekApi' : goal.host.id === 'openai' ? 'r1OpenAiApi' : 'r1CompatibleApi';
	// The old name answered without thinking: so does the new one, until somebody wants it otherwise.
	const quiet = reference.model === 'deepseek-chat' ? { thinking: 'off' } : {};
	node.type = 'n8n-nodes-r1.r1ChatModel';
	node.typeVersion = 1;
	node.parameters = { host: connection, model: { __rl: true, mode: 'id', value: goal.model }, options: { ...kept, ...quiet } };
	delete node.credentials;
	return {
		what: [
			`${reference.nodeType.slice(reference.nodeType.lastIndexOf('.') + 1)} ${reference.model} -> R1 Chat Model ${goal.model}, which sends the trace back to the agent's model`,
			...what,
			...('thinking' in quiet ? ['thinking switched off, as deepseek-chat had none'] : []),
			`choose a credential for ${goal.host.name}: the old one is taken out`,
		],
	};
}

/** Replaces the model's name in the address or body of a request to the same provider, and what it would reject there. */
function changeHttp(node: JsonObject, { path = '', model, settings }: ModelReference, goal: Target): Outcome {
	const keys = path.split('.');
	const last = keys.pop() ?? path;
	const holder = keys.length > 0 ? at(node.parameters, keys.join('.')) : node.parameters;
	const before = asText(get(holder, last));
	if (!isObject(holder) || before === undefined) return { reason: 'Where the request names the model was not found.' };
	const parts = before.split(model);
	if (parts.length !== 2) return { reason: `The request names ${model} ${parts.length - 1} times: change it by hand.` };

	const draft = new Map<string, string>();
	const pairs = at(node.parameters, 'bodyParameters.parameters');
	const dropped: unknown[] = [];
	const renames: JsonObject[] = [];
	const what = [`${path}: ${model} -> ${goal.model}`];
	const left: Conflict[] = [];
	for (const conflict of conflictsWith(settings, goal)) {
		if (conflict.effect === 'ignored') continue;
		const renamed = conflict.setting === 'max_tokens' && goal.host.maxTokensField === 'max_completion_tokens';
		const pair = Array.isArray(pairs) ? pairs.find((entry) => get(entry, 'name') === conflict.setting) : undefined;
		const body = ['jsonBody', 'body', 'bodyParametersJson'].find((name) =>
			asText(get(node.parameters, name))?.includes(`"${conflict.setting}"`),
		);
		const text = body === undefined ? undefined : (draft.get(body) ?? asText(get(node.parameters, body)));
		if (renamed && isObject(pair)) renames.push(pair);
		else if (pair) dropped.push(pair);
		else if (body !== undefined && text !== undefined) {
			const edited = renamed ? text.replaceAll('"max_tokens"', '"max_completion_tokens"') : withoutEntry(text, conflict.setting);
			if (edited === text) left.push(conflict);
			draft.set(body, edited);
		} else left.push(conflict);
		what.push(renamed ? 'max_tokens -> max_completion_tokens' : `${conflict.setting} taken out (rejected by the target)`);
	}
	if (left.length > 0) return { reason: notTaken(goal, left) };
	for (const pair of renames) pair.name = 'max_completion_tokens';
	if (Array.isArray(pairs)) for (const pair of dropped) pairs.splice(pairs.indexOf(pair), 1);
	for (const [name, text] of draft) if (isObject(node.parameters)) node.parameters[name] = text;
	holder[last] = (asText(get(holder, last)) ?? before).split(model).join(goal.model);
	return { what };
}

/** The text of a JSON body without one of its entries; unchanged where the entry's value is not plain. */
function withoutEntry(text: string, name: string): string {
	const entry = `"${name}"\\s*:\\s*(?:-?[\\d.]+(?:e-?\\d+)?|true|false|null|"[^"]*")`;
	return text.replace(new RegExp(`${entry}\\s*,\\s*`), '').replace(new RegExp(`\\s*,\\s*${entry}(?=\\s*\\})`), '');
}

/** A deep copy of JSON; cycles and functions are left out. */
function copy(value: unknown, seen = new Set<object>()): unknown {
	if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
	if (seen.has(value) || seen.size > 200) return undefined;
	seen.add(value);
	const result = Array.isArray(value)
		? value.map((entry) => copy(entry, seen))
		: Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copy(entry, seen)]));
	seen.delete(value);
	return result;
}

const keyPattern =
	/\b(sk-[A-Za-z0-9_-]{16,}|gsk_[A-Za-z0-9]{16,}|AIza[\w-]{20,}|xai-[A-Za-z0-9]{20,}|pplx-[A-Za-z0-9]{16,}|hf_[A-Za-z0-9]{16,}|r8_[A-Za-z0-9]{16,}|AKIA[A-Z0-9]{16}|xox[abp]-[\w-]{10,}|gh[pousr]_[A-Za-z0-9]{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,})/g;
const secretName = /^(authorization|x-api-key|api-?key|x-goog-api-key|xi-api-key|token|access_token|password|secret)$/i;
const placeholder = '<removed>';

/** Takes pinned data, static data and typed keys out of the copy; gives the names of the nodes that held a key. */
function removeSecrets(workflow: unknown): string[] {
	if (!isObject(workflow)) return [];
	for (const key of ['pinData', 'staticData', 'shared', 'meta']) delete workflow[key];
	return asList(workflow.nodes).flatMap((node) => {
		if (!isObject(node)) return [];
		const before = JSON.stringify(node.parameters ?? null);
		node.parameters = withoutKeys(node.parameters);
		return JSON.stringify(node.parameters ?? null) === before ? [] : [asText(node.name) ?? ''];
	});
}

function withoutKeys(value: unknown): unknown {
	if (typeof value === 'string') return value.replace(keyPattern, placeholder);
	if (Array.isArray(value)) return value.map(withoutKeys);
	if (!isObject(value)) return value;
	const isSecret = secretName.test(String(value.name ?? '')) && typeof value.value === 'string';
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			const named = (isSecret && key === 'value') || secretName.test(key);
			if (named && typeof inner === 'string' && isTyped(inner)) return [key, placeholder];
			return [key, withoutKeys(inner)];
		}),
	);
}

/** A value that someone typed, as opposed to an expression that reads it from elsewhere. */
const isTyped = (text: string) => text !== '' && !text.includes('{{') && text !== placeholder;
