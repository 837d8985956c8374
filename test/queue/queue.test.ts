import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../core/budget/ledger/openLedger';
import { costOf } from '../../core/money/cost';
import { startBillingHost, type BillingHost } from '../n8n/billingHost';
import { N8n } from '../n8n/n8n';
import { signIn, type Session } from '../n8n/session';
import { machineNow, tableOf, writeMeasured } from '../support/measuredTable';
import type { WorkflowJson } from '../support/runWorkflow';
import { hasPostgres, startPostgres, type Postgres } from '../support/startPostgres';
import { hasRedis, startRedis, type Redis } from '../support/startRedis';

const calls = Number(process.env.QUEUE_CALLS ?? 500);
const atOnce = 20;
const limitUsd = 2;
/** How long a caller waits for the answer of the webhook. */
const patienceMs = 200_000;

const node = (name: string, type: string, typeVersion: number, parameters: object, credentials: string[] = []): INode => ({
	...{ id: name, name, type, typeVersion, position: [0, 0] },
	parameters: parameters as INode['parameters'],
	credentials: Object.fromEntries(credentials.map((id) => [id, { id, name: id }])),
	...(type.endsWith('webhook') ? { webhookId: 'r1-queue' } : {}),
});
const usd = (nano: number) => `$${(nano / 1e9).toFixed(9)}`;
const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });

/** A webhook that asks within one budget that all workers share. */
const workflow: WorkflowJson = {
	id: 'queueGuarded0000',
	name: 'Guarded over a queue',
	nodes: [
		node('Webhook', 'n8n-nodes-base.webhook', 2, { path: 'guarded', httpMethod: 'POST', responseMode: 'lastNode', options: {} }),
		node(
			'Reserve',
			'n8n-nodes-r1.costGuard',
			1.2,
			{
				...{ operation: 'checkAndReserve', ledger: 'postgres', models: 'deepseek-flash', text: 'What is 2+2?', maxOutputTokens: 400 },
				scopes: { entries: [{ key: 'everything', limitUsd: String(limitUsd), period: 'month' }] },
				options: { leaseMinutes: 0.5, idempotencyKey: '={{ $json.body.key }}' },
			},
			['r1LedgerPostgresApi'],
		),
		node(
			'Reason',
			'n8n-nodes-r1.r1Reason',
			1,
			{
				...{ host: 'r1DeepSeekApi', model: { __rl: true, mode: 'id', value: 'deepseek-flash' }, prompt: 'What is 2+2?' },
				options: { retries: 0 },
			},
			['r1DeepSeekApi'],
		),
		node(
			'Settle',
			'n8n-nodes-r1.costGuard',
			1.2,
			{ operation: 'settle', ledger: 'postgres', usageFrom: 'item', reservationId: '={{ $json.budget.reservationId }}', options: {} },
			['r1LedgerPostgresApi'],
		),
	],
	connections: { Webhook: to('Reserve'), Reserve: to('Reason'), Reason: to('Settle') },
};

