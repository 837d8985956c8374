import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CostGuard } from '../../../nodes/CostGuard/CostGuard.node';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import guardedReasoning from '../../../workflows/guarded-reasoning.json';
import spendReport from '../../../workflows/spend-report.json';
import { startLab, type Lab } from '../../../lab';
import { hasCoreNodes } from '../../support/nodeTypes';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';
import { credentialTypes } from '../R1Reason/runNode';

const { folder } = vi.hoisted(() => {
	// n8n reads the folder that it may write to once, when it is loaded.
	const place = `${process.env.TMPDIR ?? '/tmp'}/r1-spend-${process.pid}`;
	process.env.N8N_RESTRICT_FILE_ACCESS_TO = place;
	return { folder: place };
});

let lab: Lab;
let ledgers = '';
let file = '';
let files = 0;
beforeAll(async () => {
	lab = await startLab({ profile: 'deepseek', seed: 5 });
	ledgers = mkdtempSync(path.join(tmpdir(), 'r1-workflows-'));
	mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
	await lab.close();
	for (const place of [ledgers, folder]) rmSync(place, { recursive: true, force: true });
});
beforeEach(() => {
	lab.reset();
	file = path.join(ledgers, `${files++}.sqlite`);
});

interface Change {
	limits?: { everything: string; customer: string };
}

/** The workflow as bundled, with a credential picked, a ledger of its own, and a place to save to. */
function prepared(
	workflow: { name: string; nodes: { type: string; name: string; parameters: object }[]; connections: object },
	{ limits }: Change = {},
) {
	const nodes = structuredClone(workflow.nodes).map((node) => {
		const parameters: Record<string, unknown> = { ...node.parameters };
		if (node.type === 'n8n-nodes-r1.costGuard') parameters.options = { ...Object(parameters.options), file };
		if (node.name === 'Reserve' && limits) {
			parameters.scopes = {
				entries: [
					{ key: 'everything', limitUsd: limits.everything, period: 'day' },
					{ key: '=customer:{{ $json.customer }}', limitUsd: limits.customer, period: 'day' },
				],
			};
		}
		if (node.name === 'Save') parameters.fileName = String(parameters.fileName).replace('/home/node/.n8n-files', folder);
		const credentials = node.type === 'n8n-nodes-r1.r1Reason' ? { r1DeepSeekApi: { id: 'lab', name: 'lab' } } : undefined;
		return { ...node, parameters, credentials };
	});
	return { ...workflow, nodes } as unknown as WorkflowJson;
}

const run = async (workflow: WorkflowJson, start: string, input: Record<string, unknown>[]) =>
	await runWorkflow(workflow, {
		nodes: { 'n8n-nodes-r1.r1Reason': new R1Reason(), 'n8n-nodes-r1.costGuard': new CostGuard() },
		credentialTypes,
		credentials: { lab: { baseUrl: lab.at('deepseek'), apiKey: 'lab' } },
		start,
		input: input.map((json) => ({ json: JSON.parse(JSON.stringify(json)) })),
	});

const totals = async () => (await openLedger({ file }).report()).totals;

