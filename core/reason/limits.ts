import { ReasonError } from './reasonError';

/** Most that is read of one answer; past one of them the call is ended, and charged like any answer that was cut off. */
export interface Limits {
	/** Characters of the trace. */
	thinkingCharacters: number;
	/** Characters of the answer. */
	answerCharacters: number;
	/** Characters of all calls of tools together, their names included. */
	toolCharacters: number;
	/** Bytes of the whole response, after it was decompressed. */
	responseBytes: number;
	/** Bytes of the response's headers; undici itself reads no more than `mostHeaderBytes`. */
	headerBytes: number;
	/** Bytes of the body of an error; what comes after them is not read. */
	errorBytes: number;
}

const kib = 1024;
const mib = kib * kib;

export const mostHeaderBytes = 64 * kib;

/**
 * Far above what models write: the largest output limit in the catalogue is 384,000 tokens, about 4 characters each, and a
 * chunk of a stream takes about 300 bytes a token. Node's own limit on headers is 16 KiB
 * (https://nodejs.org/api/cli.html#--max-http-header-sizesize).
 */
export const defaultLimits: Limits = {
	thinkingCharacters: 4_000_000,
	answerCharacters: 4_000_000,
	toolCharacters: 1_000_000,
	responseBytes: 256 * mib,
	headerBytes: 16 * kib,
	errorBytes: 64 * kib,
};

/** The default for each limit that is not given. */
export const withDefaults = (given: Partial<Limits> = {}): Limits => ({
	...defaultLimits,
	...Object.fromEntries(Object.entries(given).filter(([, most]) => most !== undefined)),
});

/** Most bytes without an event or a JSON line of their own, such as a whole body: it is parsed at once, and holds n8n as long. */
export const longestPieceBytes = 8 * mib;

export type LimitName = keyof Limits | 'pieceBytes';

const words: Readonly<Record<LimitName, readonly [what: string, unit: string, advice: string]>> = {
	thinkingCharacters: ['trace', 'characters', 'Trace (Characters)'],
	answerCharacters: ['answer', 'characters', 'Answer (Characters)'],
	toolCharacters: ['arguments of tools', 'characters', 'Tool Arguments (Characters)'],
	responseBytes: ['response', 'bytes', 'Response (Bytes)'],
	headerBytes: ['response headers', 'bytes', 'Headers (Bytes)'],
	errorBytes: ['error body', 'bytes', 'Error Body (Bytes)'],
	pieceBytes: ['event or body that can only be read whole', 'bytes', ''],
};

/** Says which limit ended the call. */
export function tooLarge(hostName: string, name: LimitName, most: number): ReasonError {
	const [what, unit, option] = words[name];
	const raise = option ? `If the model really writes so much, raise it under Options, Limits, ${option}.` : 'This limit is fixed.';
	return new ReasonError(`${hostName} went past the limit of ${most.toLocaleString('en')} ${unit} for the ${what}`, {
		kind: 'too_large',
		description: `The call was ended there. ${raise} It was not sent again, because the host may charge for what it generated.`,
	});
}

/** The beginning of a body; the rest is neither read nor kept. */
export async function readAtMost({ body }: Response, most: number): Promise<{ text: string; isCut: boolean }> {
	const reader = body?.getReader();
	const decoder = new TextDecoder();
	let text = '';
	for (let left = most; reader;) {
		const { done, value } = await reader.read();
		if (done) break;
		text += decoder.decode(value.subarray(0, left), { stream: true });
		left -= value.byteLength;
		if (left >= 0) continue;
		reader.cancel().catch(() => undefined);
		return { text, isCut: true };
	}
	return { text: text + decoder.decode(), isCut: false };
}

/** Names and values with what stands between them on the wire. */
export function bytesOf(headers: Headers): number {
	let bytes = 0;
	for (const [name, value] of headers) bytes += name.length + value.length + 4;
	return bytes;
}
