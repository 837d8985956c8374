import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';
import { forEachItem } from '../../shared/forEachItem';
import { number, readParameters, textOrJson } from '../../shared/parameters';
import type { GraderSpec } from '../../../core/graders';
import { parseJson } from '../../../core/json';
import { gradeProperties } from './properties';

const schema = z.object({
	answer: textOrJson,
	grader: z.enum(['choice', 'contains', 'exact', 'schema', 'math', 'normalised', 'number', 'regex']),
	expected: textOrJson,
	tolerance: number.default(0),
});
type GraderName = z.output<typeof schema>['grader'];

/** Grades each item's answer; `score` is 1 or 0, so that it can be a metric as it is. */
export async function gradeAnswers(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { makeGrader } = await import('../../../core/graders');
	return await forEachItem(this, { outputs: 1 }, async (item, itemIndex) => {
		const { answer, grader, expected, tolerance } = readParameters(this, itemIndex, schema, gradeProperties);
		const grade = await (await makeGrader(specOf(grader, expected, tolerance)))(answer);
		return { output: 0, json: { ...item.json, grade: { ...grade, score: grade.outcome === 'right' ? 1 : 0 } }, binary: item.binary };
	});
}

/** @throws Error when what is expected cannot be what the grader needs. */
export function specOf(grader: GraderName, expected: string, tolerance: number): GraderSpec {
	if (expected.trim() === '') throw new Error('Nothing is expected: fill in the field "Expected", or no answer can be right');
	const lines = expected
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);
	switch (grader) {
		case 'exact':
		case 'normalised':
			return { type: grader, accepted: lines };
		case 'number':
			return { type: 'number', expected, absolute: tolerance };
		case 'math':
			return { type: 'math', expected };
		case 'choice':
			return { type: 'choice', expected: expected.trim(), choices: [] };
		case 'regex':
			return { type: 'regex', pattern: expected };
		case 'contains':
			return { type: 'contains', texts: lines, mode: 'all' };
		case 'schema':
			return { type: 'schema', schema: schemaIn(expected) };
	}
}

function schemaIn(text: string): object {
	const schema = parseJson(text);
	if (typeof schema === 'object' && schema !== null) return schema;
	throw new Error('The field "Expected" does not hold a JSON Schema');
}
