import type { INodeProperties } from 'n8n-workflow';
import { fallbackGroups } from '../shared/reasoning/reasonWithFallback';

/** From little to much. */
const efforts = [
	{ name: 'Minimal', value: 'minimal' },
	{ name: 'Low', value: 'low' },
	{ name: 'Medium', value: 'medium' },
	{ name: 'High', value: 'high' },
	{ name: 'Maximum', value: 'max' },
];

/** What is rarely changed. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 500 },
			default: 5,
			description: 'How many items are answered at the same time; DeepSeek allows 500 to 2,500 an account',
		},
		{
			displayName: 'Effort',
			name: 'effort',
			type: 'options',
			default: 'high',
			description: 'How long the model thinks, in the nearest step that the host has',
			options: efforts,
		},
		{
			displayName: 'Extra Body',
			name: 'extraBody',
			type: 'json',
			default: '{}',
			description: 'Object that is merged into the request as it is, for settings that only this host has',
		},
		{
			displayName: 'Fall Back On',
			name: 'fallBackOn',
			type: 'multiOptions',
			default: ['account', 'model', 'unavailable'],
			description: 'Failures after which the next model of the list is asked',
			options: fallbackGroups.map(({ name, value, description }) => ({ name, value, description })),
		},
		{
			displayName: 'Include Thinking',
			name: 'includeThinking',
			type: 'boolean',
			default: true,
			description: 'Whether the trace is part of the output',
		},
		{
			displayName: 'Max Tokens',
			name: 'maxTokens',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 32768,
			description: 'Most tokens that the model may generate, the trace included',
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10 },
			default: 2,
			description: 'How often a request is sent again that failed without being charged (429, 500, 503, connection lost before the first token)',
		},
		{ displayName: 'Seed', name: 'seed', type: 'number', default: 0, description: 'For answers that can be repeated, where the host supports it' },
		{
			displayName: 'Silence Timeout (Seconds)',
			name: 'silenceTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 600,
			description: 'Longest time without any sign of life from the host; a keep-alive is one',
		},
		{
			displayName: 'System Prompt',
			name: 'systemPrompt',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'Put where the model wants it: for R1 weights into the user message',
		},
		{
			displayName: 'Temperature',
			name: 'temperature',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
			default: 0.6,
			description: 'Has no effect on DeepSeek while it thinks; left out where the model rejects it',
		},
		{
			displayName: 'Thinking',
			name: 'thinking',
			type: 'options',
			default: 'on',
			description: 'Whether the model thinks before it answers, where that can be chosen',
			options: [
				{ name: 'As the Host Decides', value: 'auto' },
				{ name: 'Off', value: 'off' },
				{ name: 'On', value: 'on' },
			],
		},
		{
			displayName: 'Top P',
			name: 'topP',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
			default: 0.95,
		},
		{
			displayName: 'Total Timeout (Seconds)',
			name: 'totalTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 3600,
			description: 'Longest time for an item, retries and fallbacks included',
		},
	],
};
