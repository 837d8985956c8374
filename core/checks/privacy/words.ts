/** Words of the languages that are read: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Chinese. */
const any = (...parts: string[]) =>
	new RegExp(parts.map((part) => (/^[\p{Script=Han}|]+$/u.test(part) ? part : `(?<![\\p{L}\\p{N}])(?:${part})`)).join('|'), 'iu');

/** What people type into a language model, and the feature that takes it. */
export const promptWords = any(
	'prompts?\\b|inputs?\\b|messages?\\b|chats?\\b|chatbot|conversations?\\b|your (?:questions|queries|entries|texts?|content)\\b|(?:text|content|files?|documents|questions|everything|what) (?:that |which )?you (?:enter|type|submit|write|send|upload|attach|paste|ask)|language models?|LLMs?\\b|AI (?:assistant|feature|function|service|answers)',
	'eingaben?\\b|nachrichten|anfragen|unterhaltung|chatverl|(?:texte?|inhalte?|fragen|dateien),? (?:die|den) sie|ihre (?:fragen|texte)|sprachmodell|KI-(?:assistent|funktion|dienst|chat)',
	'saisies?|requêtes|vos (?:questions|textes)|(?:textes?|questions|contenus?) que vous|modèle de langage|assistant (?:d.)?IA\\b',
	'mensajes?|consultas|conversaciones|indicaciones|sus preguntas|(?:textos?|preguntas) que|modelo de lenguaje|asistente de IA\\b',
	'messaggi|richieste|conversazioni|(?:testi?|domande) che|(?:sue|tue|vostre) domande|modello linguistico|assistente (?:di )?(?:IA|AI)\\b',
	'invoer\\b|berichten|gesprekken|uw vragen|(?:teksten?|vragen) die|taalmodel|AI-assistent',
	'mensagens|conversas|suas perguntas|modelo de linguagem|assistente de IA\\b',
	'zapytania|zapytań|wiadomości|prompt(?:y|ów|ami)|rozmow|rozmów|model(?:u|em)? językow|asystent\\p{L}* AI\\b',
	'输入|消息|提示词|对话|提问',
);

/** Data in general. */
export const dataNouns = any(
	'(?:personal )?data\\b|(?:personal )?information\\b',
	'daten\\b',
	'données|datos|dati\\b|(?:persoons)?gegevens|dados|dane\\b|danych',
	'数据|信息',
);

/** Words that point back at what the sentences before named. */
export const backwards = any(
	'the (?:legal )?basis|it\\b|them\\b|they\\b|these\\b|the assistant\\b|this (?:processing|transfer|use)|the (?:processing|transfer)',
	'grundlage (?:ist|sind)|diese[rsn]?\\b|sie\\b|der assistent|den assistenten|die übermittlung|die verarbeitung|der verarbeitung|der übermittlung',
	'celles-ci|ils\\b|elles\\b|l.assistant|(?:ce|le) (?:transfert|traitement)|estos\\b|el asistente|(?:esta|la) transferencia|(?:este|el|al) tratamiento',
	'essi\\b|l.assistente|(?:il|questo|al) (?:trasferimento|trattamento)|deze\\b|ze\\b|de (?:doorgifte|assistent|verwerking)',
	'estes\\b|o assistente|(?:a|esta) transferência|(?:o|ao|este) tratamento|przekazanie|przekazywanie|asystent|przetwarzani',
	'传输',
);

/** Subjects of a policy that are not what a language model gets. */
export const otherSubjects = any(
	'payment|billing|invoices?|orders?\\b|newsletter|cookies?\\b|applica(?:nts?|tions? documents)|job\\b|x-?rays?|server logs?|contracts?\\b|patients?|staff|employees|chairs?|suppliers?',
	'zahlung|rechnung|bestell|newsletter|bewerb|röntgen|patient|lieferant|mitarbeiter|protokolldatei|vertragsdaten',
	'paiement|factur|commandes?|candidat|patient|fournisseur|salarié|lettre d.information|pago|factura|pedido|boletín|candidat|empleado|proveedor de sillas',
	'pagament|fattur|ordin[ei]\\b|candidat|dipendent|betaal|factuur|bestelling|sollicit|nieuwsbrief|werknemer',
	'pagamento|fatura|encomenda|boletim|płatno|faktur|zamówie|rekrut|biulety|pracowni',
	'支付|订单|发票|求职',
);

/** Firms that often stand in policies beside the processor; a sentence about one of them says nothing of the others. */
export const otherFirms =
	/(?<!\p{L})(?:OpenAI|ChatGPT|Anthropic|Mistral|Google|Gemini|Microsoft|Azure|Amazon|AWS|Meta|Facebook|Stripe|PayPal|Klarna|Mailchimp|Brevo|Sendinblue|HubSpot|Salesforce|Zendesk|Intercom|Cloudflare|Hetzner|OVH|Matomo|Hotjar|DeepL|Cohere|Aleph Alpha|Alibaba|Tencent|Baidu|ByteDance|Moonshot|DeepSeek)(?!\p{L})/u;

