import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { checks, type CheckId } from '../../core/checks';
import type { Check, Sides } from '../../core/checks/check';
import { gradeOperation, gradeProperties } from './gradeAnswer/properties';

const known: INodePropertyOptions[] = [
	{ name: 'DeepSeek', value: 'r1DeepSeekApi' },
	{ name: 'OpenAI', value: 'r1OpenAiApi' },
	{ name: 'OpenAI-Compatible Endpoint', value: 'r1CompatibleApi' },
];
const none: INodePropertyOptions = { name: 'None', value: 'none' };

const idsWhere = (test: (sides: Sides) => boolean): CheckId[] => checks.filter(({ sides }) => test(sides)).map(({ id }) => id);

type More = NonNullable<INodeProperties['displayOptions']>['show'];
const show = (operation: CheckId[], more: More = {}) => ({ displayOptions: { show: { operation, ...more } } });
/** Since version 1.1 a model is picked from the endpoint's own list; version 1 has its name as a text. */
const versions = { first: { '@version': [1] }, later: { '@version': [{ _cnd: { gte: 1.1 } }] }, typedInstance: { '@version': [1, 1.1] } };
/** Fields of an instance's address and key, which a credential holds since version 1.2. */
const typedInstance = new Set(['instanceUrl', 'instanceApiKey']);
const types = known.map(({ value }) => String(value));

const needed = idsWhere(({ candidate }) => candidate === 'needed');
const optional = idsWhere(({ candidate }) => candidate === 'optional');
const compares = idsWhere(({ baseline }) => baseline === 'optional');

/** The model fields; a check that calls no model does not show them. */
const sideFields: INodeProperties[] = [
	{
		displayName: 'Candidate Credential',
		name: 'candidateCredential',
		type: 'options',
		options: known,
		default: 'r1CompatibleApi',
		description: 'Where the model that you want to move to is served',
		...show(needed),
	},
	{
		displayName: 'Candidate Credential',
		name: 'candidateCredential',
		type: 'options',
		options: [none, ...known],
		default: 'none',
		description: 'Where the model that you want to move to is served',
		...show(optional),
	},
	{
		displayName: 'Candidate Model',
		name: 'candidateModel',
		type: 'string',
		default: '',
		placeholder: 'deepseek-flash',
		description: 'Name of the model that you want to move to',
		...show([...needed, ...optional], { candidateCredential: types, ...versions.first }),
	},
	{
		displayName: 'Candidate Model',
		name: 'candidateModel',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Name of the model that you want to move to',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCandidateModels', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. deepseek-flash' },
		],
		...show([...needed, ...optional], { candidateCredential: types, ...versions.later }),
	},
	{
		displayName: 'Baseline Credential',
		name: 'baselineCredential',
		type: 'options',
		options: [
			{ name: 'None', value: 'none' },
			{ name: 'Baseline Endpoint', value: 'r1BaselineApi', description: 'A credential of its own' },
			{ name: 'Same as Candidate', value: 'same', description: "Another model at the candidate's endpoint" },
		],
		default: 'none',
		description: 'Where the model that you use today is served; without one only the candidate is looked at',
		...show(compares),
	},
	{
		displayName: 'Baseline Model',
		name: 'baselineModel',
		type: 'string',
		default: '',
		placeholder: 'o1',
		description: 'Name of the model that you use today',
		...show(compares, { baselineCredential: ['r1BaselineApi', 'same'], ...versions.first }),
	},
	{
		displayName: 'Baseline Model',
		name: 'baselineModel',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Name of the model that you use today',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchBaselineModels', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. o1' },
		],
		...show(compares, { baselineCredential: ['r1BaselineApi', 'same'], ...versions.later }),
	},
];

/** Whose list of models an inventory asks for; by the name of the candidate's, since a credential is shown by one field alone. */
const endpointToAsk: INodeProperties = {
	displayName: 'Endpoint to Ask',
	name: 'candidateCredential',
	type: 'options',
	options: [none, ...known],
	default: 'none',
	description:
		'Whose own list of models stands beside the dates of the catalogue: whether it still has each name that workflows use. Costs nothing.',
	...show(['inventory']),
};

const runOptions: INodeProperties = {
	displayName: 'Run Options',
	name: 'runOptions',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { hide: { operation: [gradeOperation.value] } },
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 8,
			description: 'How many calls run at once',
		},
		{
			displayName: 'Date',
			name: 'date',
			type: 'string',
			default: '',
			placeholder: '2026-12-31',
			description: 'Judge as of this day instead of today, such as the day of the move',
		},
		{
			displayName: 'Emulated',
			name: 'emulated',
			type: 'boolean',
			default: false,
			description: 'Whether the endpoints are stand-ins; the report then says so on every page',
		},
		{
			displayName: 'Keep Answers in File',
			name: 'answersFile',
			type: 'string',
			default: '',
			placeholder: '/data/audit/answers.jsonl',
			description: 'Answers are kept here as they come, so that an interrupted check does not pay for them again',
		},
		{
			displayName: 'Maximum Cost (USD)',
			name: 'maxCostUsd',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 4 },
			default: 0,
			description: 'Most that this check and the ones before it in the workflow may pay together; 0 means no limit',
		},
	],
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Check',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'inventory',
		options: [...checks.map(({ id, title, description }) => ({ name: title, value: id, description, action: title })), gradeOperation],
	},
	...sideFields,
	...checks.flatMap(({ id, fields }: Check) =>
		fields.map((field): INodeProperties => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { ...field.displayOptions?.show, operation: [id], ...(typedInstance.has(field.name) ? versions.typedInstance : {}) },
			},
		})),
	),
	endpointToAsk,
	...gradeProperties,
	runOptions,
];

const operationsBut = (ids: CheckId[]) => [...checks.map(({ id }) => id).filter((id) => !ids.includes(id)), gradeOperation.value];

// n8n can show a credential for one field's value or another's only where no two fields share it. By `hide`, since the
// editor takes a field that `show` names for a choice of authentication and leaves it, and what it depends on, out of the panel.
export const credentials: INodeCredentialDescription[] = [
	...types.map((name) => ({
		name,
		displayName: 'Candidate',
		required: true,
		testedBy: 'testEndpoint',
		displayOptions: {
			hide: {
				candidateCredential: ['none', ...types.filter((type) => type !== name)],
				operation: operationsBut([...needed, ...optional, 'inventory']),
			},
		},
	})),
	{
		name: 'r1N8nApi',
		displayName: 'Instance',
		required: true,
		testedBy: 'testInstance',
		// The inventory of an instance, and the quality check on its executions; by `hide`, as above.
		displayOptions: {
			hide: {
				operation: operationsBut(['inventory', 'quality']),
				source: ['files', 'items'],
				taskSource: ['bundled', 'files', 'history', 'items', 'shadow'],
				executionSource: ['items'],
				'@version': [1, 1.1],
			},
		},
	},
	{
		name: 'r1BaselineApi',
		displayName: 'Baseline',
		required: true,
		testedBy: 'testEndpoint',
		displayOptions: { hide: { baselineCredential: ['none', 'same'], operation: operationsBut(compares) } },
	},
];
