export interface ChatMessage {
	role: string;
	content: unknown;
}
export type Query = string | readonly ChatMessage[];

/** A text longer than this is judged by its first and last part. */
const WHOLE = 1400;
const HEAD = 500;
const TAIL = 800;
/** Only this much of the end is searched for the last turn of a transcript. */
const TRANSCRIPT = 8000;

const ASSISTANT_TURN =
	/(?:^|\n)\s*\**(?:assistant|ai|bot|chatbot|assistent|asistente|assistente|asystent|асистент|ассистент|помощник|asistan|trợ lý|asisten|المساعد|مساعد|دستیار|सहायक|সহকারী|ผู้ช่วย|アシスタント|助手|助理|어시스턴트|도우미|avustaja|asistent|asszisztens|βοηθός|עוזר|msaidizi)\**\s*[:：]/i;
const TURN = /(?:^|\n)[^\n:：]{1,24}[:：][ \t]*/g;

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
	if (!ASSISTANT_TURN.test(tail)) return text;
	let last = -1;
	for (const turn of tail.matchAll(TURN)) last = turn.index + turn[0].length;
	const question = last < 0 ? '' : tail.slice(last).trim();
	return question.length > 3 ? question : text;
}

function ends(text: string): string {
	if (text.length <= WHOLE) return text;
	const trimmed = text.slice(0, 200_000).trimStart().slice(0, HEAD);
	return `${trimmed}\n${text.slice(-200_000).trimEnd().slice(-TAIL)}`;
}
