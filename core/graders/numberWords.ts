import { denial } from './answerWords';

/** Small numbers written out, from zero to twelve. Names that are also an article ("one", "ein", "un") count only alone. */
const written: Record<string, readonly string[]> = {
	en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
	de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf'],
	fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze'],
	es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez', 'once', 'doce'],
	it: ['zero', 'uno', 'due', 'tre', 'quattro', 'cinque', 'sei', 'sette', 'otto', 'nove', 'dieci', 'undici', 'dodici'],
	pt: ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove', 'dez', 'onze', 'doze'],
	nl: ['nul', 'een', 'twee', 'drie', 'vier', 'vijf', 'zes', 'zeven', 'acht', 'negen', 'tien', 'elf', 'twaalf'],
	pl: ['zero', 'jeden', 'dwa', 'trzy', 'cztery', 'pięć', 'sześć', 'siedem', 'osiem', 'dziewięć', 'dziesięć', 'jedenaście', 'dwanaście'],
	ru: ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять', 'одиннадцать', 'двенадцать'],
};
/** Words of one language that mean something else, or another number, in a second: "sei" (it) is a verb in German, "once" an adverb. */
const otherMeanings = new Set([
	'sei',
	'once',
	'null',
	'due',
	'dos',
	'dix',
	'elf',
	'um',
	'een',
	'un',
	'uno',
	'one',
	'eins',
	'jeden',
	'один',
	'tien',
]);

const values = new Map<string, number>();
for (const words of Object.values(written)) for (const [value, word] of words.entries()) if (!values.has(word)) values.set(word, value);

/** The number that a word is. */
export const numberOfWord = (word: string): number | undefined => values.get(word.toLowerCase());

/** The one number that a text without digits writes out in its last sentence; why not, where it is denied or not alone. */
export function writtenNumber(text: string): { value: number; text: string } | string {
	const sentence = text
		.split(/[.!?。\n]+/)
		.map((part) => part.replace(/[*_`"“”]/g, '').trim())
		.filter((part) => part !== '')
		.at(-1);
	if (sentence === undefined) return 'no number is named';
	const alone = numberOfWord(sentence);
	if (alone !== undefined) return { value: alone, text: sentence };
	const words = [...sentence.matchAll(/\p{L}+/gu)].flatMap((match) => {
		const value = otherMeanings.has(match[0].toLowerCase()) ? undefined : numberOfWord(match[0]);
		return value === undefined ? [] : [{ value, text: match[0], at: match.index }];
	});
	const [first] = words;
	if (!first) return 'no number is named';
	if (new Set(words.map(({ value }) => value)).size > 1) return 'several numbers are named';
	if (denial.test(sentence.slice(Math.max(0, first.at - 30), first.at))) return 'the number is denied';
	return first;
}
