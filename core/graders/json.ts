import { isObject } from '../json';
import { graded, type Grader } from './grade';
import { jsonAnswerIn } from './jsonAnswerIn';

/**
 * Right when the answer is the expected JSON value: every field there and none more, in any order; the order of a list
 * counts, and so does the type ("7" is not 7).
 *
 * @throws Error when the expected value is not JSON.
 */
export function json({ expected }: { expected: string }): Grader {
	const wanted: unknown = JSON.parse(expected);
	return (answer) => {
		const found = jsonAnswerIn(answer);
		if (!found) return graded(false, '', 'the answer holds no JSON', 'json');
		const difference = differenceOf(wanted, found.value, '');
		return graded(difference === undefined, found.text.slice(0, 2000), difference, 'json');
	};
}

/** Where two JSON values part, as a path and what is wrong there. */
function differenceOf(wanted: unknown, given: unknown, path: string): string | undefined {
	const here = path || '/';
	if (Array.isArray(wanted)) {
		if (!Array.isArray(given)) return `${here} is no list`;
		if (given.length !== wanted.length) return `${here} has ${given.length} entries, not ${wanted.length}`;
		return first(wanted, (entry, index) => differenceOf(entry, given[index], `${path}/${index}`));
	}
	if (isObject(wanted)) {
		if (!isObject(given)) return `${here} is no object`;
		const lacking = Object.keys(wanted).find((name) => !Object.hasOwn(given, name));
		if (lacking !== undefined) return `${here} lacks ${lacking}`;
		const added = Object.keys(given).find((name) => !Object.hasOwn(wanted, name));
		if (added !== undefined) return `${here} has ${added}, which was not expected`;
		return first(Object.keys(wanted), (name) => differenceOf(wanted[name], given[name], `${path}/${name}`));
	}
	return Object.is(wanted, given) || wanted === given ? undefined : `${here} differs`;
}

function first<Entry>(entries: readonly Entry[], judge: (entry: Entry, index: number) => string | undefined): string | undefined {
	for (const [index, entry] of entries.entries()) {
		const difference = judge(entry, index);
		if (difference !== undefined) return difference;
	}
	return undefined;
}
