/** A piece of a reply, in the order of arrival. */
export interface ReplyPiece {
	kind: 'thinking' | 'answer';
	text: string;
}

export interface SplitOptions {
	/** The prompt already ended with `<think>`, as R1's chat template does: the text starts inside the trace. */
	startImplied?: boolean;
	/** Only a block that the text begins with is a trace; for hosts that send the trace apart. */
	onlyLeading?: boolean;
}

export interface SplitReply {
	thinking: string;
	answer: string;
	/** Whether a think block was found, and whether the text began with its tag. */
	split: boolean;
	leading: boolean;
}

export interface ThinkingSplitter {
	/** Takes the next chunk and gives what can be told so far. */
	push(text: string): ReplyPiece[];
	/** Gives what was still held back; after it `result()` is final. */
	end(): ReplyPiece[];
	/**
	 * The whole split. It can differ from the pieces: a `</think>` that was never opened turns everything before it
	 * into the trace, and only the end of the text tells that an inner tag was a mere mention.
	 */
	result(): SplitReply;
	/** True once text that had been given as answer turned out to be the trace. */
	readonly reclassified: boolean;
}

const open = '<think>';
const close = '</think>';
const quotes = new Set(['`', '"', "'"]);

/** `before` the trace, `inside` it, in the answer `after` it. */
type Place = 'before' | 'inside' | 'after';

/**
 * Separates the trace from the answer while the text streams in; tags may be cut anywhere by chunk borders.
 *
 * The first think block splits, the rest is answer: a tag in quotes or backticks is text, so is a tag in the middle
 * of a line or in a code fence before any trace, and inner blocks belong to the outer one. A closing tag without an
 * opening one ends a trace that began with the text (R1's template opens it in the prompt).
 */
export function createThinkingSplitter({ startImplied = false, onlyLeading = false }: SplitOptions = {}): ThinkingSplitter {
	const preamble: string[] = [];
	const thinking: string[] = [];
	const answer: string[] = [];
	let place: Place = startImplied ? 'inside' : 'before';
	let depth = startImplied ? 1 : 0;
	let split = startImplied;
	let atTextStart = true;
	/** A block that is opened after other text must also be closed to count. */
	let mustClose = false;
	let reclassified = false;
	let neverOpened = false;
	/** Text that may be the beginning of a tag. */
	let held = '';
	let lastCharacter = '';
	let line = '';
	let fence = '';
	/** Where the trace would end if inner opening tags turn out to be mentions: index into `thinking`. */
	let firstClose: number | undefined;

	function emit(text: string, pieces: ReplyPiece[]) {
		if (!text) return;
		lastCharacter = text[text.length - 1];
		if (place === 'inside') {
			thinking.push(text);
			pieces.push({ kind: 'thinking', text });
			return;
		}
		if (place === 'after') {
			answer.push(text);
			pieces.push({ kind: 'answer', text });
			return;
		}
		preamble.push(text);
		followLines(text);
		if (atTextStart && text.trim() !== '') atTextStart = false;
		if (!atTextStart) pieces.push({ kind: 'answer', text });
	}

	function followLines(text: string) {
		let from = 0;
		for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', from)) {
			followLine(text.slice(from, newline));
			const marker = line === '```' || line === '~~~' ? line : '';
			if (marker && (fence === '' || fence === marker)) fence = fence === '' ? marker : '';
			line = '';
			from = newline + 1;
		}
		followLine(text.slice(from));
	}

	/** Keeps the beginning of the line, all that matters of it. */
	function followLine(text: string) {
		if (line.length < 3) line = (line + (line ? text : text.trimStart())).slice(0, 3);
	}

	function meetTag(tag: string, quoted: boolean, pieces: ReplyPiece[]) {
		const opens = tag === open;
		if (place === 'after' || quoted) return emit(tag, pieces);
		if (place === 'inside') return opens ? openInner(tag, pieces) : closeInner(tag, pieces);
		if (onlyLeading && !atTextStart) return emit(tag, pieces);
		const inFence = fence !== '' && !atTextStart;
		if (opens && !inFence && depth === 0 && line === '') {
			split = true;
			place = 'inside';
			depth = 1;
			mustClose = !atTextStart;
			lastCharacter = '>';
			return;
		}
		if (opens) depth += 1;
		else if (depth > 0) depth -= 1;
		else if (!inFence) return closeNeverOpened();
		emit(tag, pieces);
	}

	function openInner(tag: string, pieces: ReplyPiece[]) {
		depth += 1;
		emit(tag, pieces);
	}

	function closeInner(tag: string, pieces: ReplyPiece[]) {
		depth -= 1;
		if (depth === 0) {
			place = 'after';
			lastCharacter = '>';
			return;
		}
		firstClose ??= thinking.length;
		emit(tag, pieces);
	}

	function closeNeverOpened() {
		neverOpened = true;
		reclassified = !atTextStart;
		thinking.push(...preamble);
		preamble.length = 0;
		split = true;
		place = 'after';
		lastCharacter = '>';
	}

	function take(text: string, ended: boolean): ReplyPiece[] {
		const pieces: ReplyPiece[] = [];
		let rest = held + text;
		held = '';
		while (rest) {
			if (place === 'after') {
				emit(rest, pieces);
				break;
			}
			const start = rest.indexOf('<');
			if (start < 0) {
				emit(rest, pieces);
				break;
			}
			emit(rest.slice(0, start), pieces);
			rest = rest.slice(start);
			const tag = rest.startsWith(open) ? open : rest.startsWith(close) ? close : undefined;
			if (!tag) {
				const unfinished = open.startsWith(rest) || close.startsWith(rest);
				if (unfinished && !ended) {
					held = rest;
					break;
				}
				emit('<', pieces);
				rest = rest.slice(1);
				continue;
			}
			const mayBeQuoted = quotes.has(lastCharacter);
			if (mayBeQuoted && rest.length === tag.length && !ended) {
				held = rest;
				break;
			}
			meetTag(tag, mayBeQuoted && rest[tag.length] === lastCharacter, pieces);
			rest = rest.slice(tag.length);
		}
		return pieces;
	}

	return {
		push(text) {
			if (!text) return [];
			// Nearly every token: no part of a tag, and nothing held back.
			if (held !== '' || (place !== 'after' && text.includes('<'))) return take(text, false);
			const pieces: ReplyPiece[] = [];
			emit(text, pieces);
			return pieces;
		},
		end: () => take('', true),
		result() {
			if (!split) return { thinking: '', answer: preamble.join('') + held, split, leading: false };
			let trace = thinking;
			let rest = answer;
			if (place === 'inside' && firstClose !== undefined) {
				trace = thinking.slice(0, firstClose);
				rest = thinking.slice(firstClose + 1);
			} else if (place === 'inside' && mustClose) {
				return { thinking: '', answer: preamble.join('') + open + thinking.join('') + held, split: false, leading: false };
			}
			const before = preamble.join('');
			const after = rest.join('');
			return {
				thinking: trace.join('').trim(),
				answer: before.trim() ? before + after : after.trimStart(),
				split,
				leading: !neverOpened && before.trim() === '',
			};
		},
		get reclassified() {
			return reclassified;
		},
	};
}

/** Separates the trace from the answer in a whole reply. */
export function splitThinking(text: string, options?: SplitOptions): { thinking: string; answer: string } {
	const splitter = createThinkingSplitter(options);
	splitter.push(text);
	splitter.end();
	const { thinking, answer } = splitter.result();
	return { thinking, answer };
}
