import { conflictsWith, type Target } from '../conflicts';
import { at, isObject, type JsonObject } from '../../json';
import type { ModelReference } from '../modelReference';
import { askForCredential } from './credentials';
import { modelNodeFor, r1ChatModel, spellings, type ModelNode } from './modelNodes';
import { automatic, type NodeChange } from './nodeChange';
import { blockingOf, notTaken, removeSettings } from './settings';

const shortType = ({ nodeType }: ModelReference) => nodeType.slice(nodeType.lastIndexOf('.') + 1);

/** A model node that gives its model to others becomes the node of the target: what it gives is the same for every provider. */
export function changeModelNode(node: JsonObject, reference: ModelReference, goal: Target): NodeChange {
	const conflicts = conflictsWith(reference.settings, goal);
	const blocking = blockingOf(reference, conflicts);
	const wantsTrace = blocking.some(({ setting }) => setting === 'agent');
	const rest = blocking.filter(({ setting }) => setting !== 'agent');
	if (rest.length > 0) return { reason: notTaken(goal, rest) };
	// An agent with tools needs a model node that sends the trace back: this pack has one.
	const into = wantsTrace ? r1ChatModel(goal) : modelNodeFor(goal);
	if (!into) return { reason: `n8n has no model node for ${goal.model} at ${goal.host.name}: choose one by hand.` };
	const removed = removeSettings(
		node,
		reference,
		conflicts.filter(({ setting }) => setting !== 'agent'),
	);
	const { options, notes } = carriedOptions(node, into);
	const isOwn = into.type.startsWith('n8n-nodes-r1.');
	// The old name answered without thinking: so does the new one, until somebody wants it otherwise.
	const isQuiet = isOwn && reference.model === 'deepseek-chat';
	node.type = into.type;
	node.typeVersion = into.typeVersion;
	node.parameters = { ...into.model(goal.model), options: { ...options, ...(isQuiet && { thinking: 'off' }) } };
	const credential = askForCredential(node, into.credential, goal);
	const name = isOwn ? 'R1 Chat Model' : into.type.slice(into.type.lastIndexOf('.') + 1);
	return automatic(
		[
			`${shortType(reference)} ${reference.model} -> ${name} ${goal.model}${wantsTrace ? ", which sends the trace back to the agent's model" : ''}`,
			...removed,
			...notes,
			...(isQuiet ? ['thinking switched off, as deepseek-chat had none'] : []),
			`credential "${credential.name}" (${credential.type}) is asked for: the old one is taken out`,
		],
		credential,
	);
}

/** The options of a node under the names of another one; what it does not have is said. */
function carriedOptions(node: JsonObject, into: ModelNode): { options: JsonObject; notes: string[] } {
	const given = at(node.parameters, 'options');
	const options: JsonObject = {};
	const notes: string[] = [];
	for (const [key, value] of Object.entries(isObject(given) ? given : {})) {
		if (key === 'baseURL' || value === undefined || value === '') continue;
		const common = Object.hasOwn(spellings, key) ? spellings[key] : undefined;
		const name = common && into.options[common];
		if (!name) {
			notes.push(`options.${key}: left out, the new node has no such option`);
			continue;
		}
		options[name] = value;
		if (name !== key) notes.push(`options.${key} -> options.${name}`);
	}
	return { options, notes };
}
