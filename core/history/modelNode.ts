import { asText, at, get, isObject, type JsonObject } from '../json';
import type { Values } from './evaluator';
import type { WorkflowNode } from './execution';
import type { RecordedRequest } from './recordedCall';
import { kindOf } from './subNodes';

/**
 * Models whose request was compared with what a host receives (test/n8n/history.test.ts), and those that are the same class
 * of LangChain: they send the recorded messages as they are.
 */
const sendsAsRecorded = /^lmChat(OpenAi|DeepSeek|AzureOpenAi|OpenRouter|XAiGrok|VercelAiGateway|Anthropic|GoogleGemini)$/;

export interface ModelSettings {
	request: Omit<RecordedRequest, 'messages'>;
	/** Why the host may have received something else. */
	why: string[];
	/** The provider's own search, code or files were on. */
	providerTools: boolean;
}

/** What a model was asked with: from the record, else from the node's parameters. */
export function modelOf(node: WorkflowNode, recorded: unknown, values: Values): ModelSettings {
	const { parameters } = node;
	const kind = kindOf(node);
	const constant = (value: unknown) => values.valueOf(value, { node: node.name, runIndex: 0, itemIndex: 0 });
	const options = isObject(parameters.options) ? parameters.options : {};
	// A record names all that was set; n8n leaves out what a model would refuse. Models of n8n's new SDK record nothing.
	const own = get(recorded, 'model') === undefined && get(recorded, 'model_name') === undefined ? constant : () => undefined;
	const pick = (...candidates: unknown[]) => candidates.find((value) => value !== undefined && value !== null && value !== '');
	const model = asText(
		pick(
			get(recorded, 'model'),
			get(recorded, 'modelName'),
			get(recorded, 'model_name'),
			constant(idOf(parameters.model ?? parameters.modelName)),
		),
	);
	const temperature = pick(get(recorded, 'temperature'), own(options.temperature));
	const maxTokens = pick(
		get(recorded, 'max_tokens'),
		get(recorded, 'maxTokens'),
		get(recorded, 'maxOutputTokens'),
		own(options.maxTokens),
		own(options.maxTokensToSample),
		own(options.maxOutputTokens),
	);
	const host = hostOf(asText(pick(at(recorded, 'configuration.baseURL'), get(recorded, 'baseUrl'), constant(options.baseURL))));
	const format = formatOf(recorded);
	return {
		request: {
			...(model === undefined ? {} : { model: model.replace(/^models\//, '') }),
			...(host === undefined ? {} : { host }),
			...(typeof temperature === 'number' ? { temperature } : {}),
			...(typeof maxTokens === 'number' && maxTokens > 0 ? { maxTokens } : {}),
			...format,
			...othersOf(recorded),
		},
		why: sendsAsRecorded.test(kind)
			? []
			: [kind === 'r1ChatModel' ? 'R1 Chat Model fits messages to the host' : `what ${kind} makes of its messages was not compared`],
		providerTools: isObject(parameters.builtInTools) && Object.keys(parameters.builtInTools).length > 0,
	};
}

const idOf = (model: unknown): unknown => (isObject(model) ? model.value : model);

export function hostOf(url: string | undefined): string | undefined {
	return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}

function formatOf(recorded: unknown): Pick<RecordedRequest, 'schema' | 'json'> {
	const format = at(recorded, 'model_kwargs.response_format') ?? at(recorded, 'model_kwargs.text.format');
	const schema = at(format, 'json_schema.schema') ?? get(format, 'schema');
	if (get(format, 'type') === 'json_schema' && isObject(schema)) return { schema };
	return get(format, 'type') === 'json_object' ? { json: true } : {};
}

const sampling = [
	'top_p',
	'topP',
	'topK',
	'top_k',
	'frequency_penalty',
	'frequencyPenalty',
	'presence_penalty',
	'presencePenalty',
	'stop',
	'n',
];

/** What else was set, by the names of the wire. */
function othersOf(recorded: unknown): Pick<RecordedRequest, 'others'> {
	const found: JsonObject = {};
	for (const name of sampling) {
		const value = get(recorded, name);
		if (typeof value === 'number' && value !== -1) found[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value;
	}
	const effort = at(recorded, 'model_kwargs.reasoning_effort') ?? at(recorded, 'reasoning.effort');
	if (typeof effort === 'string') found.reasoning_effort = effort;
	return Object.keys(found).length > 0 ? { others: found } : {};
}
