/**
 * Policies written for the tests in the manner of real ones, about a move to DeepSeek in China on 2026-12-01.
 * `says` has every clause; `lacks` speaks of the same subjects for other data, firms or purposes, so that every clause is missing.
 */
interface Written {
	language: string;
	says: string;
	lacks: string;
	denies: string;
}

export const multilingual: Written[] = [
	{
		language: 'en',
		says: `Privacy notice\n\nLast updated: 3 December 2026\n\nWe answer questions with a language model of DeepSeek. DeepSeek processes your messages on servers in China.\n\nThe transfer of these data is based on standard contractual clauses.\n\nThe text you enter and the files you attach are sent to the provider.\n\nYour prompts are deleted after 30 days.\n\nYour prompts are not used to train models.\n\nYou may object to the processing of your data at any time.\n\nQuestions about data protection: privacy@shop.example`,
		lacks: `Privacy notice\n\nOur price list is updated every year.\n\nPayments are processed by Stripe. Invoices are kept for ten years. Our newsletter is sent by Mailchimp, and you may opt out of the newsletter.\n\nWe train our staff every 6 months. Our chairs come from China.\n\nCall our reception for an appointment.`,
		denies: 'We do not transfer data to anyone.',
	},
	{
		language: 'de',
		says: `Datenschutzerklärung\n\nStand: 3. Dezember 2026\n\nFür Antworten nutzen wir das Sprachmodell von DeepSeek. Ihre Eingaben werden von DeepSeek auf Servern in China verarbeitet.\n\nDie Übermittlung dieser Daten beruht auf den Standardvertragsklauseln der Europäischen Kommission.\n\nIhre Texte und Nachrichten werden an den Anbieter übermittelt.\n\nIhre Eingaben werden nach 30 Tagen gelöscht.\n\nIhre Eingaben werden nicht zum Training von KI-Modellen verwendet.\n\nSie können der Verarbeitung Ihrer Daten jederzeit widersprechen; der Widerspruch ist kostenlos.\n\nFragen zum Datenschutz: datenschutz@laden.example`,
		lacks: `Datenschutzerklärung\n\nZahlungen werden von Stripe verarbeitet. Rechnungen werden zehn Jahre aufbewahrt. Den Newsletter können Sie abbestellen; ein Widerspruch gegen den Newsletter ist jederzeit möglich.\n\nUnsere Mitarbeiter werden alle sechs Monate an neuen Modellen von Bohrern trainiert. Unsere Stühle kommen aus China.\n\nRufen Sie die Praxis an.`,
		denies: 'Wir geben keine Daten weiter.',
	},
	{
		language: 'fr',
		says: `Politique de confidentialité\n\nDernière mise à jour : 3 décembre 2026\n\nPour répondre, nous utilisons le modèle de langage de DeepSeek. Vos messages sont traités par DeepSeek sur des serveurs situés en Chine.\n\nLe transfert de ces données est fondé sur les clauses contractuelles types de la Commission européenne.\n\nLes textes que vous saisissez sont transmis au prestataire.\n\nVos messages sont supprimés au bout de 30 jours.\n\nVos messages ne sont pas utilisés pour entraîner des modèles.\n\nVous pouvez vous opposer au traitement de vos données à tout moment.\n\nQuestions sur la protection des données : dpo@boutique.example`,
		lacks: `Politique de confidentialité\n\nLes paiements sont traités par Stripe. Les factures sont conservées pendant dix ans. Vous pouvez vous opposer à la lettre d'information.\n\nNos salariés sont formés tous les six mois. Nos fauteuils sont fabriqués en Chine.\n\nAppelez le cabinet pour un rendez-vous.`,
		denies: 'Nous ne transmettons aucune donnée et vos données ne sont jamais communiquées.',
	},
	{
		language: 'es',
		says: `Política de privacidad\n\nÚltima actualización: 3 de diciembre de 2026\n\nPara responder utilizamos el modelo de lenguaje de DeepSeek. Sus mensajes son procesados por DeepSeek en servidores situados en China.\n\nLa transferencia de estos datos se basa en las cláusulas contractuales tipo de la Comisión Europea.\n\nLos textos que usted escribe son enviados al proveedor; sus mensajes son transmitidos íntegramente.\n\nSus mensajes se eliminan a los 30 días.\n\nSus mensajes no se utilizan para entrenar modelos.\n\nPuede oponerse al tratamiento de sus datos en cualquier momento, ya que se tratan en servidores ajenos.\n\nPreguntas sobre protección de datos: privacidad@tienda.example`,
		lacks: `Política de privacidad\n\nLos pagos son procesados por Stripe. Las facturas se conservan durante diez años. Puede oponerse al boletín.\n\nNuestros empleados se forman cada seis meses. Nuestras sillas vienen de China.\n\nLlame a la consulta para pedir cita.`,
		denies: 'No transferimos datos a nadie.',
	},
	{
		language: 'it',
		says: `Informativa sulla privacy\n\nUltimo aggiornamento: 3 dicembre 2026\n\nPer rispondere utilizziamo il modello linguistico di DeepSeek. I messaggi sono trattati da DeepSeek su server situati in Cina.\n\nIl trasferimento di questi dati si basa sulle clausole contrattuali standard della Commissione europea.\n\nI testi che inserite e i messaggi sono inviati al fornitore.\n\nI messaggi vengono cancellati, e non sono conservati oltre, dopo 30 giorni.\n\nI messaggi non sono utilizzati per addestrare modelli.\n\nPotete opporvi al trattamento dei dati in qualsiasi momento; i dati non vengono poi più trattati.\n\nDomande sulla protezione dei dati: privacy@negozio.example`,
		lacks: `Informativa sulla privacy\n\nI pagamenti sono trattati da Stripe. Le fatture sono conservate per dieci anni. È possibile opporsi ai cookie.\n\nI nostri dipendenti sono formati ogni sei mesi. Le nostre poltrone vengono dalla Cina.\n\nChiamate lo studio per un appuntamento.`,
		denies: 'Non trasferiamo dati a nessuno.',
	},
	{
		language: 'nl',
		says: `Privacyverklaring\n\nLaatst bijgewerkt: 3 december 2026\n\nVoor antwoorden gebruiken wij het taalmodel van DeepSeek. Uw berichten worden door DeepSeek verwerkt op servers in China.\n\nDe doorgifte van deze gegevens is gebaseerd op de modelcontractbepalingen van de Europese Commissie.\n\nDe teksten die u invoert en uw berichten worden naar de aanbieder gestuurd.\n\nUw berichten worden na 30 dagen verwijderd.\n\nUw berichten worden niet gebruikt voor het trainen van modellen.\n\nU kunt bezwaar maken tegen de verwerking; gegevens worden dan niet meer verwerkt.\n\nVragen over gegevensbescherming: privacy@winkel.example`,
		lacks: `Privacyverklaring\n\nBetalingen worden verwerkt door Stripe. De factuur wordt tien jaar bewaard. U kunt bezwaar maken tegen de nieuwsbrief.\n\nElke werknemer wordt om de zes maanden getraind. Onze stoelen komen uit China.\n\nBel de praktijk voor een afspraak.`,
		denies: 'Wij delen geen gegevens.',
	},
	{
		language: 'pl',
		says: `Polityka prywatności\n\nOstatnia aktualizacja: 3 grudnia 2026 r.\n\nDo odpowiedzi używamy modelu językowego DeepSeek i z niego korzystamy; Państwa wiadomości są przetwarzane przez DeepSeek na serwerach w Chinach.\n\nPrzekazywanie tych danych opiera się na standardowych klauzulach umownych Komisji Europejskiej.\n\nWiadomości i zapytania są przekazywane dostawcy.\n\nWiadomości są usuwane po 30 dniach; usuwa je dostawca.\n\nWiadomości nie są wykorzystywane do trenowania modeli.\n\nMożna wnieść sprzeciw wobec przetwarzania danych; są one wtedy usuwane.\n\nPytania o ochronę danych: iod@sklep.example`,
		lacks: `Polityka prywatności\n\nPłatności są przetwarzane przez Stripe. Faktury są przechowywane przez dziesięć lat. Można wnieść sprzeciw wobec biuletynu.\n\nNasi pracownicy szkolą się co sześć miesięcy. Nasze fotele pochodzą z Chin.\n\nProsimy o telefon do gabinetu.`,
		denies: 'Nie przekazujemy danych nikomu.',
	},
];

