import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readTarget } from '../../../core/inventory/conflicts';
import { findModelReferences } from '../../../core/inventory/findModelReferences';
import { fixWorkflow } from '../../../core/inventory/fix';
import { diskFiles } from '../../../core/diskFiles';
import { asList, get } from '../../../core/json';
import { fileName, writeFixed } from '../../../core/inventory/writeFixed';

const langchain = '@n8n/n8n-nodes-langchain';
const at = new Date('2026-11-23T12:00:00Z');
const flash = { at, target: readTarget('deepseek-flash') };

const workflow = (node: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
	name: 'W',
	nodes: [{ id: '1', name: 'Node', typeVersion: 1, position: [40, 80], ...node }],
	connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
	...more,
});
const nodeOf = (fixed: unknown) => asList(get(fixed, 'nodes'))[0];

describe('a model is replaced with its incompatible settings', () => {
	test.each<{ name: string; node: Record<string, unknown>; expected: Record<string, unknown> }>([
		{
			name: 'a fixed value',
			node: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1', options: { maxTokens: 9 } } },
			expected: { parameters: { model: 'gpt-5.6-sol', options: { maxTokens: 9 } } },
		},
		{
			name: 'a resource locator',
			node: {
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { modelId: { __rl: true, mode: 'list', value: 'gpt-4', cachedResultName: 'GPT-4' } },
			},
			expected: { parameters: { modelId: { __rl: true, mode: 'id', value: 'gpt-5.6-sol' } } },
		},
		{
			name: 'a default, written out',
			node: { type: `${langchain}.lmChatOpenAi`, typeVersion: 1.2, parameters: { options: {} } },
			expected: { parameters: { model: { __rl: true, mode: 'id', value: 'gpt-6.1-terra' }, options: {} } },
		},
		{
			name: 'settings that the target rejects go',
			node: {
				type: `${langchain}.lmChatOpenAi`,
				parameters: { model: 'gpt-4', options: { temperature: 0.2, presencePenalty: 1, timeout: 5 } },
			},
			expected: { parameters: { model: 'gpt-5.6-sol', options: { timeout: 5 } } },
		},
		{
			name: 'a Gemini name keeps its prefix',
			node: { type: `${langchain}.lmChatGoogleGemini`, parameters: { modelName: 'models/gemini-1.5-flash' } },
			expected: { parameters: { modelName: 'models/gemini-3.5-flash' } },
		},
		{
			name: 'a request: the name in the body, the rest of the text untouched',
			node: {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: 'https://api.deepseek.com/chat/completions',
					jsonBody: '={\n  "model": "deepseek-reasoner",\n  "temperature": 0.6,\n  "messages": {{ $json.m }}\n}',
				},
			},
			expected: {
				parameters: {
					url: 'https://api.deepseek.com/chat/completions',
					jsonBody: '={\n  "model": "deepseek-flash",\n  "temperature": 0.6,\n  "messages": {{ $json.m }}\n}',
				},
			},
		},
		{
			name: 'a request: what the target rejects leaves the body, max_tokens is renamed',
			node: {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: 'https://api.openai.com/v1/chat/completions',
					jsonBody: '{"model": "gpt-4", "max_tokens": 5, "temperature": 0.6}',
				},
			},
			expected: {
				parameters: { url: 'https://api.openai.com/v1/chat/completions', jsonBody: '{"model": "gpt-5.6-sol", "max_completion_tokens": 5}' },
			},
		},
		{
			name: 'a request with parameters',
			node: {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: 'https://api.openai.com/v1/chat/completions',
					bodyParameters: {
						parameters: [
							{ name: 'temperature', value: '0.1' },
							{ name: 'model', value: 'gpt-4' },
							{ name: 'max_tokens', value: '5' },
						],
					},
				},
			},
			expected: {
				parameters: {
					url: 'https://api.openai.com/v1/chat/completions',
					bodyParameters: {
						parameters: [
							{ name: 'model', value: 'gpt-5.6-sol' },
							{ name: 'max_completion_tokens', value: '5' },
						],
					},
				},
			},
		},
		{
			name: 'one of the models of a budget',
			node: { type: 'n8n-nodes-r1.costGuard', parameters: { models: 'deepseek-v4-pro, o1' } },
			expected: { parameters: { models: 'deepseek-v4-pro, gpt-5.6-sol' } },
		},
		{
			name: 'one of several models that fall back on each other',
			node: {
				type: 'n8n-nodes-r1.r1Reason',
				parameters: {
					host: 'several',
					models: {
						entries: [
							{ host: 'r1DeepSeekApi', model: 'deepseek-flash' },
							{ host: 'r1OpenAiApi', model: 'o1' },
						],
					},
				},
			},
			expected: {
				parameters: {
					host: 'several',
					models: {
						entries: [
							{ host: 'r1DeepSeekApi', model: 'deepseek-flash' },
							{ host: 'r1OpenAiApi', model: 'gpt-5.6-sol' },
						],
					},
				},
			},
		},
		{
			name: 'the model in an address',
			node: {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: { method: 'POST', url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash:generateContent' },
			},
			expected: {
				parameters: { method: 'POST', url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash:generateContent' },
			},
		},
	])('$name', ({ node, expected }) => {
		const original = workflow(node);
		const before = structuredClone(original);
		const { workflow: fixed, changes, left } = fixWorkflow(original, { at });
		expect(nodeOf(fixed)).toEqual({ ...original.nodes[0], ...expected });
		expect(get(fixed, 'connections')).toEqual(original.connections);
		expect(changes).toHaveLength(1);
		expect(left).toEqual([]);
		expect(original).toEqual(before);
		expect(findModelReferences(fixed, { at }).every(({ status }) => status === 'alive' || status === 'unknown')).toBe(true);
	});
});

