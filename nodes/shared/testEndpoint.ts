import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { describeError } from '../../core/describeError';
import { listModels } from '../../core/reason/listModels';
import { withinOrigin } from '../../core/reason/networkFetch';
import { endpointOfCredential } from './endpointOfCredential';

/** Lists the models as the nodes do: what they accept passes, and neither key nor headers follow a redirect to another host. */
export async function testEndpoint(
	this: ICredentialTestFunctions,
	{ type, data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const names = await listModels(endpointOfCredential(type, data ?? {}), fetchBy(this.helpers));
		return { status: 'OK', message: `The endpoint serves ${names.length} ${names.length === 1 ? 'model' : 'models'}` };
	} catch (error) {
		const { message, description } = describeError(error);
		return { status: 'Error', message: [message, description].filter(Boolean).join('. ') };
	}
}

/** n8n's own request, as a fetch: the context of a test has nothing else that respects proxies and SSRF protection. */
export function fetchBy({ request }: ICredentialTestFunctions['helpers']): typeof fetch {
	const once = async (url: URL, headers: Record<string, string>): Promise<Response> => {
		const answer: { body: unknown; statusCode: number; headers: Record<string, unknown> } = await request({
			uri: url.href,
			method: 'GET',
			headers,
			followRedirect: false,
			followAllRedirects: false,
			simple: false,
			resolveWithFullResponse: true,
			timeout: 30_000,
		});
		const { body, statusCode } = answer;
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		const kept = ['content-type', 'location', 'retry-after'].flatMap((name) => {
			const value = answer.headers[name];
			return typeof value === 'string' ? [[name, value]] : [];
		});
		return new Response([204, 205, 304].includes(statusCode) ? null : text, { status: statusCode, headers: Object.fromEntries(kept) });
	};
	return async (input, init = {}) => {
		const headers = Object.fromEntries(new Headers(init.headers));
		return await withinOrigin(new URL(input instanceof Request ? input.url : input), async (url) => await once(url, headers));
	};
}
