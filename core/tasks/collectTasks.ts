import type { FileProblem } from '../fileProblem';
import type { FileRow } from './fileRow';
import type { Task } from './task';
import { withClosedSets } from './closedSets';
import { toTask } from './toTask';
import { messageOf } from '../describeError';

export interface TaskSet {
	tasks: Task[];
	/** Rows that were left out, with file, line and reason. */
	problems: FileProblem[];
}

/** Turns rows into tasks; what can't be graded, and what stands there twice, is left out and named. */
export function collectTasks(sources: readonly { file: string; rows: readonly FileRow[] }[]): TaskSet {
	const tasks: Task[] = [];
	const problems: FileProblem[] = [];
	const places = new Map<string, string>();
	const prompts = new Map<string, string>();
	for (const { file, rows } of sources) {
		for (const { values, line, grader } of rows) {
			try {
				const task = toTask(values, `${baseName(file)}:${line}`, grader);
				const place = `${baseName(file)}, line ${line}`;
				const asked = JSON.stringify([task.before, task.prompt.replace(/\s+/g, ' ').trim(), task.choices]);
				const reason = duplicate(places.get(task.id), prompts.get(asked), task.id);
				if (reason) {
					problems.push({ file, line, reason });
					continue;
				}
				places.set(task.id, place);
				prompts.set(asked, place);
				tasks.push(task);
			} catch (error) {
				problems.push({ file, line, reason: messageOf(error) });
			}
		}
	}
	return { tasks: withClosedSets(tasks), problems };
}

function duplicate(sameId: string | undefined, samePrompt: string | undefined, id: string): string | undefined {
	if (sameId) return `the id "${id.slice(0, 60)}" stands already in ${sameId}`;
	return samePrompt && `asks the same as ${samePrompt}`;
}

const baseName = (file: string) => file.split(/[\\/]/).at(-1) ?? file;
