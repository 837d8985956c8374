import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import isCreditCard from 'validator/lib/isCreditCard';
import isIBAN from 'validator/lib/isIBAN';
import type { Finder, Place } from './finder';

/** A form in which people write personal data, beside those that Route by Query Class knows. */
interface Form {
	kind: string;
	pattern: RegExp;
	/** How much of the match it is, in code units from its start; 0 where it is none. Default: all of it. */
	lengthOf?: (found: string) => number;
}

const all = (isReal: (found: string) => boolean) => (found: string) => (isReal(found) ? found.length : 0);

/** RFC 5322, 3.4: the name that stands before an address in angle brackets. */
const besideAddress =
	/(?:"[^"\n<>]{2,80}"|\p{Lu}[\p{L}\p{M}'’.-]*(?:[ ,]{1,2}[\p{L}\p{M}'’.-]+){0,5})(?=\s{0,2}(?:<|&lt;)(?:mailto:)?[^\s<>@]{1,64}@)/gu;

const forms: readonly Form[] = [
	{ kind: 'name', pattern: besideAddress },
	{ kind: 'e-mail address', pattern: /"[^"\n@]{1,64}"@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu },
	{
		kind: 'e-mail address',
		pattern:
			/[\p{L}\p{N}._%+-]{1,64}\s?[[({]\s?(?:at|@|ät|arroba)\s?[\])}]\s?[\p{L}\p{N}-]{1,63}(?:\s?(?:\.|[[({]\s?(?:dot|punkt|punto|point|\.)\s?[\])}])\s?[\p{L}\p{N}-]{2,63}){1,4}/giu,
	},
	{ kind: 'bank account', pattern: /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[ .-]{0,2}[a-z\d]){11,30}/giu, lengthOf: lengthOfIban },
	{
		kind: 'card number',
		pattern: /(?<![\d.,])\d{4}(?:[ .-]{0,2}\d){8,14}\d(?!\d)/g,
		lengthOf: all((found) => isCreditCard(found.replace(/[ .-]/g, ''))),
	},
	{
		kind: 'phone number',
		pattern: /(?<![\w.,+-])00 ?[1-9](?:[ ()./-]{0,2}\d){6,14}(?![\d-])/g,
		lengthOf: all((found) => parsePhoneNumberFromString(`+${found.slice(2).replace(/\(0\)|\D/g, '')}`)?.isValid() === true),
	},
	{ kind: 'national ID', pattern: /(?<![\w-])[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])/g },
	{ kind: 'national ID', pattern: /(?<![\d.,-])[12](?:[ .]?\d){4}[ .]?[\dAB](?:[ .]?\d){9}(?![\d-])/g, lengthOf: all(isFrenchId) },
	// Numbers without a check digit that tells them apart: only where a word says what they are.
	{
		kind: 'national ID',
		pattern:
			/(?<=(?:\bSSN|social security (?:number|no\.?)|\bBSN|burgerservicenummer|steuer-?(?:id|identifikationsnummer)|\bIdNr\.?|sozialversicherungsnummer|passport (?:number|no\.?)|reisepass(?:nummer)?|personalausweis(?:nummer)?)[^\p{L}\p{N}\n]{0,6})(?=[A-Z\d]*\d)[A-Z\d](?:[ .-]?[A-Z\d]){6,13}(?![\p{L}\p{N}])/giu,
	},
];

export const personalForms: Finder = function* find(text): Generator<Place> {
	if (!/\d{2}|@|\bat\b/i.test(text)) return;
	for (const { kind, pattern, lengthOf } of forms)
		for (const match of text.matchAll(pattern)) {
			const length = lengthOf ? lengthOf(match[0]) : match[0].length;
			if (length > 0) yield { kind, start: match.index, end: match.index + length };
		}
};

/** Names that stand before an address. */
export const namesBeside = (text: string): string[] =>
	text.includes('@') ? [...text.matchAll(besideAddress)].map(([name]) => name.replaceAll('"', '')) : [];

/** An account's number may be followed by words that look like more of it: the longest beginning that is one counts. */
function lengthOfIban(found: string): number {
	for (let end = found.length; end >= 15; end -= 1) {
		if (!/[a-z\d]/i.test(found.charAt(end - 1)) || /[a-z\d]/i.test(found.charAt(end))) continue;
		if (isIBAN(found.slice(0, end).replace(/[ .-]/g, '').toUpperCase())) return end;
	}
	return 0;
}

/** The number of the French social insurance: 13 signs and a key of two digits. */
function isFrenchId(found: string): boolean {
	const id = found.replace(/[ .]/g, '');
	const digits = id.slice(0, 13).replace('A', '0').replace('B', '0');
	const offset = id[6] === 'A' ? 1_000_000 : id[6] === 'B' ? 2_000_000 : 0;
	return 97 - ((Number(digits) - offset) % 97) === Number(id.slice(13));
}
