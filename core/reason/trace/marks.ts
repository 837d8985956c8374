import { traceForms, type TraceForm } from '../../catalogue/traceForms';

/** An opening or closing mark of a trace, or one that goes around the answer. */
export interface Mark {
	form: TraceForm;
	kind: 'open' | 'close' | 'answer';
	text: string;
}

const tags = new Map<string, TraceForm>(
	traceForms.filter(({ kind }) => kind === 'tag').flatMap((form) => form.opens.map((name) => [name, form] as const)),
);
const tokens: readonly Mark[] = traceForms.filter(({ kind }) => kind === 'token').flatMap(marksOf);
const answerMarks: readonly Mark[] = traceForms
	.filter(({ kind }) => kind === 'phrase')
	.flatMap((form) => (form.answerMarks ?? []).map((text): Mark => ({ form, kind: 'answer', text })));
const fixed = [...tokens, ...answerMarks];
/** By their first two characters, since a text may be nothing but first ones. */
const byBeginning = new Map<string, Mark[]>();
for (const mark of fixed) byBeginning.set(mark.text.slice(0, 2), [...(byBeginning.get(mark.text.slice(0, 2)) ?? []), mark]);

function marksOf(form: TraceForm): Mark[] {
	const { opens, closes = [], answerMarks: around = [] } = form;
	return [
		...opens.map((text): Mark => ({ form, kind: 'open', text })),
		...closes.map((text): Mark => ({ form, kind: 'close', text })),
		...around.map((text): Mark => ({ form, kind: 'answer', text })),
	];
}

/** First characters of all marks but phrases. */
export const startsMark = /[<[◁]/;

const beginsTag = /^<(?:$|[/a-z])/i;
const wholeTag = /^<(\/?)([a-z][\w:]*)(?:\s+[\w:.-]{1,40}\s*=\s*(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s"'<>=]{1,200})){0,8}\s*>/i;
const partOfTag = /^<\/?(?:([a-z][\w:]*)(\s[^<>]{0,400})?)?$/i;

/** The mark that a text begins with; `maybe` while it can still become one. */
export function markAt(text: string): Mark | 'maybe' | undefined {
	const mayBeTag = beginsTag.test(text);
	const tag = mayBeTag ? wholeTag.exec(text) : null;
	const form = tag && tags.get(tag[2].toLowerCase());
	if (form) return { form, kind: tag[1] ? 'close' : 'open', text: tag[0] };
	const alike = text.length < 2 ? fixed : (byBeginning.get(text.slice(0, 2)) ?? []);
	const token = alike.find((mark) => text.startsWith(mark.text));
	if (token) return token;
	if (alike.some((mark) => mark.text.startsWith(text))) return 'maybe';
	const part = mayBeTag ? partOfTag.exec(text) : null;
	if (!part) return undefined;
	const [, name = '', attributes] = part;
	const lower = name.toLowerCase();
	if (attributes === undefined ? [...tags.keys()].some((known) => known.startsWith(lower)) : tags.has(lower)) return 'maybe';
	return undefined;
}

/** The closing mark of a form at the beginning of a text. */
export function closingAt(text: string, form: TraceForm): Mark | 'maybe' | undefined {
	if (form.kind !== 'phrase') {
		const mark = markAt(text);
		return typeof mark === 'object' && mark.form !== form ? undefined : mark;
	}
	for (const close of form.closes ?? []) {
		if (text.startsWith(close)) return { form, kind: 'close', text: close };
		if (close.startsWith(text)) return 'maybe';
	}
	return undefined;
}

/** First characters of the marks that matter inside a form. */
export const innerStarts = new Map<TraceForm, readonly string[]>(
	traceForms.map((form) => {
		const texts = form.kind === 'tag' ? ['<'] : form.kind === 'token' ? marksOf(form).map(({ text }) => text) : (form.closes ?? []);
		return [form, [...new Set(texts.map((text) => text[0]))]];
	}),
);

const phrases: readonly Mark[] = traceForms
	.filter(({ kind }) => kind === 'phrase')
	.flatMap((form) => form.opens.map((text): Mark => ({ form, kind: 'open', text })));

/** The phrase that a whole text begins with; a bare word only where it runs into the next one. */
export function phraseAt(text: string): Mark | 'maybe' | undefined {
	for (const phrase of phrases) {
		if (phrase.text.startsWith(text)) return 'maybe';
		if (!text.startsWith(phrase.text)) continue;
		if (/[:>]$/.test(phrase.text) || /^[^\s.,:;!?)/_-]/.test(text.slice(phrase.text.length))) return phrase;
	}
	return undefined;
}
