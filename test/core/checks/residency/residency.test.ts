import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CheckContext } from '../../../../core/checks/check';
import { residencyCheck } from '../../../../core/checks/residency/run';
import { kindOf } from '../../../../core/checks/residency/addresses';
import { observe, systemNetwork } from '../../../../core/checks/residency/observe';
import { parseParameters } from '../../../../core/checks/residency/parameters';
import { regionCountries } from '../../../../core/checks/residency/regions';
import { diskFiles } from '../../../../core/diskFiles';

const now = new Date('2026-11-23T12:00:00Z');
describe('addresses', () => {
	test.each([
		['127.0.0.1', 'loopback'],
		['::1', 'loopback'],
		['::ffff:127.0.0.1', 'loopback'],
		['10.1.2.3', 'private'],
		['172.16.0.1', 'private'],
		['172.32.0.1', 'public'],
		['192.168.1.1', 'private'],
		['100.64.0.1', 'private'],
		['169.254.1.1', 'private'],
		['fd00::1', 'private'],
		['fe80::1%eth0', 'private'],
		['8.8.8.8', 'public'],
		['2606:4700::1', 'public'],
		['0.0.0.0', 'invalid'],
		['not an address', 'invalid'],
	])('%s is %s', (address, kind) => {
		expect(kindOf(address).kind).toBe(kind);
	});
});

test.each(Object.entries(regionCountries))('region %s has a country', (_region, country) => {
	expect(country).toMatch(/^[A-Z]{2}$/);
});

test.each([{ allowedCountries: 'Germany' }, { operatorCountries: 'D' }])('a country that is no code is named: %j', (raw) => {
	expect(() => parseParameters(raw)).toThrow(expect.objectContaining({ description: expect.stringMatching(/two letters/) }));
});

describe('what the network shows', () => {
	const listen = async (server: ReturnType<typeof createHttp>) => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => {
			server.close();
		});
		return (server.address() as AddressInfo).port;
	};

	test('a redirect is seen and not followed, and no key is sent', async () => {
		const received: { url?: string; authorization?: string }[] = [];
		const server = createHttp((request, response) => {
			received.push({ url: request.url, authorization: request.headers.authorization });
			response.writeHead(307, { location: 'https://api.deepseek.com/models', server: 'nginx' }).end();
		});
		const port = await listen(server);
		const seen = await observe(`http://127.0.0.1:${port}/v1`, systemNetwork(fetch));
		expect(seen).toMatchObject({
			addresses: ['127.0.0.1'],
			http: { status: 307, location: 'https://api.deepseek.com/models', hints: ['server: nginx'] },
		});
		expect(received).toEqual([{ url: '/v1/models', authorization: undefined }]);
	});

	test('nobody there is told, not thrown', async () => {
		const seen = await observe('http://127.0.0.1:9/v1', systemNetwork(fetch));
		expect(seen.httpError).toBeTruthy();
	});

	test('a name is resolved through the given resolver, each address once', async () => {
		const network = {
			...systemNetwork(async () => new Response(null, { status: 401 })),
			resolve: async () => ['203.0.114.7', '203.0.114.7', '2001:db8::1'],
		};
		expect((await observe('http://llm.example.com', network)).addresses).toEqual(['203.0.114.7', '2001:db8::1']);
	});

	const openssl = (() => {
		try {
			return execFileSync('openssl', ['version']).length > 0;
		} catch {
			return false;
		}
	})();
	test.skipIf(!openssl)('a certificate that this machine does not trust is read all the same (skipped without openssl)', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		execFileSync(
			'openssl',
			[
				'req',
				'-x509',
				'-newkey',
				'ec',
				'-pkeyopt',
				'ec_paramgen_curve:prime256v1',
				'-nodes',
				'-keyout',
				`${folder}/key.pem`,
				'-out',
				`${folder}/cert.pem`,
				'-days',
				'30',
				'-subj',
				'/O=Test Org/CN=localhost',
			],
			{ stdio: 'ignore' },
		);
		const server = createHttps({ key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/cert.pem`) }, (_request, response) =>
			response.end(),
		);
		const port = await listen(server as never);
		const seen = await observe(`https://127.0.0.1:${port}`, systemNetwork(fetch));
		expect(seen.tls).toMatchObject({ isTrusted: false, subject: expect.stringContaining('Test Org'), protocol: 'TLSv1.3' });
	});

	test('the check puts it together, and an emulated endpoint says so', async () => {
		const check = residencyCheck(() => ({
			...systemNetwork(async () => new Response(null, { status: 401 })),
			resolve: async () => ['10.0.0.1'],
		}));
		const context: CheckContext = {
			now,
			concurrency: 1,
			files: diskFiles(),
			earlier: {},
			items: [],
			candidate: { endpoint: { baseURL: 'http://gpu.internal:8000/v1' }, model: 'x', emulated: true },
		};
		const result = await check.run(check.parse({ selfHostedOnly: true }), context);
		expect(result).toMatchObject({ emulated: true, verdict: 'warn', figures: { place: 'private', addresses: ['10.0.0.1'] } });
	});

	test('without an endpoint it says what is missing', async () => {
		const check = residencyCheck(() => systemNetwork(fetch));
		await expect(check.run(check.parse({}), { now, concurrency: 1, files: diskFiles(), earlier: {}, items: [] })).rejects.toThrow(
			/needs an endpoint/,
		);
	});
});
