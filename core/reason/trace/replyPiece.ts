/** A piece of a reply, in the order of arrival. */
export interface ReplyPiece {
	kind: 'thinking' | 'answer';
	text: string;
}
