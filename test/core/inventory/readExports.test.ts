import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readExports, workflowsInText } from '../../../core/inventory/readExports';
import { diskFiles } from '../../../core/diskFiles';

const one = { name: 'One', nodes: [], connections: {} };
const two = { name: 'Two', nodes: [], connections: {} };
const json = (value: unknown) => JSON.stringify(value);

describe('the shapes in which n8n writes workflows', () => {
	test.each([
		{ name: 'one workflow', text: json(one), names: ['One'] },
		{ name: 'an array', text: json([one, two]), names: ['One', 'Two'] },
		{ name: 'an answer of the API', text: json({ data: [one, two], nextCursor: null }), names: ['One', 'Two'] },
		{ name: 'one workflow of the API', text: json({ data: one }), names: ['One'] },
		{ name: 'a template', text: json({ workflow: one }), names: ['One'] },
		{ name: 'an execution', text: json({ id: 7, workflowData: one }), names: ['One'] },
		{ name: 'a row of the database', text: json({ name: 'Row', nodes: '[]', connections: '{}' }), names: ['Row'] },
		{ name: 'a byte-order mark', text: `\uFEFF${json(one)}`, names: ['One'] },
		{ name: 'no name: that of the file', text: json({ nodes: [] }), names: ['export'] },
		{ name: 'several without a name', text: json([{ nodes: [] }, { nodes: [] }]), names: ['export 1', 'export 2'] },
	])('$name', ({ text, names }) => {
		const { workflows, problems } = workflowsInText(text, 'export.json');
		expect(workflows.map(({ name }) => name)).toEqual(names);
		expect(problems).toEqual([]);
	});

	test('lines of JSON, the broken one named by its line', () => {
		const { workflows, problems } = workflowsInText(`${json(one)}\n{oops\n\n${json(two)}`, 'all.jsonl');
		expect(workflows.map(({ name }) => name)).toEqual(['One', 'Two']);
		expect(problems).toEqual([{ file: 'all.jsonl', line: 2, reason: 'The line is not JSON.' }]);
	});
});

describe('what is not a workflow is named and left out', () => {
	test.each([
		{ name: 'an empty file', text: '  \n', reason: /empty/ },
		{ name: 'text', text: 'hello', reason: /not JSON/ },
		{ name: 'a number', text: '42', reason: /not a workflow/ },
		{ name: 'a package.json', text: '{"name":"x","version":"1.0.0"}', reason: /not a workflow/ },
		{ name: 'credentials', text: '[{"name":"x","type":"openAiApi","data":"secret"}]', reason: /not a workflow/ },
		{ name: 'nothing', text: 'null', reason: /not a workflow/ },
	])('$name', ({ text, reason }) => {
		const { workflows, problems } = workflowsInText(text, 'x.json');
		expect(workflows).toEqual([]);
		expect(problems).toMatchObject([{ file: 'x.json', reason: expect.stringMatching(reason) }]);
		expect(JSON.stringify(problems)).not.toContain('secret');
	});

	test('broken JSON is named with its line', () => {
		expect(workflowsInText('{\n"nodes": [],\n}', 'x.json').problems).toEqual([
			{ file: 'x.json', reason: 'The file is not JSON.', line: 3 },
		]);
	});
});

function folder(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'read-exports-'));
	onTestFinished(() => rmSync(made, { recursive: true }));
	return made;
}

test('a folder is read with those inside, and links are not followed out of it', async () => {
	const root = folder();
	const outside = folder();
	writeFileSync(path.join(outside, 'secret.json'), json({ name: 'Outside', nodes: [] }));
	mkdirSync(path.join(root, 'a/node_modules/x'), { recursive: true });
	writeFileSync(path.join(root, 'b.json'), json(two));
	writeFileSync(path.join(root, 'a/a.json'), json(one));
	writeFileSync(path.join(root, 'a/node_modules/x/c.json'), json(one));
	writeFileSync(path.join(root, 'readme.md'), 'x');
	writeFileSync(path.join(root, 'broken.json'), '{');
	symlinkSync(outside, path.join(root, 'link'));
	symlinkSync(root, path.join(root, 'circle'));
	const { workflows, problems, files } = await readExports([root], diskFiles());
	expect(workflows.map(({ name, file }) => [name, file])).toEqual([
		['One', path.join('a', 'a.json')],
		['Two', 'b.json'],
	]);
	expect(problems).toMatchObject([{ file: 'broken.json' }]);
	expect(files).toBe(3);
});

test('a file of 50 MB is named and not read', async () => {
	const root = folder();
	const file = path.join(root, 'large.json');
	writeFileSync(file, '');
	truncateSync(file, 50 * 1024 * 1024);
	const { workflows, problems } = await readExports([file], diskFiles());
	expect(workflows).toEqual([]);
	expect(problems).toMatchObject([{ file: 'large.json', reason: expect.stringContaining('50 MB') }]);
});

test('a path that does not exist is named, and the others are read', async () => {
	const root = folder();
	writeFileSync(path.join(root, 'a.json'), json(one));
	const { workflows, problems } = await readExports([path.join(root, 'gone'), path.join(root, 'a.json')], diskFiles());
	expect(workflows).toHaveLength(1);
	expect(problems).toMatchObject([{ reason: 'There is no such file or folder.' }]);
});

test('an empty folder is named', async () => {
	expect((await readExports([folder()], diskFiles())).problems).toMatchObject([{ reason: 'The folder holds no JSON file.' }]);
});
