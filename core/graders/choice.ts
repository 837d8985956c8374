import { finalAnswer, plain, withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';

export interface ChoiceSpec {
	/** The right letter, or letters where several choices are right together. */
	expected: string;
	/** The texts of the choices, without their letters. */
	choices: readonly string[];
}

/** Right when the answer concludes with the right letter, or with the text of that choice, and with no other. */
export function choice({ expected, choices }: ChoiceSpec): Grader {
	const letters = choices.length > 0 ? alphabet.slice(0, choices.length) : 'ABCDE';
	const wanted = sorted(expected.toUpperCase().replace(/[^A-Z]/g, ''));
	return (answer) => {
		const named = namedChoice(answer, letters, choices);
		if (named === undefined) return graded(false, '', 'no single choice is named');
		return graded(named === wanted, named);
	};
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const sorted = (letters: string) => [...new Set(letters)].sort().join('');

/** A choice as task files write it, without its letter: "(A) seven", "A. seven", "A、seven". */
export const choiceText = (choice: string) => choice.replace(/^\s*[(（]?[A-Z][)）.、:：]\s*/u, '').trim();

function namedChoice(answer: string, letters: string, choices: readonly string[]): string | undefined {
	const final = finalAnswer(answer);
	if (final.from !== 'whole') return inPart(unwrap(final.text), letters, choices);
	const whole = plain(withoutThinking(answer).trim());
	const lastLine = plain(
		whole
			.split('\n')
			.filter((line) => line.trim() !== '')
			.at(-1) ?? '',
	);
	return inPart(unwrap(whole), letters, choices) ?? inPart(unwrap(lastLine), letters, choices);
}

const unwrap = (text: string) =>
	plain(
		text
			.normalize('NFKC')
			.replace(/\\(?:text|textbf|mathrm|mathbf|mbox)\s*\{([^{}]*)\}/g, '$1')
			.replace(/\\[()[\]]|\$/g, '')
			.replace(/^[\s:]*(?:the\s+)?(?:option|choice|letter|选项|選項|选|選)\s*/iu, ''),
	);

function inPart(part: string, letters: string, choices: readonly string[]): string | undefined {
	const quoted = textOfChoice(part, letters, choices);
	if (quoted) return quoted;
	if (/^\(?[a-z]\)?$/.test(part) && letters.includes(part.replace(/[()]/g, '').toUpperCase())) {
		return part.replace(/[()]/g, '').toUpperCase();
	}
	const several = /^[([]?([A-Z](?:\s*(?:[,、&]|and|和)?\s*[A-Z])*)[)\]]?(?=$|[\s.,;:)\]、—–-])/u.exec(part);
	const single = /^[([]?([A-Z])[)\]]?(?<rest>$|[^\p{L}\d'’].*$)/su.exec(part);
	const joined = several && /^[([]?[A-Z]{2,}[)\]]?$/.test(part) ? several[1] : undefined;
	if (joined && [...joined].every((letter) => letters.includes(letter))) return sorted(joined);
	if (!single || !letters.includes(single[1])) return undefined;
	const rest = single.groups?.rest ?? '';
	if (namesAnother(rest, single[1], letters)) return undefined;
	return isWord(single[1], rest, part, choices, letters) ? undefined : single[1];
}

/** "A" and "I" are words too, and a sentence may begin with any letter: what follows must end or explain a choice. */
function isWord(letter: string, rest: string, part: string, choices: readonly string[], letters: string): boolean {
	if (/^\s*$/.test(rest) || /^[)\].:,;、—–(]/.test(rest.trimStart()) || /^[([]/.test(part)) return false;
	if (/^\s*(?:-|is (?:correct|right|the)|because|since|as|因为|正确)/iu.test(rest)) return false;
	const text = choices[letters.indexOf(letter)];
	return !(text && normalise(rest).startsWith(normalise(choiceText(text))));
}

/** "A or B", "A and C", "A, B": more than one letter is no choice. */
function namesAnother(rest: string, letter: string, letters: string): boolean {
	const other = /^[)\].,]*\s*(?:[,/&、]|or|and|and\/or|或|和|与)\s*[([]?([A-Z])[)\]]?(?=$|[\s.,;:)\]])/u.exec(rest);
	return other !== null && other[1] !== letter && letters.includes(other[1]);
}

/** The letter of the one choice whose text is exactly this part. */
function textOfChoice(part: string, letters: string, choices: readonly string[]): string | undefined {
	const wanted = normalise(part);
	if (wanted === '') return undefined;
	const matches = choices.flatMap((text, index) => (normalise(choiceText(text)) === wanted ? [letters[index]] : []));
	// A choice may itself be a letter ("A. B"): then the letter means the choice's letter.
	return matches.length === 1 && !/^[a-z]$/i.test(wanted) ? matches[0] : undefined;
}
