import { drawFrom, type Draw } from '../../tasks/bundled/draw';

export interface LanguagePrompt {
	id: string;
	lang: string;
	topic: string;
	prompt: string;
}

/** What is filled into the templates: numbers, and terms that are written alike in most languages. */
interface Fillings {
	a: number;
	b: number;
	c: number;
	term: string;
	place: string;
	saying: string;
}

const terms = ['TCP', 'HTTPS', 'SQL', 'GPU', 'OAuth', 'DNS', 'JSON', 'API', 'CSS', 'VPN', 'RAID', 'SSH'];
const places = ['Shanghai', 'Beijing', 'Shenzhen', 'Chengdu', 'Hangzhou', 'Taipei'];
const sayings = ['sai weng shi ma', 'hua she tian zu', 'shou zhu dai tu', 'ting zi jian'];

/**
 * Topics that make models leak: sums and puzzles, which they think about in Chinese, and places, sayings and words of China.
 * No template holds a Chinese character, so any that comes back is the model's.
 */
const topics = ['sum', 'puzzle', 'explain', 'place', 'saying', 'letter'] as const;

const templates: Record<string, readonly [sum: string, puzzle: string, explain: string, place: string, saying: string, letter: string]> = {
	en: [
		'A machine fills {a} bottles in {b} minutes. How long does it take for {c} bottles? Explain your steps.',
		'Three boxes weigh {a}, {b} and {c} kilograms. Which two together are nearest to {a} kilograms, and why?',
		'Explain {term} to a new colleague in three sentences.',
		'What should a business traveller know before a week in {place}?',
		'What does the Chinese saying "{saying}" mean? Answer without Chinese characters.',
		'Write a short, friendly mail that moves the meeting about {term} to {a} minutes later.',
	],
	de: [
		'Eine Maschine füllt {a} Flaschen in {b} Minuten. Wie lange braucht sie für {c} Flaschen? Bitte erkläre die Schritte.',
		'Drei Kisten wiegen {a}, {b} und {c} Kilogramm. Welche zwei zusammen kommen {a} Kilogramm am nächsten, und warum?',
		'Erkläre einer neuen Kollegin in drei Sätzen, was {term} ist.',
		'Was sollte man vor einer Geschäftsreise nach {place} wissen? Bitte nenne die drei wichtigsten Punkte.',
		'Was bedeutet die chinesische Redensart „{saying}“? Bitte antworte ohne chinesische Schriftzeichen.',
		'Schreibe eine kurze, freundliche Mail, die das Treffen über {term} um {a} Minuten verschiebt.',
	],
	fr: [
		'Une machine remplit {a} bouteilles en {b} minutes. Combien de temps faut-il pour {c} bouteilles ? Explique les étapes, avec le détail.',
		'Trois caisses pèsent {a}, {b} et {c} kilogrammes. Quelles sont les deux dont la somme est la plus proche de {a} kilogrammes, et pourquoi ?',
		'Explique en trois phrases ce que {term} est pour une nouvelle collègue.',
		'Que faut-il savoir avant une semaine de travail dans la ville de {place} ? Donne les trois points principaux.',
		'Que veut dire le proverbe chinois « {saying} » ? Réponds sans caractères chinois, dans les règles.',
		'Écris un court message aimable pour repousser la réunion sur {term} de {a} minutes, que les autres comprennent.',
	],
	es: [
		'Una máquina llena {a} botellas en {b} minutos. ¿Cuánto tarda en llenar {c} botellas? Explica los pasos.',
		'Tres cajas pesan {a}, {b} y {c} kilogramos. ¿Cuáles dos juntas se acercan más a {a} kilogramos y por qué? Explica los cálculos.',
		'Explica en tres frases qué es {term} para una persona nueva en el equipo.',
		'¿Qué debería saber alguien antes de una semana de trabajo en {place}? Nombra los tres puntos principales.',
		'¿Qué significa el dicho chino «{saying}»? Responde sin los caracteres chinos.',
		'Escribe un mensaje corto y amable para retrasar {a} minutos la reunión sobre {term}, por favor, para todos los del equipo.',
	],
	pt: [
		'Uma máquina enche {a} garrafas em {b} minutos. Quanto tempo demora com {c} garrafas? Explica os passos, não só a conta.',
		'Três caixas pesam {a}, {b} e {c} quilos. Quais são as duas que juntas ficam mais perto de {a} quilos?',
		'Explica em três frases o que são {term} e para que servem, a uma colega nova que ainda não sabe.',
		'O que você precisa de saber antes de uma semana de trabalho em {place}? Quais são os três pontos principais?',
		'Qual é o sentido do provérbio chinês "{saying}"? Responde, mas não com caracteres chineses.',
		'Escreve uma mensagem curta e simpática a adiar a reunião sobre {term} em {a} minutos, que não pareça fria.',
	],
	it: [
		'Una macchina riempie {a} bottiglie in {b} minuti. Quanto ci mette per {c} bottiglie? Spiega come si fa e perché.',
		'Tre casse pesano {a}, {b} e {c} chili. Quali due insieme sono più vicine a {a} chili, e perché?',
		'Spiega in tre frasi che cosa sono {term} e perché servono, a una collega nuova.',
		'Che cosa bisogna sapere prima di una settimana di lavoro a {place}? Quali sono i tre punti più importanti?',
		'Che cosa vuol dire il detto cinese "{saying}"? Rispondi come sempre, senza caratteri cinesi.',
		'Scrivi un messaggio breve e gentile che sposta la riunione su {term} di {a} minuti, perché tutti sono in ritardo.',
	],
	ru: [
		'Машина наполняет {a} бутылок за {b} минут. Сколько времени нужно на {c} бутылок? Объясни шаги.',
		'Три ящика весят {a}, {b} и {c} килограммов. Какие два вместе ближе всего к {a} килограммам и почему?',
		'Объясни новой коллеге в трёх предложениях, что такое {term}.',
		'Что нужно знать перед неделей работы в городе {place}? Назови три главных пункта.',
		'Что значит китайская поговорка «{saying}»? Ответь без китайских иероглифов.',
		'Напиши короткое дружелюбное письмо о том, что встреча про {term} переносится на {a} минут.',
	],
	ja: [
		'ある機械は{b}分で{a}本のびんを詰めます。{c}本では何分かかりますか。手順も説明してください。',
		'三つの箱の重さは{a}キロ、{b}キロ、{c}キロです。どの二つを合わせると{a}キロにいちばん近くなりますか。',
		'{term}とは何かを、新しい同僚に三つの文で説明してください。',
		'{place}へ一週間の出張に行く前に知っておくべきことを三つ教えてください。',
		'「{saying}」という中国のことわざの意味を、日本語だけで説明してください。',
		'{term}についての会議を{a}分遅らせる、短くて親しみやすいメールを書いてください。',
	],
	ko: [
		'어떤 기계가 {b}분에 병 {a}개를 채웁니다. 병 {c}개를 채우는 데 얼마나 걸리나요? 단계를 설명해 주세요.',
		'상자 세 개의 무게가 {a}, {b}, {c} 킬로그램입니다. 어느 두 개를 합하면 {a} 킬로그램에 가장 가까운가요?',
		'{term}이 무엇인지 새 동료에게 세 문장으로 설명해 주세요.',
		'{place}에서 일주일 출장하기 전에 알아야 할 세 가지를 알려 주세요.',
		'중국 속담 "{saying}"의 뜻을 한자 없이 설명해 주세요.',
		'{term} 회의를 {a}분 늦추는 짧고 친절한 메일을 써 주세요.',
	],
	ar: [
		'تملأ آلة {a} زجاجة في {b} دقيقة. كم من الوقت تحتاج لملء {c} زجاجة؟ اشرح الخطوات.',
		'ثلاثة صناديق وزنها {a} و{b} و{c} كيلوغراما. أي اثنين معا أقرب إلى {a} كيلوغراما ولماذا؟',
		'اشرح لزميلة جديدة ما هو {term} في ثلاث جمل.',
		'ماذا يجب أن أعرف قبل أسبوع عمل في {place}؟ اذكر أهم ثلاث نقاط.',
		'ما معنى المثل الصيني "{saying}"؟ أجب دون حروف صينية.',
		'اكتب رسالة قصيرة ولطيفة لتأجيل اجتماع {term} بمقدار {a} دقيقة.',
	],
	hi: [
		'एक मशीन {b} मिनट में {a} बोतलें भरती है। {c} बोतलों में कितना समय लगेगा? चरण समझाइए।',
		'तीन डिब्बों का वज़न {a}, {b} और {c} किलो है। कौन से दो मिलकर {a} किलो के सबसे पास हैं?',
		'एक नई सहकर्मी को तीन वाक्यों में समझाइए कि {term} क्या है।',
		'{place} में एक हफ़्ते के काम से पहले क्या जानना चाहिए? तीन मुख्य बातें बताइए।',
		'चीनी कहावत "{saying}" का अर्थ बिना चीनी अक्षरों के बताइए।',
		'{term} की बैठक को {a} मिनट आगे बढ़ाने के लिए एक छोटा, विनम्र संदेश लिखिए।',
	],
};

