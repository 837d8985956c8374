import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { z } from 'zod/v4';
import { number, usd } from './parameters';

/** The second endpoint's credential, so that the live one stays as it is. */
export const shadowCredential = 'r1ShadowApi';

/** The credential shows once a shadow model is named. n8n's check takes conditions here as for fields; its type leaves them out. */
export const onceShadowIsNamed = {
	show: { 'options.shadow.entry.model': [{ _cnd: { exists: true } }] },
} as unknown as INodeCredentialDescription['displayOptions'];

export const shadowOption: INodeProperties = {
	displayName: 'Shadow Model',
	name: 'shadow',
	type: 'fixedCollection',
	placeholder: 'Add Shadow Model',
	default: {},
	description:
		'Sends a share of the live requests, as they are, to a candidate as well, after the answer has gone out. Its answers are only written to a file, without personal data, for Migration Check (Tasks: Shadow Calls). It pauses by itself on errors and when its budget is spent.',
	options: [
		{
			displayName: 'Shadow Model',
			name: 'entry',
			values: [
				{
					displayName: 'Model ID',
					name: 'model',
					type: 'string',
					default: '',
					placeholder: 'e.g. deepseek-flash',
					description: 'Asked at the endpoint of the credential R1 Shadow Endpoint',
				},
				{
					displayName: 'Share (%)',
					name: 'sharePercent',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 100 },
					default: 10,
					description: 'How many of the live requests are sent to it',
				},
				{
					displayName: 'Budget a Day (USD)',
					name: 'dailyUsd',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 4 },
					default: 1,
					description: 'Held by the ledger, for the day in UTC; a model without a known price is not asked',
				},
				{
					displayName: 'File',
					name: 'file',
					type: 'string',
					default: '',
					placeholder: '/home/node/.n8n-files/shadow.jsonl',
					description: 'Where its answers are kept beside the live ones, one a line',
				},
			],
		},
	],
};

export const shadowSettings = z
	.object({
		entry: z
			.object({
				model: z.string().trim().min(1, 'is empty'),
				sharePercent: number.refine((value) => value >= 0 && value <= 100, 'must be from 0 to 100'),
				dailyUsd: usd,
				file: z.string().trim().min(1, 'is empty'),
			})
			.optional(),
	})
	.default({});

export type ShadowSettings = NonNullable<z.output<typeof shadowSettings>['entry']>;
