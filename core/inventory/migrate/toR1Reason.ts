import { conflictsWith, type Target } from '../conflicts';
import type { JsonObject } from '../../json';
import type { ModelReference } from '../modelReference';
import { answerReaders } from './answerReaders';
import { askForCredential } from './credentials';
import { connectionOf } from './modelNodes';
import type { NodeChange } from './nodeChange';
import { notTaken } from './settings';
import { messagesTemplate } from './template';

/** What a node asks a model, as far as its parameters are understood: nothing in it is left over. */
export interface Question {
	messages: readonly { role: string; content: string }[];
	system?: string;
	/** JSON is wanted: the schema, or one that takes any object. `text` where readers parse the answer themselves. */
	json?: { schema: string; read: 'data' | 'text' };
	temperature?: unknown;
	topP?: unknown;
	maxTokens?: unknown;
	/** Paths that lead to the answer in the old node's item. */
	answerPaths: readonly string[];
	/** Things that the new node does otherwise. */
	notes: string[];
}

/** Conflicts that R1 Reason settles by itself: it sends system prompts, JSON and the trace as each host wants them. */
const settled = /^(response_format\.|messages\.|agent$|max_tokens|max_completion_tokens|stream$|responses_api$)/;

/** Puts R1 Reason in a node's place, with the same question, and lets what follows read the answer where it now stands. */
export function changeToR1Reason(
	workflow: unknown,
	node: JsonObject,
	reference: ModelReference,
	goal: Target,
	question: Question,
): NodeChange {
	const { host, baseURL, model } = goal;
	if (!(baseURL ?? host.baseURL) && host.kind !== 'self-hosted')
		return { reason: `The address of ${host.name} is not known: put R1 Reason with ${model} in its place.` };
	const conflicts = conflictsWith(reference.settings, goal).filter(({ setting }) => !settled.test(setting));
	const blocking = conflicts.filter(({ setting, effect }) => effect !== 'ignored' && !/^(temperature|top_p|top_k)$/.test(setting));
	if (blocking.length > 0) return { reason: notTaken(goal, blocking) };
	const to = question.json?.read === 'data' ? 'data' : 'answer';
	const readers = answerReaders(workflow, reference.node, { from: question.answerPaths, to });
	if ('reason' in readers) return readers;

	const dropped = new Set(conflicts.map(({ setting }) => setting));
	const option = (name: string, setting: string, value: unknown) =>
		value === undefined || value === '' || dropped.has(setting) ? {} : { [name]: value };
	const [first] = question.messages;
	const isPrompt = question.messages.length === 1 && first.role === 'user';
	node.type = 'n8n-nodes-r1.r1Reason';
	node.typeVersion = 1;
	node.parameters = {
		host: connectionOf(goal),
		model: { __rl: true, mode: 'id', value: model },
		input: isPrompt ? 'prompt' : 'messages',
		...(isPrompt ? { prompt: first.content } : { messages: messagesTemplate(question.messages) }),
		output: question.json ? 'json' : 'text',
		...(question.json && { schema: question.json.schema }),
		options: {
			...(question.system && { systemPrompt: question.system }),
			...option('temperature', 'temperature', question.temperature),
			...option('topP', 'top_p', question.topP),
			...option('maxTokens', 'max_tokens', question.maxTokens),
		},
	};
	const credential = askForCredential(node, connectionOf(goal), goal);
	readers.apply();
	const gone = [...dropped].filter((setting) => /^(temperature|top_p|top_k|frequency_penalty|presence_penalty)$/.test(setting));
	return {
		what: [
			`${reference.nodeType.slice(reference.nodeType.lastIndexOf('.') + 1)} ${reference.model} -> R1 Reason ${model}`,
			...readers.what,
			...gone.map((setting) => `${setting} taken out (the target does not take it)`),
			...question.notes,
			`credential "${credential.name}" (${credential.type}) is asked for: the old one is taken out`,
			...readers.look.map((place) => `look at ${place}: the item now has the fields answer, thinking, usage`),
		],
		how: readers.look.length > 0 || question.notes.length > 0 ? 'review' : 'automatic',
		credential,
	};
}
