import type { Endpoint } from '../core/reason/endpoint';

/** Variables in which keys usually stand, as the providers' own documentation names them, with the address that lists models. */
const usual: Readonly<Record<string, string>> = {
	OPENAI_API_KEY: 'https://api.openai.com/v1',
	DEEPSEEK_API_KEY: 'https://api.deepseek.com/v1',
	GEMINI_API_KEY: 'https://generativelanguage.googleapis.com/v1beta/openai',
	MISTRAL_API_KEY: 'https://api.mistral.ai/v1',
	GROQ_API_KEY: 'https://api.groq.com/openai/v1',
	OPENROUTER_API_KEY: 'https://openrouter.ai/api/v1',
	XAI_API_KEY: 'https://api.x.ai/v1',
};

/** Endpoints of the providers whose key is in the environment: they can be asked which models they list. */
export function endpointsInEnvironment(environment: NodeJS.ProcessEnv = process.env): Endpoint[] {
	return Object.entries(usual).flatMap(([variable, baseURL]) => {
		const apiKey = environment[variable]?.trim();
		return apiKey ? [{ baseURL, apiKey }] : [];
	});
}
