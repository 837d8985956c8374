import type { BodyPart, Effort, Host } from '../catalogue/host';
import type { ModelRow } from '../catalogue/model';
import { isObject, parseJson, type JsonObject } from '../json';
import { callsAsText, toolsAsText } from './toolText/promptForm';
import type { ReasonMessage } from './message';
import { replayTurn, traceOf, withoutTrace, type ReplayContext } from './replayTurn';

export type { ReasonMessage } from './message';

export interface ReasonRequest {
	model: string;
	messages: readonly ReasonMessage[];
	/** `auto` leaves it to the host. */
	thinking?: 'auto' | 'on' | 'off';
	effort?: Effort;
	/** Cap on all that is generated, the trace included. */
	maxTokens?: number;
	temperature?: number;
	topP?: number;
	seed?: number;
	tools?: readonly unknown[];
	toolChoice?: unknown;
	/**
	 * How tools are offered: by the API, or in the user's turn with calls as text, for models and servers that have none;
	 * default: as the catalogue knows the model.
	 */
	toolForm?: ToolForm;
	/** JSON Schema of the answer; the parsed answer is `data` of the result. */
	jsonSchema?: JsonObject;
	/** Merged into the body as it is. */
	extraBody?: JsonObject;
}

export type ToolForm = 'native' | 'prompt';

export interface HostRequest {
	/** Tools that stand in the prompt instead of the body. */
	offered?: readonly unknown[];
	toolForm?: ToolForm;
	path: string;
	body: JsonObject;
	/** What was changed because of the host or the model. */
	notes: string[];
}

export interface BuildContext {
	host: Host;
	model?: ModelRow;
	/** Ollama's own API instead of the OpenAI format. */
	native?: boolean;
	/** How a JSON answer is asked for; `prompt` also where the host turned out to reject the others. */
	jsonMode?: 'json_schema' | 'json_object' | 'prompt';
	/** `prompt` where the host turned out to take no tools. */
	toolForm?: ToolForm;
}

/** The request in the words of the host. */
export function buildRequest(request: ReasonRequest, context: BuildContext): HostRequest {
	const toolForm = request.tools?.length ? (context.toolForm ?? request.toolForm ?? toolFormFor(request.model, context.model)) : undefined;
	if (toolForm !== 'prompt') return { ...buildNative(request, context), ...(toolForm ? { toolForm } : {}) };
	const { tools: offered, toolChoice, ...asked } = request;
	const messages = callsAsText(request.messages);
	if (toolChoice !== 'none') askInTurn(messages, toolsAsText(offered, toolChoice));
	const built = buildNative({ ...asked, messages: messages.map(toMessage) }, context);
	built.notes.push(
		'The tools were described in the prompt, and their calls are read from the text: the model or the host has no tools of its own.',
	);
	return { ...built, offered, toolForm };
}

/** R1's first weights and their distills know no tools. */
function toolFormFor(name: string, { tools = 'unknown' }: Partial<ModelRow> = {}): ToolForm {
	return tools === false || (tools === 'unknown' && isR1Weights(name)) ? 'prompt' : 'native';
}

/** Puts a text before the user's last words; results of tools are no such words. */
function askInTurn(messages: JsonObject[], text: string) {
	const last = messages.findLastIndex(({ role, content }) => role === 'user' && !String(content).startsWith('<result of='));
	if (last < 0) messages.push({ role: 'user', content: text });
	else messages[last] = prepend(messages[last], `${text}\n\n---`);
}

const toMessage = (message: JsonObject): ReasonMessage => {
	const { role, content } = message;
	const known = (['system', 'developer', 'user', 'assistant'] as const).find((name) => name === role);
	return { ...message, role: known ?? 'user', content: Array.isArray(content) ? content : typeof content === 'string' ? content : '' };
};

