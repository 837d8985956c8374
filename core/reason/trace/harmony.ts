import type { ReplyPiece } from './replyPiece';

const header =
	/^(?:<\|start\|>assistant[^<\n]{0,80})?<\|channel\|>(?:analysis|final|commentary)[^<\n]{0,80}(?:<\|constrain\|>[^<\n]{0,20})?<\|message\|>/;
const starts = ['<|start|>assistant', '<|channel|>analysis', '<|channel|>final', '<|channel|>commentary'];

/** Whether a text begins with the header of a message; `maybe` while it can still become one. */
export function harmonyAt(text: string): boolean | 'maybe' {
	if (header.test(text)) return true;
	const mayBecome = starts.some((start) => start.startsWith(text) || text.startsWith(start));
	return mayBecome && text.length < 250 && !/\n|<\|message\|>/.test(text) ? 'maybe' : false;
}

const token = /^<\|(start|channel|message|end|return|call|constrain)\|>/;
const tokens = ['start', 'channel', 'message', 'end', 'return', 'call', 'constrain'].map((name) => `<|${name}|>`);

export interface HarmonySplitter {
	push(text: string, ended?: boolean): ReplyPiece[];
	/** Whether the last message was of the trace. */
	readonly endsInTrace: boolean;
}

/**
 * Reads raw messages of the harmony format: `final` is the answer, `analysis` and `commentary` are the trace. A call of a
 * tool stays in the answer as it was written, for whoever reads calls out of texts.
 *
 * Source: https://github.com/openai/harmony (docs/format.md).
 */
export function createHarmonySplitter(): HarmonySplitter {
	let held = '';
	/** Between the beginning of a message and `<|message|>`. */
	let heading: string | undefined;
	let kind: ReplyPiece['kind'] = 'thinking';
	let isCall = false;
	let told = false;

	function meet(name: string, raw: string, pieces: ReplyPiece[]) {
		if (name === 'start' || name === 'channel') heading = (heading ?? '') + raw;
		else if (heading !== undefined && name === 'constrain') heading += raw;
		else if (name === 'message') beginMessage(raw, pieces);
		else if (name === 'call' && isCall) pieces.push({ kind: 'answer', text: raw });
	}

	function beginMessage(raw: string, pieces: ReplyPiece[]) {
		const said = heading ?? '';
		heading = undefined;
		isCall = /to=/.test(said);
		kind = isCall || /<\|channel\|>\s*final/.test(said) || !said.includes('<|channel|>') ? 'answer' : 'thinking';
		if (isCall) pieces.push({ kind: 'answer', text: said + raw });
		else if (kind === 'thinking' && told) pieces.push({ kind, text: '\n' });
		told = true;
	}

	function emit(text: string, pieces: ReplyPiece[]) {
		if (!text) return;
		if (heading === undefined) pieces.push({ kind, text });
		else heading += text;
	}

	return {
		get endsInTrace() {
			return kind === 'thinking';
		},
		push(text, ended = false) {
			const pieces: ReplyPiece[] = [];
			let rest = held + text;
			held = '';
			while (rest) {
				const start = rest.indexOf('<');
				if (start !== 0) {
					emit(start < 0 ? rest : rest.slice(0, start), pieces);
					rest = start < 0 ? '' : rest.slice(start);
					continue;
				}
				const found = token.exec(rest);
				if (found) meet(found[1], found[0], pieces);
				else if (!ended && tokens.some((known) => known.startsWith(rest))) {
					held = rest;
					break;
				} else emit('<', pieces);
				rest = rest.slice(found ? found[0].length : 1);
			}
			return pieces;
		},
	};
}
