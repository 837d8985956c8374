import { messageOf } from '../../describeError';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';
import { literalAddress } from './addresses';
import type { HttpFacts, Observed, TlsFacts } from './evidence';

export interface Network {
	resolve(hostname: string): Promise<string[]>;
	tls(hostname: string, port: number): Promise<TlsFacts>;
	fetch: typeof fetch;
}

const timeoutMs = 10_000;

export const systemNetwork = (fetchFunction: typeof fetch): Network => ({
	resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
	tls: readTls,
	fetch: fetchFunction,
});

/** Looks at an endpoint from outside: its addresses, its certificate, and its answer to a request without a key. */
export async function observe(baseURL: string, network: Network, signal?: AbortSignal): Promise<Observed> {
	const url = new URL(baseURL);
	const hostname = url.hostname.replace(/^\[|\]$/g, '');
	const observed: Observed = { addresses: [] };
	const literal = literalAddress(hostname);
	if (literal) observed.addresses = [literal];
	else {
		const found = await attempt(network.resolve(hostname));
		if ('value' in found) observed.addresses = [...new Set(found.value)];
		else observed.lookupError = found.error;
	}
	if (observed.addresses.length === 0) return observed;
	if (url.protocol === 'https:') {
		const found = await attempt(network.tls(hostname, Number(url.port || 443)));
		if ('value' in found) observed.tls = found.value;
		else observed.tlsError = found.error;
	}
	const answer = await attempt(request(url, network.fetch, signal));
	if ('value' in answer) observed.http = answer.value;
	else observed.httpError = answer.error;
	return observed;
}

async function attempt<Value>(work: Promise<Value>): Promise<{ value: Value } | { error: string }> {
	try {
		return { value: await work };
	} catch (error) {
		const { code, message } =
			error instanceof Error
				? { message: error.message, code: 'code' in error ? String(error.code) : undefined }
				: { message: String(error), code: undefined };
		return { error: code ?? message };
	}
}

/** No key and no prompt is sent: a redirect shows itself without them. */
async function request(url: URL, fetchFunction: typeof fetch, signal?: AbortSignal): Promise<HttpFacts> {
	const target = new URL(`${url.pathname.replace(/\/+$/, '')}/models`, url.origin);
	const limit = AbortSignal.timeout(timeoutMs);
	const response = await fetchFunction(target, { redirect: 'manual', signal: signal ? AbortSignal.any([signal, limit]) : limit });
	await response.body?.cancel();
	const location = response.headers.get('location');
	const hints = ['server', 'via', 'x-served-by', 'cf-ray', 'x-amz-cf-pop', 'x-vercel-id', 'x-azure-ref'].flatMap((name) => {
		const value = response.headers.get(name);
		return value ? [`${name}: ${value.slice(0, 80)}`] : [];
	});
	return {
		status: response.status,
		hints,
		...(location && URL.canParse(location, target) && { location: new URL(location, target).href }),
	};
}

/** The certificate that a server shows, and whether this machine trusts it. */
async function readTls(hostname: string, port: number): Promise<TlsFacts> {
	return await new Promise((resolve, reject) => {
		const isName = literalAddress(hostname) === undefined;
		const socket = connect(
			{ host: hostname, port, rejectUnauthorized: false, timeout: timeoutMs, ...(isName && { servername: hostname }) },
			() => {
				const certificate = socket.getPeerCertificate();
				const name = (part: unknown) =>
					typeof part === 'object' && part !== null ? Object.values(part).flat().map(String).join(', ') : '';
				const reason = socket.authorizationError;
				resolve({
					protocol: socket.getProtocol() ?? 'unknown',
					isTrusted: socket.authorized,
					...(reason && { reason: messageOf(reason) }),
					subject: name(certificate.subject),
					issuer: name(certificate.issuer),
					validTo: certificate.valid_to ? new Date(certificate.valid_to).toISOString() : 'unknown',
				});
				socket.destroy();
			},
		);
		socket.once('timeout', () => socket.destroy(new Error('no answer within 10 s')));
		socket.once('error', reject);
	});
}
