import type { Query } from '../query';
import type { AskingModel } from './findTask';
import { isPersona } from './persona';
import { promptOf, readTask, type Task } from './readTask';

/** A text longer than this whose parts all look asked is judged by its short first and last paragraph. */
const LONG = 1400;
const PARAGRAPH = 600;
const BLANK_LINE = /\n[ \t\r]*\n/;
/** How far from the ends a paragraph is looked for. */
const EDGE = 4000;

/**
 * What a query asks. Three rules stand around the trained split, and no row is trained through them: a mere persona is not
 * the task when the user says something, the short first and last paragraph of a long text say what to do with it, and a
 * prompt that carries code is not read widely, since code speaks for *coding* wherever it stands.
 */
export function taskOf(query: Query, model: AskingModel): Task {
	const { system, user } = promptOf(query);
	const task = readTask(query, model);
	if (user !== '' && isPersona(system)) return taskOf(user, model);
	if (task.cargo === 'code') return { ...task, wide: undefined };
	if (task.form !== 'a text' || user.length <= LONG) return task;
	const asking = edgeParagraphs(user);
	return asking === undefined ? task : { ...readTask(asking, model), form: 'a task and a text', cargo: 'text', cut: task.cut };
}

/** The short first and last paragraphs of a long text; undefined when neither is short, or nothing lies between. */
function edgeParagraphs(text: string): string | undefined {
	const start = text.slice(0, EDGE).trimStart();
	const end = text.slice(-EDGE).trimEnd();
	const [first] = start.split(BLANK_LINE, 1);
	const last = end.split(BLANK_LINE).at(-1) ?? end;
	const asking = [first, last].filter((part) => part.length <= PARAGRAPH);
	return asking.length === 0 || asking.join('').length > text.length / 2 ? undefined : asking.join('\n');
}
