import { isObject, parseJson } from '../../json';
import { errorIn, errorTexts } from './errorTexts';

interface Headers {
	get(name: string): string | null;
}

/**
 * How long a host asks to wait, in milliseconds, in whatever form it says so: `retry-after-ms`; `retry-after` in seconds or
 * as a date; the resets of the limits that are used up; Google's `RetryInfo`; a number or a sentence in the body.
 */
export function readWait(headers: Headers | undefined, body: unknown, now: Date): number | undefined {
	return (headers && (retryAfter(headers, now) ?? limitReset(headers, now))) ?? bodyWait(body, now);
}

function retryAfter(headers: Headers, now: Date): number | undefined {
	const inMs = headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms');
	if (inMs !== null && isAmount(inMs)) return Math.max(0, Number(inMs));
	const after = headers.get('retry-after');
	if (after === null) return undefined;
	if (isAmount(after)) return Math.max(0, Number(after) * 1000);
	const duration = durationMs(after);
	if (duration !== undefined) return duration;
	const date = Date.parse(after);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const kinds = ['-requests', '-tokens', '', '-requests-minute', '-tokens-minute', '-input-tokens', '-output-tokens'];
const prefixes = ['x-ratelimit', 'ratelimit', 'anthropic-ratelimit'];

/** OpenAI, Groq: `1m26.4s`; Anthropic: a date; OpenRouter: epoch milliseconds; others: seconds, or the epoch in seconds. */
function limitReset(headers: Headers, now: Date): number | undefined {
	const waits: number[] = [];
	let usedUp: number[] = [];
	for (const prefix of prefixes) {
		for (const kind of kinds) {
			const reset = headers.get(`${prefix}-reset${kind}`) ?? headers.get(`${prefix}${kind}-reset`);
			const wait = reset === null ? undefined : momentMs(reset, now);
			if (wait === undefined) continue;
			waits.push(wait);
			const left = headers.get(`${prefix}-remaining${kind}`) ?? headers.get(`${prefix}${kind}-remaining`);
			if (left !== null && Number(left) <= 0) usedUp = [...usedUp, wait];
		}
	}
	if (usedUp.length > 0) return Math.max(...usedUp);
	return waits.length > 0 ? Math.min(...waits) : resetInList(headers);
}

/** The drafts of the IETF for one header: `"default";r=0;t=30`, and before `limit=10, remaining=0, reset=30`; in seconds. */
function resetInList(headers: Headers): number | undefined {
	const after = headers.get('x-ratelimit-reset-after') ?? headers.get('ratelimit-reset-after');
	const seconds = after ?? /(?:^|[;,\s])(?:t|reset)\s*=\s*"?(\d+(?:\.\d+)?)/i.exec(headers.get('ratelimit') ?? '')?.[1];
	return seconds !== undefined && isAmount(seconds) ? Math.max(0, Number(seconds) * 1000) : undefined;
}

function bodyWait(body: unknown, now: Date): number | undefined {
	if (Array.isArray(body)) return bodyWait(body[0], now);
	if (typeof body === 'string') return sentenceMs(body);
	if (!isObject(body)) return undefined;
	const error = errorIn(body);
	for (const detail of Array.isArray(error.details) ? error.details : []) {
		const delay = isObject(detail) ? detail.retryDelay : undefined;
		if (typeof delay === 'string') return durationMs(delay);
		if (isObject(delay)) return Number(delay.seconds ?? 0) * 1000 + Number(delay.nanos ?? 0) / 1e6;
	}
	const metadata = isObject(error.metadata) ? error.metadata : {};
	if (isObject(metadata.headers)) {
		const given = new Map(Object.entries(metadata.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
		const headers = { get: (name: string) => given.get(name) ?? null };
		const wait = retryAfter(headers, now) ?? limitReset(headers, now);
		if (wait !== undefined) return wait;
	}
	// A broker hands on what the provider behind it said.
	const behind = typeof metadata.raw === 'string' ? parseJson(metadata.raw) : undefined;
	const waitBehind = isObject(behind) || Array.isArray(behind) ? bodyWait(behind, now) : undefined;
	if (waitBehind !== undefined) return waitBehind;
	for (const holder of [error, metadata, body]) {
		for (const name of ['retry_after_ms', 'retryAfterMs']) if (isAmount(String(holder[name] ?? ''))) return Number(holder[name]);
		for (const name of ['retry_after', 'retryAfter', 'retry_after_seconds', 'estimated_time']) {
			if (isAmount(String(holder[name] ?? ''))) return Number(holder[name]) * 1000;
		}
	}
	return sentenceMs(errorTexts(body).message);
}

const sentence =
	/(?:try again|retry|wait|reset(?:s)?|available)\b[^.\d]{0,40}?((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds?|s|sec(?:ond)?s?|m|min(?:ute)?s?|h|hours?)\s*)+)(?![\w])/i;

/** `Please try again in 2.0s`, `retry after 20 seconds`. */
function sentenceMs(text: string): number | undefined {
	const said = sentence.exec(text)?.[1];
	if (said !== undefined) return durationMs(said);
	const chinese = /(\d+(?:\.\d+)?)\s*(毫秒|秒|分钟)后/.exec(text);
	return chinese ? Number(chinese[1]) * { 毫秒: 1, 秒: 1000, 分钟: 60_000 }[chinese[2] as '秒'] : undefined;
}

const longestDuration = 60;

/** A duration such as `1h2m3.5s`, `250ms`, `20 seconds`. */
function durationMs(text: string): number | undefined {
	if (text.length > longestDuration) return undefined;
	const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h|d)[a-z]*\s*/gi)];
	if (
		parts.length === 0 ||
		parts
			.map(([all]) => all)
			.join('')
			.trim() !== text.trim()
	)
		return undefined;
	const units: Readonly<Record<string, number>> = { ms: 1, milli: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
	return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit.toLowerCase()], 0));
}

/** A moment or a duration: a date, the epoch in seconds or milliseconds, seconds from now, or a duration with units. */
function momentMs(text: string, now: Date): number | undefined {
	if (isAmount(text)) {
		const amount = Number(text);
		if (amount > 1e11) return Math.max(0, amount - now.getTime());
		if (amount > 1e9) return Math.max(0, amount * 1000 - now.getTime());
		return Math.max(0, amount * 1000);
	}
	const duration = durationMs(text);
	if (duration !== undefined) return duration;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const isAmount = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
