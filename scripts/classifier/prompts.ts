import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mulberry32 } from './random';

const folder = path.join(import.meta.dirname, '../../test/data/n8n-written');

interface Template {
	id: string;
	system: string | null;
	user: string;
	class: string;
	alternatives: string[];
	lang: string;
	slots: Record<string, string>;
}
interface Payload {
	kind: string;
	lang: string;
	text: string;
}

/** A piece of a prompt and whether it is asked or carried. */
export interface Piece {
	text: string;
	carried: boolean;
}
export interface ComposedPrompt {
	id: string;
	/** The file of task and payload: both are left out together. */
	file: string;
	system: Piece[];
	user: Piece[];
	class: string;
	alternatives: string[];
	lang: string;
	layout: string;
	payloadKind: string;
}

const readLines = <Row>(name: string): Row[] =>
	readFileSync(path.join(folder, name), 'utf8')
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => JSON.parse(line));

const asked = (text: string): Piece => ({ text, carried: false });
const carried = (text: string): Piece => ({ text, carried: true });

const SHORT_KINDS = new Set(['name', 'date', 'url', 'number', 'short', 'question']);

/** Ways to put a text behind or before a task. */
const LAYOUTS: Record<string, (task: string, text: string, word: string) => { system?: Piece[]; user: Piece[] }> = {
	behind: (task, text) => ({ user: [asked(`${task}\n\n`), carried(text)] }),
	before: (task, text) => ({ user: [carried(text), asked(`\n\n${task}`)] }),
	'before, separated': (task, text) => ({ user: [carried(text), asked(`\n\n---\n${task}`)] }),
	'triple quotes': (task, text) => ({ user: [asked(`${task}\n\n"""\n`), carried(text), asked('\n"""')] }),
	fence: (task, text) => ({ user: [asked(`${task}\n\n\`\`\`\n`), carried(text), asked('\n```')] }),
	headings: (task, text) => ({ user: [asked(`# Task\n${task}\n\n# Input\n`), carried(text)] }),
	'headings, turned round': (task, text, word) => ({ user: [asked(`## ${word}\n`), carried(text), asked(`\n\n## Instructions\n${task}`)] }),
	tags: (task, text, word) => ({
		user: [asked(`${task}\n\n<${word.toLowerCase()}>\n`), carried(text), asked(`\n</${word.toLowerCase()}>`)],
	}),
	'tags first': (task, text) => ({ user: [asked('<document>\n'), carried(text), asked(`\n</document>\n\n${task}`)] }),
	label: (task, text, word) => ({ user: [asked(`${task}\n\n${word}: `), carried(text)] }),
	'label on its line': (task, text, word) => ({ user: [asked(`${task}\n\n${word}:\n`), carried(text)] }),
	'same line': (task, text) => ({ user: [asked(`${task} `), carried(text)] }),
	quoted: (task, text) => ({ user: [asked(`${task}\n\n"`), carried(text), asked('"')] }),
	'JSON body': (task, text, word) => ({
		user: [asked(`${task}\n\n`), carried(JSON.stringify({ id: 118, [word.toLowerCase()]: text }, null, 2))],
	}),
	'in the system message': (task, text) => ({ system: [asked(task)], user: [carried(text)] }),
	'in the system message, labelled': (task, text, word) => ({ system: [asked(task)], user: [asked(`${word}:\n`), carried(text)] }),
};
const LAYOUT_NAMES = Object.keys(LAYOUTS);
const WORDS = ['Text', 'Email', 'Message', 'Input', 'Content', 'Document', 'Data', 'Ticket', 'Article', 'Customer message', 'Context'];

/** Tasks over payloads: each template as it is written, then `extra` times its task over any payload in any layout. */
export function composedPrompts(extra = 2, seed = 20261128): ComposedPrompt[] {
	const files = readdirSync(folder)
		.filter((name) => name.startsWith('templates-'))
		.sort();
	return files.flatMap((name) => {
		const file = name.replace(/^templates-|\.jsonl$/g, '');
		const payloads = readLines<Payload>(`payloads-${file}.jsonl`);
		const texts = payloads.filter(({ kind }) => !SHORT_KINDS.has(kind));
		const random = mulberry32(seed + file.charCodeAt(0));
		const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
		return readLines<Template>(name).flatMap((template) => {
			const base = { file, class: template.class, alternatives: template.alternatives, lang: template.lang };
			const fillers: Record<string, Payload> = {};
			for (const [slot, kind] of Object.entries(template.slots)) {
				const sameKind = payloads.filter((payload) => payload.kind === kind);
				const sameLang = sameKind.filter(({ lang }) => lang === template.lang);
				fillers[slot] = random() < 0.7 && sameLang.length > 0 ? pick(sameLang) : pick(sameKind.length > 0 ? sameKind : payloads);
			}
			const fill = (text: string): Piece[] =>
				text
					.split(/(\{\{\s*\w+\s*\}\})/)
					.filter((part) => part !== '')
					.map((part) => {
						const slot = /^\{\{\s*(\w+)\s*\}\}$/.exec(part)?.[1];
						return slot && fillers[slot] ? carried(fillers[slot].text) : asked(part);
					});
			const kinds = Object.values(fillers).map(({ kind }) => kind);
			const natural: ComposedPrompt = {
				...base,
				id: template.id,
				system: template.system ? fill(template.system) : [],
				user: fill(template.user),
				layout: 'as written',
				payloadKind: kinds.find((kind) => !SHORT_KINDS.has(kind)) ?? kinds[0] ?? 'none',
			};
			const task = taskOf(template);
			if (!task) return [natural];
			const more = Array.from({ length: extra }, (_, index): ComposedPrompt => {
				const payload = pick(texts);
				const layout = pick(LAYOUT_NAMES);
				const { system = [], user } = LAYOUTS[layout](task, payload.text, pick(WORDS));
				return { ...base, id: `${template.id}+${index}`, system, user, layout, payloadKind: payload.kind };
			});
			return [natural, ...more];
		});
	});
}

/** The task of a template whose only slot is the text that it is about; undefined where the task needs its slots. */
function taskOf({ system, user, slots }: Template): string | undefined {
	const names = Object.keys(slots);
	if (names.length > 1 || (names.length === 1 && SHORT_KINDS.has(slots[names[0]]))) return undefined;
	const bare = (text: string) => text.replace(/\s*\{\{\s*\w+\s*\}\}\s*/g, '\n').trim();
	const rest = bare(user)
		.replace(/^[^\n]{0,30}[:：]$/m, '')
		.trim();
	const task = [system ? bare(system) : '', rest].filter(Boolean).join('\n\n');
	return task.length > 8 ? task : undefined;
}

export const textOfPieces = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
