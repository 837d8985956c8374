/** How a system text begins that only says who answers, in many languages. */
const PERSONA =
	/^(?:you(?:'re| are)|act as|your name is|i am|sie sind|du bist|ihr seid|tu es|vous êtes|eres|usted es|actúa como|sei |lei è|você é|tu és|atue como|je bent|u bent|jesteś|ты |вы |ти |ви |sen |siz |bạn là|kamu adalah|anda adalah|あなたは|君は|你是|您是|당신은|너는|आप |तुम |คุณคือ|أنت |شما |تو |jsi |jste |du är|du er|olet |te egy|ön egy|ești |sunteți |είσαι |είστε |אתה |wewe ni|আপনি )/i;
const TONE = /^(?:be|stay|remain) (?:\w+[ ,]+(?:and )?){0,3}\w+[.!]?$/i;
const SENTENCE_BREAK = /(?<=[.!?])\s+|(?<=[。！？।])|\n+/;

/** A persona that also says what to do reads on with one of these. */
const DOES =
	/[,;:] ?(?:and|who|that|which)? ?(?:you )?(?:will|must|should|task|job|have to)|\byour (?:task|job|goal|role is to)\b|\bthat (?:\w+s)\b|\bwho (?:\w+s)\b|\btasked\b/i;
/** Longer texts say more than who answers. */
const LONGEST = 600;

/** Whether a system text says who answers, and not what to do. */
export function isPersona(system: string): boolean {
	if (system.length > LONGEST) return false;
	const sentences = system
		.split(SENTENCE_BREAK)
		.map((sentence) => sentence.trim())
		.filter(Boolean);
	return sentences.length > 0 && sentences.every((sentence) => (PERSONA.test(sentence) && !DOES.test(sentence)) || TONE.test(sentence));
}
