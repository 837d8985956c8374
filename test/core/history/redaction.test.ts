import { describe, expect, test } from 'vitest';
import { openRedaction } from '../../../core/history/redaction';
import { ownPatterns } from '../../../core/redact/ownPatterns';
import { personalDataFinder } from '../../../core/redact/personalData';
import { recordedCall } from './recordedCalls';

/** Values that must never leave, of each kind. */
const canaries = {
	'e-mail address': 'anna.schmidt+shop@example.co.uk',
	'card number': '4111 1111 1111 1111',
	'bank account': 'DE89 3704 0044 0532 0130 00',
	'national ID': '078-05-1120',
	'phone number': '+49 151 23456789',
	'IP address': '93.184.216.34',
	secret: 'sk-proj-abcdefghijklmnopqrstuvwx1234567890',
	password: 'Tr0ub4dor-and-3',
	own: 'KD-00471155',
};
const all = Object.values(canaries);
const sentence = `Write to ${canaries['e-mail address']} (phone ${canaries['phone number']}), card ${canaries['card number']}, IBAN ${canaries['bank account']}, SSN ${canaries['national ID']}, from ${canaries['IP address']}, key ${canaries.secret}, password: ${canaries.password}, customer ${canaries.own}.`;

async function open() {
	return openRedaction([await ownPatterns([{ name: 'customer number', pattern: 'KD-\\d{8}' }]), personalDataFinder()]);
}

test('no canary is left anywhere in a call', async () => {
	const redaction = await open();
	const call = recordedCall({ text: sentence, answer: `Sure: ${sentence}`, workflow: `Mail to ${canaries['e-mail address']}` });
	const safe = redaction.call({
		...call,
		cluster: `w/${canaries['phone number']}`,
		node: { ...call.node, name: `Ask ${canaries.own}` },
		root: { name: `For ${canaries['e-mail address']}`, type: 'x' },
		request: {
			...call.request,
			messages: [
				{
					role: 'assistant',
					content: '',
					toolCalls: [
						{
							id: '1',
							name: 'send',
							arguments: {
								to: [canaries['e-mail address']],
								[canaries.own]: { phone: canaries['phone number'] },
								card: 4111111111111111,
								password: canaries.password,
							},
						},
					],
				},
				...call.request.messages,
			],
			tools: [{ name: 'send', description: sentence, parameters: { default: canaries.secret } }],
		},
		answer: { text: sentence, toolCalls: [{ id: '2', name: 'pay', arguments: { iban: canaries['bank account'] } }], error: sentence },
		use: { kind: 'label', labels: [canaries['e-mail address']], from: 'history' },
		repeats: { count: 1, answers: [{ text: sentence, toolCalls: [] }] },
	});
	const text = JSON.stringify(safe);
	for (const canary of [...all, '4111111111111111']) expect(text).not.toContain(canary);
	expect(JSON.stringify(redaction.counts())).not.toMatch(
		new RegExp(all.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')),
	);
});

test('one value has one placeholder in all calls of a reading', async () => {
	const redaction = await open();
	const text = (given: string) => redaction.call(recordedCall({ text: given })).request.messages[0]?.content;
	expect(text('From a@example.com to b@example.com')).toBe('From [e-mail address 1] to [e-mail address 2]');
	expect(text('To b@example.com, password: hunter2hunter2')).toBe('To [e-mail address 2], password: [secret 1]');
	expect(redaction.counts().find(({ kind }) => kind === 'e-mail address')).toMatchObject({
		places: 3,
		values: 2,
		nodes: [{ node: 'Flow / Model', places: 3 }],
	});
});

test('what was redacted stays as it is', async () => {
	const redaction = await open();
	const once = redaction.text(sentence);
	expect(redaction.text(once)).toBe(once);
});

test('a text of megabytes is searched to its end', async () => {
	const redaction = await open();
	const filler = 'The quick brown fox jumps over the lazy dog. '.repeat(2_300);
	const long = `${filler}a@example.com ${filler}${filler}b@example.com ${filler}`;
	expect(redaction.text(long)).toBe(long.replace('a@example.com', '[e-mail address 1]').replace('b@example.com', '[e-mail address 2]'));
});

describe('what is no personal data stays', () => {
	test.each([
		'Order 2026-11-28 at 10:30 for 1,299.00 EUR',
		'Version 1.2.3 listens on 127.0.0.1:8080 and 192.168.1.10',
		'Compare f47ac10b-58cc-4372-a567-0e02b2c3d479 with the id 123456789',
		'The password is asked for at the door',
		'How much is 6*7? Call me later.',
	])('%s', async (text) => {
		expect((await open()).text(text)).toBe(text);
	});
});

test('phone numbers without a country code are found where the country is known', () => {
	const german = openRedaction([personalDataFinder({ country: 'DE' })]);
	expect(german.text('Ruf mich an: 0151 23456789')).toBe('Ruf mich an: [phone number 1]');
	expect(openRedaction([personalDataFinder()]).text('Ruf mich an: 0151 23456789')).toContain('0151');
});

test('a pattern that is not valid, or matches nothing, is refused', async () => {
	await expect(ownPatterns([{ name: 'x', pattern: '(' }])).rejects.toThrow();
	await expect(ownPatterns([{ name: 'x', pattern: 'a*' }])).rejects.toThrow(/matches nothing at all/);
});

test('a pattern that matches the fields and terms of the record leaves those as they are', async () => {
	const redaction = openRedaction([await ownPatterns([{ name: 'x', pattern: '[a-z]+' }])]);
	const call = recordedCall({ text: 'hello', answer: 'world' });
	const safe = redaction.call(call);
	expect(Object.keys(safe).sort()).toEqual(Object.keys(call).sort());
	expect(safe.request.messages.map(({ role, content }) => [role, content])).toEqual([['user', expect.stringMatching(/^\[x \d+\]$/)]]);
	expect(safe.answer.text).toMatch(/^\[x \d+\]$/);
	expect(safe.use).toEqual(call.use);
});