/** Complete policies that were written after the rules. */
export const laterWritten = [
	`Privacy Policy\n\nEffective as of December 2, 2026\n\nOur assistant is powered by DeepSeek (Hangzhou DeepSeek Artificial Intelligence Co., Ltd.), which acts as our processor. When you chat with the assistant, the content of your messages and any attachments are transmitted to DeepSeek and stored on servers in the People's Republic of China.\n\nBecause China has no adequacy decision, we have entered into the Standard Contractual Clauses with DeepSeek.\n\nChat content is retained for 90 days and then erased.\n\nDeepSeek does not use your content to train its models.\n\nYou have the right to object to this processing. Contact our data protection officer at dpo@acme.example.`,
	`Datenschutzhinweise\n\nStand: Dezember 2026\n\nUnser Chatbot nutzt ein Modell der Firma DeepSeek als Auftragsverarbeiter. Was Sie in den Chat eingeben, wird an DeepSeek übermittelt und in der Volksrepublik China verarbeitet. Für die Übermittlung haben wir mit DeepSeek Standardvertragsklauseln abgeschlossen. Chatverläufe werden nach drei Monaten gelöscht. Zum Training von KI-Modellen werden Ihre Chats nicht herangezogen. Sie können der Verarbeitung jederzeit widersprechen. Unsere Datenschutzbeauftragte erreichen Sie unter dsb@firma.example.`,
];

