import { z } from 'zod/v4';
import { isObject, parseJson } from '../../json';
import { parseFields } from '../../parseFields';
import type { Category } from './categories';

/** A category as the node's user sets it up. */
export interface OwnCategory extends Category {
	model: string;
}

const text = z.unknown().transform((value) => (value === null || value === undefined ? '' : String(value).trim()));
const form = z.object({ category: z.array(z.object({ name: text, examples: text, model: text })).default([]) });

/** Categories with their examples, one a line or separated by a line of dashes. */
export function parseCategories(raw: unknown): OwnCategory[] {
	return parseFields(form, raw ?? {}, [], ['categories']).category.map(({ name, examples, model }, index) => ({
		name: name || `Category ${index + 1}`,
		model,
		examples: examples
			.split(/^-{3,}$/m.test(examples) ? /^-{3,}$/m : /\n/)
			.map((example) => example.trim())
			.filter(Boolean),
	}));
}

const taughtSchema = z.object({ examples: z.array(z.object({ category: z.string(), text: z.string() })) });
export type TaughtExample = z.infer<typeof taughtSchema>['examples'][number];

/** More examples out of a Teach item or its file; undefined when it holds corrections of the query classes. */
export function parseTaughtExamples(raw: unknown): TaughtExample[] | undefined {
	const value = typeof raw === 'string' ? parseJson(raw) : raw;
	const inner = isObject(value) && 'adaptation' in value ? value.adaptation : value;
	const parsed = taughtSchema.safeParse(inner);
	return parsed.success ? parsed.data.examples : undefined;
}

/** The same categories with taught examples; those of a name that no category has are told. */
export function withTaught(
	categories: readonly OwnCategory[],
	taught: readonly TaughtExample[],
): { categories: OwnCategory[]; unknown: string[] } {
	const key = (name: string) => name.trim().toLowerCase();
	const names = new Set(categories.map(({ name }) => key(name)));
	return {
		categories: categories.map((category) => ({
			...category,
			examples: [...category.examples, ...taught.filter((each) => key(each.category) === key(category.name)).map((each) => each.text)],
		})),
		unknown: [...new Set(taught.map(({ category }) => category).filter((name) => !names.has(key(name))))],
	};
}
