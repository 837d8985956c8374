/** A text within a text, in base64 or hexadecimal digits: where it stands, and what it says. */
export interface EncodedText {
	start: number;
	end: number;
	text: string;
}

/** Runs of base64 (both alphabets, also broken into lines) or hex; shorter ones can't hold what rules name. */
const runs = /(?:[A-Za-z0-9+/]{60,76}\r?\n)*[A-Za-z0-9+/_-]{12,}={0,2}/g;
const shortest = 12;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What stands encoded in a text. Words and ids decode to no text, and are none. */
export function* encodedTexts(text: string): Generator<EncodedText> {
	for (const { 0: run, index } of text.matchAll(runs)) {
		const whole = decoded(run);
		if (whole !== undefined) {
			yield { start: index, end: index + run.length, text: whole };
			continue;
		}
		// Of an address only the last part may be base64.
		if (!/[/_-]/.test(run)) continue;
		for (const { 0: part, index: within } of run.matchAll(/[A-Za-z0-9+=]+/g)) {
			const said = part.length >= shortest ? decoded(part) : undefined;
			if (said !== undefined) yield { start: index + within, end: index + within + part.length, text: said };
		}
	}
}

function decoded(run: string): string | undefined {
	// A word in small letters, as most are.
	if (!/.[A-Z\d]/.test(run)) return undefined;
	const isHex = /^(?:[\da-f]{2})+$/i.test(run);
	return (isHex ? textIn(run, 'hex') : undefined) ?? textIn(run, 'base64');
}

/** Bytes of UTF-8 without control characters; a look at the beginning rules most others out. */
function textIn(run: string, encoding: 'hex' | 'base64'): string | undefined {
	if (!isPrintable(Buffer.from(run.slice(0, 64), encoding).subarray(0, -4).toString('latin1'))) return undefined;
	try {
		const text = utf8.decode(Buffer.from(run, encoding));
		return isPrintable(text) && text.length > 5 ? text : undefined;
	} catch {
		return undefined;
	}
}

// eslint-disable-next-line no-control-regex -- control characters are what no text holds
const isPrintable = (text: string) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