/** Something is handed on, kept or worked on. */
export const handlingWords = any(
	'process(?:es|ed|ing)?\\b|stor(?:e|es|ed|ing)\\b|servers?\\b|host(?:s|ed|ing)?\\b|transfer|transmi|sen[dt]s?\\b|shar(?:e|es|ed)\\b|pass(?:es|ed)\\b|forward|receives?\\b',
	'verarbeite|gespeichert|speicher|server|übermitt|übertr|weiterge|gesendet|geleitet|erhält|gehostet',
	'trait|transf|transmi|héberg|stock|envoy|serveur',
	'proces|almacen|trata|envía|servidor|comunica|alojad',
	'trattat|tratta\\b|elabora|conserva|inviat|trasferi|trasmess|server',
	'verwerk|opgeslagen|doorgegeven|verzonden|doorgestuurd|gestuurd',
	'tratad|trata\\b|armazena|enviad|transferi|transmiti',
	'przetwarza|przechow|przekaz|wysyła|serwer',
	'处理|存储|传输|服务器|发送|共享|提供',
);

/** The processor's part: a name beside one of these is not a mere mention. */
export const roleWords = any(
	'(?:sub-?)?processors?\\b|service providers?\\b|providers?\\b|models?\\b|recipients?\\b|AI\\b',
	'auftragsverarbeiter|dienstleister|anbieter|empfänger|modell|KI\\b',
	'sous-traitant|prestataire|fournisseur|destinataire|modèle|IA\\b',
	'encargado|proveedor|destinatario|modelo|responsabile del trattamento|fornitore|destinatari|modello|subprocessador|subcontratante|fornecedor|prestador',
	'(?:sub)?verwerker|dienstverlener|aanbieder|ontvanger|podmiot|dostawc|odbiorc|procesor',
	'第三方|受托|服务商|模型',
);

/** A denial anywhere in a sentence. */
export const negation = any(
	'not\\b|never\\b|no longer\\b|no\\b|nor\\b|none\\b|without\\b|cannot\\b|neither\\b',
	'nicht|nie\\b|niemals|kein(?:e|en|er|em)?\\b|keinerlei|weder',
	'ne\\b|n.(?:est|ont|a)\\b|jamais|aucune?\\b|pas\\b|nunca|jamás|ningun[oa]?|ningún',
	'non\\b|mai\\b|nessun[ao]?\\b|niet\\b|nooit|geen\\b|não\\b|nenhum|nie\\b|nigdy|żadn',
	'不|从未|没有',
);
const doNot = /(?<!\p{L})(?:don|doesn|won|can|isn|aren)['’]t/iu;
export const isNegated = (text: string) => negation.test(text) || doNot.test(text);

/** Words without which a row of words is a list, not a statement. */
const verbs =
	/(?<!\p{L})(?:is|are|was|were|be|been|has|have|had|we|you|may|can|will|shall|must|does|do|hosts|processes|keeps|stores|retains|uses|deletes|sends|receives|transfers|write|contact|wird|werden|wurden?|ist|sind|hat|haben|kann|können|dürfen|wir|verarbeitet|speichert|löscht|nutzt|beruht|erfolgt|schreiben|est|sont|ont|nous|vous|peut|peuvent|pouvez|traite|conserve|supprime|utilise|transmet|repose|fonde|es|son|está|están|se|puede|pueden|usted|trata|almacena|conserva|elimina|utiliza|utilizamos|basa|è|sono|viene|vengono|può|possono|potete|si|utilizziamo|elabora|cancella|basa|wordt|worden|zijn|heeft|kunt|kunnen|wij|we|verwerkt|bewaart|verwijdert|gebruikt|gebruiken|são|é|está|estão|pode|podem|utilizamos|trata|armazena|apaga|baseia|jest|są|może|mogą|przetwarza|przechowuje|usuwa|korzystamy|opiera|odbywa|zostaje|zostają)(?!\p{L})/iu;

/** Whether a sentence states something: no question, no row of words. */
export function isStatement(text: string): boolean {
	if (/[?？]\s*$/.test(text)) return false;
	return verbs.test(text) || /\p{Script=Han}{4}/u.test(text);
}

const functionWords =
	/^(?:the|and|of|to|in|we|you|your|is|are|by|for|that|with|der|die|das|und|von|wir|sie|ihre|werden|zu|mit|für|den|le|la|les|des|et|de|vous|vos|nous|à|du|el|los|las|dei|delle|si|con|sono|non|al|nel|se|su|para|es|no|sind|nicht|wird|ist|auf|op|aan|is|niet|po|od|przez|sur|sont|pour|par|y|que|en|por|sus|il|di|che|e|per|i|gli|del|della|het|een|van|en|wij|uw|voor|met|o|os|as|do|da|em|para|w|z|i|na|do|się|oraz|jest|są|nie|dla)$/iu;

/** Whether a text is in a language that the rules read; short texts are taken as such. */
export function isReadLanguage(text: string): boolean {
	const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
	const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
	if (words.length < 40 || han > text.length / 5) return true;
	return words.filter((word) => functionWords.test(word)).length / words.length > 0.15;
}