function buildNative(request: ReasonRequest, context: BuildContext): HostRequest {
	const notes: string[] = [];
	const { host, native = false } = context;
	const messages = adaptMessages(request, context, notes);
	const jsonMode = request.jsonSchema ? (context.jsonMode ?? jsonModeFor(context)) : undefined;
	if (request.jsonSchema && jsonMode !== 'json_schema') askForJson(messages, request.jsonSchema);
	const body: JsonObject = {
		model: request.model,
		messages,
		stream: true,
		...(native || host.streamUsage === 'always' ? {} : { stream_options: { include_usage: true } }),
		...jsonFormat(request, jsonMode, native),
		...tools(request),
		...sampling(request, native),
		...thinkingPart(request, context, notes),
	};
	if (request.maxTokens !== undefined && !native) body[host.maxTokensField] = request.maxTokens;
	leaveOut(body, request, context, notes);
	return { path: native ? '/chat' : '/chat/completions', body: mergeBody(body, request.extraBody ?? {}), notes };
}

/** Which JSON mode is safe: only one that the host is known to have. */
export function jsonModeFor({ host, model, native }: BuildContext): 'json_schema' | 'json_object' | 'prompt' {
	if (native) return 'json_schema';
	const modes = model && model.jsonModes !== 'unknown' ? model.jsonModes : host.jsonModes;
	if (modes === 'unknown') return 'prompt';
	// R1 weights with a JSON grammar can't think: the first token has to be a brace.
	if (model?.systemPrompt === 'avoid') return 'prompt';
	return modes.includes('json_schema') ? 'json_schema' : modes.includes('json_object') ? 'json_object' : 'prompt';
}

function adaptMessages(request: ReasonRequest, { host, model, native }: BuildContext, notes: string[]): JsonObject[] {
	let lastTrace = '';
	if (native && request.messages.some(({ content }) => hasLeftOut(content)))
		notes.push("Audio and files were left out: Ollama's own API takes text and images.");
	const messages = request.messages.map((message) => {
		lastTrace = traceOf(message) ?? lastTrace;
		return adaptMessage(message, { host, model: request.model, hasTools: (request.tools?.length ?? 0) > 0 }, native ?? false, lastTrace);
	});
	if (avoidsSystemPrompt(request.model, model)) return foldSystemPrompt(messages, notes);
	if (host.developerRole === true && !native) return messages;
	return messages.map((message) => {
		if (message.role !== 'developer') return message;
		notes.push('The developer message was sent as a system message: the host may not know the role.');
		return { ...message, role: 'system' };
	});
}

function adaptMessage(message: ReasonMessage, context: ReplayContext, native: boolean, lastTrace: string): JsonObject {
	if (message.role !== 'assistant') return native ? nativeContent(withoutTrace(message)) : withoutTrace(message);
	return native ? nativeAssistant(withoutTrace(message), traceOf(message)) : replayTurn(message, context, lastTrace);
}

const hasLeftOut = (content: unknown) =>
	Array.isArray(content) && content.some((part) => isObject(part) && ['file', 'input_audio'].includes(String(part.type)));

/** Ollama's own API wants text, images beside it, and the arguments of tools as objects. */
function nativeContent(message: JsonObject): JsonObject {
	if (!Array.isArray(message.content)) return message;
	const images = message.content
		.map((part) => (isObject(part) && isObject(part.image_url) ? part.image_url.url : undefined))
		.filter((url) => typeof url === 'string')
		.map((url) => url.replace(/^data:[^,]*,/, ''));
	return { ...message, content: plainText(message.content), ...(images.length ? { images } : {}) };
}

function nativeAssistant(message: JsonObject, trace: string | undefined): JsonObject {
	const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
	const withObjects = calls.map(({ function: called, ...rest }) => ({
		...rest,
		function: isObject(called) ? { ...called, arguments: toObject(called.arguments) } : called,
	}));
	return { ...nativeContent(message), ...(trace ? { thinking: trace } : {}), ...(calls.length ? { tool_calls: withObjects } : {}) };
}

