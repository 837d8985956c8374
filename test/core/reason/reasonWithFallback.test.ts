import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ReasonError } from '../../../core/reason';
import { fallbackGroups, fallsBackOn, reasonWithFallback, type Target } from '../../../core/reason/reasonWithFallback';
import { systemClock } from '../../../core/reason/clock';
import { startLab, type Lab } from '../../../lab';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const messages = [{ role: 'user', content: 'Hello' }] as const;
const target = (model: string): Target => ({ model, endpoint: { baseURL: lab.at('deepseek'), profile: 'deepseek' } });
const three = () => ['first', 'second', 'deepseek-flash'].map(target);
const at = new Date('2026-11-22T12:00:00Z');
/** The shortest waits. */
const clock = { ...systemClock, now: () => at, random: () => 0 };
const used = { input: 1_000_000, cached: 0, output: 100_000, reasoning: 0 };

describe('the groups of failures', () => {
	test.each([
		{ group: 'account', kinds: ['auth', 'balance'] },
		{ group: 'answer', kinds: ['empty', 'length', 'content_filter', 'invalid_json'] },
		{ group: 'cut', kinds: ['timeout', 'silence', 'unfinished', 'too_large'] },
		{ group: 'model', kinds: ['retired_model', 'unknown_model'] },
		{ group: 'request', kinds: ['context_length', 'rejected_parameter', 'invalid_request'] },
		{ group: 'unavailable', kinds: ['connection', 'overloaded', 'rate_limit', 'server', 'not_found', 'not_an_api'] },
	] as const)('$group covers its own kinds, and no other group does', ({ group, kinds }) => {
		const others = fallbackGroups.map(({ value }) => value).filter((value) => value !== group);
		for (const kind of kinds) {
			expect([kind, fallsBackOn(kind, [group]), fallsBackOn(kind, others)]).toEqual([kind, true, false]);
		}
		expect(fallsBackOn(kinds[0], [])).toBe(false);
	});

	test.each(['budget', 'cancelled', 'blocked', 'language'] as const)('none covers what another model would meet, too: %s', (kind) => {
		expect(
			fallsBackOn(
				kind,
				fallbackGroups.map(({ value }) => value),
			),
		).toBe(false);
	});
});

describe('the next model is asked', () => {
	test('until one answers, with all attempts, tokens and costs, and why the others did not', async () => {
		lab.script({ fault: '401' }, { fault: '402' }, { answer: 'Yes', usage: used }, { answer: 'Not asked' });
		const result = await reasonWithFallback({ messages }, [...three(), target('fourth')], { clock });
		expect(result).toMatchObject({
			answer: 'Yes',
			model: 'deepseek-flash',
			costUsd: 0.21,
			usage: { inputTokens: 1_000_000 },
			passedOver: [
				{ model: 'first', host: 'deepseek', kind: 'auth', why: expect.stringMatching(/./) },
				{ model: 'second', host: 'deepseek', kind: 'balance' },
			],
		});
		expect(result.attempts.map(({ model, reason, outcome }) => [model, reason, outcome])).toEqual([
			['first', 'first', 'auth'],
			['second', 'fallback', 'balance'],
			['deepseek-flash', 'fallback', 'answered'],
		]);
		expect(lab.chats.map(({ model }) => model)).toEqual(['first', 'second', 'deepseek-flash']);
	});

	test('not where the first one answers', async () => {
		lab.script({ answer: 'Yes', usage: used });
		expect(await reasonWithFallback({ messages }, [target('deepseek-flash'), target('second')], { clock })).toMatchObject({
			passedOver: [],
			attempts: [{ reason: 'first' }],
		});
		expect(lab.chats).toHaveLength(1);
	});

	test('after its own retries, of which only the first is the fallback', async () => {
		lab.script({ fault: '401' }, { fault: '503' }, { answer: 'Yes', usage: used });
		const { attempts } = await reasonWithFallback({ messages }, three().toSpliced(1, 1), { clock, retries: 1 });
		expect(attempts.map(({ model, reason }) => [model, reason])).toEqual([
			['first', 'first'],
			['deepseek-flash', 'fallback'],
			['deepseek-flash', 'retry'],
		]);
	});

	test('and the cost is unknown where that of an attempt before is', async () => {
		lab.script({ fault: 'reset' }, { answer: 'Yes', usage: used });
		const result = await reasonWithFallback({ messages }, three().toSpliced(1, 1), { clock, fallBackOn: ['cut'] });
		expect(result).toMatchObject({ answer: 'Yes', costUsd: 'unknown', usage: 'unknown' });
	});

	test.each([
		{ name: 'of a kind that nobody chose', fault: '401' as const, options: { fallBackOn: ['model' as const] } },
		{ name: 'that may have been charged, unless somebody chose so', fault: 'reset' as const, options: {} },
		{ name: 'once somebody has read a part', fault: '401' as const, options: { mayFallBack: () => false } },
	])('not after a failure $name', async ({ fault, options }) => {
		lab.script({ fault }, { answer: 'Yes' });
		const failed = reasonWithFallback({ messages }, three(), { clock, ...options });
		await expect(failed).rejects.toMatchObject({ attempts: [{ model: 'first' }] });
		expect(lab.chats).toHaveLength(1);
	});
});

test('where none answers, the error is that of the last one, with the attempts of all', async () => {
	lab.script({ fault: '401' }, { fault: '402' }, { fault: '401' });
	const failed = reasonWithFallback({ messages }, three(), { clock });
	await expect(failed).rejects.toMatchObject({
		kind: 'auth',
		attempts: [
			{ model: 'first', reason: 'first' },
			{ model: 'second', reason: 'fallback' },
			{ model: 'deepseek-flash', reason: 'fallback' },
		],
	});
});

test('what is no failure of a model comes through at once', async () => {
	const bug = new TypeError('A fault of the program');
	const around = async () => await Promise.reject(bug);
	await expect(reasonWithFallback({ messages }, three(), { clock, around })).rejects.toBe(bug);
	expect(lab.chats).toHaveLength(0);
});

test('a list without a model is refused', async () => {
	const failed = reasonWithFallback({ messages }, []);
	await expect(failed).rejects.toBeInstanceOf(ReasonError);
	await expect(failed).rejects.toMatchObject({ kind: 'invalid_request', message: 'No model was given' });
});
