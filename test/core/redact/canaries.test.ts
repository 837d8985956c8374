import { describe, expect, test } from 'vitest';
import { openRedaction } from '../../../core/history/redaction';
import { ownPatterns } from '../../../core/redact/ownPatterns';
import { personalDataFinder } from '../../../core/redact/personalData';
import { recordedCall } from '../history/recordedCalls';

const open = async (country?: string) =>
	openRedaction([
		await ownPatterns([
			{ name: 'customer number', pattern: 'KD-\\d{8}' },
			{ name: 'project', pattern: '/^Vorhaben \\p{Lu}\\w+$/m' },
		]),
		personalDataFinder({ country }),
	]);

/** Letters and digits in no order, the same ones each time. */
const signs = (count: number, alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789') => {
	let state = 7;
	return Array.from({ length: count }, () => alphabet[(state = (state * 48_271) % 2_147_483_647) % alphabet.length]).join('');
};
const hex = (count: number) => signs(count, '0123456789abcdef');

const phones = {
	Germany: '+49 (0)30 901820',
	'United States': '+1 212-736-5000',
	France: '+33.1.42.34.56.78',
	'United Kingdom': '+44 20 7219 3000',
	India: '+91 98765 43210',
	China: '+86 138 0013 8000',
	Brazil: '+55 (11) 91234-5678',
	Japan: '+81-3-5253-5111',
	Australia: '+61 412 345 678',
	Italy: '+39 06 6982 1234',
	'by 00': '0049 30 9018 2000',
	'with blanks that do not break': '+41\u00a044\u00a0668\u00a018\u00a000',
};

const accounts = [
	'DE89 3704 0044 0532 0130 00',
	'FR76 3000 6000 0112 3456 7890 189',
	'gb29 nwbk 6016 1331 9268 19',
	'NL91-ABNA-0417-1643-00',
	'NO93 8601 1117 947',
	'CH93\u00a00076\u00a02011\u00a06238\u00a05295\u00a07',
	'ES9121000418450200051332',
	'PL61 1090 1014 0000 0712 1981 2874',
];

const keys = {
	OpenAI: `sk-proj-${signs(48)}`,
	Anthropic: `sk-ant-api03-${signs(80)}`,
	Google: `AIza${signs(35)}`,
	'Google OAuth': `GOCSPX-${signs(28)}`,
	OpenRouter: `sk-or-v1-${hex(64)}`,
	Groq: `gsk_${signs(52)}`,
	'Hugging Face': `hf_${signs(34)}`,
	AWS: `AKIA${signs(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
	GitHub: `github_pat_${signs(22)}_${signs(59)}`,
	GitLab: `glpat-${signs(20)}`,
	Slack: `xapp-1-A0${signs(9)}-1234567890123-${hex(64)}`,
	Stripe: `rk_live_${signs(24)}`,
	SendGrid: `SG.${signs(22)}.${signs(43)}`,
	Twilio: `SK${hex(32)}`,
	Mailchimp: `${hex(32)}-us12`,
	npm: `npm_${signs(36)}`,
	PyPI: `pypi-AgEIcHlwaS5vcmc${signs(60)}`,
	Notion: `secret_${signs(43)}`,
	Airtable: `pat${signs(14)}.${hex(64)}`,
	Telegram: `1234567890:AA${signs(33)}`,
	Discord: `MTA${signs(23)}.${signs(6)}.${signs(38)}`,
	Vault: `hvs.${signs(90)}`,
	Atlassian: `ATATT3xFfGF0${signs(100)}`,
	Pinecone: `pcsk_${signs(70)}`,
	Shopify: `shpat_${hex(32)}`,
	n8n: `n8n_api_${hex(40)}`,
	'by its name': `MISTRAL_API_KEY=${signs(32)}`,
};

/** What stands for all kinds where ways to hide it are tried. */
const values = {
	'e-mail address': 'anna.schmidt+shop@example.co.uk',
	'bank account': 'DE89 3704 0044 0532 0130 00',
	'card number': '4111-1111-1111-1111',
	'phone number': '+49 151 23456789',
	'IP address': '93.184.216.34',
	secret: keys.OpenAI,
	own: 'KD-00471155',
};

/** Ways in which a value stands in texts of workflows. */
const disguises: Record<string, (value: string) => string> = {
	'JSON within JSON': (value) => JSON.stringify(JSON.stringify({ note: `first line\n${value}\n` })),
	'escapes of JSON': (value) => `{"x":"${[...value].map((each) => (/\w/.test(each) ? each : escaped(each))).join('')}"}`,
	'an address': (value) => `https://shop.example.com/find?q=${encodeURIComponent(value)}&page=2`,
	'an address, encoded twice': (value) => `go=${encodeURIComponent(encodeURIComponent(value))}`,
	'a form': (value) => new URLSearchParams({ name: value, page: '2' }).toString(),
	base64: (value) => Buffer.from(`{"to":"${value}","text":"Grüße"}`).toString('base64'),
	'base64 of addresses': (value) => `https://x.example.com/t/${Buffer.from(value).toString('base64url')}`,
	'base64 in lines': (value) =>
		Buffer.from(`${'Dear customer, '.repeat(20)}${value} ${'and so on. '.repeat(20)}`)
			.toString('base64')
			.replace(/(.{76})/g, '$1\r\n'),
	hex: (value) => Buffer.from(value).toString('hex'),
	'a data address': (value) => `data:text/plain;base64,${Buffer.from(value).toString('base64')}`,
	HTML: (value) => `<b>${[...value].map((each) => (/\w/.test(each) ? each : `&#${each.codePointAt(0)};`)).join('')}</b>`,
	Markdown: (value) => `_${value}_ and **${value}**`,
	'letters nobody sees': (value) => `${value.slice(0, 5)}\u200b${value.slice(5)}`,
	'wide digits': (value) => value.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
	CSV: (value) => `1;"${value}";x`,
};
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text and everything that somebody could read out of it. */
function readings(text: string, depth = 0): string[] {
	if (depth > 3) return [text];
	const plain = text
		.replace(/\\+u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/\u200b/g, '')
		.normalize('NFKC');
	const urls = plain.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (each) => decodeURIComponent(each));
	const encoded = [...text.replace(/\r\n/g, '').matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g)].flatMap(([run]) => [
		Buffer.from(run, 'base64').toString('utf8'),
		Buffer.from(run.split('/').at(-1) ?? '', 'base64').toString('utf8'),
		Buffer.from(run, 'hex').toString('utf8'),
	]);
	const others = [plain, urls, ...encoded].filter((each) => each !== text && each !== '');
	return [text, ...others.flatMap((each) => readings(each, depth + 1))];
}

