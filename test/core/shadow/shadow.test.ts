import { afterEach, describe, expect, test } from 'vitest';
import { payFreely, payFrom } from '../../../core/budget/paidCall';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { check } from '../../../core/checks/quality/run';
import type { Side } from '../../../core/checks/check';
import { diskFiles } from '../../../core/diskFiles';
import { openShadow, type ShadowOptions } from '../../../core/shadow/openShadow';
import type { ShadowRecord } from '../../../core/shadow/shadowRecord';
import { seededRandom } from '../../../core/statistics';
import { openBetting } from '../../../core/statistics/eProcess';
import { startLab, type Lab, type LabOptions } from '../../../lab';
import { labels, tickets } from '../replay/madeUpCalls';

const labs: Lab[] = [];
afterEach(async () => {
	await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function lab(options: LabOptions = {}) {
	const started = await startLab(options);
	labs.push(started);
	return started;
}

const side = ({ baseURL }: Lab, model: string): Side => ({ endpoint: { baseURL, profile: 'deepseek' }, model, emulated: true });

async function shadowOf(options: Partial<ShadowOptions> & { lab?: LabOptions; model?: string } = {}) {
	const endpoint = await lab(options.lab ?? { replies: [], reply: () => ({ answer: 'billing' }) });
	const records: ShadowRecord[] = [];
	const problems: string[] = [];
	const shadow = openShadow({
		candidate: side(endpoint, options.model ?? 'lab-c'),
		share: 1,
		pay: payFreely,
		keep: (record) => void records.push(record),
		onProblem: (problem) => void problems.push(problem),
		...options,
	});
	return { endpoint, records, problems, shadow };
}

describe('a shadow model', () => {
	test('is asked what the live model was asked, and its answer is kept beside the live one', async () => {
		const { endpoint, records, shadow } = await shadowOf();
		const [call] = tickets(1);
		expect(shadow.observe(call)).toBeUndefined();
		await shadow.idle();
		expect(endpoint.chats).toMatchObject([
			{ model: 'lab-c', messages: [{ role: 'system' }, { role: 'user', content: call.request.messages[1].content }] },
		]);
		expect(records).toMatchObject([{ shadow: 1, call: { id: call.id }, candidate: { model: 'lab-c', answer: { text: 'billing' } } }]);
	});

	test('gets its share of the calls', async () => {
		const random = seededRandom(4);
		const { records, shadow } = await shadowOf({ share: 0.3, random });
		for (const call of tickets(60)) {
			shadow.observe(call);
			await shadow.idle();
		}
		expect(records.length).toBeGreaterThan(8);
		expect(records.length).toBeLessThan(30);
	});

	test('pauses after three failures in a row, tries once after the pause, and then pauses longer', async () => {
		let time = Date.parse('2026-11-28T10:00:00Z');
		const { endpoint, records, problems, shadow } = await shadowOf({
			model: 'fault-x',
			now: () => new Date(time),
			lab: { reply: () => ({ raw: { status: 500, body: '{}' } }) },
		});
		const calls = tickets(10);
		for (const call of calls.slice(0, 5)) {
			shadow.observe(call);
			await shadow.idle();
		}
		expect(endpoint.chats).toHaveLength(3);
		expect(shadow.paused()).toMatchObject({ why: 'errors', until: new Date('2026-11-28T10:10:00Z') });
		time += 11 * 60_000;
		shadow.observe(calls[6]);
		await shadow.idle();
		expect(endpoint.chats).toHaveLength(4);
		expect(shadow.paused()?.until).toEqual(new Date(time + 20 * 60_000));
		expect({ records, problems: problems.length }).toEqual({ records: [], problems: 2 });
	});

	test('pauses until the next day when its budget has no room, and sends nothing', async () => {
		const ledger = openLedger({});
		const pay = payFrom({ ledger, scopes: [{ key: 'shadow', period: 'day', limitNano: 1 }] });
		const { endpoint, records, shadow } = await shadowOf({ pay, model: 'deepseek-flash', now: () => new Date('2026-11-28T10:00:00Z') });
		shadow.observe(tickets(1)[0]);
		await shadow.idle();
		await ledger.close();
		expect(endpoint.chats).toHaveLength(0);
		expect(records).toEqual([]);
		expect(shadow.paused()).toEqual({ why: 'budget', until: new Date('2026-11-29T00:00:00Z') });
	});

	test('that is slow holds nobody up: a few wait, the rest are not sent', async () => {
		const { endpoint, shadow } = await shadowOf({ lab: { reply: () => ({ answer: 'billing', timing: { firstToken: 50 } }) } });
		for (const call of tickets(200)) shadow.observe(call);
		await shadow.idle();
		expect(endpoint.chats.length).toBeLessThanOrEqual(23);
	});

	test('whose record can not be written disturbs nobody', async () => {
		const { problems, shadow } = await shadowOf({ keep: () => Promise.reject(new Error('disk full')) });
		shadow.observe(tickets(1)[0]);
		await shadow.idle();
		expect(problems).toHaveLength(1);
	});
});

const records = (count: number, wrongOf: number): ShadowRecord[] =>
	tickets(count).map((call, index) => ({
		shadow: 1,
		at: '2026-11-28T10:00:00.000Z',
		call,
		candidate: {
			model: 'lab-c',
			host: 'lab',
			answer: { text: wrongOf > 0 && index % wrongOf === 0 ? 'no idea' : labels[index % 4], toolCalls: [] },
			taken: { inputTokens: 90, outputTokens: 40, costNanoUsd: 'unknown', againNanoUsd: 0, ms: 500 },
		},
	}));

async function judged(given: ShadowRecord[], raw: Record<string, unknown> = {}) {
	return await check.run(check.parse({ taskSource: 'shadow', marginPoints: 10, ...raw }), {
		now: new Date('2026-11-28T12:00:00Z'),
		concurrency: 4,
		files: diskFiles(),
		earlier: {},
		items: given.map((one) => JSON.parse(JSON.stringify(one)) as Record<string, unknown>),
	});
}

describe('what shadow calls show', () => {
	test('passes once the evidence suffices, and not before', async () => {
		expect(await judged(records(10, 0))).toMatchObject({ verdict: 'warn', summary: expect.stringMatching(/^Not enough yet/) });
		expect(await judged(records(300, 0))).toMatchObject({
			verdict: 'pass',
			figures: { source: 'shadow', calls: 300, ties: 300, evidenceNeeded: 20 },
		});
	});

	test('one lost critical case blocks, and one that names no call is told', async () => {
		const lost = await judged(records(300, 100), { historyOptions: { critical: 'prompt: Ticket 100:' } });
		expect(lost).toMatchObject({ verdict: 'fail', figures: { critical: { cases: 1, lost: 1 } } });
		expect(lost.summary).toMatch(/^A critical case is lost: Tickets/);
		const kept = await judged(records(300, 100), { historyOptions: { critical: 'prompt: Ticket 98:' } });
		expect(kept).toMatchObject({ verdict: 'pass', figures: { critical: { cases: 1, lost: 0 } } });
		const mistyped = await judged(records(300, 0), { historyOptions: { critical: 'workflow: Tikets' } });
		expect(mistyped.verdict).toBe('warn');
		expect(mistyped.summary).toMatch(/the critical case "workflow: Tikets" names no recorded call/i);
	});

	test('fails where a third is no label at all', async () => {
		const result = await judged(records(200, 3));
		expect(result.verdict).toBe('fail');
		expect(result.findings[0]).toMatchObject({ change: 'lost', by: 'label' });
	});

	test('lines that are none are named, and no record at all is no verdict', async () => {
		expect(await judged([])).toMatchObject({ verdict: 'skipped' });
		expect((await judged([{ shadow: 2 } as unknown as ShadowRecord])).problems).toHaveLength(1);
	});
});

describe('evidence that holds at any stop', () => {
	/** Share of 400 walks of 1,000 calls whose wealth reaches 20 at any time. */
	function share(difference: number, side: 'above' | 'below') {
		let reached = 0;
		for (let seed = 1; seed <= 400; seed += 1) {
			const random = seededRandom(seed * 31);
			const betting = openBetting({ limit: -0.05, side, low: -1, high: 1 });
			const losses = (0.2 - difference) / 2;
			for (let index = 0; index < 1000; index += 1) {
				const luck = random();
				betting.take(luck < losses ? -1 : luck < 0.2 ? 1 : 0);
			}
			if (betting.wealth >= 20) reached += 1;
		}
		return reached / 400;
	}

	// 5 % of 400, as far as chance goes with 99.9 % probability.
	const most = 0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / 400);

	test('a candidate on the margin passes, or fails, in 5 of 100 walks at most, however often one looks', () => {
		expect(share(-0.05, 'above')).toBeLessThan(most);
		expect(share(-0.05, 'below')).toBeLessThan(most);
	});

	test('an equal one passes in most walks, and one that loses 15 points fails in nearly all', () => {
		expect(share(0, 'above')).toBeGreaterThan(0.6);
		expect(share(-0.15, 'below')).toBeGreaterThan(0.95);
	});
});