describe('a move to another provider', () => {
	test("a model sub-node becomes the target's, without the old provider's credential", () => {
		const node = {
			type: `${langchain}.lmChatOpenAi`,
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'list', value: 'o1' }, options: { temperature: 1, maxTokens: 50 } },
			credentials: { openAiApi: { id: 'a', name: 'OpenAI' } },
		};
		const { workflow: fixed, changes } = fixWorkflow(workflow(node), flash);
		expect(nodeOf(fixed)).toEqual({
			id: '1',
			name: 'Node',
			position: [40, 80],
			type: `${langchain}.lmChatDeepSeek`,
			typeVersion: 1,
			parameters: { model: 'deepseek-flash', options: { maxTokens: 50 } },
			credentials: { deepSeekApi: { id: null, name: 'DeepSeek (migration)' } },
		});
		expect(changes[0].what.join()).toMatch(/credential/);
	});

	test("a broker gets n8n's node for it", () => {
		const { workflow: fixed } = fixWorkflow(workflow({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }), {
			at,
			target: readTarget('deepseek/deepseek-r1-0528', 'https://openrouter.ai/api/v1'),
		});
		expect(nodeOf(fixed)).toMatchObject({
			type: `${langchain}.lmChatOpenRouter`,
			parameters: { model: 'deepseek/deepseek-r1-0528', options: {} },
			credentials: { openRouterApi: { id: null } },
		});
	});

	test.each<{ name: string; node: Record<string, unknown>; reason: RegExp }>([
		{
			name: 'a node whose answer others read',
			node: { type: `${langchain}.openAi`, typeVersion: 1.8, parameters: { modelId: { __rl: true, value: 'o1' } } },
			reason: /R1 Reason/,
		},
		{
			name: 'a request with a key of another provider',
			node: {
				type: 'n8n-nodes-base.httpRequest',
				parameters: { url: 'https://api.openai.com/v1/chat/completions', jsonBody: '{"model":"o1"}' },
			},
			reason: /R1 Reason/,
		},
		{
			name: 'a model set at run time',
			node: { type: `${langchain}.lmChatOpenAi`, parameters: { model: "={{ $json.a || 'o1' }}" } },
			reason: /run time/,
		},
		{
			name: 'an assistant',
			node: { type: `${langchain}.openAi`, typeVersion: 1.8, parameters: { resource: 'assistant', assistantId: 'asst_1' } },
			reason: /Assistants API/,
		},
		{ name: 'code', node: { type: 'n8n-nodes-base.code', parameters: { jsCode: 'x = "o1-mini"' } }, reason: /code/ },
		{
			name: 'a completion model',
			node: { type: `${langchain}.lmOpenAi`, parameters: { model: { __rl: true, value: 'gpt-3.5-turbo-instruct' } } },
			reason: /completion/,
		},
		{
			name: 'a model in the code of the node',
			node: { type: `${langchain}.openAi`, typeVersion: 1.1, parameters: { resource: 'image', operation: 'analyze' } },
			reason: /always takes/,
		},
	])('$name is left and listed', ({ node, reason }) => {
		const original = workflow(node);
		const { workflow: fixed, changes, left } = fixWorkflow(original, flash);
		expect(nodeOf(fixed)).toEqual(original.nodes[0]);
		expect(changes).toEqual([]);
		expect(left).toMatchObject([{ node: 'Node', reason: expect.stringMatching(reason) }]);
	});

	describe("an agent with tools, whose trace n8n's own model nodes would drop", () => {
		const connections = { Node: { ai_languageModel: [[{ node: 'Agent' }]] }, Tool: { ai_tool: [[{ node: 'Agent' }]] } };

		test('gets the model node of this pack, and goes on without thinking where it had none', () => {
			const original = workflow(
				{
					type: `${langchain}.lmChatOpenAi`,
					parameters: { model: 'deepseek-chat', options: { temperature: 0.3, maxTokens: 7 } },
					credentials: { openAiApi: { id: 'x', name: 'y' } },
				},
				{ connections },
			);
			const { workflow: fixed, changes, left } = fixWorkflow(original, { at });
			expect(nodeOf(fixed)).toEqual({
				id: '1',
				name: 'Node',
				position: [40, 80],
				type: 'n8n-nodes-r1.r1ChatModel',
				typeVersion: 1,
				parameters: {
					host: 'r1DeepSeekApi',
					model: { __rl: true, mode: 'id', value: 'deepseek-flash' },
					options: { maxTokens: 7, thinking: 'off' },
				},
				credentials: { r1DeepSeekApi: { id: null, name: 'DeepSeek (migration)' } },
			});
			expect([changes.length, left]).toEqual([1, []]);
			expect(findModelReferences(fixed, { at })).toMatchObject([{ model: 'deepseek-flash', provider: 'deepseek', status: 'alive' }]);
		});

		test('and keeps thinking on a move from another provider', () => {
			const { workflow: fixed } = fixWorkflow(
				workflow({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }, { connections }),
				flash,
			);
			expect(nodeOf(fixed)).toMatchObject({ type: 'n8n-nodes-r1.r1ChatModel', parameters: { options: {} } });
		});

		test('stays as it is where the target cannot do something else as well', () => {
			const agent = { name: 'Agent', type: `${langchain}.agent`, parameters: { options: { passthroughBinaryImages: true } } };
			const original = workflow({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }, { connections });
			original.nodes.push(agent as never);
			expect(fixWorkflow(original, { at, target: readTarget('deepseek-v4-pro') })).toMatchObject({
				changes: [],
				left: [{ reason: expect.stringContaining('images') }],
			});
		});
	});
});

