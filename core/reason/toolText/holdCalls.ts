/** What calls in a text begin with; from there on it waits until it is known whether it is one. */
const marks = [
	...['<call tool=', '<tool_call', '<toolcall', '<longcat_tool_call', '<function', '<invoke', '<minimax:', '<seed:', '<arg_key>'],
	...['<|', '<｜', '[tool_calls]', '[args]', ']<]minimax', 'to=functions.', 'functools[', '```'],
];
const anyMark = new RegExp(marks.map((mark) => mark.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&')).join('|'), 'i');

export interface CallHolder {
	/** The part of a new piece that may be shown. */
	push(text: string): string;
	/** What was held back. */
	readonly held: string;
}

/** Keeps calls that come as text out of a stream that somebody reads; an answer without one is shown as it comes. */
export function createCallHolder(): CallHolder {
	let held = '';
	let holding = false;
	let shown = false;
	return {
		get held() {
			return held;
		},
		push(text) {
			held += text;
			if (holding) return '';
			// JSON and lists alone may be a call.
			if (!shown && /^\s*([[{]|$)/.test(held)) {
				holding = held.trim() !== '';
				return '';
			}
			const found = anyMark.exec(held);
			holding = found !== null;
			const until = found ? found.index : held.length - startOfMark(held.toLowerCase());
			const show = held.slice(0, until);
			held = held.slice(until);
			shown ||= show.trim() !== '';
			return show;
		},
	};
}

/** How many characters at the end may be the beginning of a mark. */
function startOfMark(text: string): number {
	for (let length = Math.min(18, text.length); length > 0; length--) {
		const end = text.slice(-length);
		if (marks.some((mark) => mark.startsWith(end))) return length;
	}
	return 0;
}
