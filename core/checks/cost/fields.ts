import type { Field } from '../field';
import { gpus } from './selfHosting';

const number = (displayName: string, name: string, value: number, description: string, minValue = 0): Field => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue },
	default: value,
	description,
});

const profile = { displayOptions: { show: { usageSource: ['profile'] } } };

const options: Field[] = [
	number('Budget a Month (USD)', 'budgetUsdPerMonth', 0, 'Most that the candidate may cost a month; 0 means not asked'),
	number('Cache Hits (%)', 'cacheHitPercent', -1, 'Part of the input that comes from the cache; -1 means as in the log', -1),
	number(
		"Candidate's Output as a Multiple",
		'outputRatio',
		0,
		'How many tokens the candidate gives for one of the baseline; 0 means as the quality check measured it, or 1',
		0,
	),
	number(
		'Concurrent Requests When Self-Hosting',
		'concurrentRequests',
		16,
		'How many requests keep their context in the memory of the cards at once',
		1,
	),
	number('Context Tokens When Self-Hosting', 'contextTokens', 32_768, 'How many tokens each of them keeps there', 1),
	{
		displayName: 'Distill to Compare',
		name: 'distillModel',
		type: 'string',
		default: 'deepseek-r1-distill-qwen-32b',
		description: 'Smaller weights that are priced on rented cards; empty for none',
	},
	number(
		'Distill: Output Tokens a Second of a Replica',
		'distillTokensPerSecond',
		0,
		'What one set of cards gives with the distill; 0 means not known',
	),
	{
		displayName: 'Hours of Traffic (UTC)',
		name: 'hoursUtc',
		type: 'string',
		default: '',
		placeholder: '7-17',
		description: 'Hours of the day with traffic, for a profile; empty means all day',
	},
	number('Months to Pay Back', 'maxPaybackMonths', 24, 'How many months the effort of the move may take to be paid back'),
	number('Most Cost as a Multiple', 'maxCostRatio', 1, 'How many times the baseline the candidate may cost'),
	number('Output Tokens a Second of a Replica', 'replicaTokensPerSecond', 0, 'What one set of cards gives under load; 0 means not known'),
	{
		displayName: 'Precision of the Weights',
		name: 'precision',
		type: 'options',
		default: 'native',
		options: [
			{ name: 'As Published', value: 'native' },
			{ name: 'BF16', value: 'bf16' },
			{ name: 'FP8', value: 'fp8' },
			{ name: 'INT4', value: 'int4' },
		],
	},
	{
		displayName: 'Rented Card',
		name: 'gpu',
		type: 'options',
		default: 'H100 80 GB',
		options: gpus.map(({ name }) => ({ name, value: name })),
	},
	number(
		'Rented Cards',
		'gpuCount',
		0,
		'A number of cards to price as well, whether it holds the weights or not; 0 means only the number that does',
	),
	number('Rent of a Card and Hour (USD)', 'gpuHourUsd', 0, 'What one card costs for an hour; 0 means not known'),
	number('Requests for a Verdict', 'minRequests', 100, 'How many requests a log needs'),
	{
		displayName: 'Self-Hosted Model',
		name: 'selfHostModel',
		type: 'string',
		default: '',
		placeholder: 'deepseek-r1-0528',
		description: 'Open weights to price on rented cards; empty means those of the candidate',
	},
	number('Usable Memory (%)', 'usableMemoryPercent', 90, "Part of a card's memory that weights and cache may fill", 10),
	number('Use of Capacity (%)', 'utilisationPercent', 50, "Part of a replica's capacity that real traffic uses", 1),
	{
		displayName: 'Weekdays Only',
		name: 'weekdaysOnly',
		type: 'boolean',
		default: false,
		description: 'Whether a profile has no traffic on Saturday and Sunday',
	},
];

export const fields: readonly Field[] = [
	{
		displayName: 'Usage From',
		name: 'usageSource',
		type: 'options',
		default: 'profile',
		options: [
			{ name: 'File', value: 'file', description: 'A usage log, an export of a provider, or executions of n8n' },
			{ name: 'Items', value: 'items', description: 'Rows or executions that come in as items' },
			{ name: 'Profile', value: 'profile', description: 'Requests a day with their tokens' },
		],
	},
	{
		displayName: 'Usage File',
		name: 'usageFile',
		type: 'string',
		default: '',
		placeholder: '/data/usage.csv',
		description: 'CSV, JSON, or JSON lines, also gzipped, with a row for each call or day',
		displayOptions: { show: { usageSource: ['file'] } },
	},
	{ ...number('Requests a Day', 'requestsPerDay', 0, 'How many calls a day'), ...profile },
	{ ...number('Input Tokens a Request', 'inputTokensPerRequest', 0, 'Tokens of the prompt'), ...profile },
	{
		...number('Output Tokens a Request', 'outputTokensPerRequest', 0, 'Tokens of the answer, thinking included, with the baseline model'),
		...profile,
	},
	{
		displayName: 'Baseline to Price',
		name: 'costBaselineModel',
		type: 'string',
		default: '',
		placeholder: 'o1',
		description: 'Model that you use today; empty means the baseline of the check',
	},
	{
		displayName: 'Candidate to Price',
		name: 'costCandidateModel',
		type: 'string',
		default: '',
		placeholder: 'deepseek-flash',
		description: 'Model that you want to move to; empty means the candidate of the check',
	},
	number('Effort of the Move (USD)', 'migrationCostUsd', 0, 'What the migration itself costs, for the time until it is paid back'),
	{
		displayName: 'Cost Options',
		name: 'costOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	},
];
