import { diffWordsWithSpace } from 'diff';

/** A piece of a text; `differs` is true where the other text has something else. */
export interface Piece {
	text: string;
	differs: boolean;
}

/** Traces of two models share little: past this many edits everything counts as different, which it then nearly is. */
const mostEdits = 2_000;

/** Two texts cut into what they share and what only one of them has, by words. */
export function markDifferences(left: string, right: string): [Piece[], Piece[]] {
	const changes = diffWordsWithSpace(left, right, { maxEditLength: mostEdits });
	if (!changes) return [[{ text: left, differs: true }], [{ text: right, differs: true }]];
	const pieces = (own: 'added' | 'removed') =>
		changes
			.filter((change) => !change[own === 'added' ? 'removed' : 'added'])
			.map(({ value, [own]: differs }) => ({ text: value, differs }));
	return [pieces('removed'), pieces('added')];
}