describe.skipIf(!hasPostgres || !hasRedis)('n8n in queue mode, main and two workers on one PostgreSQL and one Redis', () => {
	let postgres: Postgres;
	let redis: Redis;
	let host: BillingHost;
	let n8n: N8n;
	let session: Session;
	const workers: ChildProcess[] = [];
	const killWorker = async (worker: ChildProcess) => {
		if (worker.exitCode !== null || worker.pid === undefined) return;
		const exited = new Promise((resolve) => worker.once('exit', resolve));
		// With its task runner: they are one group.
		process.kill(-worker.pid, 'SIGKILL');
		await exited;
	};

	beforeAll(async () => {
		postgres = await startPostgres();
		redis = await startRedis();
		host = await startBillingHost(150);
		const { connection } = postgres;
		const admin = new Client(connection);
		await admin.connect();
		await admin.query('CREATE DATABASE n8n');
		await admin.query('CREATE DATABASE ledger');
		await admin.end();
		n8n = await N8n.install({
			env: {
				...{ DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: connection.host, DB_POSTGRESDB_PORT: String(connection.port) },
				...{ DB_POSTGRESDB_DATABASE: 'n8n', DB_POSTGRESDB_USER: connection.user, DB_POSTGRESDB_PASSWORD: connection.password },
				...{ EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(redis.port) },
			},
		});
		const credential = (type: string, data: object) => ({ id: type, name: type, type, data });
		await n8n.importCredentials([
			credential('r1DeepSeekApi', { apiKey: 'k', baseUrl: `${host.url}/v1` }),
			credential('r1LedgerPostgresApi', { ...connection, database: 'ledger', tls: 'off' }),
		]);
		await n8n.importWorkflows([workflow]);
		await n8n.start();
		session = await signIn(n8n);
		workers.push(await n8n.startWorker(10), await n8n.startWorker(10));
		const { versionId } = (await session.rest('GET', `/workflows/${workflow.id}`)) as { versionId: string };
		await session.rest('POST', `/workflows/${workflow.id}/activate`, { versionId });
	});
	afterAll(async () => {
		await Promise.allSettled(workers.map(killWorker));
		await n8n?.stop();
		if (n8n) rmSync(n8n.folder, { recursive: true, force: true, maxRetries: 5 });
		await host?.close();
		await redis?.stop();
		await postgres?.stop();
	});

	const send = async (key: string) =>
		await fetch(`${n8n.url}/webhook/guarded`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ key }),
			signal: AbortSignal.timeout(patienceMs),
		});

	test(`${calls} calls with a worker killed in the middle overspend nothing, and lose no paid call from the books`, async () => {
		const started = performance.now();
		const machine = machineNow();
		const ledger = openLedger({ postgres: { ...postgres.connection, database: 'ledger' } });
		const call = async (index: number) => {
			const began = performance.now();
			const seconds = () => Math.round((performance.now() - began) / 1000);
			// Activation takes a moment; a webhook that is not there has run nothing.
			for (let attempt = 0; ; attempt++) {
				const response = await send(`call-${index}`).catch(() => undefined);
				if (!response) return { status: 0, answer: '', seconds: seconds() };
				const answer = await response.text().catch(() => '');
				if (response.status !== 404 || attempt > 50) return { status: response.status, answer, seconds: seconds() };
				await sleep(200);
			}
		};
		let next = 0;
		const outcomes: { status: number; answer: string; seconds: number }[] = [];
		const lane = async () => {
			while (next < calls) outcomes.push(await call(next++));
		};
		const running = Promise.all(Array.from({ length: atOnce }, lane));

		const samples = { taken: 0, over: 0 };
		let finished = false;
		const sampling = (async () => {
			while (!finished) {
				const { scopes } = await ledger.report({ key: 'everything' });
				for (const { spentNano, reservedNano } of scopes) if (spentNano + reservedNano > limitUsd * 1e9) samples.over += 1;
				samples.taken += 1;
				await sleep(100);
			}
		})();

		try {
			await expect.poll(() => outcomes.length, { timeout: 600_000, interval: 20 }).toBeGreaterThan(calls / 2);
			await killWorker(workers[0]);
			workers[0] = await n8n.startWorker(10);
			await running;
			// What a dead worker had sent is charged when its lease ends.
			await expect.poll(async () => (await ledger.report()).totals.reservedNano, { timeout: 180_000, interval: 1000 }).toBe(0);
		} finally {
			finished = true;
			await sampling;
		}

		const { totals, unanswered } = await ledger.report();
		await ledger.close();
		const costs = host.charges.map(({ model, at, ...tokens }) =>
			Number(costOf({ ...tokens, cachedTokens: 0, reasoningTokens: 0, answerTokens: 0 }, model, at)),
		);
		const bill = costs.reduce((sum, cost) => sum + cost, 0);
		const possibly = unanswered.reduce((sum, { chargedNano }) => sum + chargedNano, 0);
		const known = totals.spentNano - possibly;
		const answered = outcomes.filter(({ status, answer }) => status === 200 && answer.includes('Four.')).length;
		const lostSeconds = outcomes.filter(({ status }) => status !== 200).map(({ seconds }) => seconds);
		const rows = {
			'calls of the webhook': calls,
			answered: answered,
			'not answered': calls - answered,
			'seconds until a caller without an answer knew':
				lostSeconds.length > 0 ? `${Math.min(...lostSeconds)} to ${Math.max(...lostSeconds)}` : '',
			'calls that the provider charged': host.charges.length,
			'settled in the ledger': totals.calls - totals.unanswered,
			'possibly paid, never answered': totals.unanswered,
			"the provider's bill": usd(bill),
			'settled at': usd(known),
			'charged for what was never answered': usd(possibly),
			'samples of the budget over its limit': `${samples.over} of ${samples.taken}`,
			'seconds in all': Math.round((performance.now() - started) / 1000),
		};
		const table = tableOf(Object.entries(rows).map(([what, figure]) => ({ what, figure })));
		writeMeasured('docs/scaling.md', 'queue', `${machine}:\n\n${table}`);

		expect(samples.over).toBe(0);
		expect(answered).toBeGreaterThan(calls / 2);
		// Every paid call is settled, or listed with the execution that paid it.
		expect(totals.calls - totals.unanswered).toBeLessThanOrEqual(host.charges.length);
		expect(totals.calls).toBeGreaterThanOrEqual(host.charges.length);
		expect(known).toBeLessThanOrEqual(bill);
		expect(totals.spentNano).toBeGreaterThanOrEqual(bill);
		for (const { executionId, workflowId, item, sent } of unanswered)
			expect({ executionId: typeof executionId, workflowId, item, sent }).toEqual({
				executionId: 'string',
				workflowId: workflow.id,
				item: 0,
				sent: true,
			});
		// All of the bill is in the books to the nano-dollar: what is known, and the cost of the calls that are listed.
		const lost = costs.toSorted((one, other) => one - other);
		expect(bill - known).toBeGreaterThanOrEqual(0);
		expect(bill - known).toBeLessThanOrEqual(lost.slice(-Math.max(1, totals.unanswered)).reduce((sum, cost) => sum + cost, 0));
	});

	test('a caller that repeats itself does not pay again', async () => {
		const paid = host.charges.length;
		await Promise.all(Array.from({ length: 5 }, async (_, index) => await send(`call-${index}`)));
		expect(host.charges.length).toBe(paid);
		await send('another');
		expect(host.charges.length).toBe(paid + 1);
	});
});
