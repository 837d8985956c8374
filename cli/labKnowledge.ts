import type { CheckId } from '../core/checks';
import { parameters } from '../core/checks/quality/parameters';
import { bundledCases } from '../core/checks/tools/cases/bundled';
import { diskFiles } from '../core/diskFiles';
import type { GraderSpec } from '../core/graders';
import { isObject } from '../core/json';
import { bundledTasks } from '../core/tasks/bundled';
import { loadTasks } from '../core/tasks/loadTasks';
import type { Task } from '../core/tasks/task';
import type { LabSettings } from '../lab/startLab';
import { example, type LabTask } from '../lab/tasks';

type Settings = Record<string, unknown>;

/**
 * The tasks and tool cases with their answers, so that the lab can be right and wrong at its set rates: the bundled ones, or
 * those of the user's own files, with a line that says so.
 */
export async function labKnowledge({
	quality,
	tools,
}: Partial<Record<CheckId, Settings>>): Promise<{ settings: LabSettings; notes: string[] }> {
	const notes: string[] = [];
	const own = quality?.taskSource === 'files';
	const tasks = quality && (own ? await ownTasks(quality, notes) : tasksOf(quality));
	return { settings: { ...(tasks && { tasks }), ...(tools && { toolCases: casesOf(tools) }) }, notes };
}

/** The user's tasks with their expected answers; what has none that could be said is answered wrong, and counted. */
async function ownTasks(quality: Settings, notes: string[]): Promise<LabTask[]> {
	const { tasks } = await loadTasks(parameters.parse(quality), [], diskFiles());
	const known = tasks.flatMap((task) => {
		const taught = answerTo(task.grader);
		return taught === undefined ? [] : [labTask(task, taught)];
	});
	if (tasks.length === 0) return [];
	notes.push(
		`Your ${tasks.length} tasks are answered by the provider lab, which was told the expected answers and gives them at a set rate: no figure is a model's.`,
		...(known.length < tasks.length
			? [`${tasks.length - known.length} of them expect no answer that could be told (a pattern, a program): the lab gets those wrong.`]
			: []),
	);
	return known;
}

const labTask = ({ id, prompt, choices, lang, grader }: Task, answer: unknown): LabTask => ({
	id,
	prompt,
	choices,
	lang,
	answer,
	answerType: { choice: 'choice', json: 'json', schema: 'json', exact: 'exact', math: 'latex' }[String(grader.type)],
});

/** An answer that the grader takes. */
function answerTo(grader: GraderSpec): unknown {
	switch (grader.type) {
		case 'number':
		case 'math':
		case 'date':
		case 'id':
		case 'choice':
		case 'json':
			return grader.expected;
		case 'exact':
		case 'normalised':
			return grader.accepted[0];
		case 'contains':
			return grader.mode === 'any' ? grader.texts[0] : grader.texts.join(' ');
		case 'schema':
			return isObject(grader.schema) ? JSON.stringify(example(grader.schema)) : undefined;
		case 'judge':
			return grader.reference;
		case 'any':
			return grader.of.map(answerTo).find((answer) => answer !== undefined);
		case 'all':
		case 'regex':
		case 'code':
			return undefined;
	}
}

function tasksOf({ qualityOptions }: Settings) {
	const { taskCount, seed, runCode } = optionsOf(qualityOptions);
	return bundledTasks({ count: 300, ...numbers({ count: taskCount, seed }), withCode: runCode !== undefined && runCode !== 'no' });
}

function casesOf({ toolOptions }: Settings) {
	const { caseCount, seed } = optionsOf(toolOptions);
	return bundledCases({ count: 200, ...numbers({ count: caseCount, seed }) });
}

const optionsOf = (value: unknown): Settings => (isObject(value) ? value : {});

/** The numbers above 0 among the values; 0 and nothing mean the usual. */
const numbers = (values: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number' && value > 0));
