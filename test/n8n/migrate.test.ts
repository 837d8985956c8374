import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPlan, type WorkflowResult } from '../../core/migrate/applyPlan';
import { openJournal } from '../../core/migrate/journal';
import { makePlan } from '../../core/migrate/makePlan';
import { isToBeChanged, migrationPlan } from '../../core/migrate/migrationPlan';
import { openInstance, type LiveWorkflow, type N8nApi } from '../../core/migrate/n8nApi';
import { machineNow, tableOf, writeMeasured, type Cell } from '../support/measuredTable';
import { hasPostgres, startPostgres, type Postgres } from '../support/startPostgres';
import { N8n } from './n8n';
import { signIn, type Session } from './session';

const command = path.join(import.meta.dirname, '../../dist/cli/main.js');
const scopes = ['workflow:list', 'workflow:read', 'workflow:update', 'workflow:activate', 'credential:list'];
/**
 * MIGRATE_WORKFLOWS=500 tries so many on both databases, and with WRITE_TABLES=1 writes the tables of docs/migrate.md;
 * `-t SQLite` or `-t PostgreSQL` takes one of them. The gate takes fewer, on SQLite.
 */
const workflows = Number(process.env.MIGRATE_WORKFLOWS ?? 44);
const published = workflows / 2;
const secret = 'sk-typed-by-hand-0123456789abcdef';

