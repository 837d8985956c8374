import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkflowJson } from '../support/runWorkflow';
import { openEditor, type Editor } from './editor';
import { N8n } from './n8n';

const root = path.join(import.meta.dirname, '../..');
const bundled = globSync('workflows/*.json', { cwd: root }).sort();
const idOf = (file: string) => `bundled${String(bundled.indexOf(file)).padStart(9, '0')}`;
const read = (file: string): WorkflowJson => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
/** All notes on one canvas, side by side, so that the editor is loaded once. */
const allNotes = {
	id: 'allNotes00000001',
	name: 'All notes',
	nodes: bundled
		.flatMap((file) => read(file).nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote'))
		.map((note, index) => ({
			...note,
			id: `note${index}`,
			name: `Note ${index}`,
			position: [(index % 8) * 800, Math.floor(index / 8) * 900] satisfies [number, number],
		})),
	connections: {},
};
let n8n: N8n;
let editor: Editor;

beforeAll(async () => {
	n8n = await N8n.install();
	// As pasted into a fresh n8n: without any credential.
	await n8n.importWorkflows([...bundled.map((file) => ({ ...read(file), id: idOf(file) })), allNotes]);
	await n8n.start();
	editor = await openEditor(n8n);
});

afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
});

describe("n8n's panel of nodes", () => {
	beforeAll(async () => {
		await editor.open(idOf('workflows/spend-report.json'));
		await editor.page.click('[data-test-id="node-creator-plus-button"]');
		await editor.page.waitForSelector('[data-test-id="node-creator-search-bar"]');
	});

	test.each([
		['route', 'Route by Query Class'],
		['router', 'Route by Query Class'],
		['query class', 'Route by Query Class'],
		['classify', 'Route by Query Class'],
		['deepseek r1', 'R1 Reason'],
		['o3', 'R1 Reason'],
		['openai compatible', 'R1 Reason'],
		['lm studio', 'R1 Reason'],
		['fallback', 'R1 Reason'],
		['reasoning', 'R1 Reason'],
		['gpt-4o', 'Migration Check'],
		['evaluate', 'Migration Check'],
		['benchmark', 'Migration Check'],
		['retired model', 'Migration Check'],
		['budget', 'Cost Guard'],
		['token usage', 'Cost Guard'],
		['detect language', 'Chinese Output Detector'],
	])('"%s" finds %s among the first', async (words, name) => {
		expect((await editor.search(words)).slice(0, 5)).toContain(name);
	});

	test('offers R1 Reason and the router among the AI nodes', async () => {
		await editor.search('');
		await editor.page.getByText('AI', { exact: true }).first().click();
		const listed = editor.page.locator('[data-test-id="node-creator-item-name"]');
		await listed.getByText('Basic LLM Chain', { exact: true }).waitFor();
		expect(await listed.allInnerTexts()).toEqual(expect.arrayContaining(['R1 Reason', 'Route by Query Class']));
	});
});

describe('the notes of the bundled workflows', () => {
	test('are shown whole, none of their text cut', async () => {
		await editor.open(allNotes.id);
		expect(await editor.page.locator('[data-test-id="sticky"]').count()).toBe(allNotes.nodes.length);
		const cut = await editor.page.locator('[data-test-id="sticky"]').evaluateAll((stickies) =>
			stickies.flatMap((sticky) => {
				const { bottom } = sticky.getBoundingClientRect();
				const lowest = Math.max(...[...sticky.querySelectorAll('h2, h3, p, li')].map((each) => each.getBoundingClientRect().bottom));
				return lowest > bottom ? [sticky.textContent?.trim().slice(0, 60)] : [];
			}),
		);
		expect(cut).toEqual([]);
	});
});
