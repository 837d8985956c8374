import { clauses, limits, sharesNothing, type Clause, type ClauseId } from './clauses';
import { anyOf, countryNames, crossesBorder, type Move } from './move';
import type { Passage } from './passage';
import { policyDate } from './policyDate';
import { subjectOf, type Subject } from './subject';
import { dataNouns, handlingWords, isNegated, isStatement, otherSubjects, promptWords, roleWords } from './words';

export type Status = 'found' | 'unclear' | 'missing' | 'contradicts' | 'not needed';

export interface Finding {
	clause: ClauseId;
	title: string;
	status: Status;
	quote: string;
	place: string;
	note: string;
	draft: string;
}

const longestQuote = 400;
const offTopic = 'Can’t be judged by rules: the words stand there, but not about the processor, the text that is sent, or the transfer.';

/** How a policy of these sentences speaks of one clause. What rules can't judge is `unclear`, never `found`. */
export function findingOf(id: ClauseId, sentences: readonly Passage[], move: Move): Finding {
	const subject = subjectOf(sentences, move);
	switch (id) {
		case 'processor':
			return processorFinding(sentences, move, subject);
		case 'country':
			return countryFinding(sentences, move, subject);
		case 'date':
			return dateFinding(sentences, move);
		case 'transfer':
			return crossesBorder(move)
				? transferFinding(sentences, move, subject)
				: finding(
						id,
						clauses.transfer.title,
						'not needed',
						{ note: 'The data stays on your own machines or in the same legal area.' },
						move,
					);
		case 'contact':
			return clauseFinding(id, clauses[id], sentences, move, () => true);
		case 'optOut':
			return clauseFinding(
				id,
				clauses[id],
				sentences,
				move,
				(sentence) => subject.isAbout(sentence) || mentionsProcessing(sentence, subject),
			);
		case 'training':
			return clauseFinding(id, clauses[id], sentences, move, (sentence) => subject.isAbout(sentence));
		default:
			return clauseFinding(id, clauses[id], sentences, move, (sentence) => isStatement(sentence.text) && subject.isAbout(sentence));
	}
}

/** "You can object to the processing of your data": the right itself, whatever stands before it. */
const mentionsProcessing = ({ text }: Passage, { isForeign }: Subject) =>
	dataNouns.test(text) && handlingWords.test(text) && !otherSubjects.test(text) && !isForeign(text);

function clauseFinding(
	id: ClauseId,
	{ title, says, touches, denies, opposes, draft }: Clause,
	sentences: readonly Passage[],
	move: Move,
	counts: (sentence: Passage) => boolean,
): Finding {
	const matches = (patterns: RegExp[]) => (sentence: Passage) => patterns.some((pattern) => pattern.test(sentence.text));
	const against = sentences.find((sentence) => matches(denies)(sentence) && !otherSubjects.test(sentence.text));
	if (against)
		return finding(
			id,
			title,
			'contradicts',
			{ sentence: against, note: 'Take this promise back or keep it: the move would break it.', draft },
			move,
		);
	const saying = sentences.filter(matches(says));
	const said = saying.filter((sentence) => (id === 'contact' || isStatement(sentence.text)) && counts(sentence));
	const opposite = opposes && said.find((sentence) => isNegated(sentence.text) !== isNegated(said[0].text));
	if (opposite)
		return finding(
			id,
			title,
			'contradicts',
			{ sentence: opposite, note: `Seems to say the opposite of “${clip(said[0].text)}” (${said[0].place}).`, draft },
			move,
		);
	if (said[0]) return finding(id, title, 'found', { sentence: said[0] }, move);
	if (saying[0]) return finding(id, title, 'unclear', { sentence: saying[0], note: offTopic, draft }, move);
	const touched = sentences.find(matches(touches));
	if (touched)
		return finding(id, title, 'unclear', { sentence: touched, note: 'The subject is touched, but nothing definite is said.', draft }, move);
	return finding(id, title, 'missing', { draft }, move);
}

/** "Since there is no adequacy decision, we have …" is how the other mechanisms are introduced. */
const noAdequacy =
	/(?:no|kein(?:en?)?|aucune|ninguna|nessuna|geen|nenhuma) (?:adequacy decision|angemessenheitsbeschluss|décision d.adéquation|decisión de adecuación|decisione di adeguatezza|adequaatheidsbesluit|decisão de adequação)/giu;

