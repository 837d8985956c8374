import { styleText } from 'node:util';

/** Text in colour, where it goes to a terminal that wants it: Node 20 does not look. */
export function colour(format: Parameters<typeof styleText>[0], text: string, stream: { isTTY?: boolean } = process.stdout): string {
	const { NO_COLOR: never, FORCE_COLOR: always } = process.env;
	const wanted = always !== undefined ? always !== '0' : stream.isTTY === true && !never;
	return wanted ? styleText(format, text, { validateStream: false }) : text;
}
