import { expect, test } from 'vitest';
import type { Attempt } from '../../../core/reason';
import { sumNano, sumUsage, sumUsd } from '../../../core/reason/sums';

const usage = (inputTokens: number, outputTokens: number) => ({
	inputTokens,
	cachedTokens: 0,
	outputTokens,
	reasoningTokens: 1,
	answerTokens: outputTokens - 1,
});
const attempt = (change: Partial<Attempt> = {}): Attempt => ({
	...{ model: 'm', host: 'h', reason: 'first', outcome: 'answered', waitedMs: 0, tookMs: 1 },
	...{ usage: usage(10, 5), costUsd: 0.000_000_1, costNano: 100 },
	...change,
});
const refused = attempt({ usage: 'none', costNano: 0, costUsd: 0, outcome: 'rate_limit' });
const lost = attempt({ usage: 'unknown', costNano: 'unknown', costUsd: 'unknown', outcome: 'unfinished' });

test.each([
	{ name: 'one attempt', attempts: [attempt()], nano: 100, used: usage(10, 5) },
	{
		name: 'several attempts, all that were charged',
		attempts: [refused, attempt(), attempt({ usage: usage(1, 2), costNano: 7 })],
		nano: 107,
		used: { ...usage(11, 7), reasoningTokens: 2, answerTokens: 5 },
	},
	{ name: 'an attempt of which nobody knows, before one that is known', attempts: [lost, attempt()], nano: 'unknown', used: 'unknown' },
	{ name: 'an attempt of which nobody knows, after one that is known', attempts: [attempt(), lost], nano: 'unknown', used: 'unknown' },
	{ name: 'attempts that were all refused: they cost nothing, and no tokens are known', attempts: [refused], nano: 0, used: 'unknown' },
	{ name: 'no attempt', attempts: [], nano: 0, used: 'unknown' },
])('the sum of $name', ({ attempts, nano, used }) => {
	expect(sumNano(attempts)).toBe(nano);
	expect(sumUsd(attempts)).toBe(typeof nano === 'number' ? nano / 1e9 : nano);
	expect(sumUsage(attempts)).toEqual(used);
});
