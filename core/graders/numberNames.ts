import { toCardinal as german } from 'n2words/de-DE';
import { toCardinal as british } from 'n2words/en-GB';
import { toCardinal as english, toOrdinal as englishOrdinal } from 'n2words/en-US';
import { toCardinal as spanish } from 'n2words/es-ES';
import { toCardinal as belgian } from 'n2words/fr-BE';
import { toCardinal as french } from 'n2words/fr-FR';
import { toCardinal as italian } from 'n2words/it-IT';
import { toCardinal as dutch } from 'n2words/nl-NL';
import { toCardinal as polish } from 'n2words/pl-PL';
import { toCardinal as portuguese } from 'n2words/pt-PT';
import { toCardinal as russian } from 'n2words/ru-RU';

type Variant = [from: RegExp, to: string];

/** How each language names a number, and other ways to write the same name: "a hundred", "hundertundeins", "dezesseis" in Brazil. */
const languages: { nameOf: (value: number) => string; variants?: Variant[] }[] = [
	{ nameOf: english, variants: [[/^one (?=hundred)/, 'a ']] },
	{ nameOf: british, variants: [[/^one (?=hundred)/, 'a ']] },
	{ nameOf: spanish },
	{ nameOf: french },
	{ nameOf: belgian },
	{ nameOf: polish },
	{
		nameOf: portuguese,
		variants: [
			[/dezasseis/, 'dezesseis'],
			[/dezassete/, 'dezessete'],
			[/dezanove/, 'dezenove'],
		],
	},
	{ nameOf: russian, variants: [[/ё/, 'е']] },
	{
		nameOf: german,
		variants: [
			[/^ein(?=hundert)/, ''],
			[/(?<=hundert)(?=\p{L})/u, 'und'],
		],
	},
	{ nameOf: dutch, variants: [[/één/, 'een']] },
	{ nameOf: italian },
];

/** A name as it is looked up: small letters, one space for spaces and hyphens. */
export const nameKey = (name: string) =>
	name
		.normalize('NFC')
		.toLowerCase()
		.replace(/[-‐\u00ad\s]+/g, ' ');

const withVariants = (name: string, variants: readonly Variant[]) =>
	variants.reduce((names, [from, to]) => [...names, ...names.filter((one) => from.test(one)).map((one) => one.replace(from, to))], [name]);

/** Names of the numbers below 1,000 in ten languages with alphabets, by `nameKey`; made at the first use. */
export const numberNames = once(() => {
	const names = new Map<string, number>();
	for (const { nameOf, variants = [] } of languages) {
		for (let value = 0; value < 1000; value++) {
			for (const name of withVariants(nameOf(value).replace(/-/g, ' '), variants)) if (!names.has(name)) names.set(name, value);
		}
	}
	// "Twelve hundred and fifty".
	const small = Array.from({ length: 100 }, (_, value) => english(value).replace(/-/g, ' '));
	for (let hundreds = 11; hundreds < 20; hundreds++) {
		const name = `${small[hundreds]} hundred`;
		for (const [rest, behind] of small.entries()) {
			const value = hundreds * 100 + rest;
			for (const all of rest === 0 ? [name] : [`${name} ${behind}`, `${name} and ${behind}`]) names.set(all, value);
		}
	}
	return names;
});

/** A number below a million in one word, as German, Dutch and Italian write it: "zweitausenddreihundert". */
export function gluedNumber(key: string): number | undefined {
	const [, thousands = '', rest = ''] = /^(\p{L}*?)(?:tausend(?:und)?|duizend|mila|mille)(\p{L}*)$/u.exec(key) ?? [];
	if (thousands === '' && rest === '') return undefined;
	const count = thousands === '' ? 1 : numberNames().get(thousands === 'ein' ? 'eins' : thousands);
	const behind = rest === '' ? 0 : numberNames().get(rest);
	return count === undefined || behind === undefined ? undefined : count * 1000 + behind;
}

/** The words that a name may begin with. */
export const firstWords = once(() => new Set([...numberNames().keys()].map((name) => name.split(' ', 1)[0])));

/** Places in a row as English says them, from "first" on. */
export const ordinals = once(() => new Set(Array.from({ length: 100 }, (_, index) => nameKey(englishOrdinal(index + 1)))));

/** Denominators as English says them: "thirds", "twentieth". */
export const denominators = once(() => {
	const names = new Map([['half', 2], ['halves', 2], ['quarter', 4], ['quarters', 4]]); // prettier-ignore
	for (let value = 3; value <= 100; value++) {
		const name = nameKey(englishOrdinal(value));
		names.set(name, value).set(`${name}s`, value);
	}
	return names;
});

const hanDigits = ['零〇영', '一壹일', '二贰两兩이', '三叁삼', '四肆사', '五伍오', '六陆육', '七柒칠', '八捌팔', '九玖구'];
const hanUnits = ['', '十拾십', '百佰백', '千仟천'];

/** A number below 10,000 in Chinese, Japanese or Sino-Korean numerals; `undefined` for signs in no such order. */
export function hanNumber(text: string): number | undefined {
	let total = 0;
	let digit: number | undefined;
	let smallest = 10_000;
	for (const sign of text) {
		const value = hanDigits.findIndex((signs) => signs.includes(sign));
		const power = hanUnits.findIndex((signs) => signs.includes(sign));
		if (value === 0 && digit === undefined) continue;
		if (value > 0 && digit === undefined) digit = value;
		else if (power > 0 && 10 ** power < smallest) {
			smallest = 10 ** power;
			total += (digit ?? 1) * smallest;
			digit = undefined;
		} else return undefined;
	}
	return total + (digit ?? 0);
}

function once<Made>(make: () => Made): () => Made {
	let made: Made | undefined;
	return () => (made ??= make());
}
