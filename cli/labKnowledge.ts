import type { CheckId } from '../core/checks';
import { bundledCases } from '../core/checks/tools/cases/bundled';
import { bundledTasks } from '../core/tasks/bundled';
import type { LabSettings } from '../lab/startLab';
import { isObject } from '../core/json';

type Settings = Record<string, unknown>;

/** The bundled tasks and tool cases with their answers, so that the lab can be right and wrong at its set rates. */
export function labKnowledge({ quality, tools }: Partial<Record<CheckId, Settings>>): LabSettings {
	return { ...(quality && { tasks: tasksOf(quality) }), ...(tools && { toolCases: casesOf(tools) }) };
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
