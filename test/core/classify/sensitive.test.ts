import { describe, expect, test } from 'vitest';
import { findSensitive } from '../../../core/classify/sensitive';

describe('findSensitive', () => {
	test.each([
		['e-mail address', 'write to anna.berg+shop@mail.example.org please'],
		['e-mail address', 'адрес: иван@почта.рф'],
		['card number', 'charge 4111 1111 1111 1111 today'],
		['card number', 'card 5500-0000-0000-0004'],
		['card number', 'Amex 378282246310005'],
		['bank account', 'IBAN DE89 3704 0044 0532 0130 00'],
		['bank account', 'Konto GB82WEST12345698765432'],
		['national ID', 'SSN 219-09-9999'],
		['national ID', 'mi DNI es 12345678Z'],
		['national ID', 'NIE X1234567L'],
		['national ID', 'PESEL 44051401359'],
		['national ID', 'CPF 111.444.777-35'],
		['national ID', '身份证号 11010519491231002X'],
		['national ID', 'codice fiscale RSSMRA85T10A562S'],
		['secret', 'key sk-proj-abcdefghijklmnopqrstuvwx123456'],
		['secret', 'AKIAIOSFODNN7EXAMPLE is the key'],
		['secret', 'token ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
		['secret', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
		['secret', 'my password is: hunter2hunter2'],
		['secret', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
	])('finds a %s in: %s', (kind, text) => {
		expect(findSensitive(text)).toContain(kind);
	});

	test.each([
		['a card number with a wrong check digit', 'charge 4111 1111 1111 1112 today'],
		['an order number', 'order 2026-11-23-000184'],
		['a phone number', 'call +49 170 1234567 after 5'],
		['an IBAN with wrong check digits', 'IBAN DE88 3704 0044 0532 0130 00'],
		['a DNI with a wrong letter', 'mi DNI es 12345678A'],
		['a handle', 'ask @maria about n8n'],
		['numbers in a sum', 'what is 123456789 * 987654321?'],
		['a date and time', '2026-11-23T15:10:53.123456789Z'],
		['talk about passwords', 'How do I reset my password?'],
		['a long decimal', 'pi is 3.14159265358979323846'],
		['a coordinate pair', '52.520008, 13.404954'],
	])('leaves alone %s', (_, text) => {
		expect(findSensitive(text)).toEqual([]);
	});

	test('names kinds, never the data', () => {
		const text = 'anna@example.org 4111111111111111 219-09-9999';
		expect(findSensitive(text).join(' ')).not.toMatch(/anna|4111|219/);
	});

	test('searches both ends of a very long text', () => {
		const filler = 'word '.repeat(100_000);
		expect(findSensitive(`a@example.org ${filler}`)).toEqual(['e-mail address']);
		expect(findSensitive(`${filler} a@example.org`)).toEqual(['e-mail address']);
	});
});
