import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';

export interface ContainsSpec {
	texts: readonly string[];
	mode?: 'all' | 'any';
	/** The few texts that answers may name: an answer that names most of them has chosen none. */
	among?: readonly string[];
}

/** Right when all (or any) of the texts stand in the answer as whole words. */
export function contains({ texts, mode = 'all', among = [] }: ContainsSpec): Grader {
	const wanted = texts.map(normalise).filter((text) => text !== '');
	const possible = among.map(normalise);
	return (answer) => {
		const whole = normalise(withoutThinking(answer));
		const named = possible.filter((text) => holdsWord(whole, text)).length;
		if (named > 2 && named > possible.length / 2)
			return graded(false, '', `names ${named} of the ${possible.length} answers that are possible`, 'text');
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
	/^\s?(?:\\sqrt|\\cdot|\\times|√)/.test(after) ||
	(/\d$/.test(word) && /^[.,]\d|^\s?[×*^]/.test(after)) ||
	(/^\d/.test(word) && (/\d[.,]$/.test(before) || /(?:^|[\s(=:])-$/.test(before)));