function expectGone(text: string, value: string) {
	const left = readings(text).filter((reading) => reading.includes(value));
	expect(left).toEqual([]);
}

describe('phone numbers', () => {
	test.each(Object.entries(phones))('%s', async (_, phone) => {
		expectGone((await open()).text(`Ring ${phone}, or write`), phone);
	});
	test('of a country that was named', async () => expectGone((await open('US')).text('Ring (212) 736-5000'), '(212) 736-5000'));
});

test.each(accounts)('account %s', async (account) => {
	expectGone((await open()).text(`To ${account} until Friday`), account);
});

test.each(Object.entries(keys))('key of %s', async (_, key) => {
	expectGone((await open()).text(`Take ${key} for it.`), key.slice(-16));
});

describe.each(Object.entries(disguises))('in %s', (_, disguise) => {
	test.each(Object.entries(values))('%s', async (__, value) => {
		// What the reader of this test can't find, the test could not miss.
		expect(readings(disguise(value)).some((reading) => reading.includes(value) || reading.includes(value.replaceAll('+', ' ')))).toBe(true);
		expectGone((await open()).text(disguise(value)), value);
	});
});

test('own patterns keep their flags, and one that is not known is refused', async () => {
	const redaction = await open();
	expect(redaction.text('Vorhaben Adler\nvorhaben adler')).toBe('[project 1]\nvorhaben adler');
	expect(redaction.text('kd-00471155')).toBe('[customer number 1]');
	await expect(ownPatterns([{ name: 'x', pattern: '/a/q' }])).rejects.toThrow(/flag that is not known: q/);
});

test('a name beside an address goes, wherever else the call says it', async () => {
	const redaction = await open();
	const { request, answer } = redaction.call(
		recordedCall({
			text: 'From: Anna Schmidt <anna@example.com>\nTo: "Roe, Jane" <jane@example.org>\nPlease ask Anna Schmidt.',
			answer: 'Dear Anna Schmidt, Mrs Schmidtke will call.',
		}),
	);
	expect(request.messages[0]?.content).toBe('From: [name 1] <[e-mail address 1]>\nTo: [name 2] <[e-mail address 2]>\nPlease ask [name 1].');
	expect(answer.text).toBe('Dear [name 1], Mrs Schmidtke will call.');
});

test('the same value has the same placeholder, however it is written', async () => {
	const redaction = await open();
	expect(redaction.text('DE89 3704 0044 0532 0130 00 or DE89370400440532013000')).toBe('[bank account 1] or [bank account 1]');
	expect(redaction.text('to=Anna%40example.com, anna@example.com')).toBe('to=[e-mail address 1], [e-mail address 1]');
});

describe('what holds nothing stays', () => {
	test.each([
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		Buffer.from('The quick brown fox jumps over the lazy dog').toString('base64'),
		'see docs/nodes/migration-check.md?page=2#a_b and C:\\new\\table',
		'2026-11-28T10:30:00.000Z to 12:30:45, ratio 16:9, std::vector::size, a::b',
		'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
		'Order 4500012345 of 28.11.2026, 1.299,00 EUR, item 12-34-56',
		'Ends at 10 [at] noon',
	])('%s', async (text) => {
		expect((await open()).text(text)).toBe(text);
	});
});
