import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CheckContext, Side } from '../../../core/checks/check';
import { check } from '../../../core/checks/quality/run';
import { diskFiles } from '../../../core/diskFiles';
import type { RecordedCall } from '../../../core/history/recordedCall';
import { InstanceError } from '../../../core/migrate/n8nApi';
import { startLab, type Lab, type LabOptions } from '../../../lab';
import { labels, recordedCall, tickets } from './madeUpCalls';

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

async function replay(calls: readonly RecordedCall[], context: Partial<CheckContext>, raw: Record<string, unknown> = {}) {
	return await check.run(check.parse({ taskSource: 'history', ...raw }), {
		now: new Date('2026-11-23T12:00:00Z'),
		concurrency: 8,
		files: diskFiles(),
		earlier: {},
		items: calls.map((call) => JSON.parse(JSON.stringify(call)) as Record<string, unknown>),
		...context,
	});
}

/** The old model answers tickets as it did; the candidate does but for every nth one. */
const almost = (nth: number): LabOptions => ({
	reply: ({ model, messages }) => {
		const text = String(messages.at(-1)?.content);
		const index = Number(/Ticket (\d+)/.exec(text)?.[1] ?? 0);
		const isOther = model === 'lab-c' && index % nth === nth - 1;
		return { answer: labels[(index + (isOther ? 1 : 0)) % 4] };
	},
});
const both = (endpoint: Lab) => ({ baseline: side(endpoint, 'lab-b'), candidate: side(endpoint, 'lab-c') });

describe('a history of labels against the lab', { timeout: 60_000 }, () => {
	test('a candidate that answers as before passes, before all of the calls are asked', async () => {
		const endpoint = await lab(almost(1000));
		const result = await replay(tickets(200), { candidate: side(endpoint, 'lab-c') }, { marginPoints: 10 });
		expect(result).toMatchObject({
			verdict: 'pass',
			emulated: true,
			figures: { source: 'history', losses: 0, workflows: 1, gate: { writtenAt: '2026-11-23T12:00:00.000Z', valid: true } },
		});
		expect(endpoint.chats.length).toBeLessThan(140);
		expect(result.summary).toMatch(/from your own \d+ calls of 1 workflow/);
	});

	test('the request goes out as it was recorded, but for the model', async () => {
		const endpoint = await lab(almost(1000));
		const [call] = tickets(1, { request: { messages: [{ role: 'user', content: 'Ticket 0' }], temperature: 0.3, maxTokens: 77 } });
		await replay([call], { candidate: side(endpoint, 'lab-c') });
		expect(endpoint.chats).toMatchObject([
			{ model: 'lab-c', messages: [{ role: 'user', content: 'Ticket 0' }], temperature: 0.3, max_tokens: 77 },
		]);
	});

	test('one that answers a fifth otherwise fails early, with both answers side by side', async () => {
		const endpoint = await lab(almost(5));
		const result = await replay(tickets(200), both(endpoint), {
			marginPoints: 10,
			historyOptions: { instanceUrl: 'https://n8n.example.com/' },
		});
		expect(result.verdict).toBe('fail');
		expect(endpoint.chats.length).toBeLessThan(220);
		expect(result.findings[0]).toMatchObject({
			change: 'lost',
			by: 'label',
			workflow: 'Tickets',
			link: expect.stringMatching(/^https:\/\/n8n\.example\.com\/workflow\/w-Tickets\/executions\/\d+$/),
		});
		expect(result.exhibits?.[0].sides).toHaveLength(2);
		expect(result.figures.oldModelAgainstItself).toMatchObject({ by: 'asked again', differedPercent: { percent: 0 } });
	});

	test('few calls are not enough, and how many more are told', async () => {
		const endpoint = await lab(almost(9));
		const result = await replay(tickets(40), both(endpoint), { marginPoints: 15 });
		expect(result.verdict).toBe('warn');
		expect(result.summary).toMatch(/^Not enough: [\d,]+ more calls/);
		expect(result.figures.casesMissing).toBeGreaterThan(0);
	});

	test('where the old model can not be asked again, other answers alone decide nothing', async () => {
		const endpoint = await lab(almost(3));
		const result = await replay(tickets(200), { candidate: side(endpoint, 'lab-c') }, { marginPoints: 10 });
		expect(result.verdict).toBe('warn');
		expect(result.summary).toMatch(/how often the old model differs from itself is unknown/);
	});

	test('one lost critical case blocks, and no more is asked', async () => {
		const endpoint = await lab(almost(10));
		const calls = tickets(200);
		const result = await replay(calls, both(endpoint), {
			marginPoints: 10,
			historyOptions: { critical: `prompt: Ticket 9:\nprompt: Ticket 8:` },
		});
		expect(result).toMatchObject({ verdict: 'fail', figures: { critical: { cases: 2, lost: 1 } } });
		expect(result.summary).toMatch(/critical case is lost: Tickets/);
		expect(endpoint.chats).toHaveLength(4);
	});

	test('a critical case that names no call guards nothing, and is told', async () => {
		const endpoint = await lab(almost(1000));
		const result = await replay(tickets(200), both(endpoint), { marginPoints: 10, historyOptions: { critical: 'workflow: Tikets' } });
		expect(result.verdict).toBe('warn');
		expect(result.summary).toMatch(/the critical case "workflow: Tikets" names no recorded call/i);
	});

	describe('with an instance to ask', () => {
		const calls = tickets(200).map((call) => ({ ...call, execution: { ...call.execution, workflowHash: 'version:one' } }));
		const today = (answer: () => Promise<unknown>) => ({
			n8n: { api: { workflow: answer } as unknown as NonNullable<NonNullable<CheckContext['n8n']>['api']> },
		});
		const versioned = (activeVersionId: string) => today(() => Promise.resolve({ active: true, activeVersionId, versionId: 'draft' }));

		test.each([
			['the same workflow', versioned('one'), 'pass', /^Not worse than the old model/],
			['a workflow that was changed since', versioned('two'), 'warn', /the workflow "Tickets" has changed since the gate was written/i],
			[
				'a key that may not read workflows',
				today(() => Promise.reject(new InstanceError('n8n refused', 'The API key lacks the scope workflow:read.', 403))),
				'pass',
				/^Not worse than the old model/,
			],
		])('%s', async (_, access, verdict, summary) => {
			const endpoint = await lab(almost(1000));
			const result = await replay(calls, { ...both(endpoint), ...access }, { marginPoints: 10 });
			expect(result.verdict).toBe(verdict);
			expect(result.summary).toMatch(summary);
			const gate = result.tables?.find(({ title }) => title.startsWith('The gate'));
			const row = gate?.rows.find(({ what }) => what === 'Workflows of today');
			expect(String(row?.value)).toMatch(_.startsWith('a key') ? /not known: .*lacks the scope workflow:read/ : /the same as in the gate/);
		});
	});

	test('answers that were kept are not asked again', async () => {
		const endpoint = await lab(almost(1000));
		const kept = new Map<string, unknown>();
		const memory = { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => void kept.set(key, value) };
		const calls = tickets(60);
		const run = () => replay(calls, { candidate: side(endpoint, 'lab-c'), memory }, { marginPoints: 20 });
		const first = await run();
		const asked = endpoint.chats.length;
		expect(await run()).toEqual(first);
		expect(endpoint.chats).toHaveLength(asked);
	});

	test('what is no recorded call is named by its line', async () => {
		const endpoint = await lab(almost(1000));
		const result = await replay([...tickets(3), { id: 'x' } as unknown as RecordedCall], { candidate: side(endpoint, 'lab-c') });
		expect(result.problems).toEqual([{ file: 'items', line: 4, reason: expect.stringMatching(/^no recorded call \(/) }]);
	});
});

/** Two kinds of answer to letters, one of them curt; the judge likes the other. */
const letters = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		recordedCall(`Letter ${index}`, `Dear customer, here is what we can do about letter ${index}.`),
	);