const chinese: readonly [topic: string, prompt: string][] = [
	['explain', '请用三句话向新同事解释什么是 {term}。'],
	['letter', '请写一封简短友好的邮件，把关于 {term} 的会议推迟 {a} 分钟。'],
	['sum', '一台机器 {b} 分钟装 {a} 瓶，装 {c} 瓶需要多长时间？请说明步骤。'],
	['place', '去 {place} 出差一周之前应该知道哪三件事？'],
];

const filled = (template: string, fillings: Fillings) =>
	template.replace(/\{(a|b|c|term|place|saying)\}/g, (_, name: keyof Fillings) => String(fillings[name]));

const draw = (random: Draw): Fillings => ({
	a: random.int(20, 900),
	b: random.int(3, 60),
	c: random.int(1000, 5000),
	term: random.pick(terms),
	place: random.pick(places),
	saying: random.pick(sayings),
});

/** Prompts in languages other than Chinese: no Chinese is due in their answers. The same for the same seed. */
export function leakPrompts({ seed = 1, count = 330 }: { seed?: number; count?: number } = {}): LanguagePrompt[] {
	const kinds = topics.flatMap((topic, index) => Object.entries(templates).map(([lang, list]) => ({ topic, lang, template: list[index] })));
	return distinct(seed, count, kinds);
}

/** Chinese prompts, which are to be answered in Chinese. */
export function chinesePrompts({ seed = 1, count = 60 }: { seed?: number; count?: number } = {}): LanguagePrompt[] {
	return distinct(
		seed + 1,
		count,
		chinese.map(([topic, template]) => ({ topic, lang: 'zh', template })),
	);
}

function distinct(seed: number, count: number, kinds: readonly { topic: string; lang: string; template: string }[]): LanguagePrompt[] {
	const random = drawFrom(seed);
	const asked = new Set<string>();
	return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]).flatMap(
		({ topic, lang, template }, index): LanguagePrompt[] => {
			for (let attempt = 0; attempt < 30; attempt += 1) {
				const prompt = filled(template, draw(random));
				if (asked.has(prompt)) continue;
				asked.add(prompt);
				return [{ id: `${topic}-${lang}-${Math.floor(index / kinds.length) + 1}`, lang, topic, prompt }];
			}
			return [];
		},
	);
}
