import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { openInstance, type N8nApi } from '../../core/migrate/n8nApi';

/** Address and key of an instance, as its credential holds them. @throws Error when the address is none. */
export function addressOf({ url, apiKey }: ICredentialDataDecryptedObject): { url: string; apiKey: string } {
	const address = String(url ?? '').trim();
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
		throw Object.assign(new Error('The address of the n8n in the credential is not an address'), {
			description: 'It must begin with http:// or https://, for example https://n8n.example.com.',
		});
	}
	return { url: address, apiKey: String(apiKey ?? '').trim() };
}

/** The instance that a credential of the pack leads to. */
export function instanceOf(credential: ICredentialDataDecryptedObject, send: typeof fetch, signal?: AbortSignal): N8nApi {
	const cookie = String(credential.sessionToken ?? '').trim();
	return openInstance({ ...addressOf(credential), fetch: send, signal, ...(cookie && { cookie }) });
}
