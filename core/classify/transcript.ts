/** Only this much of the end is searched for the last turn of a transcript. */
const TRANSCRIPT = 4000;

const ASSISTANT_TURN =
	/(?:^|\n)[ \t*]{0,4}(?:assistant|ai|bot|chatbot|assistent|asistente|assistente|asystent|асистент|ассистент|помощник|asistan|trợ lý|asisten|المساعد|مساعد|دستیار|सहायक|সহকারী|ผู้ช่วย|アシスタント|助手|助理|어시스턴트|도우미|avustaja|asistent|asszisztens|βοηθός|עוזר|msaidizi)\**\s*[:：]/i;
const TURN = /(?:^|\n)((?:\[\d\d:\d\d\] ?)?[^\n:：]{1,24})[:：][ \t]*/g;
/** A text that begins otherwise is about a transcript. */
const OPENING_TURN = /^\s*(?:\[\d\d:\d\d\] ?)?[^\n:：]{1,24}[:：]/;
const OPENING = 200;
const BLANK_LINE = /\n[ \t\r]*\n/;
const TIME = /^\[[^\]]*\]/;

/** A chat history pasted as text asks what its last turn asks. */
export function lastTurnOfTranscript(text: string): string {
	if (!OPENING_TURN.test(text.slice(0, OPENING))) return text;
	const tail = text.length > TRANSCRIPT ? text.slice(-TRANSCRIPT) : text;
	if (!tail.includes('\n')) return text;
	const turns = [...tail.matchAll(TURN)].map((turn) => ({
		speaker: turn[1].replace(TIME, '').trim().toLowerCase(),
		end: turn.index + turn[0].length,
	}));
	const last = turns.at(-1);
	if (!last || !(ASSISTANT_TURN.test(tail) || takeTurns(turns.map(({ speaker }) => speaker)))) return text;
	const question = tail.slice(last.end).trim();
	// What stands under the last turn is asked about the transcript.
	return question.length > 3 && !BLANK_LINE.test(question) ? question : text;
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
