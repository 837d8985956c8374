import { evidenceFor, type Evidence } from './evidence';
import { isLanguageKind } from './modelKind';
import { atOnce, type Steps } from '../breathe';
import { conflictsWith, readTarget, type Target } from './conflicts';
import { modelReferencesIn, type FindOptions } from './findModelReferences';
import { asList, asText, get, isObject, type JsonObject } from '../json';
import { changeHttp, changeRequestToR1Reason } from './migrate/httpRequest';
import { changeModelNode } from './migrate/modelNode';
import { automatic, type CredentialNeed, type NodeChange } from './migrate/nodeChange';
import { changeRootNode } from './migrate/rootNode';
import { blockingOf, holderOf, notTaken, removeSettings } from './migrate/settings';
import { redactJson, redactText } from '../redact/redact';
import type { ModelReference } from './modelReference';
import { targetOf, type TargetRule } from './targets';
import { unwrap } from './unwrap';

export interface Change {
	workflow: string;
	node: string;
	model: string;
	to: string;
	what: string[];
	/** `review`: it works by what the export shows, and somebody should look at what the changes name. */
	how: 'automatic' | 'review';
	/** Why the model must go, with the source. */
	why: string;
	/** What the quality check said of the target, where it was asked. */
	evidence: string;
}

export interface Left {
	workflow: string;
	node: string;
	model: string;
	reason: string;
	why: string;
}

/** A place where a typed secret was taken out of a copy; what it was stands nowhere. */
export interface TakenOut {
	workflow: string;
	node: string;
	path: string;
}

export interface FixResult {
	changes: Change[];
	left: Left[];
	secrets: TakenOut[];
	/** Credentials that the copies ask for, each once. */
	credentials: CredentialNeed[];
}

/** A copy of a workflow with its gone and going models replaced, what was changed, and what was left. */
export interface FixedWorkflow extends FixResult {
	workflow: unknown;
}

/**
 * Replaces language models that are gone or will go; those that embed, draw, listen or speak are left and listed. Positions,
 * connections and everything else stay; nothing is changed that the export does not show to be safe. The copy holds no
 * secret: pinned data and static data are left out, keys that someone typed into a node are taken out, and a node that now
 * calls another provider asks for a credential of that provider, so that no key goes to one that it was not made for.
 */
export function fixWorkflow(original: unknown, options: FixOptions = {}): FixedWorkflow {
	return atOnce(fixInSteps(original, options));
}

/** The same node by node, so that a workflow of thousands can let others run. */
export function* fixInSteps(original: unknown, options: FixOptions = {}): Steps<FixedWorkflow> {
	const [workflow] = unwrap(original);
	return yield* fixInside(copy(workflow ?? original), options, 0);
}

export interface FixOptions extends FindOptions {
	/** What is known of the target's quality. */
	evidence?: Evidence;
	/** A workflow that is changed where it lives keeps what was typed into it; only copies leave the instance. */
	keepSecrets?: boolean;
	/** Nodes by name that are left as they are, each with the reason. */
	leave?: ReadonlyMap<string, string>;
}

function* fixInside(workflow: unknown, options: FixOptions, depth: number): Steps<FixedWorkflow> {
	const result: FixedWorkflow = { workflow, changes: [], left: [], secrets: [], credentials: [] };
	const own = asText(get(workflow, 'name')) ?? '';
	for (const reference of yield* modelReferencesIn(workflow, options)) {
		yield;
		if (reference.status !== 'retired' && reference.status !== 'retires') continue;
		const { workflow: title, node, model } = reference;
		if (title !== own) continue;
		const goal = goalOf(reference, options, workflow);
		const stays = depth === 0 ? options.leave?.get(node) : undefined;
		const outcome = stays === undefined ? change(workflow, reference, goal) : { reason: stays };
		const why = whyOf(reference);
		if ('reason' in outcome) result.left.push({ workflow: title, node, model, reason: outcome.reason, why });
		else {
			const to = goal?.model ?? '';
			const evidence = evidenceFor(options.evidence, model, to, options.at);
			result.changes.push({ workflow: title, node, model, to, what: outcome.what, how: outcome.how, why, evidence });
			addCredential(result.credentials, outcome.credential);
		}
	}
	if (depth < 5) for (const node of asList(get(workflow, 'nodes'))) yield* fixEmbedded(node, own, options, depth, result);
	if (!options.keepSecrets) for (const one of yield* removeSecrets(workflow, own)) result.secrets.push(one);
	return result;
}

