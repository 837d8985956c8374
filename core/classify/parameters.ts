import { z } from 'zod/v4';
import { QUERY_CLASSES } from './classes';
import type { Adaptation } from './classify';
import { NEEDS, type Route } from './routes';
import { parseJson } from '../json';
import { parseFields } from '../parseFields';

/** Numbers out of expressions: absent, empty or not a number counts as not known. */
const looseNumber = z.unknown().transform((value) => {
	if (value === null || value === undefined || value === '' || typeof value === 'boolean') return undefined;
	const parsed = Number(value);
	return Number.isFinite(parsed) ? parsed : undefined;
});
const looseText = z.unknown().transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

const conditions = z.object({
	needs: z.array(z.enum(NEEDS)).default([]),
	tiers: looseText,
	sensitivity: z.enum(['any', 'sensitive', 'notSensitive']).default('any'),
	minBudgetUsd: looseNumber,
	maxBudgetUsd: looseNumber,
	minLoad: looseNumber,
	maxLoad: looseNumber,
	host: looseText,
});

const routes = z.object({
	route: z
		.array(
			z.object({
				name: looseText,
				classes: z.array(z.enum(QUERY_CLASSES)).default([]),
				model: looseText,
				conditions: conditions.default(() => conditions.parse({})),
			}),
		)
		.default([]),
});

export function parseRoutes(raw: unknown): Route[] {
	return parseFields(routes, raw ?? {}, [], ['routes']).route.map(({ conditions: { tiers, ...limits }, name, ...route }, index) => ({
		...route,
		...limits,
		name: name || `Route ${index + 1}`,
		tiers: tiers
			.split(',')
			.map((tier) => tier.trim())
			.filter(Boolean),
	}));
}

const options = z.object({
	budgetLeftUsd: looseNumber,
	sensitivity: looseText,
	outputTokens: looseNumber,
	detect: z.boolean().default(true),
	load: looseNumber,
	longContextFrom: looseNumber,
	needs: z.array(z.enum(NEEDS)).default([]),
	adaptation: z.unknown(),
	adaptationFile: looseText,
	unsureBelow: looseNumber,
	tier: looseText,
});
export type Options = z.infer<typeof options>;

/** The options of an item; what they leave out is read from the item's own fields, Cost Guard's `budget` among them. */
export function parseOptions(raw: unknown, item: Record<string, unknown> = {}): Options {
	const { tier, sensitivity, load, budget } = item;
	const left = typeof budget === 'object' && budget !== null && 'leftUsd' in budget ? budget.leftUsd : undefined;
	const given = typeof raw === 'object' && raw !== null ? raw : {};
	return parseFields(options, { tier, sensitivity, load, budgetLeftUsd: left, ...given }, [], ['options']);
}

const five = z.array(z.number()).length(QUERY_CLASSES.length);
const adaptationSchema = z.object({
	bias: five,
	weights: z.array(z.tuple([z.number().int().nonnegative(), five])),
	unsureBelow: z.number().min(0).max(1).optional(),
});

/** Corrections as an object, as JSON, or as the whole item that Teach put out. */
export function parseAdaptation(raw: unknown): Adaptation | undefined {
	if (raw === undefined || raw === null || raw === '') return undefined;
	const value = typeof raw === 'string' ? parseCorrections(raw) : raw;
	const inner = typeof value === 'object' && value !== null && 'adaptation' in value ? value.adaptation : value;
	return parseFields(adaptationSchema, inner, [], ['options', 'adaptation']);
}

function parseCorrections(text: string): unknown {
	const parsed = parseJson(text);
	if (parsed !== undefined) return parsed;
	throw Object.assign(new Error('Taught Corrections is not JSON'), {
		description: 'Give it the field adaptation of a Teach item, or the file that Teach wrote.',
	});
}
