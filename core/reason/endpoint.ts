/** Where a model is called. */
export interface Endpoint {
	/** OpenAI-compatible base URL, such as `https://api.deepseek.com` or `http://127.0.0.1:8000/v1`. */
	baseURL: string;
	apiKey?: string;
	headers?: Record<string, string>;
	/** Host id of the catalogue; default: told from the base URL and from what the host sends. */
	profile?: string;
}
