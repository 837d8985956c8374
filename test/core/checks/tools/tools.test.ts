import { afterEach, expect, test } from 'vitest';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { check } from '../../../../core/checks/tools/run';
import { bundledCases } from '../../../../core/checks/tools/cases/bundled';
import { startLab, type Lab, type LabOptions, type ProfileId } from '../../../../lab';
import { diskFiles } from '../../../../core/diskFiles';
import { payTimes } from '../payTimes';

const cases = bundledCases({ count: 60 });
const labs: Lab[] = [];
afterEach(async () => {
	await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function lab(options: LabOptions = {}) {
	const started = await startLab({ toolCases: cases, seed: 5, ...options });
	labs.push(started);
	return started;
}

const side = (endpoint: Lab, model: string, profile: ProfileId = 'openai'): Side => ({
	endpoint: { baseURL: endpoint.at(profile), profile },
	model,
	emulated: true,
});

const uses = (...names: string[]): CheckContext['earlier'] => ({
	inventory: {
		id: 'inventory',
		title: '',
		verdict: 'pass',
		summary: '',
		figures: {},
		thresholds: {},
		emulated: false,
		findings: [{ workflow: 'Orders', node: 'Agent', uses: names }],
	},
});

async function run(context: Partial<CheckContext>, options: Record<string, unknown> = {}) {
	return await check.run(check.parse({ toolMarginPoints: 10, toolOptions: { caseCount: 60, noiseCases: 10, ...options } }), {
		now: new Date(0),
		concurrency: 8,
		files: diskFiles(),
		earlier: {},
		items: [],
		...context,
	});
}

const status = (result: Awaited<ReturnType<typeof run>>) =>
	Object.fromEntries((result.figures.features as { feature: string; status: string }[]).map((one) => [one.feature, one.status]));

test('a model that makes all calls rightly passes, on a host with all features', async () => {
	const endpoint = await lab();
	const result = await run({ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-right') }, { minValidPercent: 90 });
	expect(result).toMatchObject({
		verdict: 'pass',
		emulated: true,
		figures: { candidate: { right: { percent: 100 }, validCalls: { percent: 100 } } },
	});
	expect(new Set(Object.values(status(result)))).toEqual(new Set(['works']));
	expect(result.figures.triggerFloor).toMatchObject({ cases: 10, f1: { percent: 100 } });
});

test('each case is graded as the lab meant it', async () => {
	const endpoint = await lab();
	const result = await run({ candidate: side(endpoint, 'lab-worse') }, { probeTries: 0 });
	const truth = endpoint.records.filter((record) => record.truth?.right).length;
	expect(result.figures.candidate).toMatchObject({
		cases: cases.length,
		right: { percent: Math.round((1000 * truth) / cases.length) / 10 },
	});
});

test('DeepSeek rejects forced choices and wants the trace back: a failure only for workflows that need it', async () => {
	const endpoint = await lab();
	const candidate = side(endpoint, 'lab-right', 'deepseek');
	const baseline = side(endpoint, 'lab-right');
	const unaware = await run({ baseline, candidate }, { minValidPercent: 90 });
	expect(status(unaware)).toMatchObject({
		'tool_choice.required': 'rejected',
		'tool_choice.named': 'rejected',
		second_turn: 'works',
		second_turn_without_trace: 'rejected',
		parallel_calls: 'works',
	});
	expect(unaware.verdict).toBe('pass');
	const aware = await run({ baseline, candidate, earlier: uses('tools', 'tool_choice.required') }, { minValidPercent: 90 });
	expect(aware.verdict).toBe('fail');
	expect(aware.summary).toContain('Orders: Agent');
	expect(aware.findings).toContainEqual(
		expect.objectContaining({
			feature: 'tool_choice.required',
			neededBy: ['Orders: Agent'],
			workaround: expect.stringContaining('thinking off'),
		}),
	);
	const withTrace = endpoint.chats.filter(
		({ messages }) =>
			messages.some(({ role }) => role === 'tool') &&
			messages.some(({ reasoning_content: trace }) => typeof trace === 'string' && trace !== ''),
	);
	expect(withTrace.length).toBeGreaterThan(0);
});

test('an address that nobody knows but that wants the trace back is told how to work', async () => {
	const endpoint = await lab({ profile: 'deepseek' });
	const result = await run({ candidate: { endpoint: { baseURL: `${endpoint.baseURL}/v1` }, model: 'lab-right', emulated: true } });
	expect(status(result)).toMatchObject({ second_turn: 'works', second_turn_without_trace: 'rejected' });
	expect(result.figures.features).toContainEqual(
		expect.objectContaining({ feature: 'second_turn', detail: expect.stringContaining('sent back as reasoning_content') }),
	);
});

test('a second turn that ignores what the tool returned is seen', async () => {
	const endpoint = await lab({ reply: ({ messages }) => (messages.some(({ role }) => role === 'tool') ? { answer: 'Done.' } : undefined) });
	const result = await run({ candidate: side(endpoint, 'lab-right') });
	expect(status(result)).toMatchObject({ second_turn: 'missing' });
	expect(result.verdict).toBe('fail');
});

test('broken arguments are counted and fail', async () => {
	const endpoint = await lab();
	const result = await run(
		{ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-x?toolSchemaErrors=0.4') },
		{ probeTries: 0 },
	);
	expect(result.verdict).toBe('fail');
	const rate = (result.figures.candidate as { validCalls: { percent: number } }).validCalls.percent;
	expect(rate).toBeGreaterThan(40);
	expect(rate).toBeLessThan(80);
});

test('an endpoint that refuses tools fails with what it said, and one that is gone too', async () => {
	const endpoint = await lab({
		faults: [
			{
				fault: { kind: 'status', status: 400, body: '{"error":{"message":"tools are not supported","type":"invalid_request_error"}}' },
				model: 'lab-none',
			},
		],
	});
	const refused = await run({ candidate: side(endpoint, 'lab-none') });
	expect(refused).toMatchObject({ verdict: 'fail', summary: expect.stringContaining('60 of 60 calls to the candidate failed') });
	const gone = await run(
		{ candidate: { endpoint: { baseURL: 'http://127.0.0.1:9/v1' }, model: 'm', emulated: true } },
		{ caseCount: 3, probeTries: 0 },
	);
	expect(gone).toMatchObject({ verdict: 'fail', summary: expect.stringContaining('connection') });
}, 60_000);

test('the cost cap stops it, which is no pass', async () => {
	const endpoint = await lab();
	const result = await run(
		{ candidate: side(endpoint, 'lab-right'), baseline: side(endpoint, 'lab-right'), pay: payTimes(20) },
		{ probeTries: 0, minValidPercent: 50 },
	);
	expect(endpoint.chats).toHaveLength(20);
	expect(result.verdict).toBe('warn');
	expect(result.summary).toContain('stopped by the cost cap');
});

test('cases from items load, and what is wrong with them is named', async () => {
	const endpoint = await lab();
	const items = [...cases.slice(0, 3).map((one) => ({ ...one })), { id: 'broken' }];
	const result = await check.run(check.parse({ caseSource: 'items', toolOptions: { probeTries: 0 } }), {
		candidate: side(endpoint, 'lab-right'),
		now: new Date(0),
		concurrency: 2,
		files: diskFiles(),
		earlier: {},
		items,
	});
	expect(result.figures).toMatchObject({ cases: 3 });
	expect(result.problems).toEqual([{ file: 'items', line: 4, reason: expect.stringContaining('no tool case') }]);
});
