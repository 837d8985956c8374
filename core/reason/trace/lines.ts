/** Follows the lines of a text as it streams in: code fences, inline code, beginnings of lines. */
export interface Lines {
	follow(text: string): void;
	/** A trace was taken out: what follows it begins a line. */
	restart(): void;
	/** Whether nothing but blanks stands in the line so far. */
	readonly atStart: boolean;
	readonly inFence: boolean;
	/** Whether an odd number of backticks stands in the line so far. */
	readonly inCode: boolean;
}

export function createLines(): Lines {
	/** The beginning of the line, all that matters of it. */
	let line = '';
	let fence = '';
	let ticks = 0;

	function followLine(text: string) {
		if (line.length < 3) line = (line + (line ? text : text.trimStart())).slice(0, 3);
		for (let at = text.indexOf('`'); at >= 0; at = text.indexOf('`', at + 1)) ticks += 1;
	}

	return {
		get atStart() {
			return line === '';
		},
		get inFence() {
			return fence !== '';
		},
		get inCode() {
			return ticks % 2 === 1;
		},
		restart() {
			line = '';
			fence = '';
			ticks = 0;
		},
		follow(text) {
			let from = 0;
			for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', from)) {
				followLine(text.slice(from, newline));
				const marker = line === '```' || line === '~~~' ? line : '';
				if (marker && (fence === '' || fence === marker)) fence = fence === '' ? marker : '';
				line = '';
				ticks = 0;
				from = newline + 1;
			}
			followLine(from === 0 ? text : text.slice(from));
		},
	};
}
