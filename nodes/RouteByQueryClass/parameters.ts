import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import { parseCategories, type OwnCategory } from '../../core/classify/own/parameters';
import { parseOptions, parseRoutes, type Options } from '../../core/classify/parameters';
import { inWordsOf } from '../../core/parseFields';
import { foundingTable } from '../../core/classify/foundingTable';
import type { Route } from '../../core/classify/routes';
import { readParameters, textOrJson } from '../shared/parameters';
import { properties } from './properties';

const teachSchema = z.object({
	teachFor: z.enum(['classes', 'examples']).default('classes'),
	saveTo: z.enum(['item', 'file']).default('item'),
	filePath: textOrJson,
});

/** What Teach fits, and where it puts it. @throws FieldError */
export const readTeaching = (context: IExecuteFunctions) => readParameters(context, 0, teachSchema, properties);

/** The right class of an item, or the name of its category. */
export const readLabel = (context: IExecuteFunctions, itemIndex: number): string =>
	readParameters(context, itemIndex, z.object({ label: textOrJson }), properties).label.trim();

const tableSchema = z.object({
	table: z.enum(['founding', 'examples', 'own']).default('founding'),
	routes: z.unknown(),
	secondOpinion: z.unknown().transform((value) => value === true),
});

/** The table is the same for all items: outputs can't differ from item to item. @throws FieldError */
export function readTable(context: IExecuteFunctions, now: Date): { routes: Route[]; secondOpinion: boolean } {
	const { table, routes, secondOpinion } = readParameters(context, 0, tableSchema, properties);
	return { secondOpinion, routes: table === 'own' ? inWordsOf(properties, () => parseRoutes(routes)) : foundingTable(now) };
}

/** @throws FieldError */
export function readCategories(context: IExecuteFunctions): OwnCategory[] {
	const { categories } = readParameters(context, 0, z.object({ categories: z.unknown() }), properties);
	return inWordsOf(properties, () => parseCategories(categories));
}

/** The options of an item, with what its own fields say where they are silent. @throws FieldError */
export function readOptions(context: IExecuteFunctions, itemIndex: number, item?: Record<string, unknown>): Options {
	const { options } = readParameters(context, itemIndex, z.object({ options: z.unknown() }), properties);
	return inWordsOf(properties, () => parseOptions(options, item));
}
