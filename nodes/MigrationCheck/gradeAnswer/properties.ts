import type { INodeProperties } from 'n8n-workflow';

export const gradeOperation = {
	name: 'Grade an Answer',
	value: 'gradeAnswer',
	description: 'Grade one answer an item by the graders of the quality check, such as in an evaluation',
	action: 'Grade an answer',
};

const displayOptions = { show: { operation: [gradeOperation.value] } };

export const gradeProperties: INodeProperties[] = [
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '={{ $json.answer }}',
		description: 'What the model answered',
		displayOptions,
	},
	{
		displayName: 'Grader',
		name: 'grader',
		type: 'options',
		default: 'math',
		options: [
			{ name: 'Choice Letter', value: 'choice', description: 'The letter that the answer decides for' },
			{ name: 'Contains', value: 'contains', description: 'All lines of what is expected stand in the answer' },
			{ name: 'Exact', value: 'exact', description: 'One line of what is expected, letter by letter' },
			{ name: 'JSON Schema', value: 'schema', description: 'The answer is JSON that the schema accepts' },
			{ name: 'Mathematics', value: 'math', description: 'Equal in value, also in a \\boxed{}: 1/2 is 0.5' },
			{ name: 'Normalised', value: 'normalised', description: 'As exact, without case, punctuation and articles' },
			{ name: 'Number', value: 'number', description: 'The last number of the answer, within the tolerance' },
			{ name: 'Regular Expression', value: 'regex', description: 'The pattern is found in the answer' },
		],
		displayOptions,
	},
	{
		displayName: 'Expected',
		name: 'expected',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '={{ $json.expected }}',
		description: 'The right answer, pattern or JSON Schema',
		displayOptions,
	},
	{
		displayName: 'Tolerance',
		name: 'tolerance',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 9 },
		default: 0,
		description: 'How far a number may be off',
		displayOptions: { show: { ...displayOptions.show, grader: ['number'] } },
	},
];
