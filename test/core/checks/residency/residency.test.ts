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
import type { ResidencyEvidence } from '../../../../core/checks/residency/evidence';
import { judge } from '../../../../core/checks/residency/judge';
import { observe, systemNetwork } from '../../../../core/checks/residency/observe';
import { parseParameters } from '../../../../core/checks/residency/parameters';
import { regionCountries } from '../../../../core/checks/residency/regions';
import { diskFiles } from '../../../../core/diskFiles';

const now = new Date('2026-11-23T12:00:00Z');
const trusted = { protocol: 'TLSv1.3', isTrusted: true, subject: 'example', issuer: 'CA', validTo: '2027-06-01T00:00:00.000Z' };

function judged(baseURL: string, policy: Record<string, unknown> = {}, more: Partial<ResidencyEvidence> = {}) {
	const { residencyOptions, ...rest } = parseParameters(policy);
	const isHttps = baseURL.startsWith('https:');
	const evidence: ResidencyEvidence = {
		baseURL,
		model: 'deepseek-flash',
		emulated: false,
		pinnedProviders: residencyOptions.pinnedProviders,
		observed: { addresses: ['203.0.114.7'], ...(isHttps && { tls: trusted }), http: { status: 401, hints: [] } },
		...(residencyOptions.declaredRegion && { declaredRegion: residencyOptions.declaredRegion }),
		...more,
	};
	return judge(evidence, { ...rest, certificateDays: residencyOptions.certificateDays }, now);
}