function addCredential(list: CredentialNeed[], one: CredentialNeed | undefined) {
	if (one && !list.some(({ type, name }) => type === one.type && name === one.name)) list.push(one);
}

function whyOf({ status, retiresOn, source, model, form }: ModelReference): string {
	const name = form === 'dynamic' ? 'The model' : model || 'It';
	const when = retiresOn?.slice(0, 10);
	const end =
		status === 'retired' ? (when ? `is gone since ${when}` : 'is no longer served') : `ends on ${when ?? 'a day that is not known'}`;
	return `${name} ${end}${source ? ` (${source})` : ''}`;
}

/** Where a reference goes: by the user's rules and target, else to the replacement that its maker names. */
function goalOf(
	reference: ModelReference,
	{ target, targets = [] }: { target?: Target; targets?: readonly TargetRule[] },
	workflow: unknown,
): Target | undefined {
	const tags = asList(get(workflow, 'tags')).flatMap((tag) => asText(tag) ?? asText(get(tag, 'name')) ?? []);
	const chosen = isLanguageKind(reference.kind) ? (targetOf(targets, reference, tags) ?? target) : undefined;
	return chosen ?? (reference.replacement ? readTarget(reference.replacement, undefined, reference.provider) : undefined);
}

/** A workflow that a node holds as text. */
function* fixEmbedded(node: unknown, own: string, options: FixOptions, depth: number, result: FixedWorkflow): Steps<void> {
	const parameters = get(node, 'parameters');
	const text = asText(get(parameters, 'workflowJson'));
	if (!isObject(parameters) || text === undefined) return;
	const inner = parse(text.replace(/^=/, ''));
	if (!Array.isArray(get(inner, 'nodes'))) return;
	const fixed = yield* fixInside(inner, options, depth + 1);
	const title = `${own} > ${asText(get(node, 'name')) ?? ''}`;
	const placed = <Row extends { workflow: string }>(one: Row): Row => ({ ...one, workflow: title });
	result.changes.push(...fixed.changes.map(placed));
	result.left.push(...fixed.left.map(placed));
	result.secrets.push(...fixed.secrets.map(placed));
	for (const one of fixed.credentials) addCredential(result.credentials, one);
	if (fixed.changes.length + fixed.secrets.length > 0)
		parameters.workflowJson = `${text.startsWith('=') ? '=' : ''}${JSON.stringify(fixed.workflow, null, 2)}`;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const manual: Readonly<Record<string, string>> = {
	embedding: 'Embedding models are left: with another one all documents must be embedded anew, into an index of its size.',
	image: 'Image models are left: sizes, formats and the form of the answer differ.',
	audio: 'Models that listen are left: formats and options differ.',
	speech: 'Models that speak are left: voices and formats differ.',
	rerank: 'Rerankers are left: their scores are not on one scale.',
	moderation: 'Moderation models are left: their categories differ.',
	realtime: 'Models that speak in real time are left.',
	video: 'Models that make videos are left.',
};

function change(workflow: unknown, reference: ModelReference, goal: Target | undefined): NodeChange {
	const { form, provider, api, inCode, node, kind, promptObject, nodeType } = reference;
	if (api || promptObject) return { reason: reference.action };
	const isAudioChat = kind === 'audio' && /googleGemini/.test(nodeType);
	if (!isLanguageKind(kind) && !isAudioChat)
		return { reason: `${manual[kind] ?? ''}${goal ? ` Its maker names ${goal.model} as the replacement.` : ''}` };
	if (inCode) return { reason: reference.action };
	if (!goal) return { reason: 'The catalogue names no replacement: choose a model.' };
	if (form === 'dynamic')
		return {
			reason: `The model is set at run time (${reference.constants.join(', ') || 'no name seen'}): change what is passed in to ${goal.model}.`,
		};
	if (form === 'mention') return { reason: `Named in code or in a value: put ${goal.model} there if it is used.` };
	if (form === 'code')
		return {
			reason: `Its code calls ${reference.model} by itself: put ${goal.model} there, and its address and key, or R1 Reason in its place.`,
		};
	if (completions.test(reference.model))
		return { reason: `${reference.model} is a completion model, which ${goal.model} is not: put a chat model in its place.` };
	const target = asList(get(workflow, 'nodes')).find(
		(entry) => get(entry, 'name') === node && (reference.nodeId === undefined || get(entry, 'id') === reference.nodeId),
	);
	if (!isObject(target) || !reference.path) return { reason: 'Where the node names the model was not found.' };
	if (!isObject(target.parameters)) target.parameters = {};
	const stays = goal.host.id === provider && goal.baseURL === undefined;
	if (form === 'http') {
		return stays ? changeHttp(target, reference, goal) : changeRequestToR1Reason(workflow, target, reference, goal);
	}
	const conflicts = conflictsWith(reference.settings, goal);
	const blocking = blockingOf(reference, conflicts);
	const isModelNode = /\.lmChat[A-Z]/.test(nodeType);
	const needsOther = isModelNode && blocking.length > 0 && blocking.every(({ setting }) => setting === 'agent');
	if (stays && !needsOther) {
		if (blocking.length > 0) return { reason: notTaken(goal, blocking) };
		return automatic([...setModel(target, reference, goal), ...removeSettings(target, reference, conflicts)]);
	}
	if (isModelNode) return changeModelNode(target, reference, goal);
	return nodeType.startsWith('n8n-nodes-r1.')
		? { reason: `It is this pack's own node: choose ${goal.model} and its connection there.` }
		: changeRootNode(workflow, target, reference, goal);
}

const completions = /^(gpt-3\.5-turbo-instruct|text-|code-davinci|davinci|babbage)/;

function setModel(node: JsonObject, { path = 'model', model, form }: ModelReference, goal: Target): string[] {
	const place = holderOf(node, path);
	if (!place) return [];
	const { holder, key } = place;
	const name = model.startsWith('models/') ? `models/${goal.model}` : goal.model;
	const before = get(holder, key);
	const isLocator = isObject(before) || (before === undefined && wantsLocator(node));
	// One name in a list of several.
	const isPart = typeof before === 'string' && before.includes(',');
	holder[key] = isPart
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

/** Parts of an export that hold runs and people, not the workflow. */
const leftOut = [
	'pinData',
	'staticData',
	'shared',
	'meta',
	'homeProject',
	'sharedWithProjects',
	'owner',
	'ownedBy',
	'activeVersion',
	'versionMetadata',
];

/** Takes pinned data, static data and typed keys out of the copy. */
function* removeSecrets(workflow: unknown, title: string): Steps<TakenOut[]> {
	if (!isObject(workflow)) return [];
	for (const key of leftOut) delete workflow[key];
	const taken: TakenOut[] = [];
	for (const node of asList(workflow.nodes)) {
		if (!isObject(node)) continue;
		taken.push(...withoutSecrets(node, ['parameters', 'notes', 'credentials', 'name'], redactText(asText(node.name) ?? ''), title));
		yield;
	}
	return [...taken, ...withoutSecrets(workflow, ['settings', 'description', 'name', 'connections', 'tags', 'meta'], '', title)];
}

function withoutSecrets(holder: JsonObject, keys: readonly string[], node: string, workflow: string): TakenOut[] {
	return keys.flatMap((key) => {
		if (!Object.hasOwn(holder, key)) return [];
		const { value, paths } = redactJson(holder[key]);
		holder[key] = value;
		return paths.map((path) => ({ workflow, node, path: path || key }));
	});
}
