import { rmSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import watch from '../../workflows/retirement-watch.json';
import type { WorkflowJson } from '../support/runWorkflow';
import { startMailHost, startSlackHost } from './messageHosts';
import { N8n } from './n8n';
import { signIn, type Session } from './session';

/** The whole watch as somebody sets it up: a credential in Inventory, Slack and Mail, both enabled. */
describe('workflows/retirement-watch.json in the real n8n', () => {
	let n8n: N8n;
	let session: Session;
	let slack: Awaited<ReturnType<typeof startSlackHost>>;
	let mail: Awaited<ReturnType<typeof startMailHost>>;
	let watchId: string;
	let openAi: INode['credentials'];

	const node = (name: string, type: string, typeVersion: number, parameters: object): INode => ({
		...{ id: name, name, type, typeVersion, position: [0, 0] },
		parameters: parameters as INode['parameters'],
	});
	const create = async (workflow: object) => (await session.rest('POST', '/workflows', workflow)) as { id: string; versionId: string };

	/** A workflow that runs by a webhook, with a model behind it. */
	async function live(name: string, model: string): Promise<void> {
		const { id, versionId } = await create({
			name,
			nodes: [
				{
					...node('Hook', 'n8n-nodes-base.webhook', 2, { path: name, httpMethod: 'GET', responseMode: 'onReceived', options: {} }),
					webhookId: name,
				},
				node('Off', 'n8n-nodes-base.limit', 1, { maxItems: 1 }),
				node('Chain', '@n8n/n8n-nodes-langchain.chainLlm', 1.5, { prompt: 'Say hello' }),
				{
					...node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, { model: { __rl: true, mode: 'id', value: model }, options: {} }),
					credentials: openAi,
				},
			],
			connections: {
				Hook: { main: [[{ node: 'Off', type: 'main', index: 0 }]] },
				Model: { ai_languageModel: [[{ node: 'Chain', type: 'ai_languageModel', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		});
		await session.rest('POST', `/workflows/${id}/activate`, { versionId });
		// n8n registers the webhook a moment after it has answered.
		for (let call = 0; call < 2; call += 1)
			await expect.poll(async () => (await fetch(`${n8n.url}/webhook/${name}`)).ok, { timeout: 20_000 }).toBe(true);
	}

	async function run(): Promise<string> {
		const { executionId } = (await session.rest('POST', `/workflows/${watchId}/run`, { triggerToStartFrom: { name: 'Try it' } })) as {
			executionId: string;
		};
		const status = async () => ((await session.rest('GET', `/executions/${executionId}`)) as { status: string }).status;
		await expect.poll(status, { timeout: 60_000, interval: 200 }).toMatch(/^(success|error|crashed|canceled)$/);
		return await status();
	}

	async function history(): Promise<Record<string, unknown>[]> {
		const project = (await session.rest('GET', '/projects/personal')) as { id: string };
		const tables = (await session.rest(
			'GET',
			`/data-tables-global?filter=${encodeURIComponent(JSON.stringify({ projectId: project.id }))}`,
		)) as {
			data: { id: string; name: string }[];
		};
		const own = tables.data.filter(({ name }) => name === 'model_retirements');
		expect(own).toHaveLength(1);
		const rows = (await session.rest('GET', `/projects/${project.id}/data-tables/${own[0]?.id}/rows`)) as {
			data: Record<string, unknown>[];
		};
		return rows.data;
	}

	beforeAll(async () => {
		[slack, mail] = await Promise.all([startSlackHost(), startMailHost()]);
		n8n = await N8n.install({ env: slack.env });
		await n8n.start();
		session = await signIn(n8n);
		const credential = async (name: string, type: string, data: object) => {
			const { id } = (await session.rest('POST', '/credentials', { name, type, data })) as { id: string };
			return { [type]: { id, name } };
		};
		openAi = await credential('OpenAI', 'openAiApi', { apiKey: 'sk-x', header: false });
		const key = await session.newKey(['workflow:list', 'workflow:read', 'execution:list']);
		const chosen: Record<string, INode['credentials']> = {
			Inventory: await credential('This n8n', 'r1N8nApi', { url: n8n.url, apiKey: key, sessionToken: '' }),
			Slack: await credential('Slack', 'slackApi', { accessToken: 'xoxb-only-a-test', signatureSecret: '' }),
			Mail: await credential('Mail', 'smtp', {
				...{ user: '', password: '', host: '127.0.0.1', port: mail.port, secure: false, disableStartTls: true, hostName: '' },
			}),
		};
		const { name, nodes, connections, settings } = watch as unknown as WorkflowJson & { settings: object };
		const ready = nodes.map((each) => ({ ...each, disabled: false, ...(chosen[each.name] && { credentials: chosen[each.name] }) }));
		watchId = (await create({ name, nodes: ready, connections, settings })).id;
	});

	afterAll(async () => {
		await n8n.stop();
		slack.close();
		mail.close();
		rmSync(n8n.folder, { recursive: true, force: true });
	});

	test('writes nothing and sends nothing where nothing is due', async () => {
		await live('fine', 'gpt-6.1-terra');
		expect(await run()).toBe('success');
		expect(await history()).toEqual([]);
		expect({ slack: slack.calls, mail: mail.mails }).toEqual({ slack: [], mail: [] });
	});

	test('tells Slack and the mail what runs on a model that is gone, and keeps it in the Data Table', async () => {
		await live('broken', 'o1');
		expect(await run()).toBe('success');

		const told = `broken / Model: o1 (gone since 2026-10-23, O Wner, 2 runs in 30 days) ${n8n.url}/workflow/`;
		expect(slack.calls).toMatchObject([{ path: '/api/chat.postMessage', authorization: 'Bearer xoxb-only-a-test' }]);
		expect(slack.calls[0]?.body).toMatchObject({ channel: '#automation', text: expect.stringContaining(told) });
		expect(mail.mails).toMatchObject([{ from: 'n8n@example.com', to: ['team@example.com'] }]);
		expect(mail.mails[0]?.text).toContain('Subject: 1 model to replace, 1 of them gone');
		expect(mail.mails[0]?.text.replace(/=\r\n/g, '').replaceAll('=3D', '=')).toContain(told);

		expect(await history()).toMatchObject([
			{
				...{
					day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
					todo: 'Change now',
					workflow: 'broken',
					node: 'Model',
					model: 'o1',
					status: 'retired',
				},
				...{ owner: 'O Wner', runs30Days: '2', link: expect.stringContaining(`${n8n.url}/workflow/`) },
			},
		]);
	});

	test('a week later the table has both weeks, and it is made once', async () => {
		expect(await run()).toBe('success');
		expect((await history()).map(({ workflow }) => workflow)).toEqual(['broken', 'broken']);
		expect(slack.calls).toHaveLength(2);
	});

	test('asked nobody else', () => {
		expect(slack.refused).toEqual([]);
	});
});
