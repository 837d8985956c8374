import type { DetectOptions } from './detectOptions';
import type { Excuse, Reading } from './reading';
import type { Run } from './scan';

type Region = readonly [start: number, end: number];

const ideographs = /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{323af}]+/gu;
/** Length of the pieces by which a run is looked up in the prompt. */
const piece = 4;

/** Lets Chinese runs pass that the options allow. Regions and terms are found once for the whole text. */
export function excuse(text: string, options: DetectOptions) {
	const { ignoreCode, ignoreQuotations, allowedTerms = [], expectedLanguages = [], prompt, smallestSpan = 1 } = options;
	const code = ignoreCode ? codeRegions(text) : [];
	const quotations = ignoreQuotations ? quotationRegions(text) : [];
	const terms = mergeRegions(allowedTerms.flatMap((term) => occurrences(text, term)));
	const expected = new Set(expectedLanguages.map((language) => language.toLowerCase()));
	const inPrompt = prompt ? lookup(prompt) : () => false;

	const reasonFor = (run: Run): Excuse | undefined => {
		if (isExpected(run, expected)) return 'expected';
		if (within(terms, run)) return 'term';
		if (inPrompt(text.slice(run.start, run.end))) return 'prompt';
		if (within(code, run)) return 'code';
		if (within(quotations, run)) return 'quotation';
		return undefined;
	};
	return (runs: readonly Run[], readings: Reading[]): Reading[] => {
		const excused = readings.map((reading, index) => (reading === 'chinese' ? (reasonFor(runs[index]) ?? reading) : reading));
		return smallestSpan > 1 ? withoutSmall(runs, excused, smallestSpan) : excused;
	};
}

/** Stretches of fewer ideographs than asked for, counted over runs with no more than punctuation between. */
function withoutSmall(runs: readonly Run[], readings: Reading[], smallest: number): Reading[] {
	for (let index = 0; index < runs.length;) {
		let end = index;
		let han = 0;
		while (end < runs.length && readings[end] === 'chinese' && (end === index || runs[end].start - runs[end - 1].end <= 2)) {
			han += runs[end++].han;
		}
		if (end > index && han < smallest) readings.fill('small', index, end);
		index = Math.max(end, index + 1);
	}
	return readings;
}

function isExpected({ simplified, traditional }: Run, expected: ReadonlySet<string>): boolean {
	if (['zh', 'zho', 'yue'].some((language) => expected.has(language))) return true;
	if (['zh-hans', 'zh-cn', 'zh-sg'].some((language) => expected.has(language)) && traditional <= simplified) return true;
	return ['zh-hant', 'zh-tw', 'zh-hk'].some((language) => expected.has(language)) && simplified <= traditional;
}

/** Whether a run occurs in the prompt: whole if it is short, or else piece by piece. */
function lookup(prompt: string): (run: string) => boolean {
	const pieces = new Set<string>();
	for (const [run] of prompt.matchAll(ideographs)) {
		for (let start = 0; start < run.length; start++) {
			for (let length = 1; length <= piece && start + length <= run.length; length++) pieces.add(run.slice(start, start + length));
		}
	}
	return (run) => {
		for (let start = 0; start + Math.min(piece, run.length) <= run.length; start++) {
			if (!pieces.has(run.slice(start, start + piece))) return false;
		}
		return true;
	};
}

function occurrences(text: string, term: string): Region[] {
	const regions: Region[] = [];
	if (term === '') return regions;
	for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) regions.push([at, at + term.length]);
	return regions;
}

function mergeRegions(regions: Region[]): Region[] {
	const merged: [number, number][] = [];
	for (const [start, end] of regions.sort((left, right) => left[0] - right[0])) {
		const last = merged.at(-1);
		if (last && start <= last[1]) last[1] = Math.max(last[1], end);
		else merged.push([start, end]);
	}
	return merged;
}

/** Whether one region holds the whole run. Regions are in order and apart. */
function within(regions: readonly Region[], { start, end }: Run): boolean {
	let low = 0;
	let high = regions.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (regions[middle][1] <= start) low = middle + 1;
		else high = middle;
	}
	return low < regions.length && regions[low][0] <= start && end <= regions[low][1];
}

/** Fenced blocks to their closing fence, and inline code within a line. */
function codeRegions(text: string): Region[] {
	const regions: Region[] = [];
	for (let at = text.indexOf('`'); at >= 0;) {
		let width = 1;
		while (text[at + width] === '`') width++;
		const fence = '`'.repeat(width);
		const close = text.indexOf(fence, at + width);
		if (width < 3 && (close < 0 || text.slice(at, close).includes('\n'))) {
			at = text.indexOf('`', at + width);
			continue;
		}
		const end = close < 0 ? text.length : close + width;
		regions.push([at, end]);
		at = text.indexOf('`', end);
	}
	return regions;
}

const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '‘': '’', '「': '」', '『': '』', '«': '»', '《': '》' };

/** What stands between quotation marks on one line, and Markdown's quoted lines. */
function quotationRegions(text: string): Region[] {
	const regions: Region[] = [];
	for (let start = 0; start <= text.length;) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		let first = start;
		while (first < end && text[first] === ' ') first++;
		if (text[first] === '>') {
			regions.push([start, end]);
		} else {
			for (let open = start, until = ''; first < end; first++) {
				if (until === '') {
					until = closing[text[first]] ?? '';
					open = first;
				} else if (text[first] === until) {
					regions.push([open, first + 1]);
					until = '';
				}
			}
		}
		start = end + 1;
	}
	return regions;
}
