import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addUsage, createUsageMeter, readUsage, usageOf, type ItemSource } from '../../../core/money/usage';
import { costOf } from '../../../core/money/cost';

interface Case extends ItemSource {
	id: string;
	shape: unknown;
	price?: { model: string };
	want:
		| 'unknown'
		| (Partial<Record<'input' | 'cached' | 'cacheWrite' | 'cacheWriteHour' | 'output' | 'reasoning', number>> & {
				costNano?: number | 'unknown';
		  });
	/** What is right can be argued about. */
	debatable?: boolean;
	/** A pattern of the reason why it is unknown. */
	reason?: string;
}

const casesOf = (file: string): Case[] =>
	readFileSync(join(import.meta.dirname, 'cases', file), 'utf8')
		.trim()
		.split('\n')
		.map((line): Case => JSON.parse(line));

const noon = new Date('2026-11-28T12:00:00Z');

/** Cases that are read otherwise on purpose: counts as text, a negative part, a node that is not told. */
const otherwise = ['broken-10', 'broken-12', 'n8n-vendor-02'];

describe.each(['usage.jsonl', 'own.jsonl', 'written.jsonl', 'documented.jsonl'])('of %s', (file) => {
	test.each(casesOf(file).filter(({ id }) => !otherwise.includes(id)))('$id', ({ shape, host, model, node, price, want, reason }) => {
		const reading = readUsage(shape, { host, model, node });
		const usage = usageOf(shape, { host, model, node });
		if (want === 'unknown') {
			expect(usage).toBe('unknown');
			expect(reading).toMatchObject({ unknown: expect.stringMatching(new RegExp(reason ?? '.', 's')) });
			return;
		}
		expect(reading).toMatchObject({ usage });
		if (usage === 'unknown') return;
		const { costNano, ...counts } = want;
		const read = {
			input: usage.inputTokens,
			cached: usage.cachedTokens,
			cacheWrite: usage.cacheWriteTokens ?? 0,
			cacheWriteHour: usage.cacheWriteHourTokens ?? 0,
			output: usage.outputTokens,
			reasoning: usage.reasoningTokens,
		};
		expect(read).toMatchObject(counts);
		if (costNano !== undefined) expect(price ? costOf(usage, price.model, noon) : usage.costNano).toBe(costNano);
	});
});

test('a reason never repeats what was in the item', () => {
	expect(JSON.stringify(readUsage({ usage: { prompt_tokens: 'secret', completion_tokens: 1 } }))).not.toContain('secret');
});

describe('while an answer comes in', () => {
	const last = { choices: [], usage: { prompt_tokens: 50, completion_tokens: 40, total_tokens: 90 } };
	const zeros = { choices: [], usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } };
	const chunk = { choices: [{ delta: { content: 'x' } }] };
	test.each([
		{ name: 'counts come last', payloads: [chunk, last], output: 40 },
		{ name: 'counts are repeated', payloads: [last, chunk, last], output: 40 },
		{ name: 'zeros come after real counts', payloads: [last, zeros], output: 40 },
		{ name: 'no counts come', payloads: [chunk], output: undefined },
		{ name: 'only zeros come', payloads: [zeros], output: undefined },
	])('$name', ({ payloads, output }) => {
		const meter = createUsageMeter();
		for (const payload of payloads) meter.take(payload);
		const reading = meter.read(true);
		expect('usage' in reading ? reading.usage.outputTokens : undefined).toBe(output);
	});

	test('no output is believed only where nothing was written', () => {
		const meter = createUsageMeter();
		meter.take({ usage: { prompt_tokens: 50, completion_tokens: 0, total_tokens: 50 } });
		expect(meter.read(true)).toMatchObject({ unknown: expect.stringContaining('zero') });
		expect(meter.read(false)).toMatchObject({ usage: { inputTokens: 50, outputTokens: 0 } });
	});
});

describe('of two calls', () => {
	const usage = { inputTokens: 1, cachedTokens: 1, outputTokens: 4, reasoningTokens: 2, answerTokens: 2 };

	test('adds up, and an unknown part stays unknown', () => {
		expect(addUsage(usage, { ...usage, inputTokens: 10, reasoningTokens: 'unknown', answerTokens: 'unknown' })).toEqual({
			inputTokens: 11,
			cachedTokens: 2,
			outputTokens: 8,
			reasoningTokens: 'unknown',
			answerTokens: 'unknown',
		});
	});

	test('has a cost only where both say theirs', () => {
		expect(addUsage({ ...usage, costNano: 5 }, { ...usage, costNano: 7 }).costNano).toBe(12);
		expect(addUsage({ ...usage, costNano: 5 }, usage).costNano).toBeUndefined();
	});

	test('keeps what was written to the cache', () => {
		expect(addUsage({ ...usage, cacheWriteTokens: 5, cacheWriteHourTokens: 2 }, usage)).toMatchObject({
			cacheWriteTokens: 5,
			cacheWriteHourTokens: 2,
		});
	});
});
