export const clauseIds = ['processor', 'country', 'transfer', 'categories', 'retention', 'training', 'optOut', 'contact', 'date'] as const;
export type ClauseId = (typeof clauseIds)[number];

export interface Clause {
	title: string;
	/** A sentence that says it. */
	says: RegExp[];
	/** A sentence that touches it without saying it: found words, but nothing to hold on to. */
	touches: RegExp[];
	/** A sentence that promises the opposite. */
	denies: RegExp[];
	/** What the user's counsel may start from; `{…}` is filled in where it is known. */
	draft: string;
}

/** Words in English, German, French, Spanish and Chinese; a policy in another language ends in "unclear". */
const processing =
	/process|stor(?:e|ed|age|ing)|server|host|transfer|transmit|located|verarbeit|speicher|übermittel|übertrag|standort|trait(?:é|ement|ons)|transf[eé]r|hébergé|stock|procesa|almacena|处理|存储|传输|服务器/iu;

const period =
	/(?:\b(?:\d+|one|two|three|six|twelve|thirty|ninety|ein(?:em|en)?|zwei|drei|sechs|zwölf|un|deux|trois|six|dos|tres|seis)\s*(?:-\s*)?(?:calendar |business )?(?:hours?|days?|weeks?|months?|years?|stunden?|tagen?|tage|wochen?|monaten?|monate|jahren?|jahre|heures?|jours?|mois|ans?|horas?|días?|meses|mes|años?))|\d+\s*(?:天|日|个月|年|小时)/iu;
const keeping =
	/retain|retention|\b(?:kept|keep|store[ds]?|delete[ds]?|erase[ds]?|remove[ds]?|log(?:s|ged)?)\b|aufbewahr|gespeichert|speicher(?:dauer|n)|gelöscht|löschen|conserv|effac|supprim|borra|elimina|保留|保存|删除/iu;

const both = (first: RegExp, second: RegExp) => new RegExp(`^(?=.*(?:${first.source}))(?=.*(?:${second.source}))`, 'isu');

