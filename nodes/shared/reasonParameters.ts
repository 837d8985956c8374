import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod/v4';
import { periods } from '../../core/budget/ledger/periods';
import type { ReasonMessage, ReasonRequest } from '../../core/reason';
import { defaultFallBackOn, fallbackGroups, type FallbackGroupName } from '../../core/reason/fallbackGroups';
import { parseFields } from '../../core/parseFields';
import { several } from './hosts';
import { shadowSettings } from './shadowOption';
import { fieldError, json, modelName, nothing, number, readParameters, textOrJson, usd, whole } from './parameters';
import { maxTokensWithinBudget } from './withinBudget';

const groupNames = fallbackGroups.map(({ value }) => value);

const seconds = number.refine((value) => value > 0, 'must be more than 0');
const budget = z.object({
	key: z.string().trim().min(1, 'is empty'),
	limitUsd: z.union([nothing, usd], 'must be US dollars, from 0 to 9,007,199').optional(),
	period: z.enum(periods),
});
const limits = z.object({
	thinkingCharacters: whole(1).optional(),
	answerCharacters: whole(1).optional(),
	toolCharacters: whole(1).optional(),
	responseBytes: whole(1).optional(),
	headerBytes: whole(1).optional(),
	errorBytes: whole(1).optional(),
});
const object = json(z.record(z.string(), z.unknown(), 'must be a JSON object'));

/** The options of R1 Reason; those of the chat model are some of them. */
export const reasonOptions = z
	.object({
		askAgain: whole(1).default(1),
		attach: z.string().default(''),
		budgets: z.object({ entries: z.array(budget).default([]) }).default({ entries: [] }),
		concurrency: whole(1).optional(),
		effort: z.enum(['minimal', 'low', 'medium', 'high', 'max']).optional(),
		extraBody: object.optional(),
		fallBackOn: z.array(z.enum(groupNames)).optional(),
		idempotencyKey: z.union([nothing, z.string().trim().max(190, 'must have at most 190 characters')]).optional(),
		includeThinking: z.boolean().default(true),
		languages: z.string().default(''),
		limits: z.object({ entry: limits.optional() }).default({}),
		ledger: z.enum(['sqlite', 'postgres']).default('sqlite'),
		ledgerFile: z.string().default(''),
		maxTokens: whole(1).optional(),
		price: z.object({ entry: z.object({ inputUsdPerMillion: usd, outputUsdPerMillion: usd }).optional() }).default({}),
		retries: whole(0).optional(),
		seed: whole(Number.MIN_SAFE_INTEGER).optional(),
		shadow: shadowSettings,
		silenceTimeout: seconds.optional(),
		simplify: z.boolean().default(false),
		stream: z.boolean().default(true),
		systemPrompt: z.string().optional(),
		temperature: number.optional(),
		thinking: z.enum(['auto', 'on', 'off']).default('auto'),
		topP: number.optional(),
		totalTimeout: seconds.optional(),
		whenChinese: z.enum(['pass', 'flag', 'askAgain', 'fail']).default('pass'),
	})
	.prefault({});

const conversation = z
	.array(
		z.looseObject({
			role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
			content: z.union([z.string(), z.null(), z.array(z.unknown())]).default(null),
			thinking: z.string().optional(),
		}),
		'It must be a list of messages',
	)
	.min(1, 'The list is empty');

/** The list of Several, One After the Other. */
export const modelEntries = z.object({ entries: z.array(z.object({ host: z.string(), model: z.string().trim() })).default([]) }).optional();

const schema = z.object({
	host: z.string(),
	model: modelName.optional(),
	models: modelEntries,
	input: z.string(),
	prompt: textOrJson.optional(),
	messages: json(z.unknown()).optional(),
	systemPrompt: z.string().default(''),
	output: z.string(),
	schema: object.optional(),
	options: reasonOptions,
});

type Options = z.output<typeof reasonOptions>;

export interface Parameters {
	request: Omit<ReasonRequest, 'model'>;
	models: { credential: string; model: string }[];
	options: Omit<Options, 'fallBackOn'> & { fallBackOn: readonly FallbackGroupName[] };
}

/** What the user set for one item. @throws FieldError that names the field that is wrong. */
export function readReasonParameters(context: IExecuteFunctions, itemIndex: number, properties: readonly INodeProperties[]): Parameters {
	const given = readParameters(context, itemIndex, schema, properties);
	const { options } = given;
	const { effort, thinking, temperature, topP, seed, extraBody } = options;
	if (options.idempotencyKey && options.budgets.entries.length === 0)
		throw fieldError('options.idempotencyKey', 'It needs Budgets, whose ledger knows what was asked before', properties);
	const maxTokens = options.maxTokens ?? (options.budgets.entries.length ? maxTokensWithinBudget : undefined);
	return {
		models: modelsOf(given, properties),
		options: { ...options, fallBackOn: options.fallBackOn ?? defaultFallBackOn },
		request: {
			// Version 1 has it among the options.
			messages: withSystemPrompt(messagesOf(given, properties), given.systemPrompt || options.systemPrompt),
			...{ effort, thinking, maxTokens, temperature, topP, seed },
			...(given.output === 'json' ? { jsonSchema: given.schema } : {}),
			...(extraBody === undefined ? {} : { extraBody }),
		},
	};
}

/** An item without a prompt is an error of its own: nobody pays for a question that was not asked. */
function messagesOf({ input, prompt = '', messages }: z.output<typeof schema>, properties: readonly INodeProperties[]): ReasonMessage[] {
	if (input === 'messages') return parseFields(conversation, messages, properties, ['messages']);
	if (input === 'chat' && prompt.trim() === '')
		throw fieldError('input', 'The item has no chatInput. Connect a Chat Trigger, or choose Define Below', properties);
	if (prompt.trim() === '') throw fieldError('prompt', 'It is empty for this item. Check the expression', properties);
	return [{ role: 'user', content: prompt }];
}

interface ChosenModels {
	host: string;
	model?: string;
	models?: z.output<typeof modelEntries>;
}

/** The models to ask, in their order. @throws FieldError where one is missing. */
export function modelsOf({ host, model = '', models }: ChosenModels, properties: readonly INodeProperties[]): Parameters['models'] {
	if (host !== several) {
		if (model === '') throw fieldError('model', 'Pick one from the list, or write its ID', properties);
		return [{ credential: host, model }];
	}
	const entries = models?.entries ?? [];
	if (entries.length === 0) throw fieldError('models', 'Add at least one model to the list', properties);
	const empty = entries.findIndex((entry) => entry.model === '');
	if (empty >= 0) throw fieldError(`models.entries.${empty}.model`, 'Write the ID of a model, or remove the entry', properties);
	return entries.map((entry) => ({ credential: entry.host, model: entry.model }));
}

function withSystemPrompt(asked: ReasonMessage[], systemPrompt = ''): ReasonMessage[] {
	return systemPrompt.trim() === '' ? asked : [{ role: 'system', content: systemPrompt }, ...asked];
}

export const languagesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);
