import { atOnce, type Steps } from '../breathe';
import { harmonyForm, type TraceForm } from '../catalogue/traceForms';
import { createGrowingText, type GrowingText } from './trace/growingText';
import { createHarmonySplitter, harmonyAt, type HarmonySplitter } from './trace/harmony';
import { createLines } from './trace/lines';
import { closingAt, innerStarts, markAt, phraseAt, startsMark, type Mark } from './trace/marks';
import { isQuoted, opensQuote } from './trace/quoted';
import type { ReplyPiece } from './trace/replyPiece';
import { slicesOf } from './trace/slicesOf';

export type { ReplyPiece };

export interface SplitOptions {
	/** The prompt already ended with `<think>`, as R1's chat template does: the text starts inside the trace. */
	startImplied?: boolean;
	/** Only a block that the text begins with is a trace; for hosts that send the trace apart. */
	onlyLeading?: boolean;
	/** Whether the prompt names the opening mark of a form: then such blocks may be what was asked for. */
	isAskedFor?: (form: TraceForm, mark: string) => boolean;
	/** How many characters are not told before it is certain that they are answer; 0 tells everything at once. */
	holdBack?: number;
}

export interface SplitReply {
	thinking: string;
	answer: string;
	/** Whether a trace was found, and whether the text began with it. */
	split: boolean;
	leading: boolean;
	/** The form of the first block that was taken out, by its opening or only mark as it was written. */
	form?: TraceForm;
	/** Blocks that were left in the answer, because the prompt asks for them. */
	asked?: string;
}

export interface ThinkingSplitter {
	/** Takes the next chunk and gives what can be told so far. */
	push(text: string): ReplyPiece[];
	/** Gives what was still held back; after it `result()` is final. `cut`: the text was cut by the token limit. */
	end(cut?: boolean): ReplyPiece[];
	/** Nothing is held back any longer: the trace came elsewhere. */
	release(): ReplyPiece[];
	/**
	 * The whole split. It can differ from the pieces: a closing mark that was never opened turns everything before it
	 * into the trace, and only the end of the text tells that an inner mark was a mere mention.
	 */
	result(): SplitReply;
	/** True once text that had been given as answer turned out to be the trace. */
	readonly reclassified: boolean;
	/** Whether text waits until it is certain what it is. */
	readonly holding: boolean;
}

/** A block of the trace that is not closed. */
interface Block {
	form: TraceForm;
	opening: string;
	text: GrowingText;
	depth: number;
	/** Where the trace would end if inner opening marks turn out to be mentions. */
	firstClose?: { from: number; to: number };
	/** Counts only if it is closed. */
	mustClose: boolean;
	/** Told only when it is closed. */
	silent: boolean;
}

const thinkTag = markAt('<think>') as Mark;

/**
 * Separates the trace from the answer while the text streams in; marks may be cut anywhere by chunk borders.
 *
 * A block that the text begins with, or that begins a line, is a trace; a mark in quotes or backticks is text, so is one
 * in the middle of a line or in a code fence, and inner blocks belong to the outer one. A closing mark without an opening
 * one ends a trace that began with the text (R1's template opens it in the prompt). Forms that are also words of people's
 * XML count only at the beginning, and only when something else than XML follows.
 */
