import { negation } from './words';

export const clauseIds = ['processor', 'country', 'transfer', 'categories', 'retention', 'training', 'optOut', 'contact', 'date'] as const;
export type ClauseId = (typeof clauseIds)[number];

export interface Clause {
	title: string;
	/** A sentence that says it, where it is also about the processor, the text that is sent, or the transfer. */
	says: RegExp[];
	/** A sentence that touches it without saying it: found words, but nothing to hold on to. */
	touches: RegExp[];
	/** A sentence that promises the opposite. */
	denies: RegExp[];
	/** True where one sentence that affirms and one that denies contradict each other. */
	opposes?: boolean;
	/** What the user's counsel may start from; `{…}` is filled in where it is known. */
	draft: string;
}

const period =
	/(?:(?<![\p{L}\p{N}])(?:\d+|one|two|three|six|twelve|thirty|ninety|ein(?:em|en|es)?|zwei|drei|sechs|zwölf|dreißig|une?|deux|trois|six|trente|dos|tres|seis|treinta|due|tre|sei|trenta|een|twee|drie|zes|dertig|dois|três|trinta|dwa|trzy|sześć|trzydzieści)\s*(?:-\s*)?(?:\(\d+\)\s*)?(?:calendar |business )?(?:hours?|days?|weeks?|months?|years?|stunden?|tage[ns]?|tag|wochen?|monate?[ns]?|jahre?[ns]?|heures?|jours?|mois|ans?|horas?|días?|semanas?|meses|mes|años?|ore|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|uur|uren|dag(?:en)?|weken|maand(?:en)?|jaar|dias?|anos?|dni\p{L}*|godzin|tygodni\p{L}*|miesi\p{L}+|lat|roku)(?!\p{L}))|\d+\s*(?:天|日|个月|年|小时)/iu;
const keeping =
	/retain|retention|(?<!\p{L})(?:kept|keeps?|store[ds]?|deletes?|deleted|erase[ds]?|removed)(?!\p{L})|aufbewahr|gespeichert|speicher(?:t|dauer|n)|gelöscht|löscht|löschen|conserv|effac|supprim|almacen|borra|elimina|suprime|cancella|bewaar|verwijder|gewist|armazen|apaga|przechow|usuwa|保留|保存|删除/iu;

const all = (...parts: RegExp[]) => new RegExp(`^${parts.map(({ source }) => `(?=.*(?:${source}))`).join('')}`, 'isu');
const training =
	/(?<!\p{L})(?:train(?:s|ed|ing)?|fine-?tun\p{L}*|improv\p{L}+|develop\p{L}*|trainier\p{L}*|verbesser\p{L}*|entra[îi]n\p{L}*|entren\p{L}*|amélior\p{L}*|mejor\p{L}*|addestra\p{L}*|miglior\p{L}*|getraind|trainen|verbeter\p{L}*|trein\p{L}*|melhor\p{L}*|trenowa\p{L}*|trening\p{L}*|szkoleni\p{L}*|uczeni\p{L}*|ulepsza\p{L}*)(?!\p{L})|训练|优化|改进/iu;
const models =
	/(?<!\p{L})(?:(?:AI|KI|IA)?-?(?:taal)?models?|modell\p{L}*|(?:KI|AI)-modell\p{L}*|sprachmodell\p{L}*|modèles?|modelos?|modell[oi]|modellen|modele|modeli|LLMs?|machine learning|artificial intelligence)(?!\p{L})|模型/iu;
const abroad =
	/outside|abroad|third countr|außerhalb|drittl[aä]nd|hors de|en dehors de|pays tiers|fuera de|terceros países|al di fuori|fuori dal|paesi terzi|buiten de|derde landen|fora da|fora do|países terceiros|poza |państw\p{L}* trzeci/iu;
const handsOn = /transfer|transmit|übermitt|übertrag|transf[eé]r|transmet|trasferi|trasmess|doorgegeven|doorgifte|doorgeven|przekaz/iu;
const onlyHere =
	/(?:only|exclusively|solely|ausschließlich|nur|exclusivement|uniquement|exclusivamente|únicamente|esclusivamente|unicamente|solo|uitsluitend|alleen|apenas|somente|wyłącznie|tylko)(?!\p{L})[^.]{0,80}(?<!\p{L})(?:EU|EEA|EWR|EEE|SEE|EER|EOG|UE|European Union|European Economic Area|europäischen (?:union|wirtschaftsraums?)|union européenne|unión europea|unione europea|europese unie|união europeia|unii europejskiej|Germany|Deutschland|Switzerland|United Kingdom|en france|italia|españa|nederland|portugal|polsce)(?!\p{L})/iu;

