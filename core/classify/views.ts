import { extractFeatures, type Features } from './features';
import { contextOf, isQuestion, type Task } from './task/readTask';

/** What the class of a query is judged by. */
export interface Views {
	task: Task;
	/** Of the words of the task. */
	ofTask: Features;
	/** Of the task read widely; a short question is judged by the words of its task alone. */
	ofWide?: Features;
}

export function viewsOf(task: Task): Views {
	const context = contextOf(task);
	const ofTask = extractFeatures(task.text, context);
	if (isQuestion(task) || task.wide === undefined) return { task, ofTask };
	return { task, ofTask, ofWide: extractFeatures(task.wide, context) };
}
