import { normalise } from '../graders/normalise';
import type { Task } from './task';

const mostLabels = 20;

/**
 * Tasks that look for one of a few texts, such as labels of tickets, are told what the other texts are: an answer that names
 * most of them has chosen none.
 */
export function withClosedSets(tasks: readonly Task[]): Task[] {
	const sought = tasks.flatMap(({ grader }) => (grader.type === 'contains' && grader.texts.length === 1 ? [...grader.texts] : []));
	const among = [...new Map(sought.map((text) => [normalise(text), text])).values()];
	if (among.length < 3 || among.length > mostLabels || sought.length < 2 * among.length) return [...tasks];
	return tasks.map((task) =>
		task.grader.type === 'contains' && task.grader.texts.length === 1 ? { ...task, grader: { ...task.grader, among } } : task,
	);
}
