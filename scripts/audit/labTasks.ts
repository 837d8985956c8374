import type { LabTask } from '../../test/lab';

/** The bundled tasks of the quality check with their answers, so that the lab can answer right and wrong at its set rates. */
export async function labTasks(parameters: Record<string, unknown>): Promise<LabTask[]> {
	const { bundledTasks } = await import('../../nodes/MigrationCheck/checks/quality/tasks/bundled');
	const options = typeof parameters.qualityOptions === 'object' && parameters.qualityOptions !== null ? parameters.qualityOptions : {};
	const number = (name: string, usual: number) => {
		const value = Object.entries(options).find(([key]) => key === name)?.[1];
		return typeof value === 'number' && value > 0 ? value : usual;
	};
	return bundledTasks({ seed: number('seed', 1), count: number('taskCount', 300), withCode: 'runCode' in options && options.runCode !== 'no' });
}
