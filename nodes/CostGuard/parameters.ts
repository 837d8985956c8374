import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import { periods } from '../../core/budget/ledger/periods';
import { nothing, number, readParameters, textOrJson, usd } from '../shared/parameters';
import { isOperation, type Operation } from './operations';
import { properties } from './properties';

const text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
/** Expressions give nothing where a field is missing. */
const optionalText = z.union([text, z.null(), z.undefined()]).transform((value) => value ?? '');
const tokens = number.refine((value) => Number.isSafeInteger(value) && value >= 0, 'must be a whole number of tokens');
/** What a date field gives: an ISO text, or a luxon DateTime from an expression. */
const instant = z.union([
	nothing,
	z.object({ toMillis: z.custom<() => number>((value) => typeof value === 'function') }).transform((value) => value.toMillis()),
	z
		.union([z.string(), z.number(), z.date()])
		.transform((value) => new Date(value).getTime())
		.refine((ms) => Number.isFinite(ms), 'must be a date'),
]);
const names = z
	.union([z.array(z.string()), text.transform((value) => value.split(','))])
	.transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''));

const ledgerOptions = z.object({
	file: optionalText.optional(),
	keepDays: number.refine((days) => days >= 31 && days <= 3660, 'must be from 31 days to 10 years').optional(),
	waitSeconds: number.optional(),
});

/** What the node does; the same for all items. */
export const operationParameter = z.object({ operation: z.custom<Operation>(isOperation, 'There is no such operation') });

/** Where the ledger lies. */
export const ledgerParameters = z.object({
	ledger: z.enum(['sqlite', 'postgres']),
	options: ledgerOptions.extend({ ifLedgerFails: z.enum(['stop', 'letThrough']).default('stop') }),
});

function isTimeZone(name: string): boolean {
	try {
		Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

const scopeKey = text.refine((value) => value !== '', 'It is empty');
const scope = z.object({
	key: scopeKey,
	limitUsd: z.union([nothing, usd], 'must be US dollars, from 0 to 9,007,199'),
	period: z.enum(periods),
});
const timeZone = optionalText.refine((name) => name === '' || isTimeZone(name), 'There is no such time zone. Write one like Europe/Berlin');

export const reserveParameters = z.object({
	scopes: z.object({ entries: z.array(scope).default([]) }).refine(({ entries }) => entries.length > 0, 'Add at least one budget'),
	ledger: z.enum(['sqlite', 'postgres']),
	models: names,
	text: textOrJson,
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
		timeZone: timeZone.optional(),
		onExpiry: z.enum(['auto', 'charge', 'free']).optional(),
		idempotencyKey: optionalText.refine((key) => key.length <= 200, 'must have at most 200 characters').optional(),
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
	key: scopeKey,
	period: z.enum(periods),
	options: ledgerOptions.extend({ timeZone: timeZone.optional() }),
});
export const budgetLimit = z.object({ limitUsd: usd });

export const reportParameters = z.object({
	from: instant,
	to: instant,
	options: ledgerOptions.extend({ key: optionalText.optional(), timeZone: timeZone.optional() }),
});

/** What the user set for one item. @throws FieldError that names the field as the panel shows it. */
export const read = <Shape extends z.ZodRawShape>(context: IExecuteFunctions, itemIndex: number, schema: z.ZodObject<Shape>) =>
	readParameters(context, itemIndex, schema, properties);
