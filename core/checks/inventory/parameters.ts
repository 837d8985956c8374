import { z } from 'zod/v4';
import { readParameters } from '../calls/readParameters';

/** One rule a line: `kind:vision, class:small: MODEL`, the last colon before the target. */
export const targetsInText = (text: string): Record<string, string> =>
	Object.fromEntries(
		text
			.split('\n')
			.map((line) => line.trim())
			.filter(Boolean)
			.map((line) => {
				const cut = /^(.*?(?:\*|:\s*[\w.-]+))\s*:\s+(\S.*)$/.exec(line);
				return cut ? [cut[1], cut[2]] : [line, ''];
			}),
	);

const schema = z.object({
	source: z.enum(['files', 'items', 'instance']).default('files'),
	paths: z
		.union([z.string(), z.array(z.string())])
		.default('')
		.transform((value) => (typeof value === 'string' ? value.split('\n') : value).map((line) => line.trim()).filter(Boolean)),
	instanceUrl: z.string().trim().default(''),
	instanceApiKey: z.string().default(''),
	target: z.string().trim().default(''),
	fixDir: z.string().trim().default(''),
	inventoryOptions: z
		.object({
			targetBaseUrl: z.string().trim().default(''),
			targets: z
				.union([z.string(), z.record(z.string(), z.string())])
				.default('')
				.transform((value) => (typeof value === 'string' ? targetsInText(value) : value)),
			warnDays: z.number().min(0).default(365),
			evidenceFile: z.string().trim().default(''),
		})
		.prefault({}),
});

export type InventoryParameters = {
	source: 'files' | 'items' | 'instance';
	paths: string[];
	instanceUrl: string;
	instanceApiKey: string;
	target: string;
	targetBaseUrl: string;
	/** Selectors with the targets of what they fit, in their order. */
	targets: Record<string, string>;
	warnDays: number;
	/** `report.json` of an audit in which the quality check ran. */
	evidenceFile: string;
	fixDir: string;
};

const withDescription = (message: string, description: string) => Object.assign(new Error(message), { description });

export function parseParameters(raw: Record<string, unknown>): InventoryParameters {
	const { inventoryOptions, ...rest } = readParameters(schema, raw);
	if (rest.source === 'instance' && !URL.canParse(rest.instanceUrl)) {
		throw withDescription(
			'The address of the n8n instance is missing',
			'Put it into the field "Instance Address", such as https://n8n.example.com.',
		);
	}
	return { ...rest, ...inventoryOptions };
}
