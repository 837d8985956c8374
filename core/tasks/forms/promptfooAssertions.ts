import { asList, get, isObject, parseJson } from '../../json';
import type { GraderSpec } from '../../graders';

/**
 * A grader that asks what all of promptfoo's assertions ask.
 *
 * @throws Error where nothing is asserted, and for an assertion that can't be kept; one left out would make the task easier.
 */
export function graderOfAssertions(assertions: readonly unknown[], prompt: string, fill: (text: string) => string): GraderSpec {
	const graders = assertions.flatMap((assertion) => {
		const type = String(get(assertion, 'type'));
		// What a call took is measured for every task and says nothing about the answer.
		if (type === 'latency' || type === 'cost') return [];
		if (type === 'assert-set') {
			if (typeof get(assertion, 'threshold') === 'number') throw new Error('an assert-set with a threshold can not be graded here');
			return [graderOfAssertions(asList(get(assertion, 'assert')), prompt, fill)];
		}
		return [graderOf(type, filled(get(assertion, 'value'), fill), prompt)];
	});
	const [only] = graders;
	if (!only) throw new Error('the test asserts nothing about the answer');
	return graders.length === 1 ? only : { type: 'all', of: graders };
}

function filled(value: unknown, fill: (text: string) => string): unknown {
	if (typeof value === 'string') {
		if (value.startsWith('file://'))
			throw new Error(`the assertion's value stands in a file of its own (${value.slice(0, 60)}): put it in`);
		return fill(value);
	}
	return Array.isArray(value) ? value.map((entry) => filled(entry, fill)) : value;
}

const texts = (value: unknown): string[] =>
	(Array.isArray(value) ? value : String(value).split(/\s*,\s*/)).map((entry) => String(entry)).filter((text) => text !== '');

function graderOf(type: string, value: unknown, prompt: string): GraderSpec {
	const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
	switch (type) {
		case 'equals':
			return isObject(value) || Array.isArray(value) ? { type: 'json', expected: text } : { type: 'exact', accepted: [needed(text, type)] };
		case 'contains':
		case 'icontains':
			return { type: 'contains', texts: [needed(text, type)] };
		case 'contains-all':
		case 'icontains-all':
			return { type: 'contains', texts: texts(value), mode: 'all' };
		case 'contains-any':
		case 'icontains-any':
			return { type: 'contains', texts: texts(value), mode: 'any' };
		case 'starts-with':
			return { type: 'regex', pattern: `^${escaped(needed(text, type))}` };
		case 'regex':
			return { type: 'regex', pattern: needed(text, type) };
		case 'is-json':
			return { type: 'schema', schema: schemaOf(value) };
		case 'llm-rubric':
			return {
				type: 'judge',
				question: prompt,
				reference: needed(text, type),
				rubric: 'Text that meets what the reference demands counts as the same.',
			};
		case 'factuality':
		case 'model-graded-factuality':
		case 'model-graded-closedqa':
		case 'answer-relevance':
			return { type: 'judge', question: prompt, reference: needed(text, type) };
		default:
			throw new Error(`the assertion "${type.slice(0, 40)}" can not be graded here`);
	}
}

function schemaOf(value: unknown): object {
	if (value === undefined) return {};
	const schema: unknown = typeof value === 'string' ? parseJson(value) : value;
	if (!isObject(schema)) throw new Error('the schema of "is-json" can not be read');
	return schema;
}

function needed(text: string, type: string): string {
	if (text.trim() === '') throw new Error(`the assertion "${type}" has no value`);
	return text;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** An assertion as promptfoo's CSV writes it: `contains: Paris`, `regex: ^\d+$`, or the bare text that is expected. */
export function assertionOf(cell: string): { type: string; value: string } {
	const [, type, value] = /^([a-z-]+(?:\(\s*[\d.]+\s*\))?)\s*:\s*([\s\S]*)$/.exec(cell.trim()) ?? [];
	if (type === undefined || value === undefined) return { type: 'equals', value: cell.trim() };
	const short: Record<string, string> = { grade: 'llm-rubric', fn: 'javascript', eval: 'javascript' };
	const name = type.replace(/\(.*/, '');
	const isKnown =
		/^(?:not-)?(?:equals|i?contains(?:-all|-any|-json)?|starts-with|regex|is-json|llm-rubric|grade|factuality|similar|javascript|fn|eval|python|webhook|model-graded-\w+|answer-relevance|levenshtein|rouge-n|latency|cost)$/.test(
			name,
		);
	return isKnown ? { type: short[name] ?? name, value } : { type: 'equals', value: cell.trim() };
}
