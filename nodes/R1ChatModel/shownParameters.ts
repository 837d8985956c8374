import type { Endpoint, ReasonRequest } from '../../core/reason';

/** What n8n's record of a run shows as the model's options, under the names that n8n's own models have there. */
export function shownParameters(request: Omit<ReasonRequest, 'messages'>, { baseURL }: Endpoint): Record<string, unknown> {
	const { model, maxTokens, temperature, topP, seed, thinking, effort, extraBody, toolForm } = request;
	const given = { model, base_url: baseURL, max_tokens: maxTokens, temperature, top_p: topP, seed, thinking, effort, tool_form: toolForm };
	// Extra Body may hold anything, a key too: only its names are told.
	const extra = extraBody ? { extra_body_keys: Object.keys(extraBody) } : {};
	return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), ...extra };
}
