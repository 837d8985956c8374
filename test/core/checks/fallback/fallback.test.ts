import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../../../core/checks/fallback/run';
import type { Trial } from '../../../../core/checks/fallback/evidence';
import { expectedAnswerer } from '../../../../core/checks/fallback/expected';
import { drillFaults, findFault } from '../../../../core/checks/fallback/faults';
import { fields } from '../../../../core/checks/fallback/fields';
import { readFallbackModels, readNode } from '../../../../core/checks/fallback/failurePolicy';
import { SkippingClock } from '../../../../core/checks/fallback/skippingClock';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { startLab, type LabOptions, type ProfileId } from '../../../../lab';
import { diskFiles } from '../../../../core/diskFiles';
import { payTimes } from '../payTimes';

async function setUp(options: LabOptions = {}) {
	const lab = await startLab(options);
	onTestFinished(() => lab.close());
	const side = (model: string, baseURL = lab.baseURL): Side => ({ endpoint: { baseURL, apiKey: 'secret-key' }, model, emulated: true });
	const run = (raw: Record<string, unknown>, context: Partial<CheckContext> = {}) =>
		check.run(check.parse(raw), {
			candidate: side('lab-candidate'),
			now: new Date('2026-11-23'),
			concurrency: 4,
			files: diskFiles(),
			earlier: {},
			items: [],
			...context,
		});
	return { lab, side, run };
}

interface Finding {
	fault: string;
	lasting: string;
	verdict: string;
	why: string;
	expected: string;
	trials: Trial[];
}

const findingsOf = ({ findings }: { findings: unknown[] }) => findings as Finding[];
const everything = ['account', 'answer', 'cut', 'model', 'request', 'unavailable'];

/** What each fault ends in under R1 Reason's own defaults and one fallback at the same host. */
const documented = [
	{ fault: 'rate-limit', lasting: 'once', outcome: 'primary', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'rate-limit', lasting: 'always', outcome: 'fallback', requests: 4, paid: 1, verdict: 'pass' },
	{ fault: 'rate-limit-retry-after', lasting: 'once', outcome: 'primary', requests: 2, paid: 1, verdict: 'pass', atLeastMs: 20_000 },
	{ fault: 'rate-limit-retry-after', lasting: 'always', outcome: 'fallback', requests: 4, paid: 1, verdict: 'pass', atLeastMs: 40_000 },
	{ fault: 'server-error', lasting: 'once', outcome: 'primary', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'server-error', lasting: 'always', outcome: 'fallback', requests: 4, paid: 1, verdict: 'pass' },
	{ fault: 'overloaded', lasting: 'once', outcome: 'primary', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'overloaded', lasting: 'always', outcome: 'fallback', requests: 4, paid: 1, verdict: 'pass' },
	{ fault: 'silence', lasting: 'once', outcome: 'error', requests: 1, paid: 1, verdict: 'warn', atLeastMs: 600_000 },
	{ fault: 'silence', lasting: 'always', outcome: 'error', requests: 1, paid: 1, verdict: 'warn', atLeastMs: 600_000 },
	{ fault: 'cut', lasting: 'once', outcome: 'error', requests: 1, paid: 1, verdict: 'warn' },
	{ fault: 'cut', lasting: 'always', outcome: 'error', requests: 1, paid: 1, verdict: 'warn' },
	{ fault: 'empty-body', lasting: 'once', outcome: 'error', requests: 1, paid: 1, verdict: 'warn' },
	{ fault: 'empty-body', lasting: 'always', outcome: 'error', requests: 1, paid: 1, verdict: 'warn' },
	{ fault: 'garbage', lasting: 'once', outcome: 'fallback', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'garbage', lasting: 'always', outcome: 'fallback', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'wrong-model', lasting: 'once', outcome: 'fallback', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'wrong-model', lasting: 'always', outcome: 'fallback', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'rejected-parameter', lasting: 'once', outcome: 'error', requests: 1, paid: 0, verdict: 'pass' },
	{ fault: 'rejected-parameter', lasting: 'always', outcome: 'error', requests: 1, paid: 0, verdict: 'pass' },
	{ fault: 'host-down', lasting: 'once', outcome: 'primary', requests: 2, paid: 1, verdict: 'pass' },
	{ fault: 'host-down', lasting: 'always', outcome: 'error', requests: 6, paid: 0, verdict: 'warn' },
] as const;

