import { denial, rejection } from './answerWords';
import { finalAnswer, longestSearched, plain, withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { normalise } from './normalise';
import { soleNumber } from './number';
import { sameNumeral } from './numeral';

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
		const named = namedChoice(answer, { letters, choices });
		if (named === undefined) return graded(false, '', 'no single choice is named', 'choice');
		return graded(named === wanted, named, undefined, 'choice');
	};
}

interface Offered {
	letters: string;
	choices: readonly string[];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const sorted = (letters: string) => [...new Set(letters)].sort().join('');

/** A choice as task files write it, without its letter: "(A) seven", "A. seven", "A、seven". */
export const choiceText = (choice: string) => choice.replace(/^\s*[(（]?[A-Z][)）.、:：]\s*/u, '').trim();

function namedChoice(answer: string, offered: Offered): string | undefined {
	const final = finalAnswer(answer);
	if (final.from !== 'whole') {
		const conclusion = unwrap(final.text);
		return inPart(conclusion, offered) ?? inSentence(sentencesOf(conclusion)[0] ?? '', offered, final.from === 'phrase');
	}
	const whole = plain(withoutThinking(answer).trim().slice(-longestSearched)).replace(/^```\w*\s*|\s*```$/g, '');
	const lines = whole.split('\n').filter((line) => line.trim() !== '');
	// The list of choices said again decides for none of them, whatever stands last in it.
	if (lines.filter((line) => /^\s*[-*]?\s*[(（]?[A-Z][)）.:：]\s*\S/u.test(line)).length > 1) return undefined;
	const last = plain(lines.at(-1) ?? '');
	return inPart(unwrap(whole), offered) ?? inPart(unwrap(last), offered) ?? decided(sentencesOf(whole), offered) ?? quoted(last, offered);
}

const sentencesOf = (text: string) =>
	text
		.split(/(?<=[\p{L}\p{N})\]*'"”][.!?。！？；;])(?=\s|$|\P{ASCII})|\n/u)
		.map((part) => part.trim())
		.filter(Boolean);

/** Of sentences that decide ("so it must be B"), the last one counts. */
function decided(sentences: readonly string[], offered: Offered): string | undefined {
	for (const sentence of [...sentences].reverse()) {
		const named = inSentence(sentence, offered, decision.test(sentence));
		if (named !== undefined) return named;
	}
	return undefined;
}

/** Words with which a sentence decides, in eleven languages. */
const decision =
	/(?<!\p{L})(?:answer|correct|right|best|must be|has to be|have to be|should be|choose|choosing|pick|select|go(?:ing)? with|opt for|therefore|hence|thus|so|not [A-Z] but|richtige?|korrekte?|antwort|stimmt|wähle|also|daher|sondern|réponses?|bonnes?|correctes?|juste|choisis|choisit|donc|respuestas?|correctas?|elijo|opción|sino|risposte|risposta|corrett[aeio]|giusta|scelgo|quindi|resposta|corretas?|certa|alternativa|escolho|portanto|antwoord|juiste?|kies|dus|odpowied(?:ź|zi)|poprawn[aey]|prawidłow[aey]|wybieram|zatem|ответы?|верны[йе]?|верен|правильны[йе]|правилен|выбираю|значит)(?!\p{L})|选|選|正确|正確|答案|应为|正解|答え|正しい|정답|답|올바른|맞/iu;

/** What may stand behind a letter that would be a word otherwise: "A is", "A and C". */
const behindLetter =
	/^(?:\s*(?:$|[)\].,:;!?、，。）】—–&/+-])|\s+(?:is|are|was|and|or|because|since|as|but|not|rather|instead|with|ist|sind|und|oder|weil|est|sont|et|ou|car|es|son|y|o|porque|è|é|sono|são|e|perché|en|of|jest|są|i|lub|bo|и|или|это|верн|правильн|richtig|korrekt|correct|right|poprawn)(?!\p{Ll}{4,}(?<!верн\p{L}*|правильн\p{L}*|poprawn\p{L}*))|\s*\(|\s*[^\p{ASCII}\s])/u;

interface Mention {
	letter: string;
	start: number;
	end: number;
	denied: boolean;
}

/** The letters that a sentence names: one that is not denied, or several that are joined by "and". */
function inSentence(sentence: string, { letters }: Offered, decides: boolean): string | undefined {
	if (!decides) return undefined;
	const [stated] = sentence.split(rejection);
	const mentions = mentionsIn(/[A-Z]/.test(stated) ? stated : sentence, letters);
	const meant = mentions.filter(({ denied }) => !denied);
	if (meant.length === 0 || (mentions.some(({ denied }) => denied) && meant.length > 1)) return undefined;
	const named = sorted(meant.map(({ letter }) => letter).join(''));
	if (named.length === 1) return named;
	const between = meant.slice(1).map(({ start }, index) => sentence.slice(meant[index].end, start));
	return between.every((text) => joinsBoth.test(text)) ? named : undefined;
}

const joinsBoth =
	/^[)\]）*\s]*(?:[,，、;&+/]|(?<!\p{L})(?:and|und|et|y|e|en|i|и)(?!\p{L})|和|与|與|及|と|와|과|,\s*(?:and|und|et|y|e|en|i|и))[\s(（[*]*$/iu;

function mentionsIn(sentence: string, letters: string): Mention[] {
	return [...sentence.matchAll(/(?<![\p{Script=Latin}\p{N}'’_\\$-])[A-Z](?![\p{Script=Latin}\p{N}'’_])/gu)].flatMap((match) => {
		const [letter] = match;
		const [start, end] = [match.index, match.index + 1];
		if (!letters.includes(letter)) return [];
		const [before, after] = [sentence.slice(Math.max(0, start - 40), start), sentence.slice(end, end + 40)];
		const isEnclosed =
			/[(（[【]$/.test(before) ||
			/(?:option|choice|letter|answer|antwort|réponse|opción|letra|opzione|lettera|alternativa|optie|opcja|вариант|ответ|odpowiedź|antwoord)\s*$/iu.test(
				before,
			);
		if (!isEnclosed && !behindLetter.test(after)) return [];
		return [{ letter, start, end, denied: isDenied(before, after) }];
	});
}

const isDenied = (before: string, after: string) =>
	new RegExp(`(?:${denial.source})\\s*(?:\\p{L}{1,12}\\s+)?[(（[*]*$`, 'iu').test(before) ||
	/^[)\]）*]*\s*(?:is|ist|est|es|è|é|are|jest)?\s*(?:not|wrong|incorrect|false|out|ruled out|falsch|nicht|fausse?|incorrecte?|incorrecta|sbagliata|errata|errada|fout|onjuist|błędna|неверн|неправильн)|^[)\]）*]*\s*(?:选项|選項)?(?:错|錯|不对|不正确|不對)/iu.test(
		after,
	);

