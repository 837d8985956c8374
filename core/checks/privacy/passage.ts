/** A piece of the policy and where it stands, such as `page 3` or `section "Transfers"`. */
export interface Passage {
	text: string;
	place: string;
}

/** Of a policy that is none: pages of a whole site, or made to be slow. */
export const tooMany = (most: number) =>
	new Error(`Has more than ${most.toLocaleString('en')} paragraphs or 300,000 characters of text; give the policy alone`);

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** Abbreviations after which a sentence goes on. */
const goesOn = /(?:\b(?:art|Co|Ltd|Inc|Art|Abs|Nr|No|approx|e\.g|i\.e|z\.B|bzw|ca|Dr|St|U\.S|Corp|L\.L\.C)\.|(?:^|\s)\d{1,2}\.)\s*$/;

/** Longer sentences are cut, so that no rule works on an endless one. */
const longestSentence = 1500;

export const foldSpaces = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The passages cut into sentences, each with its place. */
export function sentencesOf(passages: readonly Passage[]): Passage[] {
	return passages.flatMap(({ text, place }) => {
		const sentences: string[] = [];
		let open = '';
		for (const piece of piecesOf(foldSpaces(text))) {
			for (const { segment } of segmenter.segment(piece)) {
				open += segment;
				if (open.length < longestSentence && goesOn.test(open.slice(-20))) continue;
				sentences.push(open);
				open = '';
			}
		}
		return [...sentences, open].map((sentence) => ({ text: sentence.trim(), place })).filter((sentence) => sentence.text !== '');
	});
}

/** A text in pieces of at most the longest sentence where it has no end of a sentence before; cut at a space where there is one. */
function piecesOf(text: string): string[] {
	const pieces: string[] = [];
	for (let from = 0; from < text.length;) {
		const part = text.slice(from, from + longestSentence);
		const ends = [...part.matchAll(/[.!?。！？]["”»)]?\s|[。！？]/g)].at(-1);
		const space = part.lastIndexOf(' ');
		const length =
			from + part.length >= text.length ? part.length : ends ? ends.index + ends[0].length : space > 0 ? space + 1 : part.length;
		pieces.push(text.slice(from, from + length));
		from += length;
	}
	return pieces;
}
