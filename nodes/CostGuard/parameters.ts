import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import { LedgerError } from '../../core/budget/ledger/ledgerError';
import { periods } from '../../core/budget/ledger/periods';

const text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
/** Expressions give nothing where a field is missing. */
const optionalText = z.union([text, z.null(), z.undefined()]).transform((value) => value ?? '');
const number = z.union([
	z.number(),
	z
		.string()
		.trim()
		.regex(/^\d+(\.\d+)?$/, 'must be a number')
		.transform(Number),
]);
const usd = number.refine((value) => Number.isFinite(value) && value >= 0, 'must be US dollars, 0 or more');
const tokens = number.refine((value) => Number.isSafeInteger(value) && value >= 0, 'must be a whole number of tokens');
const empty = z.union([z.literal(''), z.null(), z.undefined()]).transform(() => undefined);
/** What a date field gives: an ISO text, or a luxon DateTime from an expression. */
const instant = z.union([
	empty,
	z.object({ toMillis: z.custom<() => number>((value) => typeof value === 'function') }).transform((value) => value.toMillis()),
	z
		.union([z.string(), z.number(), z.date()])
		.transform((value) => new Date(value).getTime())
		.refine((ms) => Number.isFinite(ms), 'must be a date'),
]);
const names = z
	.union([z.array(z.string()), text.transform((value) => value.split(','))])
	.transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''));

const ledgerOptions = z.object({ file: optionalText.optional(), waitSeconds: number.optional() });

export const reserveParameters = z.object({
	scopes: z.object({
		entries: z.array(z.object({ key: text, limitUsd: z.union([empty, usd]), period: z.enum(periods) })).default([]),
	}),
	models: names,
	text: z
		.unknown()
		.transform((value) => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value))),
	maxOutputTokens: tokens,
	options: ledgerOptions.extend({
		calls: tokens.refine((value) => value >= 1 && value <= 10_000, 'must be from 1 to 10,000').default(1),
		estimateUsd: usd.optional(),
		fallbackModels: names.default([]),
		hostId: optionalText.optional(),
		ifLedgerFails: z.enum(['stop', 'letThrough']).default('stop'),
		inputTokens: tokens.optional(),
		leaseMinutes: number.default(30),
		nearLimitPercent: number.default(80),
		prices: z
			.object({ entries: z.array(z.object({ model: text, inputUsdPerMillion: usd, outputUsdPerMillion: usd })).default([]) })
			.default({ entries: [] }),
		timeZone: optionalText.optional(),
		onExpiry: z.enum(['charge', 'free']).default('charge'),
		workflow: optionalText.optional(),
	}),
});

const reservationId = z.union([text, z.null(), z.undefined()]).transform((value) => value ?? null);

export const settleParameters = z.object({
	reservationId,
	usageFrom: z.enum(['item', 'fields', 'cost']),
	options: ledgerOptions.extend({ hostId: optionalText.optional(), model: optionalText.optional(), sentAt: instant.optional() }),
});
export const settleFields = z.object({ inputTokens: tokens, cachedTokens: tokens, outputTokens: tokens });
export const settleCost = z.object({ costUsd: usd });

export const releaseParameters = z.object({ reservationId, options: ledgerOptions });

export const budgetParameters = z.object({
	change: z.enum(['set', 'reset', 'remove']),
	key: text,
	period: z.enum(periods),
	options: ledgerOptions,
});
export const budgetLimit = z.object({ limitUsd: usd });

export const reportParameters = z.object({
	from: instant,
	to: instant,
	options: ledgerOptions.extend({ key: optionalText.optional(), timeZone: optionalText.optional() }),
});

/** Reads the parameters of a schema by their names. @throws LedgerError that names the field. */
export function read<Shape extends z.ZodRawShape>(
	context: IExecuteFunctions,
	itemIndex: number,
	schema: z.ZodObject<Shape>,
): z.output<z.ZodObject<Shape>> {
	const raw = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, context.getNodeParameter(name, itemIndex)]));
	const parsed = schema.safeParse(raw);
	if (parsed.success) return parsed.data;
	const [{ path, message }] = parsed.error.issues;
	const field = path.join('.');
	throw new LedgerError('invalid', `Field ${field}: ${message}`, 'Correct the field and run again. Nothing was charged.', field);
}