describe.skipIf(!hasCoreNodes)("guarded reasoning on n8n's own nodes", () => {
	test('reserves, asks, and settles what the answer cost', async () => {
		lab.script({ thinking: 'Count.', answer: 'Three.', usage: { input: 100, cached: 0, output: 50, reasoning: 40 } });
		const { byNode, error } = await run(prepared(guardedReasoning), 'Start', [
			{ prompt: 'How many r are in strawberry?', customer: 'acme' },
		]);
		expect(error).toBeUndefined();
		const [answer] = byNode.Answer[0].map(({ json }) => json);
		expect(answer).toMatchObject({ prompt: 'How many r are in strawberry?', answer: 'Three.', model: 'deepseek-v4-pro', error: '' });
		expect(lab.chats.map(({ model, max_tokens }) => ({ model, max_tokens }))).toEqual([{ model: 'deepseek-v4-pro', max_tokens: 8192 }]);
		expect(answer.costUsd).toBeGreaterThan(0);
		expect(answer.costUsd).toBeLessThan(Number(answer.reservedUsd) / 10);
		expect(await totals()).toMatchObject({ calls: 1, reservedNano: 0, spentNano: Math.round(Number(answer.costUsd) * 1e9) });
	});

	test('ends with what to do while a credential is missing, and gives back what was reserved', async () => {
		const workflow = prepared(guardedReasoning);
		for (const node of workflow.nodes) delete node.credentials;
		const { error } = await run(workflow, 'Start', [{ prompt: 'Hello', customer: 'acme' }]);
		expect(error?.message).toBe(`The credential for "DeepSeek" is missing. Pick one at the top of the node's panel.`);
		expect(lab.chats).toEqual([]);
		expect(await totals()).toMatchObject({ reservedNano: 0, spentNano: 0 });
	});

	test('goes on with the cheaper model near the limit, and alerts over it', async () => {
		// 8,192 tokens of output are reserved at 0.0324 USD for deepseek-v4-pro and at 0.0098 USD for deepseek-flash.
		const prompts = [1, 2, 3, 4, 5].map((id) => ({ prompt: `Question ${id}`, customer: `c${id}` }));
		const { byNode, error } = await run(prepared(guardedReasoning, { limits: { everything: '0.09', customer: '1' } }), 'Start', prompts);
		expect(error).toBeUndefined();
		expect(byNode.Reserve.map((lane) => lane.length)).toEqual([2, 2, 1]);
		const asked = lab.chats.map(({ model }) => model).sort();
		expect(asked).toEqual(['deepseek-flash', 'deepseek-flash', 'deepseek-v4-pro', 'deepseek-v4-pro']);
		expect(byNode.Alert[0]).toHaveLength(1);
		expect(byNode.Alert[0][0].json.alert).toMatch(
			/Over budget: everything has \$0\.00\d+ left this day, the call needs up to \$0\.00\d+\. Not sent: Question 5/,
		);
		const { calls, reservedNano, spentNano } = await totals();
		expect({ calls, reservedNano }).toEqual({ calls: 4, reservedNano: 0 });
		expect(spentNano).toBeLessThan(90_000_000);
	});

	test('stops one customer without stopping the others', async () => {
		const items = [
			{ prompt: 'a', customer: 'x' },
			{ prompt: 'b', customer: 'x' },
			{ prompt: 'c', customer: 'y' },
		];
		const { byNode } = await run(prepared(guardedReasoning, { limits: { everything: '5', customer: '0.035' } }), 'Start', items);
		expect(byNode.Alert[0].map(({ json }) => json.prompt)).toEqual(['b']);
	});

	test('charges a call that was cut off in full, since it may have been billed', async () => {
		lab.script({ thinking: 'Count.', answer: 'Three.', fault: 'reset' });
		const { byNode } = await run(prepared(guardedReasoning), 'Start', [{ prompt: 'Hello' }]);
		const { json } = byNode.Answer.flat()[0];
		expect(json).toMatchObject({ answer: '', error: expect.stringMatching(/./), costUsd: json.reservedUsd });
		expect(byNode.Settle.flat()[0].json.settlement).toMatchObject({
			state: 'settled',
			costKnown: false,
			reason: expect.stringMatching(/attempt/),
		});
		expect(await totals()).toMatchObject({ calls: 1, reservedNano: 0 });
	});

	test('gives back what was reserved for a call that was refused', async () => {
		lab.script({ fault: '401' });
		const { byNode } = await run(prepared(guardedReasoning), 'Start', [{ prompt: 'Hello' }]);
		expect(byNode.Answer.flat()[0].json).toMatchObject({ answer: '', error: expect.stringMatching(/key/i), costUsd: 0 });
		expect(byNode.Settle.flat()[0].json.settlement).toMatchObject({ state: 'released', costKnown: true });
		expect(await totals()).toMatchObject({ spentNano: 0, reservedNano: 0 });
	});
});

describe.skipIf(!hasCoreNodes)("the spend report on n8n's own nodes", () => {
	const scopes = [{ key: 'everything', period: 'day' as const, limitNano: 1_000_000_000 }];

	test('saves a page with a chart, and leaves the mail to whoever enables it', async () => {
		const ledger = openLedger({ file });
		const reservation = await ledger.reserve({ scopes, estimateNano: 500_000_000, model: 'deepseek-flash', workflow: 'Invoices' });
		if (reservation.status === 'reserved') await ledger.settle({ reservationId: reservation.reservationId, costNano: 123_000_000 });
		const { byNode, error } = await run(prepared(spendReport), 'Try it', [{}]);
		expect(error).toBeUndefined();
		const [name] = readdirSync(folder);
		expect(name).toMatch(/^spend-\d{4}-\d\d-\d\d\.html$/);
		const page = readFileSync(path.join(folder, name), 'utf8');
		expect(page).toContain('$0.12');
		expect(page).toMatch(/<td width="100%" style="background:#0f766e/);
		expect(page).toContain('Invoices');
		expect(byNode['Needs attention']?.flat() ?? []).toEqual([]);
	});

	test('calls attention to calls that cost more than was reserved', async () => {
		const ledger = openLedger({ file });
		const reservation = await ledger.reserve({ scopes, estimateNano: 1_000_000 });
		if (reservation.status === 'reserved') await ledger.settle({ reservationId: reservation.reservationId, costNano: 3_000_000 });
		const { byNode } = await run(prepared(spendReport), 'Try it', [{}]);
		expect(byNode['Needs attention'][0][0].json.attention).toBe(
			'1 calls cost $0.0020 more than was reserved; 0 were never settled and charged in full; 0 may have been paid and were never answered.',
		);
	});
});