const withJudge = (curtOfTen: number): LabOptions => ({
	reply: ({ model, messages }) => {
		const text = String(messages.at(-1)?.content);
		if (model === 'lab-judge') {
			const [first = '', second = ''] = text.split('Answer B:');
			const isCurt = [first, second].map((part) => part.includes('No.'));
			return { answer: `VERDICT: ${isCurt[0] === isCurt[1] ? 'TIE' : isCurt[0] ? 'B' : 'A'}` };
		}
		const index = Number(/Letter (\d+)/.exec(text)?.[1] ?? 0);
		return { answer: index % 10 < curtOfTen ? 'No.' : `Dear customer, about letter ${index} we would like to help.` };
	},
});
const judging = { marginPoints: 20, qualityOptions: { judgeModel: 'lab-judge', judgeSide: 'candidate' } };

describe('free text', { timeout: 60_000 }, () => {
	async function folder() {
		const made = mkdtempSync(path.join(tmpdir(), 'replay-'));
		onTestFinished(() => rmSync(made, { recursive: true, force: true }));
		return made;
	}

	test('a judge that nothing vouches for never lets pass; marked pairs make it pass, within the same gate', async () => {
		const endpoint = await lab(withJudge(0));
		const dir = await folder();
		const anchorsFile = path.join(dir, 'anchors.jsonl');
		const calls = letters(60);
		const run = (more: Record<string, unknown> = {}) =>
			replay(calls, { candidate: side(endpoint, 'lab-c') }, { ...judging, historyOptions: { folder: dir, ...more } });
		const first = await run();
		expect(first.verdict).toBe('warn');
		expect(first.summary).toMatch(/nothing vouches for/);
		const pairs = readFileSync(path.join(dir, 'to-mark.jsonl'), 'utf8').trim().split('\n');
		expect(pairs.length).toBeGreaterThan(10);
		expect(JSON.parse(pairs[0])).toEqual({ question: expect.any(String), one: expect.any(String), other: expect.any(String), better: '' });
		writeFileSync(
			anchorsFile,
			Array.from({ length: 60 }, (_, index) =>
				JSON.stringify({ question: `${index}`, better: `Gladly ${index}.`, worse: `No. ${index}` }),
			).join('\n'),
		);
		const second = await run({ anchorsFile });
		expect(second).toMatchObject({ verdict: 'pass', figures: { judge: { anchors: 60, keptPercent: 100 } } });
	});

	test('a candidate that the judge finds worse on three of ten fails, worst answers first', async () => {
		const endpoint = await lab(withJudge(3));
		const result = await replay(letters(60), { candidate: side(endpoint, 'lab-c') }, judging);
		expect(result.verdict).toBe('fail');
		expect(result.exhibits?.[0].title).toMatch(/worse$/);
		expect(result.figures).toMatchObject({ oldModelAgainstItself: { by: expect.stringMatching(/^unknown/) } });
	});

	test('without a judge nothing is decided, and it says so', async () => {
		const endpoint = await lab(withJudge(0));
		const result = await replay(letters(20), { candidate: side(endpoint, 'lab-c') });
		expect(result.verdict).toBe('warn');
		expect(result.summary).toMatch(/no judge model is named/);
	});

	test('a gate in the folder holds: another margin is refused', async () => {
		const endpoint = await lab(withJudge(0));
		const dir = await folder();
		const calls = letters(10);
		await replay(calls, { candidate: side(endpoint, 'lab-c') }, { marginPoints: 10, historyOptions: { folder: dir } });
		expect(JSON.parse(readFileSync(path.join(dir, 'gate.json'), 'utf8'))).toMatchObject({
			margin: 0.1,
			candidate: expect.stringMatching(/^lab-c at/),
		});
		await expect(
			replay(calls, { candidate: side(endpoint, 'lab-c') }, { marginPoints: 20, historyOptions: { folder: dir } }),
		).rejects.toThrow(/with another margin/);
		const later = await replay(
			calls,
			{ candidate: side(endpoint, 'lab-c'), now: new Date('2026-12-20T12:00:00Z') },
			{ marginPoints: 10, historyOptions: { folder: dir } },
		);
		expect(later.figures.gate).toMatchObject({ valid: false });
	});
});

