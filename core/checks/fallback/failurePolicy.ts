import { z } from 'zod/v4';
import { defaultFallBackOn, fallbackGroups, type FallbackGroupName } from '../../reason/reasonWithFallback';
import { parseJson } from '../../json';

const groups = fallbackGroups.map(({ value }) => value);

/** The part of R1 Reason's settings that decides what happens after a failure. */
export interface FailurePolicy {
	retries: number;
	fallBackOn: readonly FallbackGroupName[];
	silenceTimeoutMs?: number;
	totalTimeoutMs?: number;
	/** Models after the candidate, in order: at its own endpoint, at the baseline's, or at one that cannot be reached from here. */
	fallbacks: readonly { at: 'candidate' | 'baseline' | 'elsewhere'; model: string }[];
}

export const usualRetries = 2;

const nodeSchema = z.looseObject({
	parameters: z
		.looseObject({
			host: z.string().optional(),
			models: z.looseObject({ entries: z.array(z.looseObject({ host: z.string(), model: z.string() })).default([]) }).optional(),
			options: z
				.looseObject({
					retries: z.number().int().min(0).optional(),
					fallBackOn: z.array(z.enum(groups)).optional(),
					silenceTimeout: z.number().positive().optional(),
					totalTimeout: z.number().positive().optional(),
				})
				.prefault({}),
		})
		.prefault({}),
});

const isReason = (node: unknown) =>
	typeof node === 'object' && node !== null && 'type' in node && typeof node.type === 'string' && node.type.endsWith('.r1Reason');

/** Reads an R1 Reason node as it is copied from the canvas, or a workflow with one in it. */
export function readNode(text: string): FailurePolicy {
	const json: unknown = nodeJson(text);
	const nodes = typeof json === 'object' && json !== null && 'nodes' in json && Array.isArray(json.nodes) ? json.nodes : undefined;
	const node: unknown = nodes ? nodes.find(isReason) : json;
	if (node === undefined)
		throw new Error('The text in "R1 Reason Node" holds no R1 Reason node: copy the node on the canvas and paste it here');
	const parsed = nodeSchema.safeParse(node);
	if (!parsed.success)
		throw new Error(`The R1 Reason node cannot be read: ${parsed.error.issues[0].path.join('.')} ${parsed.error.issues[0].message}`);
	const { models, options } = parsed.data.parameters;
	const [first, ...others] = models?.entries ?? [];
	return {
		retries: options.retries ?? usualRetries,
		fallBackOn: options.fallBackOn ?? defaultFallBackOn,
		silenceTimeoutMs: toMs(options.silenceTimeout),
		totalTimeoutMs: toMs(options.totalTimeout),
		fallbacks: others.map(({ host, model }) => ({
			at: host === first?.host ? 'candidate' : host === 'r1BaselineApi' ? 'baseline' : 'elsewhere',
			model,
		})),
	};
}

/** Reads names, one a line; `baseline` stands for the baseline's model at its own endpoint. */
export function readFallbackModels(text: string): FailurePolicy['fallbacks'] {
	const names = text.split(/[\n,]/).map((name) => name.trim());
	return names.filter(Boolean).map((model) => ({ at: model.toLowerCase() === 'baseline' ? 'baseline' : 'candidate', model }));
}

const toMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1_000);

function nodeJson(text: string): unknown {
	const parsed = parseJson(text);
	if (parsed === undefined) throw new Error('The text in "R1 Reason Node" is no JSON: copy the node on the canvas and paste it here');
	return parsed;
}
