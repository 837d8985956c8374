import { isDate, sameDate } from './date';
import { finalAnswer, withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';

/**
 * Right when the answer, or the conclusion it names, is an accepted text but for case, width, spaces, articles and
 * punctuation. An accepted date is that day in whatever way it is written.
 */
export function normalised({ accepted, lang }: { accepted: readonly string[]; lang?: string }): Grader {
	const wanted = new Set(accepted.flatMap(spellings));
	const dates = accepted.filter(isDate);
	return (answer) => {
		const final = finalAnswer(answer).text;
		const given = [final, withoutThinking(answer)].flatMap(spellings).filter((text) => text !== '');
		const right = given.some((text) => wanted.has(text)) || dates.some((day) => sameDate(day, final, lang)) || saysOnly(final, accepted);
		return graded(right, final, undefined, dates.length > 0 ? 'date' : 'text');
	};
}

/** With and without the article that a name may have. */
function spellings(text: string): string[] {
	const spelled = normalise(text.replace(/\\(?:text|mathrm|mbox|textbf)\s?\{([^{}]*)\}/g, '$1'));
	const bare = spelled.replace(/^(?:the|an?|der|die|das|le|la|les|el|los|las|il|lo) (?=\S)/, '');
	const glued = /^-?\d[\d.,]* \p{L}+$/u.test(spelled) ? [spelled.replace(' ', '')] : [];
	return [spelled, bare, ...glued];
}

const yesOrNo = new Set([
	'yes',
	'no',
	'true',
	'false',
	'ja',
	'nein',
	'oui',
	'non',
	'sí',
	'si',
	'sì',
	'sim',
	'não',
	'nee',
	'tak',
	'nie',
	'да',
	'нет',
]);

/** "Yes, it is." answers what "Yes" answers. */
function saysOnly(final: string, accepted: readonly string[]): boolean {
	const [first, rest] = /^\s*(\p{L}+)\s*[,.;:–—-]\s+(.*)$/su.exec(final)?.slice(1) ?? [];
	if (first === undefined) return false;
	const others = (rest.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => yesOrNo.has(word) && word !== first.toLowerCase());
	return !others && yesOrNo.has(first.toLowerCase()) && accepted.some((text) => normalise(text) === first.toLowerCase());
}