test('agents are asked round by round with the recorded results, and first turns are told apart', async () => {
	const endpoint = await lab({
		reply: ({ messages }) =>
			messages.some(({ role }) => role === 'tool') ? { answer: 'On its way.' } : { toolCalls: [{ name: 'find', arguments: { id: 8 } }] },
	});
	const tools = [{ name: 'find', parameters: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } }];
	const user = { role: 'user' as const, content: 'Where is 7?' };
	const toolCall = { id: 'c0', name: 'find', arguments: { id: 7 } };
	const calls = [
		recordedCall('', '', {
			execution: '9',
			use: { kind: 'tools' },
			request: { messages: [user], tools },
			answer: { toolCalls: [toolCall] },
		}),
		recordedCall('', 'On its way.', {
			execution: '9',
			round: 1,
			use: { kind: 'tools' },
			request: {
				tools,
				messages: [
					user,
					{ role: 'assistant', content: '', toolCalls: [toolCall] },
					{ role: 'tool', content: 'on its way', toolCallId: 'c0' },
				],
			},
		}),
	];
	const result = await replay(calls, { candidate: side(endpoint, 'lab-c') });
	const second = endpoint.chats.find(({ messages }) => messages.length === 3);
	expect(second?.messages[1]).toMatchObject({ tool_calls: [{ id: 'c0', function: { name: 'find', arguments: '{"id":7}' } }] });
	expect(result.figures).toMatchObject({ firstTurns: { calls: 1 }, laterRounds: { calls: 1 }, losses: 1, ties: 1 });
	expect(result.findings).toMatchObject([{ by: 'tools', reason: expect.stringMatching(/8 instead of 7/) }]);
});

test('tokens of a call are compared on the same calls, under the names that the cost check reads', async () => {
	const endpoint = await lab(almost(1000));
	const result = await replay(tickets(8), { candidate: side(endpoint, 'lab-c') });
	expect(result.figures.perTask).toMatchObject({
		baseline: { inputTokensPerTask: 100, outputTokensPerTask: 50, secondsPerCall: 0.9 },
		candidate: { inputTokensPerTask: expect.any(Number), outputTokensPerTask: expect.any(Number) },
	});
});
