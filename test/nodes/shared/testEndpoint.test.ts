import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterEach, expect, test } from 'vitest';
import { testEndpoint } from '../../../nodes/shared/testEndpoint';
import '../../support/runWorkflow';

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/** A server with its address, and what it was asked. */
async function serve(answer: (request: IncomingMessage) => { status: number; headers?: Record<string, string>; body?: unknown }) {
	const asked: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		asked.push(request);
		const { status, headers, body } = answer(request);
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
	}).listen(0, '127.0.0.1');
	servers.push(server);
	await new Promise((resolve) => server.once('listening', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const run = async (type: string, data: ICredentialDataDecryptedObject) =>
	await testEndpoint.call(new CredentialTestContext(undefined as never) as never, { id: '1', name: 'Mine', type, data });
const models = { status: 200, body: { data: [{ id: 'a' }, { id: 'b' }] } };
const key = 'sk-secret-1234567890';

test('passes where the node can list models, with spaces around key and address', async () => {
	const { url, asked } = await serve(() => models);
	const result = await run('r1CompatibleApi', {
		baseUrl: ` ${url}/v1/ `,
		apiKey: ` ${key} `,
		headers: { values: [{ name: 'X-Team', value: 'a' }] },
	});
	expect(result).toEqual({ status: 'OK', message: 'The endpoint serves 2 models' });
	expect(asked.map(({ url: path, headers }) => [path, headers.authorization, headers['x-team']])).toEqual([
		['/v1/models', `Bearer ${key}`, 'a'],
	]);
});

test.each([301, 302, 303, 307, 308])('takes neither key nor headers to another host after a %i', async (status) => {
	const elsewhere = await serve(() => models);
	const { url } = await serve(() => ({ status, headers: { location: `${elsewhere.url}/v1/models` } }));
	const result = await run('r1CompatibleApi', { baseUrl: `${url}/v1`, apiKey: key, headers: { values: [{ name: 'X-Team', value: 'a' }] } });
	expect(result.status).toBe('Error');
	expect(elsewhere.asked).toEqual([]);
});

test('follows a redirect on the same host, as the nodes do', async () => {
	const { url } = await serve(({ url: path }) => (path === '/v1/models' ? { status: 308, headers: { location: '/v2/models' } } : models));
	expect(await run('r1CompatibleApi', { baseUrl: `${url}/v1`, apiKey: key })).toMatchObject({ status: 'OK' });
});

test('says what a refused key means, without the key', async () => {
	const { url } = await serve(() => ({ status: 401, body: { error: { message: `Incorrect API key: ${key}` } } }));
	const { status, message } = await run('r1DeepSeekApi', { baseUrl: url, apiKey: key });
	expect(status).toBe('Error');
	expect(message).not.toContain(key);
	expect(message).toMatch(/key|credential/i);
});

test('names an address that is none', async () => {
	expect(await run('r1CompatibleApi', { baseUrl: 'localhost:1234', apiKey: '' })).toEqual({
		status: 'Error',
		message: expect.stringContaining('It must begin with http:// or https://'),
	});
});