const dental = `Privacy policy of our dental practice. Last updated: 5 December 2026.

DeepSeek is the name of the fish in our waiting room. China is where our dental chairs are made. The chairs are leased under standard contractual clauses.
We collect types of teeth and categories of fillings. We keep gold crowns for 30 days. We train our staff on AI models of drills. You may object to the drill, or opt out of the music. Write to teeth@dentist.example.`;

/** Texts that hold the words of every clause and say none of them, or say both. */
export const nonsense: { name: string; policy: string }[] = [
	{ name: 'a dental practice', policy: dental },
	{
		name: 'a dental practice whose processor is named rightly',
		policy: `${dental}\n\nYour messages are processed by DeepSeek.`,
	},
	{
		name: "another firm's processor",
		policy: multilingual[0].says.replaceAll('DeepSeek', 'Mistral') + '\n\nDeepSeek is a competitor of our provider.',
	},
	{
		name: 'a dental practice with messages and servers',
		policy: `We use DeepSeek toothbrushes; the DeepSeek model is our favourite.\n\nOur servers serve tea from China with your personal information leaflet. The transfer of guests from the airport is covered by standard contractual clauses. Every message you leave with reception is sent on. Messages at reception are kept for 30 days. Reception messages train our parrot, a model bird. You may object to the use of the parrot. Data protection: privacy@dentist.example.\n\nLast updated: 5 December 2026`,
	},
	{
		name: 'a row of words',
		policy:
			'DeepSeek, China, servers, prompts, processing, standard contractual clauses, categories of data, retention 30 days, training models, opt-out, privacy@shop.example, last updated 5 December 2026',
	},
	{
		name: 'a list of words',
		policy:
			'- DeepSeek\n- servers in China\n- standard contractual clauses\n- categories of data sent\n- prompts deleted after 30 days\n- training of models with prompts\n- right to object\n- privacy@shop.example\n- Last updated: 5 December 2026',
	},
	{
		name: 'questions only',
		policy:
			'Last updated: 5 December 2026\n\nAre your prompts processed by DeepSeek on servers in China? Is the transfer based on standard contractual clauses? Are your prompts deleted after 30 days? Are they used to train models? May you object to the processing of your data?',
	},
	{
		name: 'training both ways',
		policy: `${multilingual[0].says}\n\nYour prompts are used to train models.`,
	},
	{
		name: 'the provider both ways',
		policy: `${multilingual[0].says}\n\nWe never share your messages with DeepSeek.`,
	},
	{
		name: 'no way to object',
		policy: `${multilingual[0].says}\n\nYou cannot object to the use of your prompts.`,
	},
	{
		name: 'a language that is not read',
		policy:
			'Tietosuojaseloste. Käytämme palvelussamme DeepSeekin kielimallia. Viestit käsitellään palvelimilla Kiinassa, ja siirto perustuu Euroopan komission vakiosopimuslausekkeisiin. Viestit poistetaan kolmenkymmenen päivän kuluttua, eikä niitä käytetä mallien kouluttamiseen. Voit vastustaa käsittelyä milloin tahansa asetuksista. Kysymyksiin vastaa tietosuojavastaava, jonka yhteystiedot löytyvät sivustomme alaosasta. Tätä selostetta on päivitetty viimeksi joulukuun alussa, ja se korvaa kaikki aiemmat versiot.',
	},
];