export function createThinkingSplitter(options: SplitOptions = {}): ThinkingSplitter {
	const { startImplied = false, onlyLeading = false, isAskedFor = () => false } = options;
	const traces: string[] = [];
	const answer = createGrowingText();
	const lines = createLines();
	/** Openings outside of any block that were mentions: a closing mark closes one of them first. */
	const mentioned = new Map<TraceForm, number>();
	let block: Block | undefined = startImplied ? open(thinkTag, false) : undefined;
	let harmony: HarmonySplitter | undefined;
	/** A closed block of a weak form: what follows decides. */
	let undecided: { block: Block; closing: string } | undefined;
	let form: TraceForm | undefined = block?.form;
	let leading = startImplied;
	let asked: string | undefined;
	let atTextStart = true;
	let reclassified = false;
	/** Text that may be the beginning of a mark. */
	let held = '';
	let lastCharacter = '';
	let blankSinceTrace = false;
	let untold: ReplyPiece[] | undefined = options.holdBack ? [] : undefined;
	let untoldLength = 0;

	function open({ form: its, text }: Mark, mustClose: boolean): Block {
		return { form: its, opening: text, text: createGrowingText(), depth: 1, mustClose, silent: its.kind === 'phrase' };
	}

	function tell(kind: ReplyPiece['kind'], text: string, pieces: ReplyPiece[]) {
		if (!text) return;
		if (!untold || kind === 'thinking') return void pieces.push({ kind, text });
		untold.push({ kind, text });
		untoldLength += text.length;
		if (untoldLength > (options.holdBack ?? 0)) release(pieces);
	}

	function release(pieces: ReplyPiece[], as: ReplyPiece['kind'] = 'answer') {
		for (const { text } of untold ?? []) pieces.push({ kind: as, text });
		untold = undefined;
	}

	function emit(text: string, pieces: ReplyPiece[]) {
		if (!text) return;
		lastCharacter = text[text.length - 1];
		if (block) {
			block.text.push(text);
			if (!block.silent) tell('thinking', text, pieces);
			return;
		}
		answer.push(text);
		lines.follow(text);
		if (blankSinceTrace && text.trim() !== '') blankSinceTrace = false;
		if (atTextStart && text.trim() !== '') atTextStart = false;
		if (!atTextStart) tell('answer', text, pieces);
	}

	function meet(mark: Mark, quoted: boolean, pieces: ReplyPiece[]) {
		if (quoted || (mark.kind === 'answer' && !form)) return emit(mark.text, pieces);
		if (mark.kind === 'answer') return;
		if (block) return mark.kind === 'open' ? openInner(mark, block, pieces) : closeInner(mark, block, pieces);
		return mark.kind === 'open' ? meetOpening(mark, pieces) : meetClosing(mark, pieces);
	}

	function meetOpening(mark: Mark, pieces: ReplyPiece[]) {
		const isLeading = atTextStart || blankSinceTrace;
		if (!lines.inFence && lines.atStart && mayOpen(mark, isLeading)) {
			release(pieces);
			block = open(mark, !isLeading || mark.form.strength === 'word');
			if (!form) leading = atTextStart;
			lastCharacter = '>';
			return;
		}
		mentioned.set(mark.form, (mentioned.get(mark.form) ?? 0) + 1);
		emit(mark.text, pieces);
	}

	function mayOpen({ form: its, text }: Mark, isLeading: boolean): boolean {
		if (onlyLeading && !isLeading) return false;
		if (its.strength === 'word' && !isLeading && form !== its) return false;
		if (!isAskedFor(its, text)) return true;
		if (its.id === 'think' && isLeading) return true;
		asked ??= text;
		return false;
	}

	function meetClosing(mark: Mark, pieces: ReplyPiece[]) {
		const open = mentioned.get(mark.form) ?? 0;
		if (open > 0) {
			mentioned.set(mark.form, open - 1);
			return emit(mark.text, pieces);
		}
		if (lines.inFence || (onlyLeading && !atTextStart && !blankSinceTrace)) return emit(mark.text, pieces);
		lastCharacter = '>';
		// A second closing mark: what stands before it has been told as answer, and stays it.
		if (form) return;
		reclassified = !atTextStart && !untold;
		form = mark.form;
		const trace = answer.take();
		traces.push(trace);
		release(pieces, 'thinking');
		atTextStart = false;
		blankSinceTrace = true;
		lines.restart();
	}

	function openInner(mark: Mark, inside: Block, pieces: ReplyPiece[]) {
		inside.depth += 1;
		emit(mark.text, pieces);
	}

	function closeInner(mark: Mark, inside: Block, pieces: ReplyPiece[]) {
		inside.depth -= 1;
		if (inside.depth > 0) {
			inside.firstClose ??= { from: inside.text.length, to: inside.text.length + mark.text.length };
			return emit(mark.text, pieces);
		}
		lastCharacter = '>';
		block = undefined;
		if (inside.form.strength === 'word' && !form) undecided = { block: inside, closing: mark.text };
		else accept(inside, pieces);
		blankSinceTrace ||= answer.isBlank();
	}

	function accept({ form: its, text, silent }: Block, pieces: ReplyPiece[], trace = text.whole()) {
		traces.push(trace);
		form ??= its;
		if (silent) tell('thinking', trace, pieces);
		atTextStart = false;
		lines.restart();
	}

	/** It was no trace after all. */
	function takeBack({ opening, text }: Block, closing: string, pieces: ReplyPiece[]) {
		blankSinceTrace = false;
		atTextStart = false;
		emit(opening + text.whole() + closing, pieces);
	}

	/** Whether a weak block was a trace: not when XML follows it, or nothing. */
	function decide(rest: string, ended: boolean, pieces: ReplyPiece[]): boolean {
		if (!undecided) return true;
		const { block: closed, closing } = undecided;
		const follows = rest.trimStart();
		if (!ended && /^(<[\w:/.-]{0,40})?$/.test(follows)) return false;
		undecided = undefined;
		const element = /^<([a-z][\w:.-]*)/i.exec(follows)?.[1];
		const isXml =
			element !== undefined && !/^(answer|response|output|final|tool|function|invoke|\w+:tool)/i.test(element) && !markAt(follows);
		if (follows === '' || isXml) takeBack(closed, closing, pieces);
		else accept(closed, pieces);
		return true;
	}

	function takeHarmony(text: string, ended: boolean, pieces: ReplyPiece[]) {
		for (const piece of harmony?.push(text, ended) ?? []) {
			(piece.kind === 'thinking' ? traces : answer).push(piece.text);
			pieces.push(piece);
		}
	}

	/** From here on the text is in OpenAI's format; what stands before it was the trace. */
	function beginHarmony(pieces: ReplyPiece[]) {
		const before = answer.take().replace(/<\|end\|>\s*$/, '');
		if (before.trim()) traces.push(before);
		reclassified ||= !atTextStart && !untold;
		release(pieces, 'thinking');
		form = harmonyForm;
		leading = true;
		harmony = createHarmonySplitter();
	}

	function take(text: string, ended: boolean): ReplyPiece[] {
		const pieces: ReplyPiece[] = [];
		let rest = held + text;
		held = '';
		while (rest) {
			if (harmony) {
				takeHarmony(rest, ended, pieces);
				return pieces;
			}
			if (!decide(rest, ended, pieces)) {
				held = rest;
				break;
			}
			if (atTextStart && !block) {
				const start = rest.length - rest.trimStart().length;
				const phrase = rest.length > start ? phraseAt(rest.slice(start)) : undefined;
				if (phrase === 'maybe' && !ended) {
					held = rest;
					break;
				}
				if (typeof phrase === 'object') {
					block = open(phrase, true);
					leading = true;
					rest = rest.slice(start + phrase.text.length);
					continue;
				}
			}
			const start = nextStart(rest);
			if (start !== 0) {
				emit(start < 0 ? rest : rest.slice(0, start), pieces);
				rest = start < 0 ? '' : rest.slice(start);
				continue;
			}
			const taken = takeMark(rest, ended, pieces);
			if (taken === 0) {
				held = rest;
				break;
			}
			rest = rest.slice(taken);
		}
		return pieces;
	}

	/** Reads what may be a mark; gives how much was taken, 0 to wait for more. */
	function takeMark(rest: string, ended: boolean, pieces: ReplyPiece[]): number {
		if (!block && (rest[1] ?? '|') === '|' && !lines.inFence && !lines.inCode && !opensQuote(lastCharacter) && beginsMessage()) {
			const harmonic = harmonyAt(rest);
			if (harmonic === 'maybe' && !ended) return 0;
			if (harmonic === true) {
				beginHarmony(pieces);
				takeHarmony(rest, ended, pieces);
				return rest.length;
			}
		}
		const mark = block ? closingAt(rest, block.form) : markAt(rest);
		if (mark === 'maybe' && !ended) return 0;
		if (typeof mark !== 'object') {
			emit(rest[0], pieces);
			return 1;
		}
		const follows = rest.slice(mark.text.length);
		if ((opensQuote(lastCharacter) || (!block && lines.inCode)) && follows === '' && !ended) return 0;
		if (mark.kind === 'close' && !block && !form && lastCharacter === ' ' && follows.length < 2 && !ended) return 0;
		meet(mark, isMention(mark, follows), pieces);
		return mark.text.length;
	}

	const beginsMessage = () => lines.atStart || answer.end(40).trimEnd().endsWith('<|end|>');

	function isMention(mark: Mark, follows: string): boolean {
		const next = follows.slice(0, 1);
		if (isQuoted(lastCharacter, next) || (!block && lines.inCode && next === '`')) return true;
		if (mark.kind !== 'close' || block || form || (mentioned.get(mark.form) ?? 0) > 0) return false;
		// A sentence about the mark goes on in the same line.
		return lastCharacter === ' ' && !lines.atStart && /^ \p{Ll}/u.test(follows) && /[\p{L}\p{N}] $/u.test(answer.end(3));
	}

	function nextStart(text: string): number {
		if (!block) return text.search(startsMark);
		let first = -1;
		for (const character of innerStarts.get(block.form) ?? []) {
			const at = text.indexOf(character);
			if (at >= 0 && (first < 0 || at < first)) first = at;
		}
		return first;
	}

	function finishBlock(cut: boolean, pieces: ReplyPiece[]) {
		if (!block) return;
		const open = block;
		block = undefined;
		if (open.firstClose !== undefined) {
			const { from, to } = open.firstClose;
			const text = open.text.whole();
			const rest = text.slice(to);
			accept(open, pieces, text.slice(0, from));
			answer.push(rest);
			tell('answer', rest, pieces);
		} else if (open.mustClose && !cut) {
			const text = open.opening + open.text.whole();
			answer.push(text);
			tell('answer', text, pieces);
		} else {
			accept(open, pieces);
		}
	}

	return {
		push(text) {
			if (!text) return [];
			// Nearly every token: no part of a mark, and nothing held back.
			if (held !== '' || harmony || undecided || (atTextStart && !block) || nextStart(text) >= 0) return take(text, false);
			const pieces: ReplyPiece[] = [];
			emit(text, pieces);
			return pieces;
		},
		release() {
			const pieces: ReplyPiece[] = [];
			release(pieces);
			return pieces;
		},
		end(cut = false) {
			const pieces = take('', true);
			if (harmony) takeHarmony('', true, pieces);
			decide('', true, pieces);
			finishBlock(cut, pieces);
			release(pieces);
			return pieces;
		},
		result() {
			const text = answer.whole();
			const split = form !== undefined;
			const thinking = traces.map((trace) => trace.trim()).filter(Boolean);
			return {
				thinking: (harmony ? [traces.join('').trim()] : thinking).join('\n'),
				answer: split ? text.trimStart() : text,
				split,
				leading: split && leading,
				form,
				asked,
			};
		},
		get reclassified() {
			return reclassified;
		},
		get holding() {
			return untold !== undefined && untoldLength > 0;
		},
	};
}

export interface ReplyParts {
	thinking: string;
	answer: string;
}

/** Separates the trace from the answer in a whole reply. */
export const splitThinking = (text: string, options?: SplitOptions): ReplyParts => atOnce(splitInSteps(text, options));

export function* splitInSteps(text: string, options?: SplitOptions): Steps<ReplyParts> {
	const splitter = createThinkingSplitter(options);
	for (const slice of slicesOf(text)) {
		splitter.push(slice);
		yield;
	}
	splitter.end();
	yield;
	const { thinking, answer } = splitter.result();
	return { thinking, answer };
}