function transferFinding(sentences: readonly Passage[], move: Move, subject: Subject): Finding {
	const { title, says, draft } = clauses.transfer;
	const promise = sharesNothingIn(sentences, subject);
	if (promise)
		return finding(
			'transfer',
			title,
			'contradicts',
			{ sentence: promise, note: 'Take this promise back or keep it: the move would break it.', draft },
			move,
		);
	const relies = /^(?:we|wir|nous|nos)\s+(?:rely on|are certified|have (?:concluded|signed)|stützen uns|haben)/iu;
	const handsOn = /transfer|transmi|transf[eé]r|übermitt|übertrag|trasferi|doorgift|doorgegeven|przekaz|传输|出境/iu;
	const country = anyOf(countryNames(move.country));
	const denies = (text: string) => isNegated(text.replace(noAdequacy, ''));
	const counts = ({ text }: Passage) =>
		!denies(text) &&
		!subject.isForeign(text) &&
		!otherSubjects.test(text) &&
		(relies.test(text) || handsOn.test(text) || country?.test(text) === true || subject.isAbout({ text, place: '' }));
	const aboutContext = (sentence: Passage) => counts(sentence) || (!denies(sentence.text) && subject.isAbout(sentence));
	const result = clauseFinding('transfer', clauses.transfer, sentences, move, aboutContext);
	const onlyForUs = /data privacy framework/iu;
	const others = (text: string) => says.some((pattern) => pattern.test(text.replace(/data privacy framework/giu, '')));
	if (result.status !== 'found' || !onlyForUs.test(result.quote) || others(result.quote) || move.country === 'US' || move.country === '')
		return result;
	const other = sentences.find((sentence) => others(sentence.text) && isStatement(sentence.text) && aboutContext(sentence));
	if (other) return finding('transfer', title, 'found', { sentence: other }, move);
	return {
		...result,
		status: 'unclear',
		note: 'The Data Privacy Framework covers transfers to the United States only.',
		draft: fill(draft, move),
	};
}

const aiWords = /(?<!\p{L})(?:AI|KI|IA|artificial intelligence|künstliche|models?|modell\p{L}*|modèles?|modelos?)(?!\p{L})/iu;
const processorWords =
	/sub-?processors?|(?<!\p{L})processor(?!\p{L})|auftragsverarbeiter|sous-traitant|encargad[oa] del tratamiento|subencargad|responsabile del trattamento|(?<!\p{L})(?:sub)?verwerker|subcontratante|subprocessador|podmiot\p{L}* przetwarzając|受托/iu;

/** A promise that nobody gets the data, unless it is limited in a way that rules can't weigh. */
function sharesNothingIn(sentences: readonly Passage[], { names, isForeign }: Subject): Passage | undefined {
	return sentences.find(
		({ text }) =>
			sharesNothing.test(text) &&
			!limits.test(text) &&
			!names?.test(text) &&
			!isForeign(text) &&
			!otherSubjects.test(text) &&
			!clauses.transfer.says.some((pattern) => pattern.test(text)) &&
			!clauses.training.says.some((pattern) => pattern.test(text)),
	);
}

function processorFinding(sentences: readonly Passage[], move: Move, subject: Subject): Finding {
	const title = 'The processor by name';
	const draft = 'We use {processor} to process the text that you enter with a language model.';
	if (move.selfHosted) return finding('processor', title, 'not needed', { note: 'The model runs on your own machines.' }, move);
	const { names } = subject;
	const named = names ? sentences.filter(({ text }) => names.test(text)) : [];
	const hasPart = ({ text }: Passage) =>
		isStatement(text) &&
		!otherSubjects.test(text) &&
		(promptWords.test(text) ||
			processorWords.test(text) ||
			(dataNouns.test(text) && handlingWords.test(text)) ||
			(aiWords.test(text) && (roleWords.test(text) || handlingWords.test(text))));
	const affirmed = named.find((sentence) => hasPart(sentence) && !isNegated(sentence.text));
	const denied = named.find(
		({ text }) =>
			isNegated(text) && handsOver.test(text) && !clauses.training.says.some((pattern) => pattern.test(text)) && !limits.test(text),
	);
	const promise = denied ?? sharesNothingIn(sentences, subject);
	if (affirmed && promise)
		return finding(
			'processor',
			title,
			'contradicts',
			{ sentence: promise, note: `Says the opposite of “${clip(affirmed.text)}” (${affirmed.place}).`, draft },
			move,
		);
	if (affirmed) return finding('processor', title, 'found', { sentence: affirmed }, move);
	if (named[0])
		return finding(
			'processor',
			title,
			'unclear',
			{
				sentence: named[0],
				note: isNegated(named[0].text)
					? 'The name stands in a sentence that denies something.'
					: 'Can’t be judged by rules: the name stands there, but not as one who gets or processes the text that is sent.',
				draft,
			},
			move,
		);
	if (promise)
		return finding(
			'processor',
			title,
			'contradicts',
			{ sentence: promise, note: 'Take this promise back or keep it: the move would break it.', draft },
			move,
		);
	const previous = anyOf(move.previousNames);
	const stale = previous && sentences.find(({ text }) => previous.test(text));
	if (stale)
		return finding(
			'processor',
			title,
			'missing',
			{ sentence: stale, note: 'Names the provider that you leave, not the one that you move to.', draft },
			move,
		);
	const generic = sentences.find(({ text }) =>
		/sub-?processors?|service providers?|third[- ]part(?:y|ies)|auftragsverarbeiter|dienstleister|sous-traitants?|prestataires?|encargados?|proveedores|fornitori|responsabili del trattamento|verwerkers?|dienstverleners|subcontratantes|prestadores|dostawc|podmiot|第三方|受托/iu.test(
			text,
		),
	);
	const note = names
		? 'Speaks of service providers without naming this one.'
		: 'Say which provider you move to, so that its name can be looked for.';
	if (generic) return finding('processor', title, names ? 'missing' : 'unclear', { sentence: generic, note, draft }, move);
	return finding('processor', title, 'missing', { draft }, move);
}

