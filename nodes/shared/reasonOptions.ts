import type { INodeProperties } from 'n8n-workflow';
import { defaultLimits, mostHeaderBytes } from '../../core/reason/limits';
import { scopePeriods } from './scopePeriods';
import { fallbackGroups } from '../../core/reason/fallbackGroups';
import { shadowOption } from './shadowOption';

/** From little to much. */
const efforts = [
	{ name: 'Minimal', value: 'minimal' },
	{ name: 'Low', value: 'low' },
	{ name: 'Medium', value: 'medium' },
	{ name: 'High', value: 'high' },
	{ name: 'Maximum', value: 'max' },
];

// eslint-disable-next-line n8n-nodes-base/node-param-default-missing -- it stands in the table of limits
const limitField = (displayName: string, name: keyof typeof defaultLimits, maxValue?: number): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, ...(maxValue === undefined ? {} : { maxValue }) },
	default: defaultLimits[name],
});

const limitFields = [
	limitField('Answer (Characters)', 'answerCharacters'),
	limitField('Error Body (Bytes)', 'errorBytes'),
	limitField('Headers (Bytes)', 'headerBytes', mostHeaderBytes),
	limitField('Response (Bytes)', 'responseBytes'),
	limitField('Tool Arguments (Characters)', 'toolCharacters'),
	limitField('Trace (Characters)', 'thinkingCharacters'),
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
			displayName: 'Ask Again at Most',
			name: 'askAgain',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5 },
			default: 1,
			description: 'For When Chinese Leaks: how often is asked again before the answer is flagged; every answer is paid',
		},
		{
			displayName: 'Attach Binary Fields',
			name: 'attach',
			type: 'string',
			default: 'data',
			placeholder: 'data, picture',
			hint: 'The names of the input binary fields containing the files, with commas between them',
			description:
				'Images, audio, PDFs and texts of the item that the model reads together with the prompt; the model must be one that can, such as deepseek-flash for images',
		},
		{
			displayName: 'Budgets',
			name: 'budgets',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Budget',
			default: {},
			description:
				'Every request must fit into all of them with its dearest case, retries and fallbacks too; the same budgets as in Cost Guard',
			options: [
				{
					displayName: 'Budget',
					name: 'entries',
					values: [
						{
							displayName: 'Scope',
							name: 'key',
							type: 'string',
							default: 'everything',
							placeholder: 'customer:{{ $json.customerId }}',
							description: 'Whose budget it is: any name, such as a customer, a workflow, or everything',
						},
						{
							displayName: 'Limit (USD)',
							name: 'limitUsd',
							type: 'string',
							default: '10',
							description: 'In US dollars; empty takes the limit that Cost Guard has stored',
						},
						{ displayName: 'Per', name: 'period', type: 'options', default: 'day', options: scopePeriods },
					],
				},
			],
		},
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 500 },
			default: 5,
			description:
				'How many items are answered at the same time. Without this option 100 at DeepSeek, which allows 500 to 2,500 an account, 10 at other hosts, and 5 at a server of your own.',
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
			displayName: 'Enable Streaming',
			name: 'stream',
			type: 'boolean',
			default: true,
			description:
				'Whether the answer is shown as it comes in a chat or webhook that streams; one that may still change (JSON, When Chinese Leaks, several models) is shown when it is whole',
		},
		{
			displayName: 'Expected Languages',
			name: 'languages',
			type: 'string',
			default: '',
			placeholder: 'en, ja',
			description: 'For When Chinese Leaks: language codes of the answer; with zh, Chinese is no leak; empty is the language of the prompt',
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
			displayName: 'Idempotency Key',
			name: 'idempotencyKey',
			type: 'string',
			default: '',
			placeholder: "{{ $json.headers['idempotency-key'] }}",
			description:
				'With Budgets: names what is asked for, such as a header of a caller that may repeat itself; a request that was made under this name before is not sent again, and the error says what became of it',
		},
		{
			displayName: 'Include Thinking',
			name: 'includeThinking',
			type: 'boolean',
			default: true,
			description: 'Whether the trace is part of the output',
		},
		{
			displayName: 'Keep Budgets In',
			name: 'ledger',
			type: 'options',
			default: 'sqlite',
			options: [
				{ name: 'File on This Machine', value: 'sqlite', description: 'Needs no set-up; for all executions and workers on one machine' },
				{ name: 'PostgreSQL', value: 'postgres', description: 'For n8n on several machines' },
			],
		},
		{
			displayName: 'Ledger Name',
			name: 'ledgerFile',
			type: 'string',
			default: '',
			placeholder: 'billing',
			description:
				"Name of the ledger that holds the budgets, a SQLite file in the folder r1-ledgers of n8n's user folder; empty is the one that all share; a path needs a folder that n8n's operator allows by R1_LEDGER_FOLDERS",
		},
		{
			displayName: 'Limits',
			name: 'limits',
			type: 'fixedCollection',
			default: {},
			placeholder: 'Add Limits',
			description:
				'Most that is read of one answer; past one of them the call is ended, charged as an answer that was cut off, and the error says which',
			options: [{ displayName: 'Limits', name: 'entry', values: limitFields }],
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
			displayName: 'Price',
			name: 'price',
			type: 'fixedCollection',
			default: {},
			placeholder: 'Add Price',
			description: 'For budgets: what the model costs where the catalogue does not know it, such as on a server of your own',
			options: [
				{
					displayName: 'Price',
					name: 'entry',
					values: [
						{
							displayName: 'Input (USD per Million Tokens)',
							name: 'inputUsdPerMillion',
							type: 'number',
							typeOptions: { minValue: 0, numberPrecision: 6 },
							default: 0,
						},
						{
							displayName: 'Output (USD per Million Tokens)',
							name: 'outputUsdPerMillion',
							type: 'number',
							typeOptions: { minValue: 0, numberPrecision: 6 },
							default: 0,
						},
					],
				},
			],
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10 },
			default: 2,
			description:
				'How often a request is sent again that failed without being charged (429, 500, 503, no connection); one that was cut off after it left may have been charged and is not',
		},
		{
			displayName: 'Seed',
			name: 'seed',
			type: 'number',
			default: 0,
			description: 'For answers that can be repeated, where the host supports it',
		},
		shadowOption,
		{
			displayName: 'Silence Timeout (Seconds)',
			name: 'silenceTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 600,
			description: 'Longest time without any sign of life from the host; a keep-alive is one',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data: answer, thinking, data, model and cost',
		},
		{
			displayName: 'System Prompt',
			name: 'systemPrompt',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'Put where the model wants it: for R1 weights into the user message',
			// Since version 1.1 it stands beside the prompt.
			displayOptions: { show: { '@version': [1] } },
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
			description: 'Longest time for a model, retries included',
		},
		{
			displayName: 'When Chinese Leaks',
			name: 'whenChinese',
			type: 'options',
			default: 'flag',
			description: 'What happens when the answer holds Chinese that is not in the prompt',
			options: [
				{ name: 'Ask Again', value: 'askAgain', description: 'With the wish for another language; flagged if it stays' },
				{ name: 'Fail the Item', value: 'fail' },
				{ name: 'Flag', value: 'flag', description: 'The output says where it is, in the answer and in the trace' },
				{ name: 'Pass On', value: 'pass', description: 'Not looked for' },
			],
		},
	],
};