describe('the drill against the lab', () => {
	test.each(documented)('$fault ($lasting) ends in: $outcome', async ({ fault, lasting, outcome, requests, paid, verdict, ...rest }) => {
		const { run } = await setUp();
		const result = await run({ fallbackModels: 'lab-right', fallbackOptions: { faults: [fault], lasting: [lasting], items: 2 } });
		const [finding] = findingsOf(result);
		expect(finding).toMatchObject({ fault, lasting, verdict, expected: outcome });
		expect(finding.trials).toHaveLength(2);
		for (const trial of finding.trials) {
			expect(trial).toMatchObject({ outcome, requests, paid, completed: outcome === 'error' ? 0 : 1 });
			expect(trial.tookMs).toBeGreaterThanOrEqual('atLeastMs' in rest ? rest.atLeastMs : 0);
			expect(trial.model).toBe({ primary: 'lab-candidate', fallback: 'lab-right', error: undefined }[outcome]);
		}
		expect(result.verdict).toBe(verdict);
		expect(result.emulated).toBe(true);
	});

	test('every fault of the drill is in this table', () => {
		expect([...new Set(documented.map(({ fault }) => fault))].sort()).toEqual(drillFaults.map(({ id }) => id).sort());
	});

	test('waits are counted but not sat through', async () => {
		const { run } = await setUp();
		const startedMs = performance.now();
		const result = await run({ fallbackModels: 'lab-right', fallbackOptions: { faults: ['silence', 'rate-limit-retry-after'] } });
		expect(result.figures.slowestMs).toBeGreaterThanOrEqual(600_000);
		expect(performance.now() - startedMs).toBeLessThan(60_000);
	});

	test('where the user falls back on cut streams, the next model answers and both payments are told', async () => {
		const { run } = await setUp();
		const { findings } = await run({
			fallbackModels: 'lab-right',
			fallbackOptions: { faults: ['cut', 'silence', 'empty-body'], lasting: ['always'], fallBackOn: everything, silenceTimeout: 30 },
		});
		for (const finding of findingsOf({ findings })) {
			expect(finding).toMatchObject({
				verdict: 'warn',
				expected: 'fallback',
				why: expect.stringMatching(/answered by lab-right after .* 2 requests may be charged/),
			});
			for (const trial of finding.trials) expect(trial).toMatchObject({ outcome: 'fallback', paid: 2, completed: 1 });
		}
	});

	test('without retries and without a fallback the faults that must be survived fail the check', async () => {
		const { run } = await setUp();
		const result = await run({ fallbackOptions: { retries: 0 } });
		expect(result.verdict).toBe('fail');
		expect(result.summary).toMatch(/no fallback model is set/);
		expect(result.figures).toMatchObject({ answered: 0, lost: 0, answeredTwice: 0 });
	});

	test('a deadline that is missed fails', async () => {
		const { run } = await setUp();
		const options = { faults: ['rate-limit-retry-after'], lasting: ['once'] };
		expect(await run({ deadlineSeconds: 10, fallbackOptions: options })).toMatchObject({
			verdict: 'fail',
			summary: expect.stringMatching(/later than the deadline/),
		});
		expect(await run({ deadlineSeconds: 60, fallbackOptions: options })).toMatchObject({ verdict: 'pass' });
	});

	test('a baseline at another host answers when the candidate’s host is down', async () => {
		const { run, side } = await setUp();
		const { lab: other } = await setUp();
		const result = await run(
			{ fallbackModels: 'lab-right\nbaseline', fallbackOptions: { faults: ['host-down'], lasting: ['always'] } },
			{ baseline: side('lab-baseline', other.baseURL) },
		);
		expect(result.verdict).toBe('pass');
		expect(findingsOf(result)[0].trials[0]).toMatchObject({ outcome: 'fallback', model: 'lab-baseline', completed: 1 });
		expect(other.chats.map(({ model }) => model)).toEqual(['lab-baseline', 'lab-baseline']);
	});

	test('an R1 Reason node is drilled as it was copied', async () => {
		const { lab, run } = await setUp();
		const node = {
			nodes: [
				{ type: 'n8n-nodes-base.set', parameters: {} },
				{
					type: 'n8n-nodes-r1.r1Reason',
					parameters: {
						host: 'several',
						models: {
							entries: [
								{ host: 'r1CompatibleApi', model: 'old' },
								{ host: 'r1CompatibleApi', model: 'lab-right' },
								{ host: 'r1OpenAiApi', model: 'gpt-6' },
							],
						},
						options: { retries: 0, fallBackOn: ['cut'] },
					},
				},
			],
		};
		const result = await run({
			drillSettings: 'node',
			reasonNode: JSON.stringify(node),
			fallbackOptions: { faults: ['cut', 'overloaded'], lasting: ['always'], items: 1 },
		});
		expect(findingsOf(result).map(({ fault, trials }) => [fault, trials[0].outcome])).toEqual([
			['overloaded', 'error'],
			['cut', 'fallback'],
		]);
		expect(result.problems).toEqual([{ file: 'fallback list', reason: expect.stringContaining('gpt-6') }]);
		expect(lab.chats.map(({ model }) => model)).not.toContain('gpt-6');
	});

	test('the drill’s own header and address do not reach the host, the user’s key does', async () => {
		const { lab, run } = await setUp();
		await run({ fallbackOptions: { faults: ['server-error'], lasting: ['once'], items: 1 } });
		expect(lab.received.length).toBeGreaterThan(1);
		for (const { headers } of lab.received) {
			expect(headers['x-drill-item']).toBeUndefined();
			expect(headers.authorization).toBe('Bearer secret-key');
			expect(headers.host).toBe(new URL(lab.baseURL).host);
		}
	});

	test.each(['groq', 'together', 'openrouter', 'vllm'] satisfies ProfileId[])('%s is drilled in its own shape', async (profile) => {
		const { lab, run } = await setUp();
		const endpoint = { baseURL: lab.at(profile), apiKey: 'any', profile };
		const result = await run(
			{ fallbackModels: 'lab-right', fallbackOptions: { faults: ['cut', 'overloaded'], items: 1 } },
			{ candidate: { endpoint, model: 'lab-candidate', emulated: true } },
		);
		expect(result.figures).toMatchObject({ lost: 0, answeredTwice: 0 });
		expect(findingsOf(result).every(({ expected, trials }) => trials.every(({ outcome }) => outcome === expected))).toBe(true);
	});

	test('an endpoint that fails by itself is not drilled', async () => {
		const { lab, run } = await setUp({ apiKey: 'another' });
		const result = await run({ fallbackModels: 'lab-right' });
		expect(result).toMatchObject({ verdict: 'warn', summary: expect.stringMatching(/did not answer even before any fault/) });
		expect(lab.received.length).toBeLessThan(3);
		expect(JSON.stringify(result)).not.toContain('secret-key');
	});

	test('the cost cap ends the drill with what is there', async () => {
		const { run } = await setUp();
		const result = await run({ fallbackModels: 'lab-right' }, { concurrency: 1, pay: payTimes(5) });
		expect(result).toMatchObject({ verdict: 'warn', figures: { ending: 'cost cap', trials: 2 } });
		expect(result.summary).toMatch(/cost cap ended the drill after 2 of 44/);
	});

	test('cancelling ends it with what is there', async () => {
		const { run } = await setUp({ timing: { firstToken: 30 } });
		const controller = new AbortController();
		const result = await run(
			{ fallbackModels: 'lab-right' },
			{ concurrency: 1, signal: controller.signal, onProgress: (done) => done === 3 && controller.abort() },
		);
		expect(result).toMatchObject({ verdict: 'warn', figures: { ending: 'cancelled', trials: 3 } });
	});

	test('trials that were kept are not paid again', async () => {
		const { lab, run } = await setUp();
		const kept = new Map<string, unknown>();
		const memory = {
			get: (key: string) => kept.get(key),
			set: (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
		};
		const raw = { fallbackModels: 'lab-right', fallbackOptions: { faults: ['overloaded'] } };
		const first = await run(raw, { memory });
		const sent = lab.chats.length;
		const second = await run(raw, { memory });
		expect(lab.chats).toHaveLength(sent + 1);
		expect(second).toEqual(first);
	});
});

describe('what is expected', () => {
	const usual = { retries: 2, fallBackOn: ['account', 'model', 'unavailable'] as const };
	const same = [{ otherHost: false }];
	const other = [{ otherHost: true }];
	test.each([
		{ fault: 'overloaded', lasting: 'once' as const, settings: usual, fallbacks: [], outcome: 'primary' },
		{ fault: 'overloaded', lasting: 'once' as const, settings: { ...usual, retries: 0 }, fallbacks: same, outcome: 'fallback' },
		{ fault: 'overloaded', lasting: 'always' as const, settings: usual, fallbacks: [], outcome: 'error' },
		{ fault: 'overloaded', lasting: 'always' as const, settings: { ...usual, fallBackOn: [] }, fallbacks: same, outcome: 'error' },
		{ fault: 'silence', lasting: 'once' as const, settings: usual, fallbacks: same, outcome: 'error' },
		{
			fault: 'silence',
			lasting: 'once' as const,
			settings: { ...usual, fallBackOn: ['cut'] as const },
			fallbacks: same,
			outcome: 'fallback',
		},
		{ fault: 'host-down', lasting: 'always' as const, settings: usual, fallbacks: same, outcome: 'error' },
		{ fault: 'host-down', lasting: 'always' as const, settings: usual, fallbacks: other, outcome: 'fallback' },
	])('$fault $lasting, $settings, fallbacks $fallbacks -> $outcome', ({ fault, lasting, settings, fallbacks, outcome }) => {
		const found = findFault(fault);
		if (!found) throw new Error(fault);
		expect(expectedAnswerer(found, lasting, settings, fallbacks)).toBe(outcome);
	});
});

describe('settings', () => {
	test.each([
		{ text: 'not json', message: /is no JSON/ },
		{ text: '{"nodes":[{"type":"n8n-nodes-base.set"}]}', message: /holds no R1 Reason node/ },
		{ text: '{"parameters":{"options":{"retries":"many"}}}', message: /cannot be read: parameters.options.retries/ },
	])('"$text" is refused', ({ text, message }) => {
		expect(() => readNode(text)).toThrow(message);
	});

	test('an empty node has R1 Reason’s defaults', () => {
		expect(readNode('{}')).toEqual({
			retries: 2,
			fallBackOn: ['account', 'model', 'unavailable'],
			silenceTimeoutMs: undefined,
			totalTimeoutMs: undefined,
			fallbacks: [],
		});
	});

	test('fallback models stand one a line', () => {
		expect(readFallbackModels(' a \n\nBaseline, b')).toEqual([
			{ at: 'candidate', model: 'a' },
			{ at: 'baseline', model: 'Baseline' },
			{ at: 'candidate', model: 'b' },
		]);
	});

	test('every default of the fields is taken, and the lists name every fault', () => {
		const raw = Object.fromEntries(fields.map(({ name, default: value }) => [name, value]));
		expect(check.parse(raw)).toEqual(check.parse({}));
		const options = fields.find(({ name }) => name === 'fallbackOptions')?.options ?? [];
		const faults = options.find((option) => option.name === 'faults');
		expect(faults && 'default' in faults ? faults.default : []).toEqual(drillFaults.map(({ id }) => id));
	});
});

describe('the clock that skips', () => {
	test('a lone timer is a pause and is over at once; two are limits and are waited for', async () => {
		const clock = new SkippingClock(new Date(0), () => 0.5);
		const fired: string[] = [];
		const startedMs = clock.elapsedMs();
		await new Promise<void>((resolve) => void clock.timer(60_000, () => resolve()));
		expect(clock.elapsedMs() - startedMs).toBeGreaterThanOrEqual(60_000);
		const silence = clock.timer(600_000, () => fired.push('silence'));
		const whole = clock.timer(3_600_000, () => fired.push('whole'));
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(fired).toEqual([]);
		clock.skip();
		expect(fired).toEqual(['silence']);
		silence.stop();
		whole.stop();
	});
});
