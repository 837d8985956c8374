import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';

/** Right when all (or any) of the texts stand in the answer as whole words. */
export function contains({ texts, mode = 'all' }: { texts: readonly string[]; mode?: 'all' | 'any' }): Grader {
	const wanted = texts.map(normalise).filter((text) => text !== '');
	return (answer) => {
		const whole = normalise(withoutThinking(answer));
		const missing = wanted.filter((text) => !holdsWord(whole, text));
		const right = wanted.length > 0 && (mode === 'all' ? missing.length === 0 : missing.length < wanted.length);
		return graded(right, right ? wanted.filter((text) => !missing.includes(text)).join(', ') : '', `lacks ${missing.join(', ')}`, 'text');
	};
}

/** Han, kana and Thai write no spaces between words, so only letters and digits of the same kind end a word. */
function holdsWord(whole: string, word: string): boolean {
	for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) {
		const before = whole.slice(0, at);
		const after = whole.slice(at + word.length);
		if (!joins(before.at(-1), word[0]) && !joins(word.at(-1), after[0]) && !continuesNumber(before, word, after)) return true;
	}
	return false;
}

const alphabetic = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]/u;
const joins = (left = '', right = '') => alphabetic.test(left) && alphabetic.test(right);

const continuesNumber = (before: string, word: string, after: string) =>
	(/\d$/.test(word) && /^[.,]\d/.test(after)) || (/^\d/.test(word) && (/\d[.,]$/.test(before) || /(?:^|[\s(=:])-$/.test(before)));
