import { anyOf, type Move } from './move';
import type { Passage } from './passage';
import { backwards, dataNouns, otherFirms, otherSubjects, promptWords } from './words';

/** What the sentences of a policy are about, as far as words show it. */
export interface Subject {
	/** The processor's names. */
	names: RegExp | undefined;
	/** Whether a sentence speaks of another firm and not of the processor. */
	isForeign: (text: string) => boolean;
	/** Whether a sentence is about the text that is sent: in its own words, or pointing back at the two before it. */
	isAbout: (sentence: Passage) => boolean;
}

export function subjectOf(sentences: readonly Passage[], { processorNames, previousNames }: Move): Subject {
	const names = anyOf(processorNames);
	const previous = anyOf(previousNames);
	const isForeign = (text: string) => names?.test(text) !== true && (otherFirms.test(text) || previous?.test(text) === true);
	const own = ({ text }: Passage) => !isForeign(text) && !otherSubjects.test(text);
	const direct = (sentence: Passage) =>
		own(sentence) && (promptWords.test(sentence.text) || (names?.test(sentence.text) === true && dataNouns.test(sentence.text)));
	const position = new Map(sentences.map((sentence, index) => [sentence, index]));
	const isAbout = (sentence: Passage) => {
		if (direct(sentence)) return true;
		if (!own(sentence)) return false;
		if (!dataNouns.test(sentence.text) && !backwards.test(sentence.text)) return false;
		if (names?.test(sentence.text)) return backwards.test(sentence.text);
		const index = position.get(sentence) ?? 0;
		return sentences.slice(Math.max(0, index - 2), index).some(direct);
	};
	return { names, isForeign, isAbout };
}
