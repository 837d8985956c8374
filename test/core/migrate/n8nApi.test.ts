import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openInstance, TooLarge } from '../../../core/migrate/n8nApi';
import { createNetworkFetch } from '../../../core/reason/networkFetch';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer) {
	const received: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		received.push(request);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, port, received };
}

async function open(url: string, more: { cookie?: string; mostBytes?: number } = {}) {
	const network = await createNetworkFetch();
	onTestFinished(() => network.close());
	return openInstance({ url, apiKey: 'n8n-key-canary', fetch: network.fetch, ...more });
}

const kinds: Record<string, (elsewhere: string, port: number) => string> = {
	'another host': (elsewhere) => `${elsewhere}/api/v1/workflows`,
	'another name of this machine': (_, port) => `http://localhost:${port}/api/v1/workflows`,
	'a protocol-relative address': (elsewhere) => `//${elsewhere.slice('http://'.length)}/api/v1/workflows`,
	'an address with a user': (elsewhere) => `http://user:pass@${elsewhere.slice('http://'.length)}/`,
	'a metadata service': () => 'http://169.254.169.254/latest/meta-data/',
	'a file': () => 'file:///etc/passwd',
	data: () => 'data:application/json,{"data":[]}',
};

test.each(Object.keys(kinds).flatMap((kind) => [301, 302, 303, 307, 308].map((status) => [kind, status] as const)))(
	'the key of an instance does not follow a redirect to %s (%i)',
	async (kind, status) => {
		const elsewhere = await serve((_, response) => response.end('{"data":[]}'));
		const instance = await serve((_, response) => {
			response.writeHead(status, { location: kinds[kind]?.(elsewhere.url, instance.port) ?? '' }).end();
		});
		const api = await open(instance.url, { cookie: 'n8n-auth=canary' });
		const failed = await api.workflows().then(
			() => undefined,
			(error: Error) => error,
		);
		expect(failed?.message).toMatch(/\(30\d\): it redirects to another address|did not answer/);
		expect(JSON.stringify([failed?.message, failed])).not.toContain('canary');
		await api.publicationStatus('w').catch(() => undefined);
		expect(instance.received).toHaveLength(2);
		expect(elsewhere.received).toHaveLength(0);
	},
);

test('an answer is given up where it is longer than any of n8n, and the error says so', async () => {
	const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20, 32));
	const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
	const api = await open(url, { mostBytes: 2 ** 20 });
	await expect(api.workflow('w')).rejects.toMatchObject({ message: expect.stringContaining('with more than 1,048,576 bytes') });
	await expect(api.execution('1', 1000)).rejects.toBeInstanceOf(TooLarge);
});

test.each(['{"data":', '[', `${'['.repeat(100_000)}`, '<html>', '', '\0', '{"data":"\uD800"}', '{"__proto__":{"data":[]}}'])(
	'an answer that is not one of n8n is named: %#',
	async (body) => {
		const { url } = await serve((_, response) => response.end(body));
		await expect((await open(url)).workflows()).rejects.toMatchObject({ name: 'InstanceError', message: expect.stringContaining('form that is not known') });
	},
); // prettier-ignore
