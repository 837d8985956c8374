import { compileJsonSchema } from '../jsonSchema';
import type { Comparison } from './comparison';
import { compareValues, type FreeText } from './compareValues';
import { jsonIn } from './jsonIn';

/** How free texts are told apart: by the last rung. */
export type CompareFreely = (texts: readonly FreeText[]) => Promise<Pick<Comparison, 'outcome' | 'reason' | 'judged'>>;

interface Tools {
	relative: number;
	freely: CompareFreely;
}

/** Two JSON answers: first whether the schema accepts them, then field by field, and free text by a reader. */
export async function compareJson(
	recorded: string,
	answer: string,
	schema: object | undefined,
	{ relative, freely }: Tools,
): Promise<Comparison> {
	const rung = 'json';
	const [before, now] = [jsonIn(recorded), jsonIn(answer)];
	if (!now) return { outcome: before ? 'loss' : 'tie', rung, reason: 'no JSON' };
	if (!before) return { outcome: 'win', rung, reason: 'JSON; the old answer was none' };
	const [problemBefore, problemNow] = await Promise.all([schemaProblem(schema, before.value), schemaProblem(schema, now.value)]);
	if (problemNow && !problemBefore) return { outcome: 'loss', rung, reason: `the schema does not accept it: ${problemNow}` };
	if (problemBefore && !problemNow)
		return { outcome: 'win', rung, reason: `the schema accepts it, but not the old answer: ${problemBefore}` };
	const { fields, freeTexts } = compareValues(before.value, now.value, { schema, relative });
	if (fields.length > 0) return { outcome: 'loss', rung, reason: listed(fields), differs: true };
	if (freeTexts.length === 0) return { outcome: 'tie', rung, reason: 'the same fields' };
	return { rung, ...(await freely(freeTexts)) };
}

export const listed = (parts: readonly string[]) =>
	`${parts.slice(0, 4).join('; ')}${parts.length > 4 ? `; and ${parts.length - 4} more` : ''}`;

async function schemaProblem(schema: object | undefined, value: unknown): Promise<string | undefined> {
	if (!schema) return undefined;
	// What an n8n parser accepts that is no valid schema itself can't be broken.
	const validate = await compileJsonSchema(schema).catch(() => undefined);
	if (!validate || validate(value)) return undefined;
	const [first] = validate.errors ?? [];
	return `${first?.instancePath || 'the value'} ${first?.message ?? 'is not valid'}`;
}
