/** Cuts text into the pieces that a stream sends one by one; together they are the text again. */
export function pieces(text: string): string[] {
	return text.match(/\s*(?:[\u2e80-\u9fff\uac00-\ud7af]|[^\s\u2e80-\u9fff\uac00-\ud7af]{1,7})|\s+$/gu) ?? [];
}

const words = 'so the value of each part follows from the one before it and we can go on with the next step then'.split(' ');

/** Text of exactly so many pieces. */
export function filler(count: number): string {
	let text = '';
	for (let index = 0; index < count; index++) text += `${index ? ' ' : ''}${words[index % words.length]}`;
	return text;
}
