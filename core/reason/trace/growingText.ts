/** A text that grows by tokens. Now and then they are put together, since a million at once would hold everybody up. */
export interface GrowingText {
	push(text: string): void;
	readonly length: number;
	/** The last characters. */
	end(count: number): string;
	whole(): string;
	/** All of it; afterwards it is empty. */
	take(): string;
	isBlank(): boolean;
}

const mostTokens = 1024;

export function createGrowingText(): GrowingText {
	let chunks: string[] = [];
	let tokens: string[] = [];
	let length = 0;
	const whole = () => (chunks.length > 0 ? chunks.concat(tokens).join('') : tokens.join(''));
	return {
		get length() {
			return length;
		},
		push(text) {
			length += text.length;
			if (tokens.push(text) < mostTokens) return;
			chunks.push(tokens.join(''));
			tokens = [];
		},
		end(count) {
			let text = '';
			for (let at = tokens.length - 1; at >= 0 && text.length < count; at--) text = (tokens[at] ?? '').slice(-count) + text;
			if (text.length < count) text = (chunks.at(-1) ?? '').slice(-count) + text;
			return text.slice(-count);
		},
		whole,
		take() {
			const text = whole();
			chunks = [];
			tokens = [];
			length = 0;
			return text;
		},
		isBlank: () => chunks.every((text) => text.trim() === '') && tokens.every((text) => text.trim() === ''),
	};
}
