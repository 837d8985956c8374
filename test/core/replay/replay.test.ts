import { afterEach, describe, expect, test } from 'vitest';
import type { CheckContext, Side } from '../../../core/checks/check';
import { check } from '../../../core/checks/quality/run';
import { diskFiles } from '../../../core/diskFiles';
import type { RecordedCall } from '../../../core/history/recordedCall';
import { startLab, type Lab, type LabOptions } from '../../../lab';
import { labels, tickets } from './madeUpCalls';

const labs: Lab[] = [];
afterEach(async () => {
	await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function lab(options: LabOptions = {}) {
	const started = await startLab(options);
	labs.push(started);
	return started;
}

const side = ({ baseURL }: Lab, model: string): Side => ({ endpoint: { baseURL }, model, emulated: true });

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

/** A model that answers tickets as they were, but for every nth one. */
const almost = (nth: number) => ({
	reply: ({ messages }: { messages: readonly { content?: unknown }[] }) => {
		const text = String(messages.at(-1)?.content);
		const index = Number(/Ticket (\d+)/.exec(text)?.[1] ?? 0);
		return { answer: labels[(index + (index % nth === nth - 1 ? 1 : 0)) % 4] };
	},
});

describe('a history of labels against the lab', () => {
	test('a candidate that answers as before passes, before all of the calls are asked', async () => {
		const endpoint = await lab(almost(1000));
		const result = await replay(tickets(200), { candidate: side(endpoint, 'lab-c') }, { marginPoints: 10 });
		expect(result).toMatchObject({ verdict: 'pass', figures: { source: 'history', losses: 0, workflows: 1 } });
		expect(endpoint.chats.length).toBeLessThan(140);
		expect(result.summary).toMatch(/from your own \d+ calls of 1 workflow/);
	});

	test('one that answers a fifth otherwise fails early, with both answers side by side', async () => {
		const endpoint = await lab(almost(5));
		const result = await replay(
			tickets(200),
			{ candidate: side(endpoint, 'lab-c') },
			{ marginPoints: 10, historyOptions: { instanceUrl: 'https://n8n.example.com/' } },
		);
		expect(result.verdict).toBe('fail');
		expect(endpoint.chats.length).toBeLessThan(90);
		expect(result.findings[0]).toMatchObject({
			change: 'lost',
			by: 'label',
			workflow: 'Tickets',
			link: expect.stringMatching(/^https:\/\/n8n\.example\.com\/workflow\/w-Tickets\/executions\/\d+$/),
		});
		expect(result.exhibits?.[0].sides).toHaveLength(2);
	});

	test('few calls are not enough, and how many more are told', async () => {
		const endpoint = await lab(almost(9));
		const result = await replay(tickets(40), { candidate: side(endpoint, 'lab-c') }, { marginPoints: 15 });
		expect(result.verdict).toBe('warn');
		expect(result.summary).toMatch(/^Not enough: [\d,]+ more calls/);
		expect(result.figures.casesMissing).toBeGreaterThan(0);
	});
});
