import type { QueryClass } from '../../core/classify/classes';

/** Texts to carry, all invented. */
export const CARRIED: Record<string, string> = {
	email: `Subject: Re: Invoice 20394 overdue\n\nHi team,\n\nI hope this finds you well. We still haven't received payment for invoice 20394 (EUR 4,312.50), which was due on 3 October. Could you please look into it? If there's a problem with the PO number let me know; the previous one was 88-1932. I've also attached the delivery note from 14 September. Our bank details haven't changed.\n\nBest regards,\nMartina Vogel\nAccounts Receivable, Hallbach GmbH`,
	news: `Scientists at a university in northern Europe reported on Tuesday that a new catalyst could cut the energy needed to make ammonia by almost a third. The finding, published in a peer-reviewed journal, relies on a thin layer of ruthenium on a carbon support. Industry groups welcomed the news but warned that scaling the process would take years. Fertiliser prices have doubled since 2021, and farmers say they need relief now.`,
	code: `def merge(a, b):\n    out = []\n    i = j = 0\n    while i < len(a) and j < len(b):\n        if a[i] <= b[j]:\n            out.append(a[i]); i += 1\n        else:\n            out.append(b[j]); j += 1\n    return out + a[i:] + b[j:]`,
	story: `Once upon a time a lonely princess walked through the dark forest. She heard a voice calling for help and found a golden-haired prince with his hand caught in thorns. She washed the wound and bandaged it. The prince was grateful, but the princess left without telling him her name. Years later, the kingdom was struck by famine and the prince set out to find her.`,
	math: `Quarterly revenue: Q1 1.2M, Q2 1.5M, Q3 1.1M, Q4 1.9M. Costs: Q1 0.9M, Q2 1.0M, Q3 0.95M, Q4 1.2M. Headcount grew from 41 to 57. Churn 2.1%, 1.9%, 2.4%, 1.7%.`,
	chat: `Agent: Good morning, how can I help you?\nCustomer: My router keeps rebooting since the last firmware update.\nAgent: Sorry to hear that. Which model do you have?\nCustomer: The X200. I already tried a factory reset.\nAgent: I will open a ticket for you.`,
};

/** Tasks over any of them, and their class. */
export const TASKS: ReadonlyArray<readonly [task: string, queryClass: QueryClass]> = [
	['Classify the following text into one of: billing, technical, sales, other. Answer with the label only.', 'simple'],
	['Extract all names, dates and amounts as JSON.', 'simple'],
	['Translate the text below into French.', 'simple'],
	['Is the sentiment positive, negative or neutral? One word.', 'simple'],
	['Answer the question using the context only. Question: when was it published or sent?', 'simple'],
	['Write a friendly reply to the sender, two short paragraphs.', 'general'],
	['Summarise the following for a busy executive in three bullet points, and explain why it matters.', 'general'],
	['Turn the following into a limerick.', 'creative'],
	['Continue this as a short story with a surprising twist.', 'creative'],
	['Write a Python script that parses text like the following into a CSV file.', 'coding'],
	['Write a SQL table definition that could hold the data below.', 'coding'],
	[
		'Work out step by step which option is cheapest overall and prove that no other combination is better, given the data below.',
		'reasoning',
	],
];

/** More of both, in other words and languages. */
export const MORE_CARRIED: Record<string, string> = {
	review:
		'Two stars. The kettle whistles as promised, but the handle got so hot that I dropped it on day two. Returned it; the refund took 16 days.',
	log: '2026-03-02 04:11:09 WARN pool exhausted (32/32)\n2026-03-02 04:11:10 ERROR timeout after 30000 ms\n2026-03-02 04:11:12 INFO retry 1 of 5\n2026-03-02 04:11:44 ERROR gave up',
	bericht:
		'Sehr geehrte Damen und Herren,\n\nam 4. Mai wurde bei der Begehung ein Riss in der Nordwand gefunden (2,4 m lang). Bitte teilen Sie uns mit, wann die Firma kommen kann.\n\nMit freundlichen Grüßen\nK. Brandt',
	poème:
		"Le soir descend sur les toits gris,\nun chat s'étire et puis sourit.\nLa lune accroche à la gouttière\nun petit bout de sa lumière.",
	csv: 'sku,stock,price\nA-11,40,19.90\nA-12,0,24.50\nB-07,113,3.20\nB-09,5,88.00',
};
export const MORE_TASKS: ReadonlyArray<readonly [task: string, queryClass: QueryClass]> = [
	['Which language is this text written in? Answer with the ISO code.', 'simple'],
	['Gib nur die Zahlen zurück, die im Text vorkommen, eine je Zeile.', 'simple'],
	['Traduce el siguiente texto al inglés.', 'simple'],
	['Tag this with up to three topics from the list: food, home, office, travel.', 'simple'],
	['Schreibe eine höfliche Antwort an den Absender und bitte um Geduld.', 'general'],
	['Explain to a new colleague what this is about and what to watch out for.', 'general'],
	['Écris une courte chanson inspirée de ce texte.', 'creative'],
	['Invent three funny names for a band that would sing about this.', 'creative'],
	['Schreib eine Python-Funktion, die solche Texte in ein Dictionary einliest.', 'coding'],
	['Write a regular expression that matches each line of such a text.', 'coding'],
];

/** Ways to put a text and a task together. */
export const LAYOUTS: Record<string, (task: string, text: string) => string> = {
	behind: (task, text) => `${task}\n\n${text}`,
	before: (task, text) => `${text}\n\n---\n${task}`,
	quotes: (task, text) => `${task}\n\n"""\n${text}\n"""`,
	headings: (task, text) => `# Task\n${task}\n\n# Input\n${text}`,
};
export const MORE_LAYOUTS: typeof LAYOUTS = {
	tags: (task, text) => `${task}\n\n<input>\n${text}\n</input>`,
	fence: (task, text) => `${task}\n\n\`\`\`\n${text}\n\`\`\``,
	label: (task, text) => `${task}\n\nText: ${text}`,
	'tags first': (task, text) => `<document>\n${text}\n</document>\n\n${task}`,
};
