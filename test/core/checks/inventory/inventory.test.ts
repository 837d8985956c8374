import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../../core/checks/inventory/run';
import { findModelReferences } from '../../../../core/inventory/findModelReferences';
import type { CheckContext } from '../../../../core/checks/check';
import { hasSharedData, sharedData } from '../../../support/sharedData';
import { diskFiles } from '../../../../core/diskFiles';

const now = new Date('2026-11-23T12:00:00Z');
const context: CheckContext = { now, concurrency: 1, files: diskFiles(), earlier: {}, items: [] };
const fixtures = path.join(import.meta.dirname, '../../../../lab/demo/exports');
const run = async (raw: Record<string, unknown>, more: Partial<CheckContext> = {}) =>
	await check.run(check.parse(raw), { ...context, ...more });

test('another date gives another status', async () => {
	const items = [{ name: 'W', nodes: [{ name: 'N', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { model: 'gpt-4o' } }] }];
	const later = await run({ source: 'items' }, { items, now: new Date('2027-02-01T00:00:00Z') });
	expect(later.verdict).toBe('fail');
});

test('items that are no workflows are named', async () => {
	const result = await run({ source: 'items' }, { items: [{ a: 1 }] });
	expect(result).toMatchObject({ verdict: 'warn', problems: [{ file: 'item 1' }] });
});

test.each([
	{ raw: { source: 'instance', instanceUrl: 'nowhere' }, message: /address/ },
	{ raw: { source: 'elsewhere' }, message: /source/ },
])('wrong parameters say what to correct: $raw.source', ({ raw, message }) => {
	expect(() => check.parse(raw)).toThrow(message);
});

describe('the fixtures, exported by a real n8n', () => {
	test('every model node of n8n is in use in them', () => {
		const types = new Set(
			readdirSync(fixtures).flatMap((file) => {
				const { nodes }: { nodes: { type: string }[] } = JSON.parse(readFileSync(path.join(fixtures, file), 'utf8'));
				return nodes.map(({ type }) => type.split('.').at(-1));
			}),
		);
		for (const type of [
			'lmChatOpenAi',
			'lmChatAnthropic',
			'lmChatDeepSeek',
			'lmChatAwsBedrock',
			'lmChatOpenRouter',
			'lmOllama',
			'openAi',
			'anthropic',
			'googleGemini',
			'httpRequest',
			'toolHttpRequest',
			'executeWorkflow',
			'r1Reason',
		]) {
			expect(types).toContain(type);
		}
	});

	test('all references are found, each once', async () => {
		const result = await run({ paths: fixtures });
		expect(result).toMatchObject({
			verdict: 'fail',
			problems: [],
			figures: {
				workflows: 12,
				references: 77,
				byForm: { fixed: 25, locator: 19, default: 16, http: 11, dynamic: 4, assistant: 2 },
			},
		});
	});

	test('a target adds what it would not take', async () => {
		const result = await run({ paths: fixtures, target: 'deepseek-flash' });
		const agent = result.findings.find(({ node }) => node === 'Agent model');
		expect(agent).toMatchObject({ conflicts: expect.arrayContaining([expect.objectContaining({ setting: 'agent' })]) });
	});
});

/** Names that only a language model has, and addresses that only a language model answers at: found without the finder. */
const names =
	/["'`=:/](models\/)?(gpt-[34][\w.-]*|o[134]-(mini|preview|pro)|chatgpt-[\w.-]+|claude-[\w.-]+|gemini-[\w.-]+|deepseek-(chat|reasoner|r1[\w:.-]*|coder)|text-davinci-\d+|mixtral-[\w.-]+|open-mixtral[\w.-]+|llama-?[23][\w.:-]*)["'`/:\s,\\]/i;
const addresses = /(chat\/completions|api\/generate|v1\/messages|:generateContent|\/v1\/(threads|assistants))/i;

describe.skipIf(!hasSharedData)('the real exports (skipped where the data folder is missing)', () => {
	const folder = sharedData('workflows');

	test('their counts', async () => {
		const result = await run({ paths: folder });
		expect(result.problems).toEqual([]);
		expect(result.figures).toMatchObject({
			workflows: 184,
			references: 334,
			broken: 119,
			byStatus: { retired: 124, retires: 136, alive: 56, unknown: 18 },
			byKind: expect.objectContaining({ chat: 216, embedding: 41, vision: 16, image: 14 }),
			byForm: { fixed: 107, default: 116, locator: 55, http: 36, assistant: 13, dynamic: 5, mention: 2 },
			byModel: expect.objectContaining({ 'gpt-5-mini': 56, 'gpt-4o-mini': 41, 'deepseek-reasoner': 4, 'deepseek-chat': 4 }),
		});
	});

	test('a plain search for names and addresses finds no node that the inventory missed', () => {
		const missed = readdirSync(folder).flatMap((file) => {
			const workflow: { nodes: { name: string; type: string; parameters: unknown }[] } = JSON.parse(
				readFileSync(path.join(folder, file), 'utf8'),
			);
			const found = new Set(findModelReferences(workflow, { at: now }).flatMap(({ node, readFrom = [] }) => [node, ...readFrom]));
			return workflow.nodes
				.filter(
					({ type, parameters }) =>
						!/stickyNote|embeddings/i.test(type) &&
						(names.test(JSON.stringify(parameters ?? {})) || (/http/i.test(type) && addresses.test(JSON.stringify(parameters ?? {})))),
				)
				.filter(({ name }) => !found.has(name))
				.map(({ name, type }) => `${file}: ${name} (${type})`);
		});
		// A look at the messages of a thread, and two requests to a music service whose path is the one of Ollama.
		expect(missed).toEqual([
			expect.stringContaining('OPENAI - Get messages'),
			expect.stringContaining('Tunova'),
			expect.stringContaining('Tunova'),
		]);
	});
});

describe('what is odd about a workflow is said, and the workflow is audited', () => {
	const model = { name: 'M', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { model: 'o1' } };
	test.each([
		{
			name: 'a connection to a node that does not exist',
			workflow: { nodes: [model], connections: { M: { ai_languageModel: [[{ node: 'Gone' }]] } } },
			says: /do not exist: "Gone"/,
		},
		{
			name: 'a connection from a node that does not exist',
			workflow: {
				nodes: [model, { name: 'A', type: 'x.chain' }],
				connections: { Ghost: { main: [[{ node: 'A' }]] }, M: { ai_languageModel: [[{ node: 'A' }]] } },
			},
			says: /"Ghost"/,
		},
		{ name: 'connections that are a list', workflow: { nodes: [model], connections: [1] }, says: /not readable/ },
		{ name: 'nodes that are none', workflow: { nodes: [model, null, {}] }, says: /2 of its nodes/ },
	])('$name', async ({ workflow, says }) => {
		const result = await run({ source: 'items' }, { items: [{ name: 'Odd', ...workflow }] });
		expect(result).toMatchObject({
			verdict: 'fail',
			figures: { references: 1 },
			problems: [{ file: 'item 1', reason: expect.stringMatching(says) }],
		});
	});

	test('a loop is nothing odd', async () => {
		const loop = { nodes: [model, { name: 'A', type: 'x.y' }], connections: { A: { main: [[{ node: 'A' }]] } } };
		expect((await run({ source: 'items' }, { items: [loop] })).problems).toEqual([]);
	});
});
