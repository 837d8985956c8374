import type { Context } from '../features/context';
import { textOf, type Query } from '../query';
import { lastTurnOfTranscript } from '../transcript';
import { splitPart, type AskingModel } from './findTask';
import type { Unit } from './units';

/** How task and carried text lie in a query. The order is part of the weights: add new ones at the end. */
export const FORMS = ['a text', 'a task and a text', 'system and user ask', 'system asks, user carries', 'system alone'] as const;
export type Form = (typeof FORMS)[number];

/** What kind of text is carried. The order is part of the weights. */
export const CARGOES = ['nothing', 'text', 'code', 'figures', 'data'] as const;
export type Cargo = (typeof CARGOES)[number];

/** What a query asks, apart from what it carries. */
export interface Task {
	/** The words of the task: of the system text, then of the user's. */
	text: string;
	/** The task read widely: the system text as it is, and all of the user's that may be asked; of both, the ends. Undefined: it is not judged. */
	wide: string | undefined;
	form: Form;
	cargo: Cargo;
	/** Length of the system text, in characters. */
	systemLength: number;
	/** Parts of the query were too long to be read whole. */
	cut: boolean;
}

/** System and user text of a query. */
export interface Prompt {
	system: string;
	user: string;
}

const MOST_SYSTEM = 1000;
const MOST_USER = 1400;
const MOST_WIDE = { system: { head: 700, tail: 400 }, user: { head: 700, tail: 500 } };

/** System texts, and the last thing that the user says. */
export function promptOf(query: Query): Prompt {
	if (typeof query === 'string') return { system: '', user: lastTurnOfTranscript(query) };
	const messages = query.map(({ role, content }) => ({ role, text: textOf(content).trim() })).filter(({ text }) => text !== '');
	const isSystem = ({ role }: { role: string }) => role === 'system' || role === 'developer';
	const system = messages.filter(isSystem).map(({ text }) => text);
	const turns = messages.filter((message) => !isSystem(message));
	const last = turns.findLast(({ role }) => role === 'user' || role === 'human') ?? turns.at(-1);
	const user = last ? (system.length > 0 ? last.text : lastTurnOfTranscript(last.text)) : '';
	return { system: system.join('\n\n'), user };
}

export function readTask(query: Query, model: AskingModel): Task {
	const { system, user } = promptOf(query);
	if (system === '') {
		const { asked, perhapsAsked, carried, cut } = splitPart(user, 'alone', model);
		const text = asked === '' ? user : asked;
		const form = asked === '' || carried.length === 0 ? 'a text' : 'a task and a text';
		const cargo = form === 'a text' ? 'nothing' : cargoOf(carried);
		return { text: ends(text, MOST_USER), wide: wideText('', perhapsAsked), form, cargo, systemLength: 0, cut };
	}
	const standing = splitPart(system, 'system', model);
	const said = splitPart(user, 'user', model);
	const form = user === '' ? 'system alone' : said.asked === '' ? 'system asks, user carries' : 'system and user ask';
	const text = [ends(standing.asked || system, MOST_SYSTEM), ends(said.asked, MOST_USER)].filter(Boolean).join('\n');
	const wide = wideText(system, said.perhapsAsked);
	return { text, wide, form, cargo: cargoOf(said.carried), systemLength: system.length, cut: standing.cut || said.cut };
}

const wideText = (system: string, user: string): string => `${headAndTail(system, MOST_WIDE.system)}\n${headAndTail(user, MOST_WIDE.user)}`;

/** Of a long task, its beginning and its end. */
function ends(text: string, most: number): string {
	if (text.length <= most) return text;
	const head = Math.floor(most * 0.65);
	return headAndTail(text, { head, tail: most - head });
}

const headAndTail = (text: string, { head, tail }: { head: number; tail: number }): string =>
	text.length <= head + tail ? text : `${text.slice(0, head)}\n${text.slice(-tail)}`;

const CODE =
	/[;{}]\s*$|^\s*(?:def|function|class|import|const|let|var|return|public|SELECT|INSERT|CREATE|#include)\b|=>|\)\s*\{|<\/?\w+[^>]*>/m;

function cargoOf(carried: readonly Unit[]): Cargo {
	if (carried.length === 0) return 'nothing';
	if (carried.some(({ layout }) => layout === 'body')) return 'data';
	const text = carried
		.slice(0, 12)
		.map((unit) => unit.text)
		.join('\n');
	if (CODE.test(text)) return 'code';
	const digits = text.replace(/\D/g, '').length;
	return digits > text.length * 0.12 ? 'figures' : 'text';
}

/** What the features are told beside the words of the task. */
export const contextOf = ({ form, cargo, systemLength }: Task): Context => ({
	form: FORMS.indexOf(form),
	cargo: CARGOES.indexOf(cargo),
	systemLength,
});

/** Longest text that counts as a short question. */
const QUESTION = 300;

/** A short text without system text or anything carried: its class is surer than that of a prompt with the same score. */
export const isQuestion = ({ form, text }: Pick<Task, 'form' | 'text'>): boolean => form === 'a text' && text.length <= QUESTION;
