import { describe, expect, test } from 'vitest';
import { readWait } from '../../../../core/reason/hostErrors/readWait';

const now = new Date('2026-11-23T12:00:00Z');
const inHeaders: { name: string; headers: Record<string, string>; ms?: number }[] = [
	{ name: 'in seconds', headers: { 'retry-after': '2' }, ms: 2000 },
	{ name: 'in parts of a second', headers: { 'retry-after': '0.5' }, ms: 500 },
	{ name: 'in milliseconds', headers: { 'retry-after-ms': '150', 'retry-after': '9' }, ms: 150 },
	{ name: 'as a date', headers: { 'retry-after': 'Mon, 23 Nov 2026 12:00:05 GMT' }, ms: 5000 },
	{ name: 'as a date that has passed', headers: { 'retry-after': 'Mon, 23 Nov 2026 11:00:05 GMT' }, ms: 0 },
	{ name: 'as nonsense', headers: { 'retry-after': 'soon' } },
	{ name: 'not at all', headers: {} },
	{ name: 'as a duration', headers: { 'x-ratelimit-reset-requests': '1m26.4s' }, ms: 86_400 },
	{
		name: 'of the limit that is used up',
		headers: {
			'x-ratelimit-reset-requests': '1s',
			'x-ratelimit-remaining-requests': '5',
			'x-ratelimit-reset-tokens': '7.5s',
			'x-ratelimit-remaining-tokens': '0',
		},
		ms: 7500,
	},
	{ name: 'as epoch milliseconds', headers: { 'x-ratelimit-reset': String(Date.parse('2026-11-23T12:00:03Z')) }, ms: 3000 },
	{ name: 'as epoch seconds', headers: { 'x-ratelimit-reset': String(Date.parse('2026-11-23T12:00:03Z') / 1000) }, ms: 3000 },
	{ name: 'as a date of Anthropic', headers: { 'anthropic-ratelimit-tokens-reset': '2026-11-23T12:00:04Z' }, ms: 4000 },
];

const inBodies: { name: string; body: unknown; ms?: number }[] = [
	{ name: 'in a sentence', body: { error: { message: 'Rate limit reached. Please try again in 2.0s. Visit ...' } }, ms: 2000 },
	{ name: 'in a sentence with minutes', body: { error: { message: 'Please try again in 1m2s.' } }, ms: 62_000 },
	{ name: 'in a sentence with milliseconds', body: { error: { message: 'Please try again in 340ms.' } }, ms: 340 },
	{ name: 'in words', body: { error: { message: 'Please retry after 20 seconds.' } }, ms: 20_000 },
	{ name: 'in Chinese', body: { error: { message: '请求过于频繁，请在3秒后重试' } }, ms: 3000 },
	{ name: "in Google's details", body: [{ error: { details: [{ '@type': 'x/google.rpc.RetryInfo', retryDelay: '2s' }] } }], ms: 2000 },
	{
		name: 'in the headers that a broker passes on',
		body: { error: { metadata: { headers: { 'X-RateLimit-Reset': String(now.getTime() + 2500) } } } },
		ms: 2500,
	},
	{ name: 'as a number', body: { error: { message: 'x', retry_after: 4 } }, ms: 4000 },
	{ name: 'no wait in other numbers', body: { error: { message: 'Limit 30000, used 29000, requested 2 s' } } },
];

describe('the wait that a host tells', () => {
	test.each(inHeaders)('$name', ({ headers, ms }) => {
		expect(readWait(new Headers(headers), '', now)).toBe(ms);
	});

	test.each(inBodies)('$name', ({ body, ms }) => {
		expect(readWait(new Headers(), body, now)).toBe(ms);
	});
});
