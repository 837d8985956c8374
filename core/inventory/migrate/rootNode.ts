import type { Target } from '../conflicts';
import { asList, asText, at, get, isObject, type JsonObject } from '../../json';
import type { ModelReference } from '../modelReference';
import type { NodeChange } from './nodeChange';
import { changeToR1Reason, type Question } from './toR1Reason';

const anyObject = '{\n\t"type": "object"\n}';

/** How a vendor's message node keeps its question, and where its answer stands with simplified output. */
interface MessageNode {
	type: RegExp;
	versions?: (version: number) => boolean;
	messages: string;
	/** Option that holds the system prompt. */
	system?: string;
	simplify: string;
	answerPaths: readonly string[];
	/** With JSON output the answer is parsed already. */
	parsesJson: boolean;
	maxTokens: string;
}

/** Read from the nodes of n8n 2.40 on 2026-11-28. */
const messageNodes: readonly MessageNode[] = [
	{
		type: /langchain\.openAi$/,
		versions: (version) => version < 2,
		messages: 'messages.values',
		simplify: 'simplify',
		answerPaths: ['message.content'],
		parsesJson: true,
		maxTokens: 'maxTokens',
	},
	{
		type: /langchain\.openAi$/,
		versions: (version) => version >= 2,
		messages: 'responses.values',
		system: 'instructions',
		simplify: 'simplify',
		answerPaths: ['output[0].content[0].text'],
		parsesJson: true,
		maxTokens: 'maxTokens',
	},
	{
		type: /langchain\.googleGemini$/,
		messages: 'messages.values',
		system: 'systemMessage',
		simplify: 'simplify',
		answerPaths: ['content.parts[0].text'],
		parsesJson: false,
		maxTokens: 'maxOutputTokens',
	},
	{
		type: /langchain\.anthropic$/,
		messages: 'messages.values',
		system: 'system',
		simplify: 'simplify',
		answerPaths: ['content[0].text'],
		parsesJson: false,
		maxTokens: 'maxTokens',
	},
	{
		type: /n8n-nodes-base\.openAi$/,
		messages: 'prompt.messages',
		simplify: 'simplifyOutput',
		answerPaths: ['message.content'],
		parsesJson: false,
		maxTokens: 'maxTokens',
	},
];

const optionsKnown =
	/^(temperature|topP|topK|maxTokens|maxOutputTokens|instructions|systemMessage|system|textFormat|frequencyPenalty|presencePenalty|frequency_penalty|presence_penalty|includeMergedResponse|maxToolsIterations|candidateCount|store)$/;

/** A vendor's node that asks a model by itself becomes R1 Reason, where its whole question is understood. */
export function changeRootNode(workflow: unknown, node: JsonObject, reference: ModelReference, goal: Target): NodeChange {
	const row = messageNodes.find(({ type, versions }) => type.test(reference.nodeType) && (versions?.(reference.typeVersion ?? 1) ?? true));
	const instead = `put R1 Reason with ${goal.model} in its place`;
	if (!row)
		return {
			reason: `It calls another provider than ${goal.model} (${goal.host.name}), and what follows reads this node's answer: ${instead}.`,
		};
	if (reference.settings.some(({ name }) => name === 'tools'))
		return { reason: `Tools are connected to it: put an AI Agent with R1 Chat Model and ${goal.model} in its place.` };
	if (reference.settings.some(({ name }) => /^(vision|files|built_in_tools)$/.test(name)))
		return { reason: `It sends images or files, or uses tools of its provider, which R1 Reason does not: ${instead} by hand.` };
	const question = questionOf(node, row);
	return 'reason' in question
		? { reason: `${question.reason}: ${instead} by hand.` }
		: changeToR1Reason(workflow, node, reference, goal, question);
}

function questionOf(node: JsonObject, row: MessageNode): Question | { reason: string } {
	const { parameters } = node;
	if (get(parameters, row.simplify) === false)
		return { reason: 'Its output is not simplified, so that what follows may read any part of it' };
	const options = get(parameters, 'options');
	const unknown = Object.keys(isObject(options) ? options : {}).filter((key) => !optionsKnown.test(key));
	if (unknown.length > 0) return { reason: `Its option ${unknown.join(', ')} has no counterpart` };
	const messages = asList(at(parameters, row.messages)).map((message) => ({
		role: asText(get(message, 'role')) || 'user',
		content: asText(get(message, 'content')) ?? asText(get(message, 'message')) ?? '',
		type: asText(get(message, 'type')) ?? 'text',
	}));
	if (messages.length === 0 || messages.every(({ content }) => content.trim() === '')) return { reason: 'It holds no message' };
	if (messages.some(({ type }) => type !== 'text')) return { reason: 'One of its messages is no text' };
	const roles: Readonly<Record<string, string>> = {
		system: 'system',
		user: 'user',
		assistant: 'assistant',
		model: 'assistant',
		developer: 'system',
	};
	if (messages.some(({ role }) => !Object.hasOwn(roles, role))) return { reason: 'The role of one of its messages is not known' };
	const told = messages.map(({ role, content }) => ({ role: roles[role], content }));
	const ownSystem = row.system ? asText(at(parameters, `options.${row.system}`)) : undefined;
	const leading = told[0].role === 'system' && !ownSystem && told.slice(1).every(({ role }) => role !== 'system') ? told[0] : undefined;
	const json = jsonOf(parameters, row);
	if (json && 'reason' in json) return json;
	const system = ownSystem || leading?.content;
	const rest = leading ? told.slice(1) : told;
	if (rest.length === 0) return { reason: 'It holds nothing but a system prompt' };
	return {
		messages: rest,
		...(system && { system }),
		...(json && { json }),
		temperature: at(parameters, 'options.temperature'),
		topP: at(parameters, 'options.topP'),
		maxTokens: at(parameters, `options.${row.maxTokens}`),
		answerPaths: row.answerPaths,
		notes: [],
	};
}

function jsonOf(parameters: unknown, { parsesJson }: MessageNode): Question['json'] | { reason: string } | undefined {
	const format = at(parameters, 'options.textFormat.textOptions');
	const one: unknown = Array.isArray(format) ? format[0] : format;
	const type = asText(get(one, 'type'));
	const read = parsesJson ? 'data' : 'text';
	if (type === 'json_schema') {
		const schema = asText(get(one, 'schema'));
		return schema ? { schema, read } : { reason: 'Its JSON schema was not found' };
	}
	return type === 'json_object' || get(parameters, 'jsonOutput') === true ? { schema: anyObject, read } : undefined;
}