function toObject(text: unknown): unknown {
	return typeof text === 'string' ? (parseJson(text) ?? {}) : text;
}

/** R1's makers: no system prompt, everything in the user turn; R1-0528 and later take one. */
export function avoidsSystemPrompt(name: string, model?: ModelRow): boolean {
	return model ? model.systemPrompt === 'avoid' : isR1Weights(name);
}

/** Whether a name is that of R1 or a distill of it, on whatever host. */
export function isR1Weights(name: string): boolean {
	return /(^|[/:_\s-])r1($|[/:_\s.-])/i.test(name) && !/0528/.test(name);
}

function foldSystemPrompt(messages: JsonObject[], notes: string[]): JsonObject[] {
	const isSystem = ({ role }: JsonObject) => role === 'system' || role === 'developer';
	const instructions = messages
		.filter(isSystem)
		.map(({ content }) => plainText(content))
		.filter(Boolean)
		.join('\n\n');
	const others = messages.filter((message) => !isSystem(message));
	if (!instructions) return others;
	notes.push('The system prompt was put into the first user message: R1 weights want none.');
	const first = others.findIndex(({ role }) => role === 'user');
	if (first < 0) return [{ role: 'user', content: instructions }, ...others];
	return others.map((message, index) => (index === first ? prepend(message, instructions) : message));
}

function prepend(message: JsonObject, text: string): JsonObject {
	return Array.isArray(message.content)
		? { ...message, content: [{ type: 'text', text }, ...message.content] }
		: { ...message, content: `${text}\n\n${plainText(message.content)}` };
}

function append(message: JsonObject, text: string): JsonObject {
	return Array.isArray(message.content)
		? { ...message, content: [...message.content, { type: 'text', text }] }
		: { ...message, content: `${plainText(message.content)}\n\n${text}` };
}

/** The text of a content, without its images. */
export function plainText(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('');
}

/** Puts the schema into the last user message; DeepSeek's JSON mode wants the word "json" in the prompt. */
function askForJson(messages: JsonObject[], schema: JsonObject) {
	const text = `Reply with a single JSON value and nothing else: no prose, no code fence. It must be valid against this JSON Schema:\n${JSON.stringify(schema)}`;
	const last = messages.findLastIndex(({ role }) => role === 'user');
	if (last < 0) messages.push({ role: 'user', content: text });
	else messages[last] = append(messages[last], text);
}

function jsonFormat({ jsonSchema }: ReasonRequest, mode: BuildContext['jsonMode'], native: boolean): JsonObject {
	if (!jsonSchema || !mode || mode === 'prompt') return {};
	if (native) return { format: mode === 'json_schema' ? jsonSchema : 'json' };
	if (mode === 'json_object') return { response_format: { type: 'json_object' } };
	return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: jsonSchema } } };
}

function tools({ tools: given, toolChoice }: ReasonRequest): JsonObject {
	return { ...(given?.length ? { tools: given } : {}), ...(toolChoice === undefined ? {} : { tool_choice: toolChoice }) };
}

function sampling({ temperature, topP, seed, maxTokens }: ReasonRequest, native: boolean): JsonObject {
	const named = { temperature, top_p: topP, seed };
	const given: JsonObject = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
	if (!native) return given;
	if (maxTokens !== undefined) given.num_predict = maxTokens;
	return Object.keys(given).length ? { options: given } : {};
}

