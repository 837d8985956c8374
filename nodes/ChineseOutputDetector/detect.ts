import { judge, type Verdict } from './judge';
import { scan, type Scan } from './scan';
import { spansOf, type Span } from './spans';

export interface AllowedSpan extends Span {
	reason: string;
}

export interface DetectOptions {
	allowedTerms?: readonly string[];
}

export interface Detection {
	found: boolean;
	/** Part of the text's letters that is Chinese, 0 to 1. */
	share: number;
	spans: Span[];
	languages: string[];
	allowed: AllowedSpan[];
}

const eastAsian = /[\u3005\u3007\u3021-\u3029\u3041-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\ud840-\ud8bf]/;

export function detectChinese(text: string): Detection {
	if (!eastAsian.test(text)) return { found: false, share: 0, spans: [], languages: [], allowed: [] };
	const scanned = scan(text);
	return assemble(text, scanned, judge(text, scanned));
}

function assemble(text: string, scanned: Scan, verdicts: readonly Verdict[]): Detection {
	const spans = spansOf(text, scanned, verdicts);
	let chinese = 0;
	scanned.runs.forEach((run, index) => {
		if (verdicts[index] === 'chinese') chinese += run.han;
	});
	const letters = scanned.han + scanned.kana + scanned.hangul + scanned.letters;
	return { found: spans.length > 0, share: letters ? chinese / letters : 0, spans, languages: [], allowed: [] };
}