/** A webhook that answers at once; behind it a chain, and a node that asks by itself, whose models have to go. */
function workflow(index: number) {
	const node = (name: string, type: string, typeVersion: number, parameters: object, more: object = {}) => ({
		id: `${name}-${index}`,
		name,
		type,
		typeVersion,
		position: [0, name === 'Answer' ? 500 : 0],
		parameters,
		...more,
	});
	return {
		name: `Flow ${index}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			node(
				'Webhook',
				'n8n-nodes-base.webhook',
				2,
				{ path: `flow-${index}`, httpMethod: 'GET', responseMode: 'lastNode', options: {} },
				{ webhookId: `hook-${index}` },
			),
			node('Never', 'n8n-nodes-base.filter', 2.2, {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: [{ id: 'a', leftValue: 1, rightValue: 2, operator: { type: 'number', operation: 'equals' } }],
					combinator: 'and',
				},
				options: {},
			}),
			node('Chain', '@n8n/n8n-nodes-langchain.chainLlm', 1.5, { prompt: 'Say hello' }),
			node(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.2,
				{ model: { __rl: true, mode: 'id', value: index % 2 ? 'o1' : 'gpt-4-32k' }, options: {} },
				{ credentials: { openAiApi: { id: 'openai0000000001', name: 'OpenAI' } } },
			),
			node('Note', 'n8n-nodes-base.set', 3.4, {
				assignments: { assignments: [{ id: 'k', name: 'apiKey', value: secret, type: 'string' }] },
				options: {},
			}),
			node('Answer', 'n8n-nodes-base.set', 3.4, {
				assignments: { assignments: [{ id: 'b', name: 'flow', value: index, type: 'number' }] },
				options: {},
			}),
			node(
				'Ask',
				'@n8n/n8n-nodes-langchain.openAi',
				1.8,
				{ modelId: { __rl: true, mode: 'id', value: 'o1' }, messages: { values: [{ content: 'Say hello' }] }, options: {} },
				{ credentials: { openAiApi: { id: 'openai0000000001', name: 'OpenAI' } } },
			),
			node('Read', 'n8n-nodes-base.set', 3.4, {
				assignments: { assignments: [{ id: 'c', name: 'text', value: '={{ $json.message.content }}', type: 'string' }] },
				options: {},
			}),
		],
		connections: {
			Webhook: {
				main: [
					[
						{ node: 'Never', type: 'main', index: 0 },
						{ node: 'Answer', type: 'main', index: 0 },
					],
				],
			},
			Never: {
				main: [
					[
						{ node: 'Chain', type: 'main', index: 0 },
						{ node: 'Ask', type: 'main', index: 0 },
					],
				],
			},
			Ask: { main: [[{ node: 'Read', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Chain', type: 'ai_languageModel', index: 0 }]] },
		},
	};
}

const environmentOf = ({ connection: { host, port, database, user, password } }: Postgres) => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: host,
	DB_POSTGRESDB_PORT: String(port),
	DB_POSTGRESDB_DATABASE: database,
	DB_POSTGRESDB_USER: user,
	DB_POSTGRESDB_PASSWORD: password,
});

describe.each([
	{ database: 'SQLite', skip: false },
	{ database: 'PostgreSQL', skip: !hasPostgres || !process.env.MIGRATE_WORKFLOWS },
])('migrating a live n8n on $database', ({ database, skip }) => {
	describe.skipIf(skip)('', { timeout: Math.max(240_000, workflows * 6_000) }, () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'migrate-'));
		const planFile = path.join(folder, 'out/plan.json');
		let n8n: N8n;
		let session: Session;
		let key: string;
		let allRights: (method: string, route: string, body?: unknown) => Promise<unknown>;
		let before: Map<string, LiveWorkflow>;
		let close = async () => {};
		const ids: string[] = [];
		let colleague = '';
		const measured: Record<string, Cell>[] = [];
		let calls = { right: 0, wrong: [] as string[] };
		const api = (): N8nApi => openInstance({ url: n8n.url, apiKey: key, fetch });
		const plan = () => migrationPlan.parse(JSON.parse(readFileSync(planFile, 'utf8')));

		/** The published command in a process of its own. */
		function migrate(
			args: string[],
			{ env = {}, killAfter, step }: { env?: Record<string, string>; killAfter?: number; step?: string } = {},
		) {
			const began = performance.now();
			const child = spawn(process.execPath, [command, 'migrate', ...args], {
				cwd: folder,
				env: { PATH: process.env.PATH, NO_COLOR: '1', N8N_API_KEY: key, N8N_COOKIE: session.cookie, ...env },
			});
			let output = '';
			let lines = 0;
			child.stdout.on('data', (part: Buffer) => {
				output += String(part);
				lines = output.split('\n').length - 1;
				if (killAfter !== undefined && lines >= killAfter) child.kill('SIGKILL');
			});
			child.stderr.on('data', (part: Buffer) => (output += String(part)));
			return new Promise<{ code: number | null; output: string }>((resolve) =>
				child.on('close', (code) => {
					const told = /^ {2}([\d,]+) requests? to n8n in .* \((.*) a second\), (\d+ MB)/m.exec(output);
					if (step)
						measured.push({
							step,
							time: `${((performance.now() - began) / 1_000).toFixed(1)} s`,
							requests: told?.[1] ?? (killAfter === undefined ? 'not told' : 'killed before it told'),
							'requests a second': told?.[2] ?? '',
							'peak memory of the command': told?.[3] ?? '',
						});
					resolve({ code, output });
				}),
			);
		}

		beforeAll(
			async () => {
				const postgres = database === 'PostgreSQL' ? await startPostgres() : undefined;
				n8n = await N8n.install(postgres ? { env: environmentOf(postgres) } : {});
				await n8n.importCredentials([
					{ id: 'openai0000000001', name: 'OpenAI', type: 'openAiApi', data: { apiKey: 'sk-x' } },
					{ id: 'deepseek00000001', name: 'DeepSeek', type: 'deepSeekApi', data: { apiKey: 'sk-y' } },
					{ id: 'r1deepseek000001', name: 'DeepSeek of R1', type: 'r1DeepSeekApi', data: { apiKey: 'sk-z' } },
				]);
				await n8n.start();
				close = async () => {
					await n8n.stop();
					await postgres?.stop();
				};
				session = await signIn(n8n);
				key = await session.newKey(scopes);
				const all = await session.newKey();
				allRights = async (method, route, body) => {
					const response = await fetch(`${n8n.url}/api/v1${route}`, {
						method,
						headers: { 'X-N8N-API-KEY': all, 'content-type': 'application/json' },
						...(body ? { body: JSON.stringify(body) } : {}),
					});
					const text = await response.text();
					if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 300)}`);
					return JSON.parse(text);
				};
				for (let index = 0; index < workflows; index += 1) {
					const { id } = (await allRights('POST', '/workflows', workflow(index))) as { id: string };
					ids.push(id);
					if (index < published) {
						const publish = () => allRights('POST', `/workflows/${id}/publish`, {});
						// n8n's own check before publishing fails now and then under load.
						await publish().catch(publish);
					}
				}
				// A colleague is in the middle of something.
				colleague = ids[7] ?? '';
				const theirs = workflow(7);
				theirs.nodes[5] = {
					...theirs.nodes[5],
					parameters: { assignments: { assignments: [] }, options: {} },
				} as (typeof theirs.nodes)[number];
				await allRights('PUT', `/workflows/${colleague}?publishIfActive=false`, theirs);
				await allRights('POST', `/workflows/${ids[published + 1]}/archive`);
				before = new Map();
				for (const id of ids) before.set(id, await api().workflow(id));
			},
			Math.max(300_000, workflows * 6_000),
		);
		afterAll(async () => {
			await close();
			// A run that broke off leaves the page as it is.
			if (process.env.MIGRATE_WORKFLOWS && measured.some(({ step }) => step === 'roll back')) {
				const table = tableOf(measured);
				const meanwhile = `While it was applied, ${calls.right} calls of the webhooks were answered and ${calls.wrong.length} lost.`;
				writeMeasured(
					'docs/migrate.md',
					`on ${database}`,
					`${workflows} workflows on ${database}:\n\n${table}\n\n${meanwhile} ${machineNow()}.`,
				);
			}
			rmSync(folder, { recursive: true, force: true });
			if (n8n) rmSync(n8n.folder, { recursive: true, force: true });
		}, 60_000);

		test('a key without a right is told which one it lacks', async () => {
			const poor = await session.newKey(['workflow:list', 'workflow:read']);
			const { code, output } = await migrate(['plan', '--n8n', n8n.url], { env: { N8N_API_KEY: poor } });
			expect(code).toBe(2);
			expect(output).toMatch(/lacks the scope credential:list/);
		});

		test('the plan names what would change, changes nothing, and holds no secret', async () => {
			const { code, output } = await migrate(['plan', '--n8n', n8n.url, '--target', 'deepseek-flash', '--out', 'out'], { step: 'plan' });
			expect(output).toContain(`${workflows - 1} workflows read, 1 archived not touched: ${workflows - 2} to change, 1 left to you`);
			expect(code).toBe(1);
			const made = plan();
			expect(made.workflows.filter(isToBeChanged)).toHaveLength(workflows - 2);
			expect(made.workflows.find(({ id }) => id === colleague)?.refused).toMatch(/draft is not what is published/);
			expect(readFileSync(planFile, 'utf8')).not.toContain(secret);
			for (const id of ids) expect(await api().workflow(id)).toEqual(before.get(id));
		});

		test('one first; then under load, killed in the middle and continued: no call is lost, all is applied', async () => {
			const one = await migrate(['apply', planFile, '--first', '1'], { step: 'apply, the first one' });
			expect(one.output).toContain(`${workflows - 3} workflows left to do`);

			calls = { right: 0, wrong: [] };
			let calling = true;
			const callers = [0, 1, 2].map(async (caller) => {
				for (let turn = caller; calling; turn += 1) {
					const index = turn % published;
					const answer = await fetch(`${n8n.url}/webhook/flow-${index}`).then(
						(response) => response.text(),
						(error: Error) => error.message,
					);
					if (answer.includes(`"flow":${index}`)) calls.right += 1;
					else calls.wrong.push(answer.slice(0, 200));
				}
			});
			const killed = await migrate(['apply', planFile, '--yes', '--rate', '40'], {
				killAfter: workflows / 5,
				step: 'apply, killed by `kill -9` after a fifth',
			});
			expect(killed.code).toBe(null);
			const rest = await migrate(['apply', planFile, '--yes', '--rate', '40'], { step: 'apply, continued' });
			calling = false;
			await Promise.all(callers);
			expect(rest.output).not.toMatch(/failed|disturbed/);
			expect({ code: rest.code, lost: calls.wrong }).toEqual({ code: 0, lost: [] });
			expect(calls.right).toBeGreaterThan(20);

			for (const { id, active } of plan().workflows.filter(isToBeChanged)) {
				const live = await api().workflow(id);
				const model = live.nodes.find(({ name }) => name === 'Model');
				expect(model).toMatchObject({
					id: before.get(id)?.nodes[3]?.id,
					type: '@n8n/n8n-nodes-langchain.lmChatDeepSeek',
					credentials: { deepSeekApi: { id: 'deepseek00000001' } },
				});
				// A node that asks by itself gives its place to R1 Reason, and what reads its answer finds it.
				expect(live.nodes.find(({ name }) => name === 'Ask')).toMatchObject({
					type: 'n8n-nodes-r1.r1Reason',
					credentials: { r1DeepSeekApi: { id: 'r1deepseek000001' } },
				});
				expect(JSON.stringify(live.nodes.find(({ name }) => name === 'Read')?.parameters)).toContain('$json.answer');
				// What was typed into a node stays where it lives, and nothing that was not live became so.
				expect(JSON.stringify(live.nodes)).toContain(secret);
				expect(live.active).toBe(active);
				if (active) expect(live.activeVersionId).toBe(live.versionId);
			}
			const theirs = await api().workflow(colleague);
			expect(theirs).toEqual(before.get(colleague));
		});

		test('a second plan finds nothing left to change', async () => {
			const again = await makePlan({ api: api(), target: 'deepseek-flash', now: new Date() });
			expect(again.workflows.filter(isToBeChanged)).toEqual([]);
			const { output } = await migrate(['status', planFile, '--json'], { step: 'status' });
			const states = output
				.trim()
				.split('\n')
				// The count of requests stands on the error stream.
				.filter((line) => line.startsWith('{'))
				.map((line): string => JSON.parse(line).state);
			expect(states.filter((state) => state === 'applied')).toHaveLength(workflows - 2);
		});

		test('rolled back to the very versions, but for what somebody changed since', async () => {
			const touched = ids[3] ?? '';
			const live = await api().workflow(touched);
			await allRights('PUT', `/workflows/${touched}`, {
				name: live.name,
				nodes: live.nodes.map((node) => (node.name === 'Answer' ? { ...node, position: [10, 10] } : node)),
				connections: live.connections,
				settings: {},
			});
			const preview = await migrate(['rollback', `${planFile}.journal`, '--dry-run']);
			expect(preview.output.match(/would be rolled back/g)).toHaveLength(workflows - 3);
			const { output, code } = await migrate(['rollback', `${planFile}.journal`], { step: 'roll back' });
			expect(code).toBe(1);
			expect(output.match(/ {2}rolled back/g)).toHaveLength(workflows - 3);
			expect(output).toMatch(/skipped .*Flow 3: Somebody changed it since/);
			for (const { id } of plan().workflows.filter(isToBeChanged)) {
				if (id === touched) continue;
				const now = await api().workflow(id);
				const then = before.get(id);
				expect({ nodes: now.nodes, connections: now.connections, active: now.active, activeVersionId: now.activeVersionId }).toEqual({
					nodes: then?.nodes,
					connections: then?.connections,
					active: then?.active,
					activeVersionId: then?.activeVersionId,
				});
			}
		});

		test('a stale editor that saves over the new draft is found and said', async () => {
			const id = ids[20] ?? '';
			const made = await makePlan({ api: api(), target: 'deepseek-flash', now: new Date(), only: [id] });
			const stale = await api().workflow(id);
			const journal = openJournal(path.join(folder, 'stale.journal'));
			const outcomes: WorkflowResult[] = [];
			const running = applyPlan({ api: api(), plan: made, journal, settleMs: 3_000, onResult: (outcome) => outcomes.push(outcome) });
			while (journal.last(id)?.step !== 'applied' && outcomes.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
			await allRights('PUT', `/workflows/${id}?publishIfActive=false`, {
				name: stale.name,
				nodes: stale.nodes,
				connections: stale.connections,
				settings: {},
			});
			await running;
			expect(outcomes.map(({ result }) => result)).toEqual(['disturbed']);
			expect(outcomes[0]?.note).toMatch(/open editor saved its older copy/);
		});
	});
});
