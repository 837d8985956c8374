import { describe, expect, test } from 'vitest';
import { redactJson, redactText } from '../../../core/redact/redact';

/** Made-up values in the shapes of real ones, put together so that no scanner takes this file for a leak. */
const hex = '9f8e7d6c5b4a3928' + '1706f5e4d3c2b1a0';
const openAi = 'sk-' + 'proj-AbCdEfGhIjKlMnOpQrStUvWxYz012345';
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'c2lnbmF0dXJlMTIz'].join('.');
const telegram = '123456789:' + 'AAExampleExampleExampleExampleExample1';

describe('a text loses its secrets', () => {
	test.each([
		['a key in a query', `https://api.example.com/v1?api_key=${hex}&page=2`, hex],
		['a password in an address', 'https://user:hunter22@db.example.com/x', 'hunter22'],
		['a header in JSON', `{"X-Api-Key": "${hex}"}`, hex],
		['a header of curl', `curl -H "X-Auth-Token: ${hex}" https://x.example.com`, hex],
		['the user of curl', 'curl -u admin:Sup3rSecret https://x.example.com', 'Sup3rSecret'],
		['a constant in code', `const apiKey = '${hex}';`, hex],
		['a password that is plain words', 'const password = "correct horse";', 'correct horse'],
		['a variable of the environment', 'DB_PASSWORD=hunter2hunter2 node x', 'hunter2hunter2'],
		['a flag', '--api-key=abcd1234efgh5678ijkl', 'abcd1234efgh5678ijkl'],
		['a bearer token in code', `headers: { Authorization: \`Bearer ${openAi}\` }`, openAi],
		['a basic login', 'Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNzd29yZA=='],
		['a bot of Telegram', `https://api.telegram.org/bot${telegram}/sendMessage`, telegram],
		['a token that is signed', `wss://x.example.com?token=${jwt}`, jwt],
		['a cookie', `Cookie: PHPSESSID=298zf09hf012fh2ab; theme=dark`, '298zf09hf012fh2ab'],
		['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----', 'MIIEvQIBADANBgkqhkiG9w0B'],
		[
			'a private key in JSON',
			'"-----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0B\\n-----END RSA PRIVATE KEY-----"',
			'MIIEvQIBADANBgkqhkiG9w0B',
		],
		['a connection string of a database', 'mongodb+srv://app:s3cr3tpw@cluster0.example.net/db', 's3cr3tpw'],
		['a connection string without a user', 'redis://:p4ssw0rdlong@10.0.0.1:6379', 'p4ssw0rdlong'],
		['a connection string of a server', 'Server=x;User ID=sa;Password=Str0ng!pw;', 'Str0ng!pw'],
		['an account key', 'AccountName=x;AccountKey=abcdEFGH1234567890abcdEFGH==;', 'abcdEFGH1234567890abcdEFGH=='],
		[
			'a webhook that anyone may post to',
			'https://hooks.slack.com/services/' + 'T00000000/B00000000/abcdefghijklmnopqrst',
			'abcdefghijklmnopqrst',
		],
		['a client secret in a form', `grant_type=client_credentials&client_secret=${hex}`, hex],
	])('%s', (_name, text, secret) => {
		expect(redactText(text)).not.toContain(secret);
		expect(redactText(text)).toContain('<removed>');
	});

	test.each([
		'token=page-2',
		'https://example.com/?page_token=CAUQAA&cursor=abc123def456ghi789jk',
		'max_tokens: 512',
		'"model": "gpt-4o-mini-2024-07-18"',
		"const commit = '9fceb02d0ae598e95dc970b74767f19372d61af8'",
		'https://n8n.example.com/webhook/fd130c2d-05f1-4df2-8f34-1fe7d4d5426e',
		'spreadsheet 1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms',
		'"primaryKey": "customer_identifier_2024"',
		'Authorization: Bearer {{ $json.token }}',
		'"apiKey": "={{ $env.OPENAI_API_KEY }}"',
		'password: your-password-here',
		'const token = $json.token;',
		'headers: { "x-api-key": process.env.KEY }',
		'Basic understanding of CSS selectors',
		'"nodeCredentialType": "openAiApi"',
		'git@github.com:org/repo.git',
		'https://example.com/path?utm_source=newsletter2026&id=1234567890123456',
		'const keys = Object.keys(item)',
		'grant_type=client_credentials&client_id=crm-sync',
		'The token: see the docs; the password: ask an admin',
	])('%s stays', (text) => {
		expect(redactText(text)).toBe(text);
	});

	test('a long text is done in time', () => {
		for (const hostile of [
			'{{'.repeat(50_000),
			'key='.repeat(50_000),
			'"a":'.repeat(50_000),
			'-'.repeat(200_000),
			'a@'.repeat(80_000),
			'://a:'.repeat(50_000),
			'Bearer '.repeat(30_000),
		])
			expect(redactText(hostile).length).toBeGreaterThan(0);
	});
});

describe('JSON loses its secrets, and says where they were', () => {
	test('pairs of name and value, fields by their names, and texts', () => {
		const { value, paths } = redactJson({
			headers: [
				{ name: 'Authorization', value: 'Bearer plain-token-1' },
				{ name: 'Prefer', value: 'return=minimal' },
				{ name: 'Cookie', value: 'session_id=906a65b6286ff3a0ead7; theme=dark' },
			],
			fields: { notionToken: hex, table: 'orders_2026', password: 'x1y2', maxTokens: '512', sessionKey: '={{ $json.sessionId }}' },
			url: `https://x.example.com?access_token=${hex}`,
		});
		expect(value).toEqual({
			headers: [
				{ name: 'Authorization', value: 'Bearer <removed>' },
				{ name: 'Prefer', value: 'return=minimal' },
				{ name: 'Cookie', value: 'session_id=<removed>; theme=dark' },
			],
			fields: {
				notionToken: '<removed>',
				table: 'orders_2026',
				password: '<removed>',
				maxTokens: '512',
				sessionKey: '={{ $json.sessionId }}',
			},
			url: 'https://x.example.com?access_token=<removed>',
		});
		expect(paths).toEqual(['headers.0.value', 'headers.2.value', 'fields.notionToken', 'fields.password', 'url']);
	});

	test('a token that another node gives is read from there still', () => {
		const header = { name: 'Authorization', value: "=Bearer {{ $('Log in to the service').item.json.access_token }}" };
		expect(redactJson(header)).toEqual({ value: header, paths: [] });
	});
});
