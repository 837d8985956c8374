/** A piece of a trace; `turn` is true where the model takes back what it thought. */
export interface Piece {
	text: string;
	turn: boolean;
}

/** The words with which reasoning models turn back, as they write them at the beginning of a thought. */
const turns =
	/(?<=^|[\n.!?…:;(—–-]\s*|[。!?,;]\s*)(?:(?:but |oh,? |hmm+,? |no,? )?wait\b|hold on\b|hmm+\b|actually,|oops\b|scratch that\b|on second thought\b|let me (?:re-?check|re-?consider|re-?think|re-?calculate|re-?read|double-?check|verify|start over|try again)\b|i made (?:a|an) (?:mistake|error)\b|i was wrong\b|that(?:'s| is) (?:not right|wrong|incorrect)\b|no, that\b|等等|等一下|稍等|不对|不,|其实|让我(?:再|重新)|重新(?:考虑|检查|计算|想)|我(?:错了|弄错了|算错了)|哦,不)/giu;

/** Cuts a trace into what goes on and the words that turn it round. */
export function markSelfCorrections(trace: string): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const { 0: words, index } of trace.matchAll(turns)) {
		if (index > end) pieces.push({ text: trace.slice(end, index), turn: false });
		pieces.push({ text: words, turn: true });
		end = index + words.length;
	}
	if (end < trace.length) pieces.push({ text: trace.slice(end), turn: false });
	return pieces;
}
