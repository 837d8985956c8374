import type { CheckId } from '../../nodes/MigrationCheck/checkResult';
import type { LabSettings } from '../../test/lab/startLab';

type Parameters = Record<string, unknown>;

/** The bundled tasks and tool cases with their answers, so that the lab can be right and wrong at its set rates. */
export async function labKnowledge(parameters: Partial<Record<CheckId, Parameters>>): Promise<LabSettings> {
	const { quality, tools } = parameters;
	return { ...(quality && { tasks: await tasksOf(quality) }), ...(tools && { toolCases: await casesOf(tools) }) };
}

async function tasksOf({ qualityOptions }: Parameters) {
	const { bundledTasks } = await import('../../nodes/MigrationCheck/checks/quality/tasks/bundled');
	const { taskCount, seed, runCode } = optionsOf(qualityOptions);
	return bundledTasks({ count: 300, ...numbers({ count: taskCount, seed }), withCode: runCode !== undefined && runCode !== 'no' });
}

async function casesOf({ toolOptions }: Parameters) {
	const { bundledCases } = await import('../../nodes/MigrationCheck/checks/tools/cases/bundled');
	const { caseCount, seed } = optionsOf(toolOptions);
	return bundledCases({ count: 200, ...numbers({ count: caseCount, seed }) });
}

const optionsOf = (value: unknown): Parameters => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {});

/** The numbers above 0 among the values; 0 and nothing mean the usual. */
const numbers = (values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number' && value > 0));
