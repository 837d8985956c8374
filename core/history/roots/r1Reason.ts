import { asList, asText, at, get, isObject, parseJson } from '../../json';
import type { RecordedAnswer } from '../recordedCall';
import type { RootNode } from './rootNode';

/** R1 Reason of this pack. Its items say what it changed because of the host. */
export const r1Reason: RootNode = {
	parameters: ['model', 'models', 'input', 'prompt', 'messages', 'systemPrompt', 'output', 'schema', 'options'],
	bodyOf({ model, models, input = 'prompt', prompt, messages, systemPrompt, output, schema, options: given }) {
		const options = isObject(given) ? given : {};
		const system = asText(systemPrompt) || asText(options.systemPrompt) || '';
		const rows =
			input === 'messages' ? asList(typeof messages === 'string' ? parseJson(messages) : messages) : [{ role: 'user', content: prompt }];
		if (input === 'messages' ? rows.length === 0 : typeof prompt !== 'string') return { reason: 'its prompt is not in the record' };
		const parsed = typeof schema === 'string' ? parseJson(schema) : schema;
		return {
			body: {
				model: asText(isObject(model) ? model.value : model) ?? asText(at(models, 'entries.0.model')),
				messages: system.trim() === '' ? rows : [{ role: 'system', content: system }, ...rows],
				...(output === 'json' && isObject(parsed) ? { response_format: { type: 'json_schema', json_schema: { schema: parsed } } } : {}),
				...(typeof options.temperature === 'number' ? { temperature: options.temperature } : {}),
				...(typeof options.maxTokens === 'number' ? { max_tokens: options.maxTokens } : {}),
				...(typeof options.topP === 'number' ? { top_p: options.topP } : {}),
				...(typeof options.effort === 'string' ? { reasoning_effort: options.effort } : {}),
				...(typeof options.seed === 'number' ? { seed: options.seed } : {}),
				...(isObject(options.extraBody) ? options.extraBody : {}),
			},
		};
	},
	answerOf(item) {
		const json = get(item, 'json');
		const error = get(json, 'error');
		const attempts = asList(get(json, 'attempts') ?? at(json, 'details.attempts'));
		if (typeof error === 'string' && error !== '') return { answer: { text: '', toolCalls: [], error } };
		const text = asText(get(json, 'answer'));
		if (text === undefined) return undefined;
		const why = [
			...(asList(get(json, 'notes')).length > 0 ? ['R1 Reason fitted the request to the host, as its notes say'] : []),
			...(get(json, 'data') === undefined ? [] : ['R1 Reason asks for JSON in the way that the host knows']),
			...(attempts.length > 1 ? [`R1 Reason had to ask ${attempts.length} times`] : []),
		];
		return { answer: { text, toolCalls: [], ...endOf(json) }, why };
	},
};

function endOf(json: unknown): Partial<RecordedAnswer> {
	const finishReason = asText(get(json, 'finishReason'));
	const milliseconds = at(json, 'timings.totalMs');
	const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = isObject(get(json, 'usage'))
		? (get(json, 'usage') as Record<string, unknown>)
		: {};
	return {
		...(finishReason ? { finishReason } : {}),
		...(typeof milliseconds === 'number' ? { milliseconds } : {}),
		...(typeof inputTokens === 'number' && typeof outputTokens === 'number'
			? {
					usage: {
						inputTokens,
						outputTokens,
						...(typeof cachedTokens === 'number' ? { cachedTokens } : {}),
						...(typeof reasoningTokens === 'number' ? { reasoningTokens } : {}),
					},
				}
			: {}),
	};
}
