import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { R1ShadowApi } from '../../../credentials/R1ShadowApi.credentials';
import { observerOf } from '../../../nodes/shared/shadow';
import type { ShadowSettings } from '../../../nodes/shared/shadowOption';
import { readShadowRecords } from '../../../core/shadow/shadowRecord';
import { reason, type ReasonRequest } from '../../../core/reason';
import { startLab, type Lab } from '../../../lab';
import { runWorkflow } from '../../support/runWorkflow';
import { compatible, runNode } from '../R1Reason/runNode';

const { folder } = vi.hoisted(() => {
	// n8n reads the folder that it may write to once, when it is loaded.
	const place = `${process.env.TMPDIR ?? '/tmp'}/r1-shadow-${process.pid}`;
	process.env.N8N_RESTRICT_FILE_ACCESS_TO = place;
	process.env.R1_LEDGER_FOLDERS = place;
	return { folder: place };
});

let live: Lab;
let candidate: Lab;
beforeAll(async () => {
	[live, candidate] = await Promise.all([startLab({ profile: 'deepseek' }), startLab({ profile: 'deepseek' })]);
	mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
	await Promise.all([live.close(), candidate.close()]);
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
	live.reset();
	candidate.reset();
});

/** A node that asks a model and has a shadow model, on n8n's own engine. */
const nodeWith = (request: ReasonRequest, settings: ShadowSettings, problems: string[]): INodeType => ({
	description: {
		displayName: 'Live',
		name: 'live',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Live' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'r1ShadowApi' }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const observe = observerOf(this, settings, {
			ledger: 'sqlite',
			ledgerFile: path.join(folder, 'shadow.sqlite'),
			onProblem: (problem) => void problems.push(problem),
		});
		const result = await reason(request, { baseURL: live.at('deepseek'), profile: 'deepseek' });
		observe(request, result);
		return [[{ json: { answer: result.answer } }]];
	},
});

async function run(request: ReasonRequest, given: Partial<ShadowSettings> = {}) {
	const problems: string[] = [];
	const settings = { model: 'deepseek-flash', sharePercent: 100, dailyUsd: 5, file: path.join(folder, 'shadow.jsonl'), ...given };
	const { byNode, error } = await runWorkflow(
		{
			name: 'Live work',
			nodes: [
				{ id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
				{
					id: 'l',
					name: 'Live',
					type: 'test.live',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
					credentials: { r1ShadowApi: { id: 'r1ShadowApi', name: 'r1ShadowApi' } },
				},
			],
			connections: { Start: { main: [[{ node: 'Live', type: 'main', index: 0 }]] } },
		},
		{
			nodes: { 'test.live': nodeWith(request, settings, problems) },
			credentialTypes: { r1ShadowApi: new R1ShadowApi() },
			credentials: { r1ShadowApi: { baseUrl: candidate.at('deepseek'), apiKey: 'lab', profile: 'deepseek' } },
		},
	);
	expect(error).toBeUndefined();
	return { answer: byNode.Live[0][0].json.answer, problems, file: settings.file };
}

const ask = (content: string): ReasonRequest => ({ model: 'deepseek-flash', maxTokens: 200, messages: [{ role: 'user', content }] });

test(
	'a live request goes to the shadow model as it was, and both answers are kept without personal data',
	{ timeout: 60_000 },
	async () => {
		live.script({ answer: 'Write to jane.roe@example.com.' });
		candidate.script({ answer: 'Ask jane.roe@example.com.' });
		const { answer, file } = await run(ask('Whom does jane.roe@example.com work with?'));
		expect(answer).toBe('Write to jane.roe@example.com.');
		await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toMatch(/\n$/), { timeout: 20_000 });
		expect(candidate.chats[0].messages).toEqual(live.chats[0].messages);
		const text = readFileSync(file, 'utf8');
		expect(text).not.toContain('jane.roe');
		const { records, problems } = await readShadowRecords(text.split('\n'), file);
		expect(problems).toEqual([]);
		expect(records).toMatchObject([
			{
				call: {
					execution: { workflowName: 'Live work' },
					node: { name: 'Live' },
					answer: { text: expect.stringMatching(/^Write to \[.+ 1\]\.$/) },
				},
				candidate: { model: 'deepseek-flash', answer: { text: expect.stringMatching(/^Ask \[.+ 1\]\.$/) } },
			},
		]);
	},
);

test('a file that n8n does not allow is told, and the live answer comes all the same', { timeout: 60_000 }, async () => {
	live.script({ answer: 'Fine.' });
	const { answer, problems } = await run(ask('How are you?'), { file: '/etc/shadow.jsonl' });
	expect(answer).toBe('Fine.');
	await vi.waitFor(() => expect(problems).toEqual([expect.stringMatching(/does not allow access/)]), { timeout: 20_000 });
	expect(candidate.chats).toHaveLength(0);
});

test('a request with an image is left out: its record would not be whole', { timeout: 60_000 }, async () => {
	live.script({ answer: 'A cat.' });
	const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
	const { answer } = await run({
		model: 'deepseek-flash',
		messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, image] }],
	});
	expect(answer).toBe('A cat.');
	expect(candidate.chats).toHaveLength(0);
});

test('R1 Reason has it: the answer is the live one, and the shadow model hears the same', { timeout: 60_000 }, async () => {
	live.script({ answer: 'Live.' });
	candidate.script({ answer: 'Shadow.' });
	const file = path.join(folder, 'reason.jsonl');
	const { items, error } = await runNode({
		parameters: {
			prompt: 'Who are you?',
			options: {
				ledgerFile: path.join(folder, 'shadow.sqlite'),
				shadow: { entry: { model: 'deepseek-flash', sharePercent: 100, dailyUsd: 5, file } },
			},
		},
		credentials: {
			...compatible(live.at('deepseek')),
			r1ShadowApi: { baseUrl: candidate.at('deepseek'), apiKey: 'lab', profile: 'deepseek' },
		},
	});
	expect(error).toBeUndefined();
	expect(items[0].json.answer).toBe('Live.');
	await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toMatch(/Shadow\./), { timeout: 20_000 });
	expect(candidate.chats).toMatchObject([{ model: 'deepseek-flash', messages: [{ role: 'user', content: 'Who are you?' }] }]);
});
