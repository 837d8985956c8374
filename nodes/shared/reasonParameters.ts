import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import type { ReasonMessage, ReasonRequest } from '../../core/reason';
import { defaultFallBackOn, fallbackGroups, type FallbackGroupName } from '../../core/reason/fallbackGroups';
import { periods } from '../../core/budget/ledger/periods';
import { maxTokensWithinBudget } from './withinBudget';
import { several } from './hosts';

const groupNames = fallbackGroups.map(({ value }) => value);

/** Expressions and agents give numbers as text. */
const number = z.union([
	z.number(),
	z
		.string()
		.trim()
		.regex(/^-?\d+(\.\d+)?$/, 'must be a number')
		.transform(Number),
]);
const whole = (from: number) =>
	number.refine((value) => Number.isSafeInteger(value) && value >= from, `must be a whole number from ${from}`);
const seconds = number.refine((value) => value > 0, 'must be more than 0');
const usd = number.refine((value) => value >= 0, 'must be US dollars, 0 or more');
const nothing = z.union([z.literal(''), z.null()]).transform(() => undefined);

const budget = z.object({ key: z.string().trim().min(1), limitUsd: z.union([nothing, usd]).optional(), period: z.enum(periods) });

const optionsSchema = z.object({
	askAgain: whole(1).default(1),
	budgets: z.object({ entries: z.array(budget).default([]) }).default({ entries: [] }),
	effort: z.enum(['minimal', 'low', 'medium', 'high', 'max']).optional(),
	extraBody: z.unknown().optional(),
	fallBackOn: z.array(z.enum(groupNames)).optional(),
	includeThinking: z.boolean().default(true),
	languages: z.string().default(''),
	ledger: z.enum(['sqlite', 'postgres']).default('sqlite'),
	ledgerFile: z.string().default(''),
	maxTokens: whole(1).optional(),
	price: z.object({ entry: z.object({ inputUsdPerMillion: usd, outputUsdPerMillion: usd }).optional() }).default({}),
	retries: whole(0).optional(),
	seed: whole(Number.MIN_SAFE_INTEGER).optional(),
	silenceTimeout: seconds.optional(),
	systemPrompt: z.string().optional(),
	temperature: number.optional(),
	thinking: z.enum(['auto', 'on', 'off']).default('auto'),
	topP: number.optional(),
	totalTimeout: seconds.optional(),
	whenChinese: z.enum(['pass', 'flag', 'askAgain', 'fail']).default('pass'),
});

const messagesSchema = z.array(
	z.looseObject({
		role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
		content: z.union([z.string(), z.null(), z.array(z.unknown())]).default(null),
		thinking: z.string().optional(),
	}),
);

const entriesSchema = z.array(z.object({ host: z.string(), model: z.string() }));

export interface Parameters {
	request: Omit<ReasonRequest, 'model'>;
	models: { credential: string; model: string }[];
	options: Omit<z.infer<typeof optionsSchema>, 'fallBackOn'> & { fallBackOn: readonly FallbackGroupName[] };
}

/** What the user set for one item. @throws Error that names the field that is wrong, with a `description`. */
export function readParameters(context: IExecuteFunctions, itemIndex: number): Parameters {
	const read = (name: string, fallback?: unknown): unknown => context.getNodeParameter(name, itemIndex, fallback);
	const options = readOptions(read('options', {}));
	const { effort, thinking, temperature, topP, seed } = options;
	const maxTokens = options.maxTokens ?? (options.budgets.entries.length ? maxTokensWithinBudget : undefined);
	return {
		models: readModels(read),
		options: { ...options, fallBackOn: options.fallBackOn ?? defaultFallBackOn },
		request: {
			messages: withSystemPrompt(readMessages(read), options.systemPrompt),
			...{ effort, thinking, maxTokens, temperature, topP, seed },
			...(read('output') === 'json' ? { jsonSchema: readObject('JSON Schema', read('schema')) } : {}),
			...(options.extraBody === undefined ? {} : { extraBody: readObject('Extra Body', options.extraBody) }),
		},
	};
}

/** The options of R1 Reason, and those of the chat model, which are some of them. */
export const readOptions = (value: unknown) => check('Options', optionsSchema, value);

type Read = (name: string, fallback?: unknown) => unknown;

function readModels(read: Read): Parameters['models'] {
	const host = String(read('host'));
	const entries =
		host === several ? check('Models', entriesSchema, read('models.entries', [])) : [{ host, model: modelName(read('model')) }];
	const models = entries.map((entry) => ({ credential: entry.host, model: entry.model.trim() }));
	if (models.length === 0) throw wrong('Models', 'Add at least one model to the list.');
	if (models.some(({ model }) => model === '')) throw wrong('Model', 'Pick one from the list, or write its ID.');
	return models;
}

/** A resource locator is given as an object, or as its value alone by an agent or an expression. */
export function modelName(value: unknown): string {
	if (typeof value === 'object' && value !== null && 'value' in value) return String(value.value ?? '');
	return typeof value === 'string' ? value : '';
}

function readMessages(read: Read): ReasonMessage[] {
	if (read('input') === 'messages') {
		const messages = check('Messages', messagesSchema, parseJson('Messages', read('messages')));
		if (messages.length === 0) throw wrong('Messages', 'The list is empty.');
		return messages;
	}
	const prompt = read('prompt');
	const text = typeof prompt === 'string' ? prompt : prompt === undefined || prompt === null ? '' : JSON.stringify(prompt);
	if (text.trim() === '') throw wrong('Prompt', 'It is empty for this item. Check the expression.');
	return [{ role: 'user', content: text }];
}

function withSystemPrompt(messages: ReasonMessage[], systemPrompt = ''): ReasonMessage[] {
	return systemPrompt.trim() === '' ? messages : [{ role: 'system', content: systemPrompt }, ...messages];
}

export function readObject(field: string, value: unknown): Record<string, unknown> {
	return check(field, z.record(z.string(), z.unknown()), parseJson(field, value));
}

function parseJson(field: string, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const parsed = tryParse(value);
	if (parsed === undefined) throw wrong(field, 'It is no valid JSON.');
	return parsed;
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function check<Type>(field: string, schema: z.ZodType<Type>, value: unknown): Type {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [{ path, message }] = result.error.issues;
	throw wrong(field, `${path.length ? `${path.join('.')}: ` : ''}${message}.`);
}

const wrong = (field: string, description: string) => Object.assign(new Error(`The field "${field}" can't be used`), { description });
