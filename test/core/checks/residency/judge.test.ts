import { describe, expect, test } from 'vitest';
import type { ResidencyEvidence } from '../../../../core/checks/residency/evidence';
import { judge } from '../../../../core/checks/residency/judge';
import { parseParameters } from '../../../../core/checks/residency/parameters';

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

describe('what a reader of the record gets', () => {
	test.each<{ name: string; baseURL: string; policy?: Record<string, unknown>; more?: Partial<ResidencyEvidence> }>([
		{ name: 'an API with orders about its operator', baseURL: 'https://api.deepseek.com', policy: { allowedCountries: 'US, EU' } },
		{
			name: 'a broker with pinned providers that is not allowed',
			baseURL: 'https://openrouter.ai/api/v1',
			policy: { allowedOperators: 'Mistral', residencyOptions: { pinnedProviders: 'deepinfra, together' } },
		},
		{ name: 'a broker without a pin and without a policy', baseURL: 'https://openrouter.ai/api/v1' },
		{
			name: 'a server of one’s own in a private network',
			baseURL: 'http://10.0.0.4:8000/v1',
			policy: { selfHostedOnly: true, allowedCountries: 'DE' },
			more: { observed: { addresses: ['10.0.0.4'], httpError: 'ECONNREFUSED' } },
		},
		{
			name: 'this machine, with a declared region',
			baseURL: 'http://127.0.0.1:8000/v1',
			policy: { selfHostedOnly: true, allowedCountries: 'DE', residencyOptions: { declaredRegion: ' de ' } },
			more: { observed: { addresses: ['127.0.0.1', '::1'], http: { status: 200, hints: ['server: uvicorn'] } } },
		},
		{
			name: 'an unknown public address with an old protocol and a certificate that is not trusted',
			baseURL: 'https://llm.example.com/v1',
			policy: { selfHostedOnly: true, allowedCountries: 'US' },
			more: {
				emulated: true,
				observed: {
					addresses: ['203.0.114.7', '10.0.0.4'],
					tls: { protocol: 'TLSv1.1', isTrusted: false, subject: 'llm', issuer: 'own', validTo: '2026-11-30T00:00:00.000Z' },
					http: { status: 302, location: 'https://api.deepseek.com/', hints: [] },
				},
			},
		},
		{
			name: 'a cloud region in the address',
			baseURL: 'https://bedrock-runtime.eu-central-1.amazonaws.com/openai/v1',
			policy: { allowedCountries: 'EU', operatorCountries: 'US', allowedOperators: 'bedrock' },
			more: { model: 'eu.deepseek.r1' },
		},
		{
			name: 'an inference profile that leaves the region',
			baseURL: 'https://bedrock-runtime.eu-central-1.amazonaws.com/openai/v1',
			policy: { allowedCountries: 'EU', operatorCountries: 'US' },
			more: { model: 'global.deepseek.r1' },
		},
		{ name: 'Azure, whose name shows no region', baseURL: 'https://x.openai.azure.com/openai/v1', policy: { allowedCountries: 'EU' } },
		{
			name: 'not looked at',
			baseURL: 'https://api.mistral.ai/v1',
			policy: { allowedOperators: 'mistral' },
			more: { observed: { addresses: [], skipped: 'The network may not be used here.' } },
		},
	])('$name', ({ baseURL, policy, more }) => {
		expect(judged(baseURL, policy, more)).toMatchSnapshot();
	});

	const mistral = { allowedOperators: 'mistral' };
	const seen = (more: Partial<ResidencyEvidence['observed']>) => ({
		observed: { addresses: ['203.0.114.7'], tls: trusted, http: { status: 401, hints: [] }, ...more },
	});
	const fact = (subject: string, ...given: Parameters<typeof judged>) => {
		const found = judged(...given).findings.find((each) => each.subject === subject);
		return found && [found.kind, found.value, found.verdict, found.note];
	};
	test.each([
		{ validTo: '2026-11-23T11:00:00.000Z', verdict: 'fail', note: '-1 days left' },
		{ validTo: '2026-12-06T12:00:00.000Z', verdict: 'warn', note: '13 days left' },
		{ validTo: '2026-12-07T12:00:00.000Z', verdict: 'pass', note: '' },
	])('a certificate until $validTo: $verdict', ({ validTo, verdict, note }) => {
		const policy = { ...mistral, residencyOptions: { certificateDays: 14 } };
		expect(fact('Certificate ends', 'https://api.mistral.ai/v1', policy, seen({ tls: { ...trusted, validTo } }))).toEqual([
			'observed',
			validTo.slice(0, 10),
			verdict,
			note,
		]);
	});

	test('a certificate whose end cannot be read is judged by the rest', () => {
		expect(fact('Certificate ends', 'https://api.mistral.ai/v1', mistral, seen({ tls: { ...trusted, validTo: 'never' } }))).toBeUndefined();
	});

	test.each([
		{ protocol: 'SSLv3', verdict: 'fail' },
		{ protocol: 'TLSv1', verdict: 'fail' },
		{ protocol: 'TLSv1.1', verdict: 'fail' },
		{ protocol: 'TLSv1.2', verdict: 'pass' },
		{ protocol: 'TLSv1.3', verdict: 'pass' },
	])('$protocol: $verdict', ({ protocol, verdict }) => {
		expect(fact('Encryption', 'https://api.mistral.ai/v1', mistral, seen({ tls: { ...trusted, protocol } }))?.slice(0, 3)).toEqual([
			'observed',
			protocol,
			verdict,
		]);
	});

	test.each([
		{ address: '127.0.0.1', verdict: 'pass', note: 'The requests do not leave this machine.' },
		{ address: '10.0.0.4', verdict: 'warn', note: 'Prompts and answers cross the network in the clear.' },
		{ address: '203.0.114.7', verdict: 'fail', note: 'Prompts and answers cross the network in the clear.' },
	])('no encryption to $address: $verdict', ({ address, verdict, note }) => {
		expect(fact('Encryption', `http://${address}:8000/v1`, {}, { observed: { addresses: [address] } })).toEqual([
			'declared',
			'none',
			verdict,
			note,
		]);
	});

	test.each([
		{ location: 'https://api.mistral.ai/v2/', verdict: 'skipped', value: 'https://api.mistral.ai/v2/' },
		{ location: 'https://eu.api.mistral.ai/', verdict: 'warn', value: 'api.mistral.ai -> eu.api.mistral.ai' },
		{ location: 'https://api.deepseek.com/', verdict: 'fail', value: 'api.mistral.ai -> api.deepseek.com' },
	])('a redirect to $location: $verdict', ({ location, verdict, value }) => {
		const policy = { ...mistral, operatorCountries: 'FR' };
		const found = fact('Redirect', 'https://api.mistral.ai/v1', policy, seen({ http: { status: 302, location, hints: [] } }));
		expect(found?.slice(1, 3)).toEqual([value, verdict]);
	});

	test('no TLS connection, no answer and no address are doubts with their reasons', () => {
		expect(fact('Encryption', 'https://api.mistral.ai/v1', mistral, seen({ tls: undefined, tlsError: 'ECONNRESET' }))).toEqual([
			'observed',
			'unknown',
			'warn',
			'No TLS connection came about (ECONNRESET).',
		]);
		expect(fact('Answer', 'https://api.mistral.ai/v1', mistral, seen({ httpError: 'timeout' }))).toEqual([
			'observed',
			'none',
			'warn',
			'The endpoint did not answer (timeout).',
		]);
		expect(fact('Addresses', 'https://api.mistral.ai/v1', mistral, seen({ addresses: [] }))).toEqual([
			'observed',
			'none',
			'warn',
			'The name api.mistral.ai was not resolved (no address): nothing could be observed.',
		]);
	});

	test.each([{ operators: 'Mistral AI' }, { operators: 'mistral' }, { operators: 'MISTRAL' }, { operators: 'api.mistral.ai' }])(
		'an operator may be named as $operators',
		({ operators }) => {
			expect(judged('https://api.mistral.ai/v1', { allowedOperators: operators }).verdict).toBe('pass');
		},
	);

	test('a private address is named by the policy, or is a doubt', () => {
		const own = { observed: { addresses: ['10.0.0.4'], tls: trusted } };
		expect(fact('Operator', 'https://llm.local/v1', { allowedOperators: 'llm.local' }, own)).toEqual([
			'declared',
			'not named by the address; it is in a private network',
			'pass',
			'',
		]);
		expect(fact('Operator', 'https://llm.local/v1', mistral, own)?.[2]).toBe('warn');
		expect(fact('Operator', 'https://llm.local/v1', {}, { observed: { addresses: ['127.0.0.1'] } })?.[1]).toContain('this machine');
	});

	test.each([
		{ baseURL: 'https://api.mistral.ai/v1', verdict: 'fail' },
		{ baseURL: 'https://llm.example.com/v1', verdict: 'warn' },
	])('a server of one’s own only: $baseURL is a $verdict', ({ baseURL, verdict }) => {
		expect(fact('Self-hosted', baseURL, { selfHostedOnly: true })?.[2]).toBe(verdict);
	});

	test('without an address the name alone says where an endpoint lies', () => {
		const place = (baseURL: string) => judged(baseURL, {}, { observed: { addresses: [] } }).figures.place;
		expect([place('https://api.mistral.ai/v1'), place('http://localhost:8000/v1'), place('https://llm.example.com/v1')]).toEqual([
			'public',
			'private',
			'unknown',
		]);
	});
});
