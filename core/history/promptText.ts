import type { RecordedMessage } from './recordedCall';

/** How n8n writes the roles of a conversation into the one text that it records. */
const marks = { system: 'System: ', user: 'Human: ', assistant: 'AI: ', tool: 'Tool: ' } as const satisfies Record<
	RecordedMessage['role'],
	string
>;

/** A message that a node is known to send; its text may be known as well, or its beginning. */
export interface Piece {
	role: RecordedMessage['role'];
	text?: string;
	startsWith?: string;
	/** What the text stands for, where it is more than text: a turn with tool calls. */
	message?: RecordedMessage;
}

export type Split = { messages: RecordedMessage[]; rest: string } | 'none' | 'ambiguous';

/**
 * The messages in a recorded text by the shape that its node gives it. n8n joins them without escaping, so a text that holds
 * "\nHuman: " can often be cut in several places: then it is `ambiguous`. `none`: the text does not have this shape.
 *
 * @param openEnded whether more may follow (the turns of an agent with tools); it is given as `rest`, mark included
 */
export function splitBy(recorded: string, shape: readonly Piece[], openEnded = false): Split {
	const found: { messages: RecordedMessage[]; rest: string }[] = [];
	let steps = 0;
	const walk = (from: number, index: number, messages: RecordedMessage[]) => {
		if (found.length > 1 || (steps += 1) > mostSteps) return;
		const piece = shape[index];
		if (piece === undefined) {
			const rest = recorded.slice(from);
			if (rest === '' || (openEnded && /^\nAI: /.test(rest))) found.push({ messages, rest });
			return;
		}
		const mark = (index === 0 ? '' : '\n') + marks[piece.role];
		if (!recorded.startsWith(mark, from)) return;
		const start = from + mark.length;
		const { text, startsWith = '' } = piece;
		if (text !== undefined) {
			if (recorded.startsWith(text, start))
				walk(start + text.length, index + 1, [...messages, piece.message ?? { role: piece.role, content: text }]);
			return;
		}
		if (!recorded.startsWith(startsWith, start)) return;
		for (const end of endsOf(recorded, start + startsWith.length, shape[index + 1], openEnded))
			walk(end, index + 1, [...messages, { role: piece.role, content: recorded.slice(start, end) }]);
	};
	walk(0, 0, []);
	if (steps > mostSteps) return 'ambiguous';
	const [first, second] = found;
	if (!first) return 'none';
	return second ? 'ambiguous' : first;
}

/** A text that can be cut in more ways than this is not worth the time. */
const mostSteps = 2_000;

/** Where a message of unknown text may end: before each mark of the next one; the last one takes all. */
function* endsOf(recorded: string, start: number, next: Piece | undefined, openEnded: boolean): Generator<number> {
	if (next === undefined) {
		if (openEnded) yield* placesOf(recorded, `\n${marks.assistant}`, start);
		yield recorded.length;
		return;
	}
	yield* placesOf(recorded, `\n${marks[next.role]}`, start);
}

function* placesOf(text: string, part: string, start: number): Generator<number> {
	for (let at = text.indexOf(part, start); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}

const anyMark = /(?:^|\n)(System|Human|AI|Tool): /g;
const roleOf: Record<string, RecordedMessage['role']> = { System: 'system', Human: 'user', AI: 'assistant', Tool: 'tool' };

/** The roles as they look; a text that quotes a conversation is cut where it must not be. */
export function guessRoles(recorded: string): RecordedMessage[] {
	const found = [...recorded.matchAll(anyMark)];
	if (found.length === 0 || found[0]?.index !== 0) return [{ role: 'user', content: recorded }];
	return found.map((match, index) => ({
		role: roleOf[match[1] ?? ''] ?? 'user',
		content: recorded.slice(match.index + match[0].length, found[index + 1]?.index ?? recorded.length),
	}));
}

/** How many messages a text may hold by its marks. */
export const marksIn = (recorded: string): number => [...recorded.matchAll(anyMark)].length;