const handsOver =
	/(?<!\p{L})(?:use|share|send|transfer|transmit|pass|give|work with|nutzen|verwenden|einsetzen|geben|weiter|übermitt|utilis|transm|envo|partag|utiliz|us(?:a|iamo)|compart|enví|transfer|condivid|invi|trasm|gebruik|deel|delen|stur|partilh|korzyst|przekaz|wysył)/iu;

function countryFinding(sentences: readonly Passage[], move: Move, { names: processors, isForeign }: Subject): Finding {
	const title = 'Country of processing';
	const draft = '{processor} processes the data in {country}.';
	if (move.selfHosted) return finding('country', title, 'not needed', { note: 'The model runs on your own machines.' }, move);
	const names = anyOf(countryNames(move.country));
	if (!names) {
		const any = sentences.find(
			({ text }) =>
				handlingWords.test(text) &&
				/\b(?:located|hosted|servers?|region|countr(?:y|ies))\b|standort|serveur|servidor|serwer|服务器/iu.test(text),
		);
		if (!any) return finding('country', title, 'missing', { draft }, move);
		const note = 'Say where the provider processes, so that the country can be looked for.';
		return finding('country', title, 'unclear', { sentence: any, note, draft }, move);
	}
	const mentions = sentences.filter(({ text }) => names.test(text));
	const said = mentions.filter(
		({ text }) =>
			isStatement(text) &&
			handlingWords.test(text) &&
			!otherSubjects.test(text) &&
			!isForeign(text) &&
			(promptWords.test(text) || dataNouns.test(text) || processors?.test(text)),
	);
	const denied = said.find(({ text }) => isNegated(text));
	if (denied) {
		const turns =
			/(?<!\p{L})(?:but|only|sondern|nur|mais|sino|pero|ma|bensì|maar|mas|lecz|ale|unless|without|longer)(?!\p{L})|training|train/iu.test(
				denied.text,
			);
		const note = turns
			? 'Can’t be judged by rules: the sentence that names the country also denies something.'
			: 'Take this promise back or keep it: the move would break it.';
		const clear = said.find(({ text }) => !isNegated(text));
		if (turns && clear) return finding('country', title, 'found', { sentence: clear }, move);
		return finding('country', title, turns ? 'unclear' : 'contradicts', { sentence: denied, note, draft }, move);
	}
	if (said[0]) return finding('country', title, 'found', { sentence: said[0] }, move);
	const [mention] = mentions;
	if (mention)
		return finding(
			'country',
			title,
			'unclear',
			{ sentence: mention, note: 'Names the country, but not as the place where the text that is sent is processed.', draft },
			move,
		);
	return finding('country', title, 'missing', { draft }, move);
}

function dateFinding(sentences: readonly Passage[], move: Move): Finding {
	const title = 'Changed since the move';
	const draft = `Last updated: [a day on or after ${move.date}].`;
	const own = policyDate(sentences);
	if (!own) return finding('date', title, 'missing', { note: 'The policy gives no date of its own that can be read.', draft }, move);
	if (own.date >= move.date) return finding('date', title, 'found', { sentence: own.sentence }, move);
	return finding(
		'date',
		title,
		'missing',
		{ sentence: own.sentence, note: `Last changed on ${own.date}, before the move on ${move.date}.`, draft },
		move,
	);
}

function finding(
	clause: ClauseId,
	title: string,
	status: Status,
	{ sentence, note = '', draft }: { sentence?: Passage; note?: string; draft?: string },
	move: Move,
): Finding {
	return {
		clause,
		title,
		status,
		quote: clip(sentence?.text ?? ''),
		place: sentence?.place ?? '',
		note,
		draft: draft ? fill(draft, move) : '',
	};
}

export const clip = (text: string) => (text.length <= longestQuote ? text : `${text.slice(0, longestQuote - 1)}…`);

function fill(draft: string, { processorNames, country }: Move): string {
	const [processor = '[processor]'] = processorNames;
	const [place = '[country]'] = countryNames(country);
	return `Draft for counsel: “${draft.replaceAll('{processor}', processor).replaceAll('{country}', place)}”`;
}