/** What a privacy policy needs when the provider of a language model changes. */
export const clauses: Record<Exclude<ClauseId, 'processor' | 'country' | 'date'>, Clause> = {
	transfer: {
		title: 'Mechanism for transfers abroad',
		says: [
			/standard contractual clauses|\bSCCs?\b|binding corporate rules|\bBCRs?\b|adequacy decision|data privacy framework|\bart(?:icle|\.)?\s*4[569]\b|international data transfer (?:agreement|addendum)/iu,
			/standardvertragsklauseln|standarddatenschutzklauseln|angemessenheitsbeschluss|verbindliche interne datenschutzvorschriften/iu,
			/clauses contractuelles types|décision d.adéquation|règles d.entreprise contraignantes|cláusulas contractuales tipo|decisión de adecuación/iu,
			/标准合同|安全评估|个人信息保护认证|充分性认定/u,
			/explicit(?:ly)? consent[^.]*transfer|transfer[^.]*explicit consent/iu,
		],
		touches: [
			/(?:transfer|transmit)[^.]*(?:abroad|outside|third countr|international)|(?:appropriate|suitable) safeguards|drittland|drittländer|pays tiers|terceros países|跨境|境外/iu,
		],
		denies: [
			/(?:not|never|no)\b[^.]{0,60}\btransfer(?:red|s)?\b[^.]{0,60}(?:outside|abroad|third countr)|(?:only|exclusively|solely)\b[^.]{0,60}(?:within|in|inside) (?:the )?(?:EU\b|EEA\b|European Union|European Economic Area|Germany|Switzerland|United Kingdom)/iu,
			/keine übermittlung[^.]{0,60}(?:dritt|außerhalb)|(?:nicht|niemals)[^.]{0,60}(?:außerhalb|drittl)[^.]{0,40}(?:übermittelt|übertragen)?|(?:ausschließlich|nur)[^.]{0,60}(?:innerhalb|in) (?:der|des|in)? ?(?:EU\b|EWR\b|europäischen union|deutschland)/iu,
			/(?:aucun|pas de|jamais)[^.]{0,40}transf[^.]{0,60}(?:hors|en dehors)|exclusivement[^.]{0,60}(?:dans l.union européenne|en france|au sein de l.)/iu,
		],
		draft:
			'Personal data in prompts and answers is transferred to {processor} in {country}; the transfer is based on [standard contractual clauses / another mechanism], a copy of which can be obtained from [contact].',
	},
	categories: {
		title: 'Categories of data that are sent',
		says: [
			/(?:categor(?:y|ies)|types?|kinds?) of (?:personal )?(?:data|information)/iu,
			/(?:we|our service|it) (?:may )?(?:collects?|process(?:es)?|sends?|shares?|transmits?|transfers?)[^.]{0,80}(?:messages?|prompts?|inputs?|questions?|chats?|conversations?|e-?mail|names?|contact (?:data|details)|usage data|ip address|files?|uploads?|content)/iu,
			/(?:messages?|prompts?|inputs?|questions?|chats?|conversations?|content)[^.]{0,80}(?:is|are|will be|may be) (?:sent|shared|transmitted|processed|transferred|collected)/iu,
			/(?:art|kategorien) (?:der|von|personenbezogener?) ?(?:personenbezogenen? )?daten|(?:eingaben|nachrichten|anfragen|inhalte|prompts)[^.]{0,80}(?:verarbeitet|übermittelt|übertragen|gesendet|weitergegeben)|(?:verarbeiten|übermitteln|erheben) wir[^.]{0,80}(?:eingaben|nachrichten|namen?|e-mail|inhalte)/iu,
			/cat[ée]gor[ií][ae]s? de (?:données|datos)|(?:messages?|saisies|questions)[^.]{0,60}(?:transmis|traité|envoyé)|(?:mensajes|consultas)[^.]{0,60}(?:envía|procesa|transmit)/iu,
			/(?:收集|处理|发送|共享)[^。]{0,30}(?:信息|数据|消息|输入|姓名|邮箱)|(?:信息|数据)(?:类别|类型|种类)/u,
		],
		touches: [/personal (?:data|information)|personenbezogene daten|données personnelles|datos personales|个人信息/iu],
		denies: [],
		draft:
			'When you use [feature], the text that you enter, files that you attach and [further data] are sent to {processor} to produce the answer.',
	},
	retention: {
		title: 'How long the data is kept',
		says: [
			both(keeping, period),
			/zero (?:data )?retention|not (?:retained|stored|kept|logged)|nicht (?:gespeichert|aufbewahrt)|不(?:会)?(?:保存|存储|保留)/iu,
		],
		touches: [keeping, /as long as (?:is )?necessary|so lange[^.]*erforderlich|aussi longtemps que nécessaire/iu],
		denies: [],
		draft: '{processor} keeps prompts and answers for [number] days and deletes them afterwards.',
	},
	training: {
		title: 'Use for training models',
		says: [
			/(?:train(?:ing|ed)?|fine-?tun(?:e|ing)|improv(?:e|ing)|develop(?:ing)?)\b[^.]{0,60}\b(?:models?|ai\b|artificial intelligence|machine learning|algorithms?|llms?|systems?)/iu,
			/\b(?:models?|ai|llms?|machine learning)\b[^.]{0,60}\b(?:train(?:ing|ed)?|fine-?tun)/iu,
			/(?:training|trainieren|trainiert|verbesserung)[^.]{0,60}(?:modell|KI\b|künstliche)|(?:modell|KI\b)[^.]{0,60}(?:training|trainier)/iu,
			/entra[îi]n(?:er|ement|és?)[^.]{0,60}(?:mod[èe]l|IA\b)|entrenar[^.]{0,60}(?:modelos?|IA\b)|(?:训练|优化|改进)[^。]{0,20}模型|模型[^。]{0,10}训练/iu,
		],
		touches: [/improve (?:our|the|its) (?:services?|products?)|verbesserung unserer (?:dienste|produkte)|améliorer nos services/iu],
		denies: [],
		draft: '{processor} [does / does not] use your prompts and answers to train its models[; you can object by …].',
	},
	optOut: {
		title: 'How to object',
		says: [
			/opt(?:ing)?[\s-]?out|right to object|(?:you|users?) (?:can|may) (?:object|refuse|decline|withdraw|unsubscribe|disable|turn off|switch off)|withdraw (?:your |their )?consent|object to (?:the|this|such|our|your)/iu,
			/widerspr(?:uch|echen)|einwilligung[^.]{0,40}widerrufen|abwählen|deaktivieren/iu,
			/droit d.opposition|vous opposer|retirer votre consentement|derecho de oposición|oponerse|retirar (?:su|el) consentimiento|(?:拒绝|撤回|退出|关闭)[^。]{0,20}(?:同意|使用|处理|权)/iu,
		],
		touches: [/your (?:rights|choices)|ihre rechte|vos droits|sus derechos|您的权利/iu],
		denies: [],
		draft:
			'You can object to the processing by {processor} at any time by [setting / message to …]; the feature then [is not available / runs without …].',
	},
	contact: {
		title: 'Whom to ask',
		says: [
			/[\w.+-]+@[\w-]+\.[\w.-]*\w/u,
			/data protection officer|\bDPO\b|datenschutzbeauftragte|délégué à la protection des données|delegado de protección de datos|个人信息保护负责人/iu,
		],
		touches: [/contact us|write to us|get in touch|kontaktieren sie|contactez|contáct(?:e|a)nos|联系我们/iu],
		denies: [],
		draft: 'Questions about the processing by {processor} are answered by [name or role] at [e-mail address].',
	},
};

/** Sentences that say where data is processed. */
export const processingWords = processing;
