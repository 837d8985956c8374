import type { Profile } from './profiles';

export interface HostError {
	status: number;
	headers: Record<string, string>;
	body: string;
}

interface Details {
	message?: string;
	param?: string;
	code?: string;
	model?: string;
	retryAfter?: number | string;
}

/** What a host says when nothing more special is known. DeepSeek's words: api-docs.deepseek.com/quick_start/error_codes. */
const messages: Record<number, { text: string; deepseek?: string; type: string; deepseekType?: string; code: string | null }> = {
	400: { text: 'Invalid request.', deepseek: 'Invalid format', type: 'invalid_request_error', code: 'invalid_request_error' },
	401: {
		text: 'Incorrect API key provided.',
		deepseek: 'Authentication Fails, Your api key: ****test is invalid',
		type: 'invalid_request_error',
		deepseekType: 'authentication_error',
		code: 'invalid_api_key',
	},
	402: {
		text: 'Insufficient credits.',
		deepseek: 'Insufficient Balance',
		type: 'insufficient_quota',
		deepseekType: 'unknown_error',
		code: 'insufficient_quota',
	},
	403: { text: 'You do not have access to this model.', type: 'permission_error', code: 'permission_denied' },
	404: { text: 'The model does not exist or you do not have access to it.', type: 'invalid_request_error', code: 'model_not_found' },
	408: { text: 'Request timeout.', type: 'timeout', code: 'timeout' },
	422: { text: 'Invalid parameters.', type: 'invalid_request_error', code: 'invalid_parameter' },
	429: {
		text: 'Rate limit reached, please try again later.',
		deepseek: 'Rate Limit Reached',
		type: 'rate_limit_error',
		code: 'rate_limit_exceeded',
	},
	500: {
		text: 'The server had an error while processing your request.',
		deepseek: 'Internal Server Error',
		type: 'server_error',
		code: null,
	},
	502: { text: 'Bad gateway.', type: 'server_error', code: null },
	503: {
		text: 'The engine is currently overloaded, please try again later.',
		deepseek: 'Server Overloaded',
		type: 'server_error',
		deepseekType: 'service_unavailable_error',
		code: 'service_unavailable',
	},
	504: { text: 'Gateway timeout.', type: 'server_error', code: null },
};

const vllmTypes: Record<number, string> = {
	400: 'BadRequestError',
	401: 'Unauthorized',
	404: 'NotFoundError',
	429: 'TooManyRequestsError',
	500: 'InternalServerError',
	503: 'ServiceUnavailableError',
};

/** An error in the words and the body of a host. */
export function hostError(profile: Profile, status: number, details: Details = {}): HostError {
	const known = messages[status] ?? { text: `Error ${status}`, type: 'error', code: null };
	const isDeepSeek = profile.errors === 'deepseek';
	const message = details.message ?? (isDeepSeek ? known.deepseek : undefined) ?? known.text;
	const type = details.message ? 'invalid_request_error' : ((isDeepSeek ? known.deepseekType : undefined) ?? known.type);
	const code = details.code ?? (isDeepSeek ? 'invalid_request_error' : known.code);
	const param = details.param ?? null;
	const headers: Record<string, string> = { 'content-type': 'application/json' };
	if (details.retryAfter !== undefined) headers['retry-after'] = String(details.retryAfter);

	const json = (body: unknown) => ({ status, headers, body: JSON.stringify(body) });
	switch (profile.errors) {
		case 'openai':
		case 'deepseek':
			return json({ error: { message, type, param, code } });
		case 'openrouter':
			return json({
				error: { message, code: status, metadata: { provider_name: 'Provider Lab', raw: message } },
				user_id: 'user_lab',
			});
		case 'vllm':
			return json({ error: { message, type: vllmTypes[status] ?? 'InternalServerError', param, code: status } });
		case 'llamacpp':
			return json({ error: { code: status, message, type } });
		case 'ollama':
			return json({ error: message });
		case 'together':
			return json({ id: 'lab', error: { message, type, param, code } });
		case 'text':
			return { status, headers: { ...headers, 'content-type': 'text/plain' }, body: message };
	}
}

/** What a host answers to a model name that it does not serve, or serves no more. */
export function unknownModelError(profile: Profile, model: string): HostError {
	switch (profile.errors) {
		case 'deepseek':
			return hostError(profile, 400, {
				message: `The supported API model names are ${profile.models.join(', ')}, but you passed ${model}.`,
			});
		case 'openrouter':
			return hostError(profile, 400, { message: `${model} is not a valid model ID` });
		case 'vllm':
			return hostError(profile, 404, { message: `The model \`${model}\` does not exist.`, param: 'model' });
		case 'ollama':
			return hostError(profile, 404, { message: `model '${model}' not found` });
		case 'together':
			return hostError(profile, 404, {
				message: `Unable to access model ${model}. Please visit the models page.`,
				code: 'model_not_available',
			});
		default:
			return hostError(profile, 404, {
				message: `The model \`${model}\` does not exist or you do not have access to it.`,
				code: 'model_not_found',
			});
	}
}
