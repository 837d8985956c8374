import { withoutThinking } from '../graders/finalAnswer';
import { normalise } from '../graders/normalise';
import type { Comparison } from './comparison';
import { jsonIn } from './jsonIn';

/** An answer out of a closed set: the same one is a tie, one outside of the set a failure, another one a loss. */
export function compareLabels(recorded: string, answer: string, labels: readonly string[]): Comparison {
	const rung = 'label';
	const [before, now] = [labelIn(recorded, labels), labelIn(answer, labels)];
	if (now === undefined && before === undefined) return { outcome: 'tie', rung, reason: 'neither answer is one of the labels' };
	if (now === undefined) return { outcome: 'loss', rung, reason: `none of the ${labels.length} labels` };
	if (before === undefined) return { outcome: 'win', rung, reason: `"${now}"; the old answer was none of the labels` };
	return now === before
		? { outcome: 'tie', rung, reason: `"${now}" both times` }
		: { outcome: 'loss', rung, reason: `"${now}" instead of "${before}"`, differs: true };
}

/**
 * The label that an answer is: alone, as the only value of a JSON object (the classifier's own form, `{"label": true}`,
 * too), or as the only one that its text names. An answer that names several names none.
 */
export function labelIn(answer: string, labels: readonly string[]): string | undefined {
	const text = withoutThinking(answer).trim();
	const exact = labels.find((label) => normalise(label) === normalise(text));
	if (exact !== undefined) return exact;
	const json = jsonIn(text)?.value;
	const named = typeof json === 'object' && json !== null && !Array.isArray(json) ? labelsOfObject(json, labels) : undefined;
	if (named) return named.length === 1 ? named[0] : undefined;
	if (text.length > 400) return undefined;
	const spoken = ` ${normalise(text)} `;
	const found = labels.filter((label) => holdsWord(spoken, normalise(label)));
	// "not spam" names "spam" too: the longest stands for those within it.
	const whole = found.filter((label) => !found.some((other) => other !== label && normalise(other).includes(normalise(label))));
	return whole.length === 1 ? whole[0] : undefined;
}

function labelsOfObject(json: object, labels: readonly string[]): string[] | undefined {
	const same = (text: string) => labels.find((label) => normalise(label) === normalise(text));
	const entries = Object.entries(json);
	const flagged = entries.filter(([key]) => same(key) !== undefined);
	const chosen =
		flagged.length > 0 && entries.some(([, value]) => typeof value === 'boolean')
			? flagged.filter(([, value]) => value === true).map(([key]) => same(key))
			: entries.map(([, value]) => (typeof value === 'string' ? same(value) : undefined));
	const known = chosen.filter((label) => label !== undefined);
	return known.length > 0 || flagged.length > 0 ? known : undefined;
}

function holdsWord(text: string, word: string): boolean {
	if (word === '') return false;
	const isWordCharacter = (character: string) => /[\p{L}\p{N}]/u.test(character) && !/\p{Script=Han}/u.test(character);
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
		if (!isWordCharacter(text[at - 1] ?? ' ') && !isWordCharacter(text[at + word.length] ?? ' ')) return true;
	return false;
}
