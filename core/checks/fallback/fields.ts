import type { Field } from '../field';
import { fallbackGroups } from '../../reason/reasonWithFallback';
import { drillFaults } from './faults';

const faultOptions = [...drillFaults]
	.sort((one, other) => one.title.localeCompare(other.title))
	.map(({ id, title }) => ({ name: title, value: id }));
const when = (drillSettings: string) => ({ displayOptions: { show: { drillSettings: [drillSettings] } } });

export const fields: readonly Field[] = [
	{
		displayName: 'Settings to Drill',
		name: 'drillSettings',
		type: 'options',
		default: 'fields',
		options: [
			{ name: 'Set Here', value: 'fields' },
			{ name: 'An R1 Reason Node', value: 'node', description: 'Retries, timeouts and fallbacks as they stand in a node of yours' },
		],
	},
	{
		displayName: 'R1 Reason Node',
		name: 'reasonNode',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		description: 'Copy the node on the canvas and paste it here; the candidate takes the place of its first model',
		...when('node'),
	},
	{
		displayName: 'Fallback Models',
		name: 'fallbackModels',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'deepseek-v4-pro',
		description:
			'Asked in this order when the candidate fails, one name a line, at the candidate\'s endpoint; "baseline" stands for the baseline model at its own endpoint',
		...when('fields'),
	},
	{
		displayName: 'Deadline (Seconds)',
		name: 'deadlineSeconds',
		type: 'number',
		default: 120,
		description: 'Each item must be answered within this time, retries and fallbacks included',
	},
	{
		displayName: 'Options',
		name: 'fallbackOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Fall Back On',
				name: 'fallBackOn',
				type: 'multiOptions',
				default: ['account', 'model', 'unavailable'],
				description: 'As in R1 Reason: failures after which the next model is asked',
				options: fallbackGroups.map(({ name, value, description }) => ({ name, value, description })),
			},
			{
				displayName: 'Faults',
				name: 'faults',
				type: 'multiOptions',
				default: [
					'rate-limit',
					'rate-limit-retry-after',
					'server-error',
					'overloaded',
					'silence',
					'cut',
					'empty-body',
					'garbage',
					'wrong-model',
					'rejected-parameter',
					'host-down',
				],
				description: 'What goes wrong in the drill',
				options: faultOptions,
			},
			{
				displayName: 'Items per Fault',
				name: 'items',
				type: 'number',
				default: 2,
				description: 'How many questions are under way when it happens',
			},
			{
				displayName: 'Lasting',
				name: 'lasting',
				type: 'multiOptions',
				default: ['once', 'always'],
				description: 'How long a fault lasts',
				options: [
					{ name: 'First Request of Each Item', value: 'once' },
					{ name: 'Until the End', value: 'always' },
				],
			},
			{
				displayName: 'Maximum Tokens',
				name: 'maxTokens',
				type: 'number',
				default: 1024,
				description: 'Cap on each answer, thinking included',
			},
			{
				displayName: 'Must Be Survived',
				name: 'mustSurvive',
				type: 'multiOptions',
				default: ['rate-limit', 'rate-limit-retry-after', 'server-error', 'overloaded', 'wrong-model'],
				description: 'The check fails when an item is not answered after one of these; after the others it warns',
				options: faultOptions,
			},
			{
				displayName: 'Prompts',
				name: 'prompts',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'One a line; without any, two short questions are asked',
			},
			{ displayName: 'Retries', name: 'retries', type: 'number', default: 2, description: 'As in R1 Reason' },
			{
				displayName: 'Silence Timeout (Seconds)',
				name: 'silenceTimeout',
				type: 'number',
				default: 0,
				description: 'As in R1 Reason; 0 takes its default; the drill counts it but does not sit it through',
			},
			{
				displayName: 'Total Timeout (Seconds)',
				name: 'totalTimeout',
				type: 'number',
				default: 0,
				description: 'As in R1 Reason; 0 takes its default',
			},
		],
	},
];
