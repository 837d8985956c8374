import { conflictsWith, type Target } from '../conflicts';
import { asList, asText, at, get, isObject, type JsonObject } from '../../json';
import type { Conflict, ModelReference } from '../modelReference';
import { readJsonTemplate } from './jsonTemplate';
import { automatic, type NodeChange } from './nodeChange';
import { holderOf, notTaken } from './settings';
import { changeToR1Reason, type Question } from './toR1Reason';

/** Replaces the model's name in the address or body of a request to the same provider, and what it would reject there. */
export function changeHttp(node: JsonObject, { path = '', model, settings }: ModelReference, goal: Target): NodeChange {
	const place = holderOf(node, path);
	const before = asText(get(place?.holder, place?.key ?? ''));
	if (!place || before === undefined) return { reason: 'Where the request names the model was not found.' };
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
	place.holder[place.key] = (asText(get(place.holder, place.key)) ?? before).split(model).join(goal.model);
	return automatic(what);
}

/** The text of a JSON body without one of its entries; unchanged where the entry's value is not plain. */
function withoutEntry(text: string, name: string): string {
	const entry = `"${name}"\\s*:\\s*(?:-?[\\d.]+(?:e-?\\d+)?|true|false|null|"[^"]*")`;
	return text.replace(new RegExp(`${entry}\\s*,\\s*`), '').replace(new RegExp(`\\s*,\\s*${entry}(?=\\s*\\})`), '');
}

/** Formats of requests that are understood, by the end of the address. */
const formats: readonly { path: RegExp; answerPaths: readonly string[]; system?: string; prompt?: string }[] = [
	{ path: /\/chat\/completions\/?$/, answerPaths: ['choices[0].message.content'] },
	{ path: /\/v1\/messages\/?$/, answerPaths: ['content[0].text'], system: 'system' },
	{ path: /\/api\/chat\/?$/, answerPaths: ['message.content'] },
	{ path: /\/api\/generate\/?$/, answerPaths: ['response'], system: 'system', prompt: 'prompt' },
];

const known = new Set([
	'model',
	'messages',
	'system',
	'prompt',
	'temperature',
	'top_p',
	'max_tokens',
	'max_completion_tokens',
	'response_format',
	'stream',
	'format',
	'options',
	'n',
]);

/** A request to another provider becomes R1 Reason, where the whole of its body is understood. */
export function changeRequestToR1Reason(workflow: unknown, node: JsonObject, reference: ModelReference, goal: Target): NodeChange {
	const instead = `put R1 Reason with ${goal.model} in its place`;
	const url = asText(get(node.parameters, 'url')) ?? '';
	const format = formats.find(({ path }) => path.test(url.replace(/^=/, '').trim()));
	const isTool = /Tool$|toolHttpRequest$/.test(reference.nodeType);
	if (!format || isTool)
		return {
			reason: `It calls another provider than ${goal.model} (${goal.host.name}), and what follows reads this node's answer: ${instead}.`,
		};
	const options = get(node.parameters, 'options');
	const special = Object.keys(isObject(options) ? options : {}).filter(
		(key) => /response|pagination/.test(key) && JSON.stringify(at(options, key)).length > 30,
	);
	if (special.length > 0) return { reason: `Its option ${special.join(', ')} changes what it gives: ${instead} by hand.` };
	const raw = asText(get(node.parameters, 'jsonBody'));
	const body = raw === undefined ? undefined : readJsonTemplate(raw);
	if (!isObject(body)) return { reason: `Its body is put together by code: ${instead} by hand.` };
	const strange = Object.keys(body).filter((key) => !known.has(key) && !(key === format.system || key === format.prompt));
	if (strange.length > 0 || body.stream === true || (typeof body.n === 'number' && body.n !== 1))
		return { reason: `Its body holds ${strange.join(', ') || 'stream or n'}, which R1 Reason does not send so: ${instead} by hand.` };
	const question = questionOf(body, format);
	return 'reason' in question
		? { reason: `${question.reason}: ${instead} by hand.` }
		: changeToR1Reason(workflow, node, reference, goal, question);
}

function questionOf(body: JsonObject, { system, prompt, answerPaths }: (typeof formats)[number]): Question | { reason: string } {
	const messages = prompt
		? [{ role: 'user', content: asText(body[prompt]) }]
		: asList(body.messages).map((message) => ({ role: asText(get(message, 'role')) ?? '', content: asText(get(message, 'content')) }));
	const told = messages.flatMap(({ role, content }) =>
		content === undefined || !/^(system|developer|user|assistant)$/.test(role)
			? []
			: [{ role: role === 'developer' ? 'system' : role, content }],
	);
	if (told.length === 0 || told.length !== messages.length)
		return { reason: 'One of its messages is no text, or its messages come from elsewhere' };
	const leading = told[0].role === 'system' && told.slice(1).every(({ role }) => role !== 'system') ? told[0] : undefined;
	const rest = leading ? told.slice(1) : told;
	if (rest.length === 0) return { reason: 'It holds nothing but a system prompt' };
	const own = system ? asText(body[system]) : undefined;
	const nested = isObject(body.options) ? body.options : {};
	const json = jsonOf(body);
	const instructions = own ?? leading?.content;
	return {
		messages: rest,
		...(instructions && { system: instructions }),
		...(json && { json }),
		temperature: body.temperature ?? nested.temperature,
		topP: body.top_p ?? nested.top_p,
		maxTokens: body.max_completion_tokens ?? body.max_tokens ?? nested.num_predict,
		answerPaths,
		notes: [],
	};
}

/** What follows parses the answer of a request itself: it stays a text. */
function jsonOf({ response_format: format, format: ollama }: JsonObject): Question['json'] {
	const schema = at(format, 'json_schema.schema');
	if (isObject(schema)) return { schema: JSON.stringify(schema, null, '\t'), read: 'text' };
	return get(format, 'type') === 'json_object' || ollama === 'json' ? { schema: '{\n\t"type": "object"\n}', read: 'text' } : undefined;
}