describe('an endpoint against a policy', () => {
	const options = (values: Record<string, unknown>) => ({ residencyOptions: values });
	const own = { observed: { addresses: ['10.0.0.4'], http: { status: 200, hints: [] } } };
	test.each<{
		name: string;
		baseURL: string;
		policy?: Record<string, unknown>;
		more?: Partial<ResidencyEvidence>;
		verdict: string;
		says?: RegExp;
	}>([
		{
			name: 'DeepSeek where China is not allowed',
			baseURL: 'https://api.deepseek.com',
			policy: { allowedCountries: 'US, EU' },
			verdict: 'fail',
			says: /CN/,
		},
		{ name: 'DeepSeek where China is allowed', baseURL: 'https://api.deepseek.com', policy: { allowedCountries: 'CN' }, verdict: 'pass' },
		{
			name: 'a French operator that does not say where it processes',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedCountries: 'EU' },
			verdict: 'warn',
			says: /declare the region/,
		},
		{
			name: 'the same with the region of the contract',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedCountries: 'EU', ...options({ declaredRegion: 'SE' }) },
			verdict: 'pass',
		},
		{
			name: 'an American operator in Frankfurt, operators of the EU only',
			baseURL: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
			policy: { allowedCountries: 'EU' },
			verdict: 'fail',
			says: /law of US/,
		},
		{
			name: 'an American operator in Frankfurt, American operators allowed',
			baseURL: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
			policy: { allowedCountries: 'DE', operatorCountries: 'US' },
			verdict: 'pass',
		},
		{
			name: 'Frankfurt by address, spread by the model name',
			baseURL: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
			policy: { allowedCountries: 'DE', operatorCountries: 'US' },
			more: { model: 'us.deepseek.r1-v1:0' },
			verdict: 'fail',
			says: /processed in US/,
		},
		{
			name: 'the European OpenAI where the whole union is allowed',
			baseURL: 'https://eu.api.openai.com/v1',
			policy: { allowedCountries: 'EU', operatorCountries: 'US' },
			verdict: 'pass',
		},
		{
			name: 'the European OpenAI where only Germany is',
			baseURL: 'https://eu.api.openai.com/v1',
			policy: { allowedCountries: 'DE', operatorCountries: 'US' },
			verdict: 'fail',
		},
		{
			name: 'a Google region',
			baseURL: 'https://europe-west4-aiplatform.googleapis.com/v1',
			policy: { allowedCountries: 'NL', operatorCountries: 'US' },
			verdict: 'pass',
		},
		{
			name: 'a broker that may go anywhere',
			baseURL: 'https://openrouter.ai/api/v1',
			policy: { allowedCountries: 'US' },
			verdict: 'fail',
			says: /any provider/,
		},
		{
			name: 'a broker whose providers are pinned',
			baseURL: 'https://openrouter.ai/api/v1',
			policy: { allowedCountries: 'US', ...options({ pinnedProviders: 'Together' }) },
			verdict: 'warn',
			says: /pinned/,
		},
		{
			name: 'an operator that is not on the list',
			baseURL: 'https://api.openai.com/v1',
			policy: { allowedOperators: 'mistral' },
			verdict: 'fail',
			says: /not among/,
		},
		{ name: 'an operator that is', baseURL: 'https://api.mistral.ai/v1', policy: { allowedOperators: 'Mistral AI' }, verdict: 'pass' },
		{
			name: 'self-hosted only, and it is an API',
			baseURL: 'https://api.deepseek.com',
			policy: { selfHostedOnly: true },
			verdict: 'fail',
			says: /not a server of your own/,
		},
		{
			name: 'self-hosted only, on this machine',
			baseURL: 'http://127.0.0.1:11434/v1',
			policy: { selfHostedOnly: true },
			more: { observed: { addresses: ['127.0.0.1'] } },
			verdict: 'pass',
		},
		{
			name: 'self-hosted only, in the private network but in the clear',
			baseURL: 'http://gpu.internal:8000/v1',
			policy: { selfHostedOnly: true },
			more: own,
			verdict: 'warn',
			says: /in the clear/,
		},
		{
			name: 'self-hosted only, at a public address',
			baseURL: 'https://llm.example.com/v1',
			policy: { selfHostedOnly: true },
			verdict: 'warn',
			says: /cannot be told|public address/,
		},
		{
			name: 'a public address that the policy names',
			baseURL: 'https://llm.example.com/v1',
			policy: { selfHostedOnly: true, allowedOperators: 'llm.example.com' },
			verdict: 'pass',
		},
		{
			name: 'an address that nobody knows',
			baseURL: 'https://llm.example.com/v1',
			policy: { allowedCountries: 'DE' },
			verdict: 'warn',
			says: /does not know this address/,
		},
		{
			name: 'a public address in the clear',
			baseURL: 'http://llm.example.com/v1',
			policy: { allowedOperators: 'llm.example.com' },
			verdict: 'fail',
			says: /in the clear/,
		},
		{
			name: 'a certificate that is not trusted',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: ['203.0.114.7'], tls: { ...trusted, isTrusted: false, reason: 'SELF_SIGNED' } } },
			verdict: 'fail',
			says: /SELF_SIGNED/,
		},
		{
			name: 'a certificate that ends soon',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: ['203.0.114.7'], tls: { ...trusted, validTo: '2026-11-30T00:00:00.000Z' } } },
			verdict: 'warn',
			says: /6 days left/,
		},
		{
			name: 'a certificate that has ended',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: ['203.0.114.7'], tls: { ...trusted, validTo: '2026-11-01T00:00:00.000Z' } } },
			verdict: 'fail',
		},
		{
			name: 'an outdated protocol',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: ['203.0.114.7'], tls: { ...trusted, protocol: 'TLSv1.1' } } },
			verdict: 'fail',
		},
		{
			name: 'a redirect to a forbidden country',
			baseURL: 'https://llm.example.com/v1',
			policy: { allowedCountries: 'DE', allowedOperators: 'llm.example.com', ...options({ declaredRegion: 'DE' }) },
			more: {
				observed: {
					addresses: ['203.0.114.7'],
					tls: trusted,
					http: { status: 307, location: 'https://api.deepseek.com/models', hints: [] },
				},
			},
			verdict: 'fail',
			says: /redirect/,
		},
		{
			name: 'a redirect to nobody knows whom',
			baseURL: 'https://llm.example.com/v1',
			policy: { allowedOperators: 'llm.example.com' },
			more: {
				observed: { addresses: ['203.0.114.7'], tls: trusted, http: { status: 302, location: 'https://other.example.org/', hints: [] } },
			},
			verdict: 'warn',
			says: /unknown operator/,
		},
		{
			name: 'an API whose name leads to a private address',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: ['10.1.2.3'], tls: trusted } },
			verdict: 'warn',
			says: /proxy stands between/,
		},
		{
			name: 'a name that is not resolved',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: [], lookupError: 'ENOTFOUND' } },
			verdict: 'warn',
			says: /ENOTFOUND/,
		},
		{ name: 'no policy', baseURL: 'https://api.mistral.ai/v1', verdict: 'warn', says: /without a policy/ },
	])('$name: $verdict', ({ baseURL, policy, more, verdict, says }) => {
		const result = judged(baseURL, policy, more);
		expect([result.verdict, result.summary]).toEqual([verdict, expect.stringMatching(says ?? /./)]);
		expect(result.summary).not.toContain('..');
	});

	test('declared and observed stay apart, and what cannot be seen is said', () => {
		const kinds = new Set(judged('https://api.deepseek.com').findings.map(({ kind }) => kind));
		expect(kinds).toEqual(new Set(['declared', 'observed', 'not visible']));
	});

	test('a private address may be a tunnel, and that is said', () => {
		const result = judged('http://127.0.0.1:8000', {}, { observed: { addresses: ['127.0.0.1'] } });
		expect(JSON.stringify(result.findings)).toContain('tunnel');
	});

	test('orders about an operator are dated facts without a verdict', () => {
		const table = judged('https://api.deepseek.com').tables?.find(({ title }) => title.includes('orders'));
		expect(table?.rows.length).toBeGreaterThan(2);
		expect(table?.rows.every((row) => String(row.source).startsWith('https:') && String(row.date).startsWith('2025'))).toBe(true);
	});
});

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
