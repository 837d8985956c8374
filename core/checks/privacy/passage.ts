/** A piece of the policy and where it stands, such as `page 3` or `section "Transfers"`. */
export interface Passage {
	text: string;
	place: string;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** Abbreviations after which a sentence goes on. */
const goesOn = /(?:\b(?:Co|Ltd|Inc|Art|Abs|Nr|No|approx|e\.g|i\.e|z\.B|bzw|ca|Dr|St|U\.S|Corp|L\.L\.C)\.|^\d+\.)\s*$/;

/** The passages cut into sentences, each with its place. */
export function sentencesOf(passages: readonly Passage[]): Passage[] {
	return passages.flatMap(({ text, place }) => {
		const sentences: Passage[] = [];
		for (const { segment } of segmenter.segment(text.replace(/\s+/g, ' ').trim())) {
			const last = sentences.at(-1);
			if (last && goesOn.test(last.text)) last.text += segment;
			else sentences.push({ text: segment, place });
		}
		return sentences.map((sentence) => ({ ...sentence, text: sentence.text.trim() })).filter((sentence) => sentence.text !== '');
	});
}
