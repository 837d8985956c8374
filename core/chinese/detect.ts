import type { DetectOptions } from './detectOptions';
import { excuse } from './excuse';
import { readRuns } from './readRuns';
import { languagesOf } from './languages';
import type { Reading } from './reading';
import { scan, type Run } from './scan';
import { thresholds, type Thresholds } from './thresholds';
import { scriptOf, spansOf, type Span } from './spans';

/** Chinese that may stand where it stands, and why. */
export interface AllowedSpan extends Span {
	reason: Exclude<Reading, 'chinese' | 'japanese' | 'korean'>;
}

export interface Detection {
	found: boolean;
	/** Part of the text's letters that is Chinese and not allowed, 0 to 1. */
	share: number;
	spans: Span[];
	/** What else was seen, as BCP 47 tags; `und-Latn` and the like where only the script is certain. */
	languages: string[];
	allowed: AllowedSpan[];
}

const eastAsian = /[\u3005\u3007\u3021-\u3029\u3041-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\ud840-\ud8bf]/;
const defaults: DetectOptions = {};
/** Longer texts are looked at in blocks of this many code units, so that memory stays bounded. */
const blockSize = 1 << 18;

/**
 * Finds every stretch of running Chinese in a text of any language. Japanese, Korean and quoted terms are no finds.
 *
 * @throws TypeError if the text is not a string or an option has no sense.
 */
export function detectChinese(text: string, options: DetectOptions = defaults): Detection {
	return detectWith(text, options, thresholds);
}

/** The same with other thresholds, for the benchmark to tune them. */
export function detectWith(text: string, options: DetectOptions, thresholds: Thresholds): Detection {
	if (typeof text !== 'string') throw new TypeError(`Expected \`text\` to be a string, got ${nameOf(text)}`);
	if (options !== defaults) checkOptions(options);
	const seen: Seen = { kana: false, hangul: false, japanese: false };
	if (!eastAsian.test(text)) return { found: false, share: 0, spans: [], languages: languagesOf(text, seen), allowed: [] };
	const { share, spans, allowed } = collect(text, options, thresholds, seen);
	return { found: spans.length > 0, share, spans, languages: languagesOf(text, seen), allowed };
}

type Seen = { kana: boolean; hangul: boolean; japanese: boolean };

function collect(text: string, options: DetectOptions, thresholds: Thresholds, seen: Seen): Pick<Detection, 'share' | 'spans' | 'allowed'> {
	const expectsJapanese = options.expectedLanguages?.some((language) => language.split('-')[0] === 'ja') ?? false;
	const excused = options === defaults ? undefined : excuse(text, options);
	const spans: Span[] = [];
	const allowed: AllowedSpan[] = [];
	let letters = 0;
	let chinese = 0;
	for (let from = 0; from < text.length;) {
		const to = endOfBlock(text, from);
		const scanned = scan(text, from, to);
		let readings = readRuns(text, scanned, expectsJapanese, thresholds);
		if (excused) readings = excused(scanned.runs, readings);
		for (const span of spansOf(text, scanned, readings)) spans.push(span);
		letters += scanned.han + scanned.kana + scanned.hangul + scanned.letters;
		for (let index = 0; index < readings.length; index++) {
			const reading = readings[index];
			if (reading === 'chinese') chinese += scanned.runs[index].han;
			else if (reading === 'japanese') seen.japanese = true;
			else if (reading !== 'korean') allowed.push(allowedSpan(text, scanned.runs[index], reading));
		}
		seen.kana ||= scanned.kana > 0;
		seen.hangul ||= scanned.hangul > 0;
		from = to;
	}
	const share = letters > 0 ? chinese / letters : 0;
	if (share >= (options.smallestShare ?? 0)) return { share, spans, allowed };
	const small = spans.map((span): AllowedSpan => ({ ...span, reason: 'small' }));
	return { share, spans: [], allowed: [...allowed, ...small].sort((left, right) => left.start - right.start) };
}

/** The end of the block that begins at `from`: after a line or a word, where there is one in its second half. */
function endOfBlock(text: string, from: number): number {
	const to = from + blockSize;
	if (to >= text.length) return text.length;
	const half = text.slice(to - blockSize / 2, to);
	const cut = Math.max(half.lastIndexOf('\n'), -1) + 1 || half.lastIndexOf(' ') + 1;
	if (cut > 0) return to - blockSize / 2 + cut;
	const isLow = (text.charCodeAt(to) & 0xfc00) === 0xdc00;
	return isLow ? to + 1 : to;
}

function allowedSpan(text: string, { start, end, simplified, traditional }: Run, reason: AllowedSpan['reason']): AllowedSpan {
	return { start, end, text: text.slice(start, end), script: scriptOf(simplified, traditional), reason };
}

const nameOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);

function checkOptions({ smallestSpan, smallestShare, allowedTerms, expectedLanguages, prompt }: DetectOptions) {
	if (smallestSpan !== undefined && !(smallestSpan >= 0)) throw new TypeError('Expected `smallestSpan` to be a number of ideographs');
	if (smallestShare !== undefined && !(smallestShare >= 0 && smallestShare <= 1)) {
		throw new TypeError('Expected `smallestShare` to be a number from 0 to 1');
	}
	if (prompt !== undefined && typeof prompt !== 'string') throw new TypeError('Expected `prompt` to be a string');
	for (const [name, list] of Object.entries({ allowedTerms, expectedLanguages })) {
		if (list !== undefined && !(Array.isArray(list) && list.every((entry) => typeof entry === 'string'))) {
			throw new TypeError(`Expected \`${name}\` to be a list of strings`);
		}
	}
}