test('a workflow inside a node is fixed inside', () => {
	const inner = { name: 'Inner', nodes: [{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }], connections: {} };
	const { workflow: fixed, changes } = fixWorkflow(
		workflow({ type: 'n8n-nodes-base.executeWorkflow', parameters: { source: 'parameter', workflowJson: JSON.stringify(inner) } }),
		{ at },
	);
	expect(changes).toMatchObject([{ workflow: 'W > Node', node: 'M', to: 'gpt-5.6-sol' }]);
	expect(JSON.parse(String(get(get(nodeOf(fixed), 'parameters'), 'workflowJson')))).toMatchObject({
		nodes: [{ parameters: { model: 'gpt-5.6-sol' } }],
	});
});

test('no secret is in a copy: neither pinned data, nor keys in headers, addresses, bodies or code', () => {
	const secrets = [
		'sk-proj-abcdefghijklmnopqrstuvwxyz',
		'gsk_abcdefghijklmnopqrstuvwx',
		'AIzaSyA1234567890abcdefghijklmn',
		'my-plain-token',
		'pinned-secret',
	];
	const original = workflow(
		{
			type: 'n8n-nodes-base.httpRequest',
			parameters: {
				url: `https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-pro:generateContent?key=${secrets[2]}`,
				headerParameters: {
					parameters: [
						{ name: 'Authorization', value: `Bearer ${secrets[3]}` },
						{ name: 'X-Other', value: 'kept' },
					],
				},
				jsonBody: `{"a": "${secrets[0]}"}`,
				queryParameters: { parameters: [{ name: 'token', value: '={{ $env.TOKEN }}' }] },
			},
		},
		{ pinData: { Node: [{ json: { key: secrets[4] } }] }, staticData: { k: secrets[4] } },
	);
	original.nodes.push({
		id: '2',
		name: 'Code',
		typeVersion: 2,
		position: [0, 0],
		type: 'n8n-nodes-base.code',
		parameters: { jsCode: `const k = "${secrets[1]}"` },
	} as never);
	const { workflow: fixed, changes } = fixWorkflow(original, { at });
	const text = JSON.stringify(fixed);
	for (const secret of secrets) expect(text).not.toContain(secret);
	expect(text).toContain('kept');
	expect(text).toContain('{{ $env.TOKEN }}');
	expect(JSON.stringify(changes)).not.toMatch(/sk-proj|my-plain-token/);
});

