import type { Query } from '../query';
import { wholeText } from '../facts';
import { UNSURE } from '../outputNames';
import type { Sorter } from './categories';
import type { OwnCategory } from './parameters';

export interface SortedItem {
	/** Index of the output: the categories, then Unsure. */
	output: number;
	route: {
		output: string;
		/** The nearest category, also of an unsure item. */
		category: string;
		confidence: number;
		reasons: string[];
		suggestedModel: string;
		/** Share of the examples that are sorted wrong when left out, 0 to 1. */
		heldOutError: number;
	};
}

const QUOTED = 60;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** One item's way by the examples of one's own categories. */
export function sortItem(query: Query, categories: readonly OwnCategory[], sorter: Sorter): SortedItem {
	const heldOutError = Math.round(sorter.heldOutError * 1e4) / 1e4;
	const heldOut = `left out one at a time, ${percent(sorter.heldOutError)} of ${sorter.examples} examples are sorted wrong`;
	const unsure = (category: string, confidence: number, why: string): SortedItem => ({
		output: categories.length,
		route: { output: UNSURE, category, confidence, reasons: [why, heldOut], suggestedModel: '', heldOutError },
	});
	if (!/\S/.test(wholeText(query))) return unsure('', 0, 'the query is empty');
	const found = sorter.sort(query);
	const { name, model } = categories[found.category];
	const confidence = Math.round(found.confidence * 1e4) / 1e4;
	if (found.unsure) return unsure(name, confidence, `unsure: ${name} is hardly nearer than the next`);
	const near = exampleAt(categories, found.nearest);
	return {
		output: found.category,
		route: {
			output: name,
			category: name,
			confidence,
			reasons: [`${name} (${percent(found.confidence)}): near to the example “${near}”`, heldOut],
			suggestedModel: model,
			heldOutError,
		},
	};
}

function exampleAt(categories: readonly OwnCategory[], index: number): string {
	const query = categories.flatMap(({ examples }) => [...examples])[index];
	return query === undefined ? '' : wholeText(query).slice(0, QUOTED);
}
