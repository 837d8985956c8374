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
	/** How many results of the last answer were cut, since they alone are longer than the model takes. */
	cut?: number;
}

/**
 * Shortens results of tools, the oldest first and those of one answer together, until the conversation leaves room. Calls and
 * results stay in pairs. The results of the last answer stay whole, unless they would not fit even so.
 */
export function shortenResults(messages: readonly ReasonMessage[], { context, reserved }: Room): Shortened {
	const room = Math.max(0, context - reserved);
	const sizes = messages.map(sizeOf);
	let size = sizes.reduce((sum, each) => sum + each, 0);
	if (size <= room * startsAt) return { messages: [...messages], count: 0 };
	const shortened = shortenUntil(messages, (saved) => (size -= saved) <= room * endsAt);
	return size <= room ? shortened : withLastCut(shortened, (last) => 1 - (size - room * startsAt) / last);
}

/**
 * Shortens all results but those of the last answer, for a host that said that the conversation is too long; those too, to a
 * quarter, where there are no others.
 */
export function shortenAllResults(messages: readonly ReasonMessage[]): Shortened {
	const shortened = shortenUntil(messages, () => false);
	return shortened.count > 0 ? shortened : withLastCut(shortened, () => 1 / 4);
}

/** Cuts the results of the last answer to a share of their length, which depends on their tokens. */
function withLastCut({ messages, count }: Shortened, shareOf: (tokens: number) => number): Shortened {
	const round = roundsOf(messages).at(-1) ?? [];
	const share = shareOf(round.reduce((sum, at) => sum + sizeOf(itemAt(messages, at)), 0));
	const cut = [...messages];
	let cutCount = 0;
	for (const at of round) {
		const message = itemAt(messages, at);
		const text = plainText(message.content);
		const kept = Math.max(keptCharacters, Math.floor(text.length * share));
		if (text.length < 2 * keptCharacters || kept >= text.length) continue;
		cut[at] = {
			...message,
			content: `${text.slice(0, kept)}…\n[${text.length - kept} more characters do not fit into the model's context. Ask the tool for less.]`,
		};
		cutCount += 1;
	}
	return { messages: cut, count, ...(cutCount > 0 ? { cut: cutCount } : {}) };
}

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
