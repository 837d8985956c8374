import { createServer, request as sendRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Container } from '@n8n/di';
import { SsrfProtectionConfig } from '@n8n/config';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startLab, type Lab } from '../../../lab';
import { compatible, runNode } from './runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy as offices have them: plain HTTP is passed on, CONNECT only to port 443. */
async function startProxy() {
	const seen: string[] = [];
	const server = createServer((request: IncomingMessage, response: ServerResponse) => {
		seen.push(`${request.method} ${request.url}`);
		const target = new URL(request.url ?? '');
		const onward = sendRequest(
			{ host: '127.0.0.1', port: new URL(lab.baseURL).port, path: target.pathname, method: request.method, headers: request.headers },
			(answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			},
		);
		request.pipe(onward);
	});
	server.on('connect', (request, socket) => {
		seen.push(`CONNECT ${request.url}`);
		if (!request.url?.endsWith(':443')) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const onward = connect(Number(new URL(lab.baseURL).port), '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			onward.pipe(socket).pipe(onward);
		});
		onward.on('error', () => socket.destroy());
		socket.on('error', () => onward.destroy());
	});
	return { url: await listen(server), seen };
}

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
let saved: Record<string, string | undefined> = {};
beforeEach(() => {
	saved = Object.fromEntries(names.map((name) => [name, process.env[name]]));
	for (const name of names) delete process.env[name];
});
afterEach(() => {
	for (const name of names) {
		if (saved[name] === undefined) delete process.env[name];
		else process.env[name] = saved[name];
	}
});

describe("the operator's proxy", () => {
	test('HTTP_PROXY is used, even for names that this machine cannot resolve', async () => {
		const proxy = await startProxy();
		process.env.HTTP_PROXY = proxy.url;
		const { items, error } = await runNode({ credentials: compatible('http://models.example.invalid/v1') });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ finishReason: 'stop' });
		expect(proxy.seen).toEqual(['POST http://models.example.invalid/v1/chat/completions']);
	});

	test('HTTPS_PROXY is asked to connect', async () => {
		const proxy = await startProxy();
		process.env.HTTPS_PROXY = proxy.url;
		const { error } = await runNode({
			parameters: { options: { retries: 0 } },
			credentials: compatible('https://models.example.invalid/v1'),
		});
		// The lab speaks no TLS: the tunnel stands, the handshake fails.
		expect(proxy.seen).toEqual(['CONNECT models.example.invalid:443']);
		expect(error?.message).toMatch(/No connection/);
	});

	test('NO_PROXY goes past it', async () => {
		const proxy = await startProxy();
		process.env.HTTP_PROXY = proxy.url;
		process.env.NO_PROXY = 'localhost,127.0.0.1';
		const { error } = await runNode({ credentials: compatible(lab.at('vllm')) });
		expect(error).toBeUndefined();
		expect(proxy.seen).toEqual([]);
		expect(lab.chats).toHaveLength(1);
	});

	test('a proxy that is down is no connection, not a way around it', async () => {
		process.env.HTTP_PROXY = 'http://127.0.0.1:9';
		const { error } = await runNode({ parameters: { options: { retries: 0 } }, credentials: compatible(lab.at('vllm')) });
		expect(error?.message).toBe(`No connection to ${new URL(lab.baseURL).host}`);
		expect(error?.description).toMatch(/proxy settings of n8n \(ECONNREFUSED\)/);
		expect(lab.chats).toHaveLength(0);
	});
});

describe("n8n's SSRF protection", () => {
	const config = Container.get(SsrfProtectionConfig);
	const before = { ...config };
	afterEach(() => {
		Object.assign(config, before);
		Container.reset();
	});

	const protect = (more: object = {}) => Object.assign(config, { enabled: true, ...more });

	test('blocks a private address by number and by name', async () => {
		protect();
		const { port } = new URL(lab.baseURL);
		for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f000001']) {
			const { error } = await runNode({ credentials: compatible(`http://${host}:${port}/v1`) });
			expect(error?.message, host).toBe('The operator of this n8n does not allow this address');
			expect(error?.description).toMatch(/N8N_SSRF_ALLOWED/);
		}
		expect(lab.received).toHaveLength(0);
	});

	test('blocks a redirect to a private address', async () => {
		const server = createServer((_request, response) => response.writeHead(307, { location: `${lab.baseURL}/v1/chat/completions` }).end());
		const { error } = await runNode({ credentials: compatible(await listen(server)) });
		expect(error?.message).toMatch(/redirects to another address/);
		expect(lab.received).toHaveLength(0);
	});
});

describe('redirects', () => {
	test('within the host are followed with the body', async () => {
		lab.script({ raw: { status: 308, headers: { location: '/v1/chat/completions' }, body: '' } }, { answer: 'Yes' });
		const { items, error } = await runNode({ credentials: compatible(lab.baseURL) });
		expect(error).toBeUndefined();
		expect(items[0].json.answer).toBe('Yes');
		expect(lab.chats).toHaveLength(2);
	});

	test.each([301, 302, 303, 307])('to elsewhere (%i) are not followed: the key would go with them', async (status) => {
		lab.script({ raw: { status, headers: { location: 'http://evil.example.invalid/' }, body: '' } });
		const { error } = await runNode({ credentials: compatible(lab.at('vllm')) });
		expect(error?.message).toBe(`${new URL(lab.baseURL).host} redirects to another address (${status})`);
	});
});
