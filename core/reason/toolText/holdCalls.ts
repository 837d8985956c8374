import { createLines } from '../trace/lines';
import type { ReplyPiece } from '../trace/replyPiece';

/** Keeps calls of tools that a server left in the text from being shown while the answer streams. */
export interface CallHold {
	/** Takes the next piece and tells what is certainly no part of a call. */
	take(piece: ReplyPiece): void;
	/** Tells what was held back, as far as it stands in the answer in the end. */
	finish(answer: string, isChanged: boolean): void;
	readonly holding: boolean;
}

/**
 * What calls begin with, in all grammars: the rest of the answer waits from there on. `alone`: only at the beginning of the
 * text.
 */
const opening = new RegExp(
	[
		/<call\s+tool=/,
		/<\/?[｜|]{1,2}\s*DSML/,
		/<[｜|]tool[▁_]/,
		/<\|(?:tool_call|tools_prefix|content_invoke|message_model|START_ACTION|action_start|python_|open|channel|start)/,
		/<(?:\w+:|longcat_|start_)?(?:tool_calls?|function_calls?|invoke|function=|TOOLCALL)/,
		/\[TOOL_CALLS\]|\[ARGS\]|\]<\]minimax|functools\[/,
		/assistant(?:commentary|analysis)|(?:commentary\s+)?to=functions|functions\.\w|✿FUNCTION/,
	]
		.map(({ source }) => source)
		.join('|'),
);
const alone =
	/^\s*(?:```\w*\s*)?(?:\[\s*)?\{\s*"(?:name|function|tool_name|type|id|arguments|parameters|args|tool_calls)"|^\s*\[\s*[\w.]+\(/;

/** A text that may still become one of them with what follows. */
const partOfTag = /(?:<[\w｜|/:=▁]{0,30}|<call\s+(?:t|to|too|tool)?|\[[A-Z_]{0,11}|\][<\]a-z]{0,9}|✿[A-Z]{0,8})$/;
const maybeAlone = /^\s*(?:`{0,3}$|```\w{0,12}\s*)?(?:\[\s*(?:[\w.]+|\{\s*(?:"\w*)?)?|\{\s*(?:"\w*)?)?$/;
/** Characters of a call that stands alone, until its name or its first key has been read. */
const longestBeginning = 1000;
const words = ['assistantcommentary', 'assistantanalysis', 'commentary to=functions', 'to=functions', 'functools[', 'functions.'];

function lengthOfPart(text: string): number {
	const tag = partOfTag.exec(text)?.[0].length ?? 0;
	const word = words.map((each) => {
		let length = Math.min(each.length, text.length);
		while (length > 0 && !text.endsWith(each.slice(0, length))) length -= 1;
		return length;
	});
	return Math.max(tag, ...word);
}

/** For answers to requests that offer tools and are shown to somebody. Calls in code are text, as for `recoverCalls`. */
export function createCallHold(onPiece: (piece: ReplyPiece) => void): CallHold {
	const lines = createLines();
	let told = '';
	let held = '';
	let isCall = false;
	/** Nothing but what may be a call that stands alone has come. */
	let atStart = true;
	/** Blanks before it: they are not looked at again with each piece. */
	let blanks = '';

	function tell(text: string) {
		if (!text) return;
		lines.follow(text);
		told += text;
		onPiece({ kind: 'answer', text });
	}

	function read() {
		if (atStart) {
			const begun = held.trimStart();
			blanks += held.slice(0, held.length - begun.length);
			held = begun;
			if (alone.test(held)) isCall = true;
			if (isCall || (held.length < longestBeginning && maybeAlone.test(held))) return;
			atStart = false;
			held = blanks + held;
			blanks = '';
		}
		for (let found = opening.exec(held); found; found = opening.exec(held)) {
			tell(held.slice(0, found.index));
			held = held.slice(found.index);
			isCall = !lines.inFence && !lines.inCode;
			if (isCall) return;
			tell(found[0]);
			held = held.slice(found[0].length);
		}
		const kept = lengthOfPart(held);
		tell(held.slice(0, held.length - kept));
		held = held.slice(held.length - kept);
	}

	return {
		get holding() {
			return isCall;
		},
		take(piece) {
			if (piece.kind === 'thinking') return onPiece(piece);
			held += piece.text;
			if (!isCall) read();
		},
		finish(answer, isChanged) {
			if (!isChanged) return tell(blanks + held);
			const shown = told.trim();
			if (answer.startsWith(shown)) tell(answer.slice(shown.length));
		},
	};
}
