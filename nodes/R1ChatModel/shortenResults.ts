import { itemAt } from '../../core/itemAt';
import { estimateTokens } from '../../core/money/estimateTokens';
import { plainText, type ReasonMessage } from '../../core/reason';

export interface Room {
	/** Tokens that the model takes, prompt and answer together. */
	context: number;
	/** Tokens kept for the answer and for what is sent beside the messages. */
	reserved: number;
}

/** From this share of the context on results are shortened, down to the other one; in between nothing changes, for the cache. */
const startsAt = 0.7;
const endsAt = 0.4;
const keptCharacters = 200;

export interface Shortened {
	messages: ReasonMessage[];
	/** How many results were shortened. */
	count: number;
}

/**
 * Shortens results of tools, the oldest first and those of one answer together, until the conversation leaves room. Calls and
 * results stay in pairs, and the results of the last answer stay whole.
 */
export function shortenResults(messages: readonly ReasonMessage[], { context, reserved }: Room): Shortened {
	const room = Math.max(0, context - reserved);
	const sizes = messages.map(sizeOf);
	let size = sizes.reduce((sum, each) => sum + each, 0);
	if (size <= room * startsAt) return { messages: [...messages], count: 0 };
	return shortenUntil(messages, (saved) => (size -= saved) <= room * endsAt);
}

/** Shortens all results but those of the last answer, for a host that said that the conversation is too long. */
export const shortenAllResults = (messages: readonly ReasonMessage[]): Shortened => shortenUntil(messages, () => false);

function shortenUntil(messages: readonly ReasonMessage[], isEnough: (savedTokens: number) => boolean): Shortened {
	const shortened = [...messages];
	let count = 0;
	for (const round of roundsOf(messages).slice(0, -1)) {
		let saved = 0;
		for (const at of round) {
			const long = itemAt(messages, at);
			const short = withShortContent(long);
			if (!short) continue;
			saved += sizeOf(long) - sizeOf(short);
			shortened[at] = short;
			count += 1;
		}
		if (saved > 0 && isEnough(saved)) break;
	}
	return { messages: shortened, count };
}

/** Places of the results that belong to one answer. */
function roundsOf(messages: readonly ReasonMessage[]): number[][] {
	const rounds: number[][] = [];
	for (const [at, { role }] of messages.entries()) {
		if (role !== 'tool') continue;
		if (messages[at - 1]?.role === 'tool') rounds.at(-1)?.push(at);
		else rounds.push([at]);
	}
	return rounds;
}

function withShortContent(message: ReasonMessage): ReasonMessage | undefined {
	const text = plainText(message.content);
	if (text.length < 2 * keptCharacters || text.endsWith(ending)) return undefined;
	return { ...message, content: `${text.slice(0, keptCharacters)}…\n[${text.length - keptCharacters} more characters ${ending}` };
}

const ending = 'were left out to make room. Call the tool again if you need them.]';

const sizeOf = (message: ReasonMessage): number => estimateTokens(JSON.stringify(message));
