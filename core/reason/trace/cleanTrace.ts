import type { Steps } from '../../breathe';
import { splitInSteps, type ReplyParts } from '../thinkingSplitter';
import { markAt } from './marks';

/** A trace that came in a field of its own, without the marks around it that the server left there. */
export function cleanTrace(trace: string): string {
	const opening = markAt(trace);
	const opened = typeof opening === 'object' && opening.kind === 'open' ? trace.slice(opening.text.length).trimStart() : trace;
	const last = Math.max(...['<', '[', '◁'].map((start) => opened.lastIndexOf(start)));
	const closing = last < 0 ? undefined : markAt(opened.slice(last));
	const isEnd = typeof closing === 'object' && closing.kind === 'close' && last + closing.text.length === opened.length;
	return isEnd ? opened.slice(0, last).trimEnd() : opened;
}

/** For a server that takes the answer for the rest of the trace: the two of them, where a closing mark stands between. */
export const splitField = (trace: string): Steps<ReplyParts> => splitInSteps(trace, { startImplied: true });
