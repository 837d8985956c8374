import { isObject, type JsonObject } from '../json';

/**
 * What a host charges by other rules than the list price of tokens: such a call's tokens are known, its cost is not, and a
 * reservation is charged in full. Sources, read 2026-11-28:
 * - tiers: https://platform.openai.com/docs/guides/priority-processing, https://platform.claude.com/docs/en/api/service-tiers,
 *   https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#TrafficType
 * - Claude's region and speed: https://platform.claude.com/docs/en/about-claude/pricing
 * - tools by the call: that page, https://platform.openai.com/docs/pricing, https://docs.x.ai/developers/pricing.md,
 *   https://ai.google.dev/gemini-api/docs/pricing, https://console.groq.com/docs/compound, https://docs.perplexity.ai/getting-started/pricing
 */
export const apartOfCounts = (counts: JsonObject): string | undefined =>
	told(counts) ?? tierOf(counts) ?? regionOf(counts) ?? piecesOf(counts) ?? mediaOf(counts);

/** The same of an answer, or of a chunk of one: what lies beside its counts. Runs for every token. */
export const apartOfAnswer = (answer: JsonObject): string | undefined => tierOf(answer) ?? batchOf(answer) ?? toolsOf(answer);

/** R1 Reason has read it before. */
const told = ({ apart }: JsonObject) => (typeof apart === 'string' && apart !== '' ? apart.slice(0, 300) : undefined);

const atListPrice = /^(default|standard|auto|on[_-]?demand|regular|none|(\w+_)?unspecified|)$/i;

function tierOf({ service_tier, serviceTier, trafficType, response_metadata: metadata }: JsonObject): string | undefined {
	const inMessage = isObject(metadata) ? metadata.service_tier : undefined;
	const named = [service_tier, serviceTier, trafficType, inMessage].map((tier) => (isObject(tier) ? tier.type : tier));
	const tier = named.find((name): name is string => typeof name === 'string' && !atListPrice.test(name));
	return tier === undefined ? undefined : `The call was served in the tier ${printable(tier)}, which has prices of its own`;
}

function regionOf({ inference_geo: region, speed }: JsonObject): string | undefined {
	if (typeof speed === 'string' && speed !== 'standard')
		return `The call was served at the speed ${printable(speed)}, which has a price of its own`;
	if (typeof region !== 'string' || /^(global|not_available|)$/.test(region)) return undefined;
	return `The call was kept in the region ${printable(region)}, which has a price of its own`;
}

/** The name is a host's: only what names are made of. */
const printable = (name: string) => name.replaceAll(/[^\w-]/g, '').slice(0, 40);

function batchOf({ custom_id: id, response, result }: JsonObject): string | undefined {
	return typeof id === 'string' && (isObject(response) || isObject(result)) ? 'Calls of a batch have prices of their own' : undefined;
}

const countIn = (holder: unknown, name: string): number => {
	const value = isObject(holder) ? holder[name] : undefined;
	return typeof value === 'number' && value > 0 ? value : 0;
};

/** Searches and other tools of the host's own, as its counts tell them. */
function piecesOf(counts: JsonObject): string | undefined {
	const searches =
		countIn(counts.server_tool_use, 'web_search_requests') ||
		countIn(counts, 'num_search_queries') ||
		countIn(isObject(counts.plugins) ? counts.plugins.search : undefined, 'count');
	if (searches > 0) return byThePiece(`${searches} web searches`);
	const tools = countIn(counts, 'num_server_side_tools_used');
	if (tools > 0) return byThePiece(`${tools} calls of its own tools`);
	const sources = countIn(counts, 'num_sources_used');
	if (sources > 0) return byThePiece(`${sources} sources that it searched`);
	if (listOf(counts.grounding_tool_count ?? counts.groundingToolCount).length > 0) return byThePiece('what it looked up');
	// Perplexity charges each request by its context.
	return typeof counts.search_context_size === 'string' ? byThePiece('its search') : undefined;
}

const byThePiece = (what: string) => `The host charges ${what} by the piece, which the token counts leave out`;

const inputDetails = ['prompt_tokens_details', 'input_tokens_details', 'input_token_details'] as const;
const outputDetails = ['completion_tokens_details', 'output_tokens_details', 'output_token_details'] as const;
const inputLists = ['promptTokensDetails', 'toolUsePromptTokensDetails', 'input_tokens_by_modality', 'inputTokensByModality'] as const;
const outputLists = ['candidatesTokensDetails', 'responseTokensDetails', 'output_tokens_by_modality', 'outputTokensByModality'] as const;

/** Sound and made pictures cost more than text. Pictures that are read cost what text does. */
function mediaOf(counts: JsonObject): string | undefined {
	const audio = [...inputDetails, ...outputDetails].some(
		(name) => countIn(counts[name], 'audio_tokens') + countIn(counts[name], 'audio') > 0,
	);
	const heard = [...inputLists, ...outputLists].some((name) => hasModality(counts[name], /^audio$/i));
	if (audio || heard || countIn(counts, 'prompt_audio_seconds') > 0) return 'Audio tokens have prices of their own';
	const drawn = outputDetails.some((name) => countIn(counts[name], 'image_tokens') > 0);
	if (drawn || outputLists.some((name) => hasModality(counts[name], /^(image|video)$/i)))
		return 'Pictures that are made have prices of their own';
	return undefined;
}

const hasModality = (list: unknown, kind: RegExp): boolean =>
	listOf(list).some(
		(entry) =>
			typeof entry.modality === 'string' && kind.test(entry.modality) && countIn(entry, 'tokenCount') + countIn(entry, 'tokens') > 0,
	);

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Tools of the Responses API that are charged by the call or by time. */
const paidItem = /^(web_search|file_search|code_interpreter|image_generation|shell|x_search|collections_search|attachment_search)_call$/;

function toolsOf({ model, output, item, choices, candidates, container, web_search }: JsonObject): string | undefined {
	if (typeof model === 'string' && /-search-(preview|api)/.test(model)) return byThePiece('its search');
	if ([item, ...listOf(output)].some((each) => isObject(each) && typeof each.type === 'string' && paidItem.test(each.type)))
		return byThePiece('calls of its own tools');
	const [choice] = listOf(choices);
	for (const message of [choice?.message, choice?.delta]) {
		if (!isObject(message)) continue;
		if (listOf(message.executed_tools).length > 0) return byThePiece('calls of its own tools');
		if (listOf(message.tool_calls).some(({ type }) => type === 'builtin_function')) return byThePiece('calls of its own tools');
	}
	const [candidate] = listOf(candidates);
	const grounding = candidate?.groundingMetadata;
	if (isObject(grounding) && Array.isArray(grounding.webSearchQueries) && grounding.webSearchQueries.length > 0)
		return byThePiece('what it looked up');
	if (listOf(web_search).length > 0) return byThePiece('its search');
	return isObject(container) && typeof container.id === 'string' ? 'The host charges the running of code by time' : undefined;
}
