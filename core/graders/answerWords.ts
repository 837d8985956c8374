/**
 * How models of eleven languages introduce a conclusion: nouns for "answer", and what may stand between the noun and the
 * value. Words only, so that one regular expression can be made of them.
 */
const nouns = [
	'answers?|results?',
	'antwort(?:en)?|ergebnis|resultat|lösung(?:en)?',
	'réponses?|résultat|solution',
	'respuestas?|resultado|solución',
	'risposte|risposta|risultato|soluzione',
	'respostas?|solução',
	'antwoord(?:en)?|resultaat',
	'odpowied(?:ź|zi)|wynik',
	'ответы?|результат',
].join('|');

/** Nouns that only a choice has. */
const choiceNouns = [
	'options?|choices?|letters?',
	'optione?n?|auswahl|buchstabe',
	'choix|lettre|proposition',
	'opción|opciones|opcion|letra',
	'opzione|opzioni|scelta|lettera',
	'opção|opções|alternativas?',
	'opties?|keuze',
	'opcj[ae]|wariant',
	'вариант(?:ы|ом)?|выбор|буква',
].join('|');

const adjectives = [
	'final|correct|right|best|overall|only',
	'richtige|korrekte|endgültige|beste|finale',
	'bonnes?|correctes?|finales?|juste|exacte|meilleure',
	'correctas?|corretas?|final|buena|mejor',
	'corretta|corrette|giusta|giuste|esatta|finale|migliore',
	'certa|certas',
	'juiste|goede|correcte|uiteindelijke|beste',
	'prawidłow[ae]|poprawn[ae]|ostateczna|końcowa|końcowy',
	'правильны[йе]|верны[йе]|окончательный',
].join('|');

const articles = "the|my|our|die|der|das|la|le|les|el|los|las|il|lo|gli|il|a|o|as|os|de|het|l['’]";
const verbs =
	"is|are|was|would be|must be|should be|will be|has to be|ist|sind|lautet|lauten|wäre|beträgt|est|sont|serait|es|son|sería|è|é|e['’]|sono|são|seria|is|zijn|luidt|to|jest|są|это";

const mark = '[:：=—–]|-(?=\\s)';
const word = (list: string) => `(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`;

/** "the final answer is", "Réponse :", "La risposta corretta è", "Правильный ответ —", "答案：", "정답은". */
export const conclusionPhrase = new RegExp(
	[
		// A noun that an article or adjective goes before, with a verb or a mark behind it.
		`(?:${word(articles)} {0,2})?(?:${word(adjectives)} {1,2})(?:${word(nouns)}|${word(choiceNouns)})(?: {1,2}${word(adjectives)})?[ *_]{0,4}(?:${word(verbs)}|${mark})[ *_]{0,4}(?:${mark})?`,
		`(?:${word(articles)} {0,2})?(?:${word(nouns)}) {0,2}(?:${word(adjectives)})?[ *_]{0,4}(?:${word(verbs)})[ *_]{0,4}(?:${mark})?`,
		`(?:${word(choiceNouns)}) {1,2}(?:${word(adjectives)}) {1,2}(?:${word(verbs)})`,
		// A noun that begins its line or sentence, with a mark behind it, or alone on its line as a heading.
		`(?:^|[\\n.!?#*>(]|,|;)[ *_#>"]{0,6}(?:${word(adjectives)} {1,2})?(?:${nouns}) {0,2}(?:${word(adjectives)})?[ *_]{0,4}(?:${mark})`,
		`(?<=^|\\n)[ *_#]{0,6}(?:${word(adjectives)} {1,2})?(?:${nouns})[ *_]{0,4}(?=\\n)`,
		// Sentences without the noun: "Richtig ist C", "so x equals".
		`${word('richtig|korrekt')} {1,2}(?:ist|sind)`,
		`${word('prawidłowa|poprawna')} jest (?:odpowiedź|opcja)`,
		`(?<=^|[\\n.!?] {0,2})(?:zatem|więc|dus|also|donc|portanto|quindi|значит,?|итак,?|so)? {0,2}(?:odpowiedź|antwoord|antwort|ответ)(?= (?:\\(?[A-Z]\\)?(?![\\p{L}])|[-−]?\\d))`,
		'[【\\[](?:最终|正确|参考)?答案[】\\]]',
		'(?:最终|正确|最后|正確|最終)?的?(?:答案|结果|結果|選項|选项|答)(?:应该|應該|應|应)?\\s{0,2}(?:是|为|為|选|選|：|:)',
		'(?<=^|[\\n。，,；])(?:选|選)(?=\\s?[(（]?[A-Z])',
		'(?:故|应|應|因此|所以|本题|本題|综上|綜上)，?(?:选|選)(?!项|項)',
		'(?:最終的な)?(?:答え|解答|正解|正答|結論|正しい選択肢|正しい答え)\\s{0,2}(?:は|：|:)',
		'(?:최종\\s?)?(?:정답|답|해답|결과|올바른 선택|올바른 답|맞는 답)\\s{0,2}(?:은|는|이|:|：)',
	]
		.map((part) => `(?:${part})`)
		.join('|'),
	'giu',
);

/** Words that deny what stands behind them. */
export const denial =
	/(?<!\p{L})(?:not|isn['’]t|isnt|aren['’]t|cannot be|can['’]t be|never|nicht|kein(?:e|er|en)?|no es|no son|no|ne [^\d]{0,12}pas|n['’]est pas|pas|non|non è|não|não é|niet|geen|nie|не)(?!\p{L})|不是|并非|並非|不等于|ではなく|아니/iu;

/** Words with which a denied value gives way to the one that is meant: "not 12 but 13". */
export const replacement =
	/(?<!\p{L})(?:but(?: rather)?|sondern|sino|mais|ma|bensì|mas(?: sim)?|maar|lecz|ale|а|rather|it is|it['’]s)(?!\p{L})|而是|，是|ではなく|아니라/iu;

/** Words behind a value with which others are turned down: "9, not 8", "9 rather than 8". */
export const rejection =
	/[,，]?\s{0,2}(?<!\p{L})(?:not|rather than|instead of|and not|nicht|statt|anstatt|und nicht|et non|plutôt que|au lieu de|y no|en lugar de|e non|anziché|invece di|e não|em vez de|niet|in plaats van|a nie|zamiast|а не|вместо)(?!\p{L})|[,，]?而不是|[,，]不是/iu;

/** Between two values: both are named. */
export const joining = String.raw`(?:\s*(?:,|、|;|/|&|\+)\s*(?:and|or|und|oder|et|ou|y|o|e|en|of|i|lub|и|или)?\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|en|of|to|bis|à|a|i|lub|и|или)\s+|\s*(?:和|与|與|或|或者|至|到|와|과|또는|または|と|か|、)\s*|\s*[–—~～]\s*)`;
