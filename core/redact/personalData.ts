import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min';
import ipaddr from 'ipaddr.js';
import { sensitivePlaces } from '../classify/sensitive';
import type { Finder } from './finder';
import { personalForms } from './personalForms';
import { secretsIn } from './redact';

/**
 * Personal data and secrets in a text: what Route by Query Class calls sensitive, phone numbers, public IP addresses, keys.
 * Names and postal addresses of people cannot be told by rules: those need patterns of one's own.
 *
 * @param country ISO code of the country whose numbers are written without `+`; without it only those with `+` are found
 */
export function personalDataFinder({ country }: { country?: string } = {}): Finder {
	const defaultCountry = country !== undefined && isSupportedCountry(country) ? country : undefined;
	return function* find(text) {
		// A word or two cannot be any of it.
		if (/^[\p{L}_ ]{0,24}$/u.test(text)) return;
		yield* sensitivePlaces(text);
		yield* personalForms(text);
		if (defaultCountry || /\+\s?\d/.test(text))
			for (const { startsAt, endsAt } of findPhoneNumbersInText(text, { ...(defaultCountry ? { defaultCountry } : {}) }))
				yield { kind: 'phone number', start: startsAt, end: endsAt };
		for (const match of text.matchAll(addressLike))
			if (isPublic(match[0])) yield { kind: 'IP address', start: match.index, end: match.index + match[0].length };
		for (const [start, end] of secretsIn(text)) yield { kind: 'secret', start, end };
	};
}

export const isCountry = (code: string): boolean => isSupportedCountry(code);

/** IPv4, also with a port; IPv6 of the part that is given out to the world (2000::/3), and the form that holds an IPv4 address. */
const addressLike = /(?<![\w.-])(?:(?:::ffff:)?\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)|(?<!:)[23][\da-f]{3}:[\da-f:]{2,34}(?![\w-]))/gi;

/** Addresses of one's own network say nothing about a person outside. */
function isPublic(text: string): boolean {
	if (!ipaddr.isValid(text)) return false;
	const address = ipaddr.process(text);
	return address.range() === 'unicast';
}
