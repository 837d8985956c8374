import { detectChinese, type AllowedSpan, type Detection } from './detect';
import type { DetectOptions } from './detectOptions';
import type { Span } from './spans';

export interface FieldRule {
	/** Path of the field, such as `choices[0].message.content`. */
	path: string;
	severity: 'failure' | 'warning';
	smallestSpan: number;
	smallestShare: number;
}

/** A find in a list or an object says in which text of it. */
export type FoundSpan = Span & { path?: string };

export interface FieldResult {
	found: boolean;
	severity: 'failure' | 'warning' | 'none';
	share: number;
	spans: FoundSpan[];
	languages: string[];
	allowed: (AllowedSpan & { path?: string })[];
	/** Set where there was no text to look at. */
	note?: string;
	html?: string;
}

/** One text of a field: all of it, or a string somewhere in a list or an object. */
export interface Leaf {
	keys: (string | number)[];
	text: string;
	detection: Detection;
}

const deepest = 200;

/** Judges a field of any type. Numbers and the like hold no text; lists and objects are searched through. */
export function inspect(value: unknown, rule: FieldRule, options: DetectOptions): { result: FieldResult; leaves: Leaf[] } {
	const nothing: FieldResult = { found: false, severity: 'none', share: 0, spans: [], languages: [], allowed: [] };
	if (value === undefined) return { result: { ...nothing, note: 'The item has no such field' }, leaves: [] };
	const { smallestSpan, smallestShare } = rule;
	const leaves = textsOf(value).map((leaf) => ({ ...leaf, detection: detectChinese(leaf.text, { ...options, smallestSpan }) }));
	if (leaves.length === 0) return { result: { ...nothing, note: `There is no text in it, but ${typeName(value)}` }, leaves };

	const letters = leaves.reduce((sum, { text }) => sum + text.length, 0);
	const share = leaves.reduce((sum, { text, detection }) => sum + detection.share * (letters ? text.length / letters : 0), 0);
	const isEnough = share >= smallestShare;
	const named = <Each extends Span>({ keys }: Leaf, span: Each) => (keys.length ? { ...span, path: pathOf(keys) } : span);
	const spans = leaves.flatMap((leaf) => leaf.detection.spans.map((span) => named(leaf, span)));
	const allowed = leaves.flatMap((leaf) => leaf.detection.allowed.map((span) => named(leaf, span)));
	const found = isEnough && spans.length > 0;
	return {
		leaves: leaves.map((leaf) => (isEnough ? leaf : { ...leaf, detection: { ...leaf.detection, spans: [] } })),
		result: {
			found,
			severity: found ? rule.severity : 'none',
			share,
			spans: isEnough ? spans : [],
			languages: [...new Set(leaves.flatMap(({ detection }) => detection.languages))],
			allowed: isEnough ? allowed : [...allowed, ...spans.map((span) => ({ ...span, reason: 'small' as const }))],
		},
	};
}

/** Every text in a value, without recursion, so that no depth can overflow the stack. */
function textsOf(value: unknown): { keys: (string | number)[]; text: string }[] {
	const texts: { keys: (string | number)[]; text: string }[] = [];
	const waiting: { keys: (string | number)[]; value: unknown }[] = [{ keys: [], value }];
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		const { keys } = next;
		if (typeof next.value === 'string') texts.push({ keys, text: next.value });
		if (typeof next.value !== 'object' || next.value === null || keys.length >= deepest) continue;
		const entries = Array.isArray(next.value) ? [...next.value.entries()] : Object.entries(next.value);
		for (const [key, child] of entries.reverse()) waiting.push({ keys: [...keys, key], value: child });
	}
	return texts;
}

const pathOf = (keys: (string | number)[]) =>
	keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');

const typeName = (value: unknown) =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