test.each([
	['../../etc/passwd', 'etc-passwd.json'],
	['<b>x</b>', 'b-x-b.json'],
	['Übersicht 概要', 'übersicht-概要.json'],
	['', 'workflow.json'],
	['a'.repeat(300), `${'a'.repeat(80)}.json`],
])('the copy of "%s" is called %s', (name, file) => {
	expect(fileName(name, new Set())).toBe(file.normalize('NFKD').replace(/[^\p{L}\p{N}.]+/gu, '-'));
});

test('copies lie in the folder, one for each changed workflow, with a list of changes', async () => {
	const parent = mkdtempSync(path.join(tmpdir(), 'fixed-'));
	onTestFinished(() => rmSync(parent, { recursive: true }));
	const folder = path.join(parent, 'out');
	const broken = workflow({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } });
	const fine = workflow({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'gpt-6-luna' } });
	const hostile = '../../<script>alert(1)</script>|x';
	await writeFixed(
		[
			{ file: 'a', name: hostile, workflow: { ...broken, name: hostile } },
			{ file: 'b', name: hostile, workflow: { ...broken, name: hostile } },
			{ file: 'c', name: 'Fine', workflow: fine },
			{ file: 'd', name: 'No name', workflow: { nodes: broken.nodes, connections: {} } },
		],
		folder,
		{ at },
		diskFiles(),
	);
	expect(readdirSync(parent)).toEqual(['out']);
	expect(readdirSync(folder).sort()).toEqual([
		'changes.md',
		'no-name.json',
		'script-alert-1-script-x-2.json',
		'script-alert-1-script-x.json',
	]);
	expect(JSON.parse(readFileSync(path.join(folder, 'no-name.json'), 'utf8'))).toMatchObject({ name: 'No name' });
	expect(readFileSync(path.join(folder, 'changes.md'), 'utf8')).not.toContain('<script>');
});
