import { layersOf } from './plannedCall';

type Json = Record<string, unknown>;

const call = (what: string) => `call the ${what} from the workflow`;
const kept = 'send along what the model must read: the host charges for what it kept, which the request does not show';

/**
 * Fields of a request that make a host charge by other rules, so that no budget can hold: tiers, tools of the host's own, lists
 * of models, predictions, spoken and drawn answers have prices of their own; what the host kept from before is input that
 * cannot be counted.
 */
const priceChanging: Record<string, string> = {
	service_tier: 'leave the tier out, or use `default` or `flex`',
	serviceTier: 'leave the tier out, or use `default` or `flex`',
	models: 'add the models under Several, with Fallback',
	route: 'add the models under Several, with Fallback',
	fallbacks: 'add the models under Several, with Fallback',
	plugins: 'call the tool from the workflow',
	web_search_options: call('search'),
	search_parameters: call('search'),
	search_options: call('search'),
	enable_search: call('search'),
	connectors: call('search'),
	mcp_servers: call('server'),
	prediction: 'leave it out: rejected predictions are charged as output',
	modalities: 'ask for text only',
	responseModalities: 'ask for text only',
	response_modalities: 'ask for text only',
	audio: 'ask for text only',
	inference_geo: 'leave the region to the account',
	speed: 'leave the speed out',
	prompt_cache_options: 'leave the time out, or use `30m`',
	context_management: 'shorten the conversation in the workflow',
	previous_response_id: kept,
	previous_interaction_id: kept,
	conversation: kept,
	cached_content: kept,
	cachedContent: kept,
};

/** The first field of a request that no budget can reckon with, and what to do instead. */
export function unboundedField(body: Json): { field: string; instead: string } | undefined {
	for (const layer of layersOf(body)) {
		for (const [field, instead] of Object.entries(priceChanging)) {
			const value = layer[field];
			if (value === undefined || value === null || value === false || isHarmless(field, value)) continue;
			return { field, instead };
		}
		const tools: readonly unknown[] = Array.isArray(layer.tools) ? layer.tools : [];
		if (tools.some(isHostTool)) return { field: 'tools', instead: call('tool') };
	}
	// OpenRouter's way to ask for a search.
	return typeof body.model === 'string' && /:online$/.test(body.model) ? { field: 'model', instead: 'leave `:online` out' } : undefined;
}

function isHarmless(field: string, value: unknown): boolean {
	if (field === 'service_tier' || field === 'serviceTier') return value === 'default' || value === 'flex';
	if (/modalities/i.test(field)) return Array.isArray(value) && value.every((kind) => typeof kind === 'string' && /^text$/i.test(kind));
	// A longer time costs more: https://developers.openai.com/api/docs/models/gpt-6.2-sol, read 2026-11-28.
	if (field === 'prompt_cache_options') return isJson(value) && (value.ttl === undefined || value.ttl === '30m');
	return field === 'speed' && value === 'standard';
}

/** Tools that the workflow answers: functions in any host's words, and those that Claude defines but does not run. */
const own = /^(function|custom|(bash|text_editor|computer|memory)_\d{8})$/;

/** A tool that the host runs by itself: it charges for each call, and for what it reads. */
function isHostTool(tool: unknown): boolean {
	if (!isJson(tool)) return false;
	if (typeof tool.type === 'string') return !own.test(tool.type);
	return (
		['function', 'name', 'toolSpec', 'functionDeclarations', 'function_declarations'].every((name) => tool[name] === undefined) &&
		Object.keys(tool).length > 0
	);
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