/** What a privacy policy needs when the provider of a language model changes. */
export const clauses: Record<Exclude<ClauseId, 'processor' | 'country' | 'date'>, Clause> = {
	transfer: {
		title: 'Mechanism for transfers abroad',
		says: [
			/standard (?:contractual|data protection) clauses|\bSCCs?\b|binding corporate rules|\bBCRs?\b|adequacy decision|data privacy framework|\b(?:art(?:icle|ikel|icolo|ículo|igo|\.)?|art\.)\s*4[569]\b|international data transfer (?:agreement|addendum)/iu,
			/standardvertragsklauseln|standarddatenschutzklauseln|angemessenheitsbeschluss|verbindliche interne datenschutzvorschriften/iu,
			/clauses contractuelles types|décision d.adéquation|règles d.entreprise contraignantes|cláusulas contractuales tipo|decisión de adecuación/iu,
			/clausole contrattuali (?:standard|tipo)|decisione di adeguatezza|standaardcontractbepalingen|modelcontractbepalingen|adequaatheidsbesluit|cláusulas contratuais[- ](?:tipo|padrão)|decisão de adequação|standardow\p{L}+ klauzul|decyzj\p{L}+ stwierdzając\p{L}+ odpowiedni/iu,
			/标准合同|安全评估|个人信息保护认证|充分性认定/u,
			/explicit(?:ly)? consent[^.]{0,80}transfer|transfer[^.]{0,80}explicit consent/iu,
		],
		touches: [all(handsOn, abroad), /(?:appropriate|suitable) safeguards|international transfer|geeignete garantien|跨境|境外/iu],
		denies: [all(negation, handsOn, abroad), onlyHere],
		draft:
			'Personal data in prompts and answers is transferred to {processor} in {country}; the transfer is based on [standard contractual clauses / another mechanism], a copy of which can be obtained from [contact].',
	},
	categories: {
		title: 'Categories of data that are sent',
		says: [
			/categor(?:y|ies) of|types? of (?:personal )?(?:data|information)|kategorien|catégories? de données|categorías? de datos|categorie di dati|categorieën|categorias? de dados|kategorie danych/iu,
			/(?<!\p{L})(?:sen[dt]s?|shared?|transmitt?(?:ed|s)?|transferr?(?:ed|s)?|process(?:es|ed)?|collect(?:s|ed)?|forward(?:s|ed)?|pass(?:es|ed)|receives?|verarbeitet|verarbeiten|übermittelt|übermitteln|übertragen|gesendet|weitergegeben|weitergeleitet|erhält|transmis\p{L}*|traité\p{L}*|envoyé\p{L}*|transmet\p{L}*|enví\p{L}+|tratan?|procesan?|transmit\p{L}*|comunica\p{L}*|inviat[iae]|trasmess[iae]|trattat[iae]|elabora\p{L}*|verzonden|gestuurd|doorgestuurd|doorgegeven|verwerkt|enviad[oa]s?|transmitid[oa]s?|tratad[oa]s?|przekazywane|przesyłane|wysyłane|przetwarzane)(?!\p{L})|收集|处理|发送|共享/iu,
		],
		touches: [
			/personal (?:data|information)|personenbezogene|données personnelles|données à caractère|datos personales|dati personali|persoonsgegevens|dados pessoais|dan(?:e|ych) osobow|个人信息/iu,
		],
		denies: [],
		draft:
			'When you use [feature], the text that you enter, files that you attach and [further data] are sent to {processor} to produce the answer.',
	},
	retention: {
		title: 'How long the data is kept',
		says: [
			all(keeping, period),
			/zero (?:data )?retention|not (?:retained|stored|kept|logged)|nicht (?:gespeichert|aufbewahrt)|(?:ne sont|n.est) pas conserv|no se (?:conservan|almacenan)|non (?:vengono|sono) conservat|niet (?:bewaard|opgeslagen)|não são (?:armazenad|conservad)|nie są przechowywane|不(?:会)?(?:保存|存储|保留)/iu,
		],
		touches: [keeping, /as long as (?:is )?necessary|so lange[^.]{0,60}erforderlich|aussi longtemps que nécessaire/iu],
		denies: [],
		opposes: true,
		draft: '{processor} keeps prompts and answers for [number] days and deletes them afterwards.',
	},
	training: {
		title: 'Use for training models',
		says: [all(training, models)],
		touches: [
			/improve (?:our|the|its) (?:services?|products?)|verbesserung unserer (?:dienste|produkte)|améliorer nos services|mejorar nuestros servicios|migliorare i nostri servizi|diensten te verbeteren|melhorar os nossos serviços|ulepszania naszych usług/iu,
		],
		denies: [],
		opposes: true,
		draft: '{processor} [does / does not] use your prompts and answers to train its models[; you can object by …].',
	},
	optOut: {
		title: 'How to object',
		says: [
			/opt(?:ing)?[\s-]?out|right to object|(?:you|users?) (?:can|may) (?:object|refuse|decline|withdraw|unsubscribe|disable|turn off|switch off)|withdraw (?:your |their )?consent|object to (?:the|this|such|our|your)/iu,
			/widerspr(?:uch|echen)|einwilligung[^.]{0,40}widerrufen|abwählen|deaktivieren|abschalten/iu,
			/droit d.opposition|vous opposer|(?:retirer|révoquer) votre consentement|désactiver|derecho de oposición|oponerse|retirar (?:su|el) consentimiento|desactivar|(?:拒绝|撤回|退出|关闭)[^。]{0,20}(?:同意|使用|处理|权)/iu,
			/diritto di opposizione|opporsi|opporti|opporvi|revocare il|disattivar|bezwaar|toestemming[^.]{0,40}intrekken|uitschakelen|direito de oposição|opor-se|retirar o (?:seu )?consentimento|desativar|sprzeciw|wycofać|cofnąć zgodę|wyłączyć/iu,
		],
		touches: [/your (?:rights|choices)|ihre rechte|vos droits|sus derechos|suoi diritti|uw rechten|seus direitos|prawa|您的权利/iu],
		denies: [
			/(?:cannot|can not|can['’]t|may not|not possible to|no way to|no right to)\s(?:\p{L}+\s)?(?:opt[\s-]?out|object|refuse|withdraw|disable)|(?:opt[\s-]?out|objection) is not|widerspruch ist nicht|nicht widersprechen|kein widerspruch|ne pouvez pas (?:vous opposer|désactiver)|no puede (?:oponerse|desactivar)|non (?:è possibile|può|potete) (?:opporsi|disattivar|opporvi)|geen bezwaar|não pode (?:opor-se|desativar)|nie można (?:wnieść|wyłączyć)/iu,
		],
		draft:
			'You can object to the processing by {processor} at any time by [setting / message to …]; the feature then [is not available / runs without …].',
	},
	contact: {
		title: 'Whom to ask',
		says: [
			/(?<![\w.+-])(?:privacy|privacidad|privacidade|privacybescherming|vie-?privee|dpo|dsb|fg|iod|rodo|rgpd|gdpr|avg|dsgvo|datenschutz|donnees|data-?protection|dataprotection|legal|garante|protecao|ochronadanych|prywatnosc|lopd|avv)[\w.+-]{0,40}@[\w-]+\.[\w.-]*\w/iu,
			all(
				/[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()/-]{6,}/u,
				/privacy|data protection|personal data|your data|this policy|\bDPO\b|datenschutz|personenbezogen|protection des données|données personnelles|protección de datos|datos personales|protezione dei dati|dati personali|gegevensbescherming|persoonsgegevens|proteção de dados|dados pessoais|ochron\p{L}+ danych|danych osobowych|个人信息|隐私/iu,
			),
		],
		touches: [
			/[\w.+-]{1,64}@[\w-]{1,64}\.\w/u,
			/data protection officer|\bDPO\b|datenschutzbeauftragte|délégué à la protection|delegado de protección|responsabile della protezione|functionaris (?:voor )?gegevensbescherming|encarregado d|inspektor\p{L}* ochrony/iu,
			/contact us|write to us|get in touch|kontaktieren sie|contactez|contáct(?:e|a)nos|contattateci|neem contact|contacte-nos|skontaktuj|联系我们/iu,
		],
		denies: [],
		draft: 'Questions about the processing by {processor} are answered by [name or role] at [e-mail address].',
	},
};

/** A general promise that nobody else gets the data, without an exception or a purpose. */
export const sharesNothing = all(
	negation,
	/(?:share|transfer|transmit|disclose|pass on|give)(?!\p{L})|(?:shared|transferred|disclosed|passed on)(?!\p{L})|weiter(?:ge|zugeb)|geben wir|geben\b[^.]{0,40}\bweiter|übermitt|weitergegeben|partage|transmett|transmis|transfér|communiqu|compart|transfer|transmit|cede|condivid|trasferi|trasmett|comunic|cedia|delen|gedeeld|verstrek|doorgeven|doorgegeven|partilh|compartilh|transmiti|udostępnia|przekazuj/iu,
	/(?<!\p{L})(?:data|information|daten|données|informations|datos|dati|gegevens|persoonsgegevens|dados|dane|danych|prompts|inputs|messages|eingaben)(?!\p{L})/iu,
);
/** What makes such a promise a limited one, which rules can't weigh. */
export const limits =
	/except|other than|unless|besides|apart from|without (?:your|a|an|appropriate)|advertis|marketing|\bsell|for (?:any )?other purposes|außer|ausgenommen|ohne (?:ihre|rechts)|werbe|sauf|hormis|excepté|à l.exception|sans votre|publicit|salvo|excepto|sin su|tranne|eccetto|senza il|behalve|tenzij|zonder uw|reclame|exceto|sem o seu|z wyjątkiem|chyba że|bez (?:twojej|państwa)|reklam|payment|zahlung|newsletter/iu;
