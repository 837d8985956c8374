import { expect, test } from 'vitest';
import { instanceWorkflows } from '../../../core/migrate/instanceWorkflows';
import { openInstance } from '../../../core/migrate/n8nApi';
import { chatWorkflow, startFakeN8n } from '../../support/fakeN8n';

const now = new Date('2026-11-28T12:00:00Z');

async function read(url: string) {
	const remarks: { file: string; reason: string }[] = [];
	const workflows = [];
	for await (const one of instanceWorkflows(openInstance({ url, apiKey: 'very-secret', fetch }), now, remarks)) workflows.push(one);
	return { workflows, remarks };
}

test('an instance is read page by page, each workflow once, with the key in a header', async () => {
	const many = Array.from({ length: 230 }, (_, index) => chatWorkflow(`w${index}`, 'gpt-4'));
	const { url, received } = await startFakeN8n({ workflows: many });
	const { workflows } = await read(`${url}/`);
	expect(new Set(workflows.map(({ name }) => name)).size).toBe(230);
	expect(new Set(received.map(({ key }) => key))).toEqual(new Set(['very-secret']));
});

test('owner, project, tags, and the runs of the last 30 days but those by hand', async () => {
	const { url } = await startFakeN8n({
		workflows: [
			chatWorkflow('a', 'gpt-4', { active: true, tags: ['prod'], project: 'team' }),
			chatWorkflow('b', 'gpt-4', { isArchived: true }),
		],
		projects: { team: { name: 'Sales', type: 'team' } },
		runs: [
			{ workflowId: 'a', mode: 'trigger', startedAt: '2026-11-27T10:00:00.000Z' },
			{ workflowId: 'a', mode: 'webhook', startedAt: '2026-11-20T10:00:00.000Z' },
			{ workflowId: 'a', mode: 'webhook', startedAt: '2026-09-20T10:00:00.000Z' },
			{ workflowId: 'b', mode: 'manual', startedAt: '2026-11-27T11:00:00.000Z' },
		],
	});
	const { workflows, remarks } = await read(url);
	expect(workflows.map(({ live }) => live)).toEqual([
		{
			link: `${url}/workflow/a`,
			active: true,
			archived: false,
			tags: ['prod'],
			project: 'Sales',
			owner: 'Sales',
			lastRun: '2026-11-27T10:00:00.000Z',
			runs30Days: 2,
		},
		{ link: `${url}/workflow/b`, active: false, archived: true, tags: [], project: 'Personal', owner: 'Ada', lastRun: null, runs30Days: 0 },
	]);
	expect(remarks.map(({ reason }) => reason)).toEqual([expect.stringContaining('2026-11-20')]);
});

test('what the key may not read is unknown, and said', async () => {
	const { url } = await startFakeN8n({ workflows: [chatWorkflow('a', 'gpt-4')], forbidden: /executions|workflows\/a/ });
	const { workflows, remarks } = await read(url);
	expect(workflows[0]?.live).toMatchObject({ owner: 'unknown', project: 'unknown', lastRun: 'unknown', runs30Days: 'unknown' });
	expect(remarks.map(({ reason }) => reason).join()).toMatch(/execution:list.*workflow:read/);
});

test('a key without the right to list says which one it lacks, without the key', async () => {
	const { url } = await startFakeN8n({ workflows: [], forbidden: /GET/ });
	await expect(read(url).then(({ remarks }) => remarks)).rejects.toMatchObject({
		message: expect.not.stringContaining('very-secret'),
		description: expect.stringContaining('workflow:list'),
	});
});
