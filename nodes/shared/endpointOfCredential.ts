import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { findHost } from '../../core/catalogue/lookup';
import type { Endpoint } from '../../core/reason/endpoint';
import { extraHeaders } from './extraHeaders';
import { isBaseUrl } from '../../core/reason/isBaseUrl';

/** Credential types of the pack that lead to a model, with the profile that each stands for. */
const profiles: Record<string, string | undefined> = { r1DeepSeekApi: 'deepseek', r1OpenAiApi: 'openai' };

/** The endpoint that a credential of the pack describes. @throws Error when it has no usable base URL. */
export function endpointOfCredential(type: string, credential: ICredentialDataDecryptedObject): Endpoint {
	const baseURL = String(credential.baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (!isBaseUrl(baseURL)) {
		throw Object.assign(new Error('The base URL of the credential is not an address'), {
			description: 'It must begin with http:// or https://, for example http://localhost:11434/v1.',
		});
	}
	const headers = extraHeaders(credential);
	if (credential.organizationId) headers['OpenAI-Organization'] = String(credential.organizationId);
	const key = String(credential.apiKey ?? '').trim();
	return {
		baseURL,
		...(key ? { apiKey: key } : {}),
		...(Object.keys(headers).length ? { headers } : {}),
		...profileOf(type, credential, baseURL),
	};
}

/** A chosen profile wins; a gateway before DeepSeek or OpenAI is still theirs. */
function profileOf(type: string, { profile }: ICredentialDataDecryptedObject, baseURL: string): { profile?: string } {
	if (typeof profile === 'string' && profile !== '' && profile !== 'auto') return { profile };
	const usual = profiles[type];
	return usual && findHost(baseURL).id === 'unknown' ? { profile: usual } : {};
}