function thinkingPart(request: ReasonRequest, { host, model, native }: BuildContext, notes: string[]): JsonObject {
	const { thinking = 'auto', effort } = request;
	if (native) {
		if (thinking === 'off') return { think: false };
		if (effort) return { think: effort === 'minimal' ? 'low' : effort === 'max' ? 'high' : effort };
		return thinking === 'on' ? { think: true } : {};
	}
	const control = host.thinking;
	const parts: BodyPart[] = [];
	if (control.always && model?.trace !== 'none') parts.push(control.always);
	if (thinking === 'off') {
		if (control.off) parts.push(control.off);
		else notes.push(`Thinking could not be switched off: ${host.name} has no known switch for it.`);
		return mergeParts(parts);
	}
	const byEffort = effort && control.effort?.[effort];
	if (thinking === 'on') {
		// Where one field says both, the effort says more.
		if (control.on && !(byEffort && sameKeys(control.on, byEffort))) parts.push(control.on);
		else if (!control.on && !byEffort && !alwaysThinks(request.model, model)) {
			notes.push(`Thinking was left to the model: ${host.name} has no known switch for it.`);
		}
	}
	if (byEffort) parts.push(byEffort);
	else if (effort && host.kind === 'unknown') parts.push({ reasoning_effort: effort === 'max' ? 'high' : effort });
	else if (effort) notes.push(`The effort was left out: ${host.name} has no setting for it.`);
	return mergeParts(parts);
}

const alwaysThinks = (name: string, model?: ModelRow) => model?.trace === 'hidden' || isR1Weights(name) || /r1-0528/i.test(name);
const sameKeys = (first: BodyPart, second: BodyPart) => Object.entries(first).every(([key, value]) => key in second && !isObject(value));
const mergeParts = (parts: BodyPart[]): JsonObject => parts.reduce<JsonObject>((merged, part) => mergeBody(merged, part), {});

/** Takes out what the host or the model would reject, and says what it would ignore. */
function leaveOut(body: JsonObject, request: ReasonRequest, { host, model, native }: BuildContext, notes: string[]) {
	if (native) return;
	const thinks = request.thinking !== 'off' && model?.trace !== 'none';
	const reasons = model ? model.trace !== 'none' : isOpenAiReasoner(request.model);
	const applies = (when: string) => when === 'always' || (when === 'thinking' ? thinks : reasons);
	const rejected = new Set(model?.rejectedParameters);
	for (const rule of host.rejectedParameters) if (applies(rule.when)) rejected.add(rule.parameter);
	if (reasons && isOpenAiReasoner(request.model) && host.kind === 'unknown') renameMaxTokens(body);
	for (const parameter of rejected) {
		if (parameter === 'max_tokens' && host.maxTokensField === 'max_tokens') renameMaxTokens(body);
		if (!(parameter in body)) continue;
		delete body[parameter];
		notes.push(`${parameter} was left out: ${host.name} rejects it for this request.`);
	}
	for (const rule of host.ignoredParameters) {
		if (applies(rule.when) && rule.parameter in body)
			notes.push(`${rule.parameter} has no effect here: ${rule.note ?? 'the host ignores it'}.`);
	}
	leaveOutForcedChoice(body, host, thinks, notes);
}

function renameMaxTokens(body: JsonObject) {
	if (!('max_tokens' in body)) return;
	body.max_completion_tokens = body.max_tokens;
	delete body.max_tokens;
}

const isOpenAiReasoner = (name: string) => /(^|\/)(o[1-9](-|$)|gpt-[5-9])/.test(name);

function leaveOutForcedChoice(body: JsonObject, host: Host, thinks: boolean, notes: string[]) {
	const choice = body.tool_choice;
	if (choice === undefined) return;
	const kind = typeof choice === 'string' ? choice : 'named';
	const allowed = (thinks ? host.toolChoiceWhenThinking : undefined) ?? host.toolChoice;
	if (allowed === 'unknown' || allowed.some((name) => name === kind)) return;
	delete body.tool_choice;
	notes.push(`The forced tool choice was left out: ${host.name} rejects it${thinks ? ' while the model thinks' : ''}.`);
}

/** Merges objects deeply, so that `extraBody` can add to a part that is already there. */
function mergeBody(base: JsonObject, extra: BodyPart): JsonObject {
	const merged: JsonObject = { ...base };
	for (const [key, value] of Object.entries(extra)) {
		if (key === '__proto__') continue;
		const present = merged[key];
		merged[key] = isObject(present) && isObject(value) ? mergeBody(present, value) : value;
	}
	return merged;
}
