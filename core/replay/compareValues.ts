import { normalise } from '../graders/normalise';
import { get, isObject } from '../json';

/** Two texts that are worded freely: only a reader can tell whether they say the same. */
export interface FreeText {
	path: string;
	recorded: string;
	answer: string;
}

export interface Differences {
	/** Fields that differ where nothing but the same will do, each with what stands there. */
	fields: string[];
	freeTexts: FreeText[];
}

export interface CompareOptions {
	schema?: unknown;
	/** How far off a number may be, as a share of the recorded one. */
	relative: number;
}

/**
 * Two JSON values field by field: types and enumerations exactly, numbers within the tolerance, short texts but for case and
 * punctuation, lists without regard to order (but tuples), `null` as good as a field that is not there. Longer texts are
 * handed back for a reader.
 */
export function compareValues(recorded: unknown, answer: unknown, options: CompareOptions, path = ''): Differences {
	const same: Differences = { fields: [], freeTexts: [] };
	const differ = (what: string): Differences => ({ fields: [`${path || 'the value'}: ${what}`], freeTexts: [] });
	if (isNothing(recorded) && isNothing(answer)) return same;
	if (kindOf(recorded) !== kindOf(answer)) return differ(`${told(answer)} instead of ${told(recorded)}`);
	if (typeof recorded === 'number' && typeof answer === 'number') {
		const isNear = Math.abs(recorded - answer) <= Math.abs(recorded) * options.relative + 1e-12;
		return isNear ? same : differ(`${answer} instead of ${recorded}`);
	}
	if (typeof recorded === 'string' && typeof answer === 'string') {
		if (recorded === answer) return same;
		if (isClosed(options.schema)) return differ(`${told(answer)} instead of ${told(recorded)}`);
		if (normalise(recorded) === normalise(answer)) return same;
		if (isShort(recorded) && isShort(answer)) return differ(`${told(answer)} instead of ${told(recorded)}`);
		return { fields: [], freeTexts: [{ path, recorded, answer }] };
	}
	if (Array.isArray(recorded) && Array.isArray(answer)) return compareLists(recorded, answer, options, path);
	if (isObject(recorded) && isObject(answer)) {
		const keys = [...new Set([...Object.keys(recorded), ...Object.keys(answer)])];
		return joined(
			keys.map((key) =>
				compareValues(
					get(recorded, key),
					get(answer, key),
					{ ...options, schema: propertyOf(options.schema, key) },
					path ? `${path}.${key}` : key,
				),
			),
		);
	}
	return recorded === answer ? same : differ(`${told(answer)} instead of ${told(recorded)}`);
}

function compareLists(recorded: readonly unknown[], answer: readonly unknown[], options: CompareOptions, path: string): Differences {
	const isTuple = Array.isArray(get(options.schema, 'prefixItems')) || Array.isArray(get(options.schema, 'items'));
	const itemOptions = { ...options, schema: isTuple ? undefined : get(options.schema, 'items') };
	if (isTuple) {
		const longer = recorded.length >= answer.length ? recorded : answer;
		return joined(longer.map((_, index) => compareValues(recorded[index], answer[index], itemOptions, `${path}[${index}]`)));
	}
	const isProse = (list: readonly unknown[]) => list.every((entry) => typeof entry === 'string' && !isShort(entry));
	if (recorded.length > 0 && answer.length > 0 && isProse(recorded) && isProse(answer)) {
		const [before, now] = [recorded.join('\n'), answer.join('\n')];
		return { fields: [], freeTexts: before === now ? [] : [{ path, recorded: before, answer: now }] };
	}
	// Each entry takes the one that is most like it: equal ones first, then those that differ in free text only.
	const left = new Map(answer.map((entry, index) => [index, entry]));
	const waiting: unknown[] = [];
	for (const entry of recorded) {
		const match = [...left].find(([, other]) => isSame(compareValues(entry, other, itemOptions)));
		if (match) left.delete(match[0]);
		else waiting.push(entry);
	}
	const freeTexts: FreeText[] = [];
	const missing: unknown[] = [];
	for (const entry of waiting) {
		const match = [...left]
			.map(([index, other]) => ({ index, differences: compareValues(entry, other, itemOptions, `${path}[]`) }))
			.find(({ differences }) => differences.fields.length === 0);
		if (!match) {
			missing.push(entry);
			continue;
		}
		left.delete(match.index);
		freeTexts.push(...match.differences.freeTexts);
	}
	const named = (word: string, list: readonly unknown[]) => list.map((entry) => `${path || 'the list'}: ${told(entry)} is ${word}`);
	return { fields: [...named('missing', missing), ...named('added', [...left.values()])], freeTexts };
}

const isSame = ({ fields, freeTexts }: Differences) => fields.length === 0 && freeTexts.length === 0;

const joined = (parts: readonly Differences[]): Differences => ({
	fields: parts.flatMap(({ fields }) => fields),
	freeTexts: parts.flatMap(({ freeTexts }) => freeTexts),
});

const isNothing = (value: unknown) => value === undefined || value === null;
const kindOf = (value: unknown) => (isNothing(value) ? 'nothing' : Array.isArray(value) ? 'list' : typeof value);

/** A name, a code, a date: what has one right wording. */
const isShort = (text: string) => text.length <= 40 && text.trim().split(/\s+/).length <= 3;

/** A text that its schema leaves no choice in. */
const isClosed = (schema: unknown) => ['enum', 'const', 'pattern', 'format'].some((key) => get(schema, key) !== undefined);

const propertyOf = (schema: unknown, key: string): unknown => get(get(schema, 'properties'), key) ?? additional(schema);
const additional = (schema: unknown) => (isObject(get(schema, 'additionalProperties')) ? get(schema, 'additionalProperties') : undefined);

function told(value: unknown): string {
	if (isNothing(value)) return 'nothing';
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