const unwrap = (text: string) =>
	plain(
		text
			.normalize('NFKC')
			.replace(/\\(?:text|textbf|mathrm|mathbf|mbox)\s*\{([^{}]*)\}/g, '$1')
			.replace(/\\[()[\]]|\$(?!\d)/g, '')
			.replace(/[~]|\\(?=\s)/g, ' ')
			.replace(/^[\s:：是为為]*(?:(?:the|la|die|der|das|de|el|il|lo|a|o|to)\s+)?/u, '')
			.replace(
				/^(?:(?:option|choice|letter|answer|antwort|réponse|opción|letra|lettera|opzione|alternativa|optie|opcja|вариант|буква|odpowiedź|选项|選項|选|選)(?![\p{Script=Latin}])\s*)?/iu,
				'',
			),
	);

function inPart(part: string, { letters, choices }: Offered): string | undefined {
	const named = textOfChoice(part, { letters, choices });
	if (named) return named;
	const small = /^[([]?([a-z])[)\].:]?$/.exec(part)?.[1].toUpperCase();
	if (small && letters.includes(small)) return small;
	const several = /^[([]?([A-Z](?:[)\]]?\s*(?:[,、，&]|\band\b|und|et|和)?\s*(?:and\s*)?[([]?[A-Z])*)[)\]]?(?=$|[\s.,;:)\]、—–-])/u.exec(
		part,
	);
	if (several) {
		const joined = several[1].replace(/[^A-Z]/g, '');
		const isAll = several[0].length >= part.trim().length;
		if (joined.length > 1 && isAll && [...joined].every((letter) => letters.includes(letter))) return sorted(joined);
	}
	const single = /^[([]?([A-Z])[)\]]?(?<rest>$|[^\p{Script=Latin}\d'’].*$)/su.exec(part);
	if (!single || !letters.includes(single[1])) return undefined;
	const rest = single.groups?.rest ?? '';
	if (namesAnother(rest, single[1], letters) || isDenied('', rest)) return undefined;
	return isWord(single[1], rest, part, choices, letters) ? undefined : single[1];
}

/** "A" and "I" are words too, and a sentence may begin with any letter: what follows must end or explain a choice. */
function isWord(letter: string, rest: string, part: string, choices: readonly string[], letters: string): boolean {
	if (/^\s*$/.test(rest) || /^[)\].:,;、，。—–(]/.test(rest.trimStart()) || /^[([]/.test(part)) return false;
	if (
		/^\s*(?:-|is (?:correct|right|the)|because|since|as|ist (?:richtig|korrekt)|weil|est (?:correcte?|la bonne)|jest (?:poprawna|prawidłowa)|正确|因为|选项|選項|です|である|입니다|이다|예요|だ)/iu.test(
			rest,
		)
	)
		return false;
	const text = choices[letters.indexOf(letter)];
	return !(text && normalise(rest).startsWith(normalise(choiceText(text))));
}

/** "A or B", "A and C", "A, B": more than one letter is no choice. */
function namesAnother(rest: string, letter: string, letters: string): boolean {
	const other =
		/^[)\].,]*\s*(?:[,/&、，]|or|and|and\/or|oder|und|ou|et|o|y|e|of|en|lub|i|или|и|或|和|与)\s*[([]?([A-Z])[)\]]?(?=$|[\s.,;:)\]、，])/u.exec(
			rest,
		);
	return other !== null && other[1] !== letter && letters.includes(other[1]);
}

