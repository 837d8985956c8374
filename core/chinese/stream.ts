import { detectChinese, type Detection } from './detect';
import type { DetectOptions } from './detectOptions';
import { scan } from './scan';
import type { Span } from './spans';

/** How often the text is looked at, in code units; not by chunk, so that chunks make no difference. */
const step = 64;
/** How much of the text before is looked at again. */
const windowSize = 2048;
/** What must have arrived after a leak before it is certain, and the length of one that is certain by itself. */
const certainty = { after: 48, ideographs: 12, perIdeograph: 12 };

export interface ChineseStream {
	/** Takes the next piece of the text. Gives the first leak as soon as it is certain, once; offsets are those of the whole text. */
	push(chunk: string): Span | undefined;
	/** The judgement of the whole text. */
	end(): Detection;
}

/**
 * Looks at a text while it arrives, so that a call can be stopped early.
 * A leak is reported at the latest 112 code units after its end; how the text is cut into chunks makes no difference.
 */
export function createChineseStream(options: DetectOptions = {}): ChineseStream {
	// Wrong options are an error now and not in the middle of an answer.
	detectChinese('', options);
	const chunks: string[] = [];
	let length = 0;
	let recent = '';
	let checked = 0;
	let reported = false;
	let ended = false;

	const lookAt = (end: number): Span | undefined => {
		const start = Math.max(0, end - windowSize);
		const offset = length - recent.length;
		const visible = recent.slice(start - offset, end - offset);
		const leak = detectChinese(visible, options).spans.find((span) => isCertain(visible, span));
		return leak && { ...leak, start: leak.start + start, end: leak.end + start };
	};

	return {
		push(chunk) {
			if (typeof chunk !== 'string') throw new TypeError(`Expected a chunk of text, got ${typeof chunk}`);
			if (ended) throw new Error('Expected no chunk after the end of the stream');
			chunks.push(chunk);
			if (reported) return undefined;
			recent += chunk;
			length += chunk.length;
			while (checked + step <= length) {
				checked += step;
				const leak = lookAt(checked);
				if (!leak) continue;
				reported = true;
				recent = '';
				return leak;
			}
			if (recent.length > 2 * windowSize) recent = recent.slice(recent.length - (length - checked) - windowSize);
			return undefined;
		},
		end() {
			ended = true;
			return detectChinese(chunks.join(''), options);
		},
	};
}

/** Whether nothing that may still come would make a find of this kind something else. */
function isCertain(visible: string, { start, end }: Span): boolean {
	if (visible.length - end >= certainty.after) return true;
	const { han, runs } = scan(visible, start, end);
	const evidence = runs.reduce((sum, run) => sum + Math.min(run.againstJapanese, run.againstKorean), 0);
	return han >= certainty.ideographs && evidence >= han * certainty.perIdeograph;
}
