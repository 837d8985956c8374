import { expect, test } from 'vitest';
import { fixWorkflow } from '../../core/inventory/fix';
import { redactText } from '../../core/redact/redact';

/** Looks random, is the same in each run, and stands nowhere in this file. */
const r = (n: number, a = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') =>
	Array.from({ length: n }, (_, i) => a[(i * 7919 + n * 31 + ((i * i) % 13)) % a.length]).join('');
const S = (p: string) => 'Zq9' + r(22) + p;
const aws = 'AK' + 'IAQ7H4ZJ2K8LM3NP5R';
const hex = r(32, '0123456789abcdef');
const secretAws = 'wJalrXUtnFEMI/' + 'K7MDENG+bPxRfiCYzQ3k7Lm9Pq';
const http = (p: Record<string, unknown>) => ({ type: 'n8n-nodes-base.httpRequest', parameters: p });
const code = (jsCode: string) => ({ type: 'n8n-nodes-base.code', parameters: { jsCode } });
const shapes: Record<string, [secrets: string[], node: Record<string, unknown>, pinned?: Record<string, unknown>]> = {
	googHeaderInCode: [[S('a')], code(`await this.helpers.httpRequest({ url, headers: { 'X-Goog-Api-Key': '${S('a')}' } })`)],
	basicB64Header: [
		[Buffer.from('admin:' + S('b')).toString('base64')],
		http({
			headerParameters: { parameters: [{ name: 'Authorization', value: 'Basic ' + Buffer.from('admin:' + S('b')).toString('base64') }] },
		}),
	],
	basicB64InCode: [
		[Buffer.from('bob:hunter2pass').toString('base64')],
		code(`const headers = {Authorization: "Basic ${Buffer.from('bob:hunter2pass').toString('base64')}"}`),
	],
	btoaInCode: [['hunter2!pass'], code("const auth = 'Basic ' + Buffer.from('bob:hunter2!pass').toString('base64')")],
	awsPair: [[secretAws], code(`const accessKeyId = '${aws}'; const secretAccessKey = "${secretAws}";`)],
	awsEnv: [[secretAws], { type: 'n8n-nodes-base.executeCommand', parameters: { command: `AWS_SECRET_ACCESS_KEY=${secretAws} aws s3 ls` } }],
	awsBare: [[secretAws], code(`const aws = new S3('${aws}', '${secretAws}')`)],
	slackHook: [['T0AB1CD2E/B03FG4HI5/' + r(24)], http({ url: 'https://hooks.slack.com/services/T0AB1CD2E/B03FG4HI5/' + r(24) })],
	oauthForm: [[S('c')], http({ body: `grant_type=client_credentials&client_id=abc&client_secret=${S('c')}` })],
	oauthFormFields: [[S('d')], http({ bodyParameters: { parameters: [{ name: 'client_secret', value: S('d') }] } })],
	concat: [[r(12) + '7', r(20)], code(`const key = '${r(12)}7' + '${r(20)}'; headers['x-api-key'] = key`)],
	concatSk: [['sk-proj-', 'Ab3dE9fGh1Jk4LmN'], code(`const apiKey = 'sk-proj-' + 'Ab3dE9fGh1Jk4LmN' + '7pQrS2tUv'`)],
	arrayJoin: [['Ab3dE9fGh1Jk4LmN'], code(`const token = ['ghp', 'Ab3dE9fGh1Jk4LmN'].join('_')`)],
	pin: [[S('e')], http({}), { token: S('e') }],
	sticky: [['sk-live-' + S('f')], { type: 'n8n-nodes-base.stickyNote', parameters: { content: `Key for test: sk-live-${S('f')}` } }],
	stickyPlain: [[S('g')], { type: 'n8n-nodes-base.stickyNote', parameters: { content: `## Login\npassword: ${S('g')}` } }],
	notes: [[S('h')], { ...http({}), notes: `api key = ${S('h')}` }],
	azureConn: [
		[r(43) + '='],
		code(`const c = "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${r(43)}=;EndpointSuffix=core.windows.net"`),
	],
	sasUrl: [[r(43)], http({ url: `https://x.blob.core.windows.net/c/f?sv=2022-11-02&sp=r&sig=${r(43)}%3D` })],
	s3presigned: [
		[hex + hex],
		http({
			url: `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${aws}%2F20260101&X-Amz-Signature=${hex}${hex}`,
		}),
	],
	pgUrl: [
		['p%40ss-w0rd9'],
		{
			type: 'n8n-nodes-base.code',
			parameters: { language: 'python', pythonCode: "db = 'postgres://bob:p%40ss-w0rd9@db.internal:5432/x'" },
		},
	],
	curlUser: [['S3cr3tPass9'], http({ curlImport: "curl -u 'bob:S3cr3tPass9' https://api.x.com" })],
	curlHeader: [[S('i')], http({ curlImport: `curl -H 'apikey: ${S('i')}' https://api.x.com` })],
	pyDict: [
		[S('j')],
		{ type: 'n8n-nodes-base.code', parameters: { language: 'python', pythonCode: `headers = {'X-Auth-Token': '${S('j')}'}` } },
	],
	pyKwarg: [
		[S('k')],
		{ type: 'n8n-nodes-base.code', parameters: { language: 'python', pythonCode: `client = OpenAI(api_key='${S('k')}')` } },
	],
	ternary: [[S('l')], code("const apiKey = $env.KEY || '" + S('l') + "'")],
	nullish: [[S('m')], code('const token = $json.token ?? `' + S('m') + '`')],
	fnDefault: [[S('n')], code(`function call(apiKey = '${S('n')}') {}`)],
	exprFallback: [[S('o')], http({ headerParameters: { parameters: [{ name: 'X-Api-Key', value: `={{ $json.key || '${S('o')}' }}` }] } })],
	setItem: [
		[S('p')],
		{ type: 'n8n-nodes-base.set', parameters: { assignments: { assignments: [{ name: 'openaiKey', value: S('p'), type: 'string' }] } } },
	],
	setJson: [[S('q')], { type: 'n8n-nodes-base.set', parameters: { mode: 'raw', jsonOutput: `{"apiKey": "${S('q')}"}` } }],
	xmlBody: [[S('r')], http({ body: `<soap><Password>${S('r')}</Password></soap>` })],
	xmlAttr: [[S('s')], http({ body: `<auth apiKey="${S('s')}"/>` })],
	multiline: [[S('t')], code(`const config = {\n  openai: {\n    key:\n      '${S('t')}',\n  },\n};`)],
	headerAppend: [[S('u')], code(`headers.append('Authorization', 'Bearer ${S('u')}')`)],
	setHeader: [[S('v')], code(`req.setHeader("X-Api-Key", "${S('v')}")`)],
	telegram: [['7123456789:AAH' + r(32)], http({ url: `https://api.telegram.org/bot7123456789:AAH${r(32)}/sendMessage` })],
	discord: [[r(68)], http({ url: `https://discord.com/api/webhooks/123456789012345678/${r(68)}` })],
	teams: [
		[hex],
		http({
			url: `https://x.webhook.office.com/webhookb2/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee@aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/IncomingWebhook/${hex}/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`,
		}),
	],
	zapier: [['abc123x'], http({ url: 'https://hooks.zapier.com/hooks/catch/1234567/abc123x/' })],
	hexKey: [[hex], code(`const apiKey = '${hex}'`)],
	uuidKey: [
		['3f2b8c1e-9d4a-4c6b-8e2f-1a3b5c7d9e0f'],
		http({ headerParameters: { parameters: [{ name: 'X-API-KEY', value: '3f2b8c1e-9d4a-4c6b-8e2f-1a3b5c7d9e0f' }] } }),
	],
	urlEncodedBearer: [[S('w')], http({ url: `https://x.com/?auth=Bearer%20${S('w')}` })],
	jsonInJson: [[S('x')], http({ jsonBody: JSON.stringify({ a: JSON.stringify({ apiKey: S('x') }) }) })],
	yaml: [[S('y')], code('const y = `\napi_key: ' + S('y') + '\n`')],
	hfToken: [['hf_' + r(34)], code(`login('hf_${r(34)}')`)],
	stripe: [['sk_live_' + r(24)], code(`stripe('sk_live_${r(24)}')`)],
	base64OfKey: [
		[Buffer.from('sk-' + S('z')).toString('base64')],
		code(`const apiKey = atob('${Buffer.from('sk-' + S('z')).toString('base64')}')`),
	],
	charCodes: [['115,107,45,65,98'], code(`const apiKey = String.fromCharCode(115,107,45,65,98,51)`)],
	templateSplit: [['Ab3dE9fGh1Jk4LmN7pQr'], code("const a='Ab3dE9fGh1Jk4LmN7pQr'; const authHeader = `Bearer ${a}`")],
	cookieHdr: [[S('0')], http({ headerParameters: { parameters: [{ name: 'Cookie', value: `sessionid=${S('0')}; theme=dark` }] } })],
	fieldKeyOrder: [[S('1')], http({ x: [{ value: S('1'), name: 'X-Api-Key' }] })],
	keyAsKey: [[`sk-${S('2')}`], http({ map: { [`sk-${S('2')}`]: 'x' } })],
	nodeName: [[`sk-${S('3')}`], { ...http({}), name: `Call sk-${S('3')}` }],
	credName: [[`sk-${S('4')}`], { ...http({}), credentials: { httpHeaderAuth: { id: '1', name: `sk-${S('4')}` } } }],
	longField: [[`sk-${S('5')}`], http({ jsonBody: 'x '.repeat(300000) + `sk-${S('5')}` })],
	deep: [[`sk-${S('6')}`], http({ d: Array.from({ length: 250 }).reduce((v: unknown) => ({ v }), `sk-${S('6')}`) })],
};

const model = {
	id: '2',
	name: 'M',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1,
	position: [0, 0],
	parameters: { model: 'gpt-4-32k' },
};

test.each(Object.keys(shapes))('a key is not in a migrated copy: %s', (shape) => {
	const [secrets, node, pinned = {}] = shapes[shape];
	const original = {
		name: 'W',
		staticData: { 'node:N': { token: secrets[0] } },
		pinData: { N: [{ json: { ...pinned, held: secrets[0] } }] },
		nodes: [{ id: '1', name: 'N', typeVersion: 1, position: [0, 0], ...node }, model],
		connections: {},
	};
	const written = JSON.stringify(original);
	const { workflow } = fixWorkflow(original);
	const copy = JSON.stringify(workflow);
	const asJson = (text: string) => JSON.stringify(text).slice(1, -1);
	expect(secrets.filter((secret) => !written.includes(asJson(secret)) && !written.includes(secret))).toEqual([]);
	expect(secrets.filter((secret) => copy.includes(asJson(secret)) || copy.includes(secret))).toEqual([]);
});

test.each([
	"const token = $('Get Token 2').item.json.access_token;",
	"const apiKey = $env['OPENAI_KEY_2'];",
	"const auth = { user: 'bob', model: 'gpt-4o-2024-08-06' };",
	"const hash = crypto.createHash('sha256').update('user-2024-data1').digest('hex');",
	"const key = 'customer_' + $json.id;",
	"if (token === 'abc123def456ghi789') return [];",
	"const fields = ['password', 'username'];",
	"const cacheKey = 'v2' + 'summary-2024-11';",
	"headers['x-api-key'] = $json.key2;",
	'<title>Hello2World</title><token>{{ $json.t }}</token>',
	'api key: {{ $json.key }}',
	"const secret = await this.getCredentials('httpHeaderAuth2');",
	"const statusCode = response.code || 'E4042_UNKNOWN_STATE';",
	'const apiKey = process.env.API_KEY_2 ?? "";',
])('ordinary text stays: %s', (text) => {
	expect(redactText(text)).toBe(text);
});