/** The letter of the one choice whose text, or number, is exactly this part. */
function textOfChoice(part: string, { letters, choices }: Offered): string | undefined {
	const wanted = normalise(part);
	if (wanted === '') return undefined;
	const matches = choices.flatMap((text, index) => (normalise(choiceText(text)) === wanted ? [letters[index]] : []));
	// A choice may itself be a letter ("A. B"): then the letter means the choice's letter.
	if (matches.length === 1) return /^[a-z]$/i.test(wanted) ? undefined : matches[0];
	const value = soleNumber(part);
	if (!value || matches.length > 1) return undefined;
	const equal = choices.flatMap((text, index) => {
		const offered = soleNumber(choiceText(text));
		return offered && sameNumeral(offered, value, { absolute: 0, relative: 0 }) ? [letters[index]] : [];
	});
	return equal.length === 1 ? equal[0] : undefined;
}

/** The one choice whose text stands in the last sentence as words of their own. */
function quoted(line: string, { letters, choices }: Offered): string | undefined {
	const sentence = normalise(sentencesOf(line).at(-1) ?? '');
	if (new RegExp(denial.source, 'iu').test(sentence)) return undefined;
	const found = choices.flatMap((text, index) => {
		const words = normalise(choiceText(text));
		const at = words.length < 2 ? -1 : sentence.indexOf(words);
		const isWhole = at >= 0 && !/[\p{L}\p{N}.]$/u.test(sentence.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(sentence.slice(at + words.length));
		return isWhole ? [letters[index]] : [];
	});
	return found.length === 1 ? found[0] : undefined;
}
