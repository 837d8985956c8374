export interface ChatMessage {
	role: string;
	content: unknown;
}
export type Query = string | readonly ChatMessage[];

/** A text longer than this is judged by its first and last part. */
const WHOLE = 1400;
const HEAD = 450;
const TAIL = 650;
/** Longest paragraph that counts as an instruction about the rest, and how far from the ends it is looked for. */
const PARAGRAPH = 600;
const EDGE = 4000;
const BLANK_LINE = /\n[ \t\r]*\n/;
/** Only this much of the end is searched for the last turn of a transcript. */
const TRANSCRIPT = 4000;

const ASSISTANT_TURN =
	/(?:^|\n)[ \t*]{0,4}(?:assistant|ai|bot|chatbot|assistent|asistente|assistente|asystent|асистент|ассистент|помощник|asistan|trợ lý|asisten|المساعد|مساعد|دستیار|सहायक|সহকারী|ผู้ช่วย|アシスタント|助手|助理|어시스턴트|도우미|avustaja|asistent|asszisztens|βοηθός|עוזר|msaidizi)\**\s*[:：]/i;
const TURN = /(?:^|\n)((?:\[\d\d:\d\d\] ?)?[^\n:：]{1,24})[:：][ \t]*/g;
const TIME = /^\[[^\]]*\]/;

/** The part of a query that says what is asked: the last user turn, or the ends of a long text. */
export function questionOf(query: Query): string {
	const text = typeof query === 'string' ? query : lastUserTurn(query);
	return ends(lastTurnOfTranscript(text));
}

function lastUserTurn(messages: readonly ChatMessage[]): string {
	const texts = messages.map(({ role, content }) => ({ role, text: textOf(content) }));
	const last = texts.findLast(({ role, text }) => (role === 'user' || role === 'human') && text.trim() !== '');
	return (last ?? texts.findLast(({ text }) => text.trim() !== ''))?.text ?? '';
}

/** The text of a message, whose content may be a string or a list of parts. */
export function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content
		.map((part: unknown) => {
			if (typeof part === 'string') return part;
			return typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string' ? part.text : '';
		})
		.join('\n')
		.trim();
}

/** A chat history pasted as text asks what its last turn asks. */
function lastTurnOfTranscript(text: string): string {
	const tail = text.length > TRANSCRIPT ? text.slice(-TRANSCRIPT) : text;
	if (!tail.includes('\n')) return text;
	const turns = [...tail.matchAll(TURN)].map((turn) => ({
		speaker: turn[1].replace(TIME, '').trim().toLowerCase(),
		end: turn.index + turn[0].length,
	}));
	const last = turns.at(-1);
	if (!last || !(ASSISTANT_TURN.test(tail) || takeTurns(turns.map(({ speaker }) => speaker)))) return text;
	const question = tail.slice(last.end).trim();
	return question.length > 3 ? question : text;
}

/** Two speakers by turns, of whom the first also has the last word. */
function takeTurns(speakers: readonly string[]): boolean {
	const [first, second] = speakers;
	return (
		speakers.length >= 3 &&
		speakers.length % 2 === 1 &&
		first !== second &&
		speakers.every((speaker, index) => speaker === (index % 2 ? second : first))
	);
}

/** The short first and last paragraphs of a long text, which say what to do with the rest; else its first and last part. */
function ends(text: string): string {
	if (text.length <= WHOLE) return text;
	const start = text.slice(0, EDGE).trimStart();
	const end = text.slice(-EDGE).trimEnd();
	const [first] = start.split(BLANK_LINE, 1);
	const last = end.split(BLANK_LINE).at(-1) ?? end;
	const asking = [first, last].filter((part) => part.length <= PARAGRAPH);
	if (asking.length === 0) return `${start.slice(0, HEAD)}\n${end.slice(-TAIL)}`;
	return asking.length === 2 ? `${first}\n${last}` : asking[0];
}
