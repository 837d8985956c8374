import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min';
import ipaddr from 'ipaddr.js';
import { sensitivePlaces } from '../classify/sensitive';
import { secretsIn } from './redact';

/** Something that must not leave: start and end in UTF-16 code units. */
export interface Place {
	kind: string;
	start: number;
	end: number;
}

export type Finder = (text: string) => Iterable<Place>;

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
		if (defaultCountry || /\+\s?\d/.test(text))
			for (const { startsAt, endsAt } of findPhoneNumbersInText(text, { ...(defaultCountry ? { defaultCountry } : {}) }))
				yield { kind: 'phone number', start: startsAt, end: endsAt };
		for (const match of text.matchAll(addressLike))
			if (isPublic(match[0])) yield { kind: 'IP address', start: match.index, end: match.index + match[0].length };
		for (const [start, end] of secretsIn(text)) yield { kind: 'secret', start, end };
	};
}

export const isCountry = (code: string): boolean => isSupportedCountry(code);

const addressLike = /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[\da-f]{1,4}:){3,7}(?::?[\da-f]{1,4})+)(?![\w:-]|\.\d)/gi;

/** Addresses of one's own network say nothing about a person outside. */
const isPublic = (text: string): boolean => ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unicast';
