import { detect } from 'tinyld/light';

/** Shorter texts than this give the detector too little: a formula or a name reads like any language. */
const leastLetters = 12;

/** The language of a prompt as two letters; `en` where it can't be told. It picks the answer's instruction and the slice. */
export function languageOf(text: string): string {
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	// One Han sign says as much as several letters.
	if (/\p{Script=Han}/u.test(text) && !/[\u3040-\u30ff]/.test(text) && letters < 4 * leastLetters) return 'zh';
	if (letters < leastLetters) return 'en';
	return detect(text.slice(0, 2000)) || 'en';
}
