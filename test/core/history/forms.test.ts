import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'flatted';
import { afterAll, describe, expect, test } from 'vitest';
import { diskFiles } from '../../../core/diskFiles';
import { callsOf } from '../../../core/history/callsOf';
import { constantsOnly } from '../../../core/history/evaluator';
import { readExecution } from '../../../core/history/execution';
import { executionsIn } from '../../../core/history/executionsIn';
import { fromFiles } from '../../../core/history/fromFiles';

const fixtures = path.join(import.meta.dirname, '../../data/executions');
const fixture = (start: string) => {
	const name = readdirSync(fixtures).find((file) => file.startsWith(start)) ?? '';
	return JSON.parse(readFileSync(path.join(fixtures, name), 'utf8')) as Record<string, unknown> & { data: unknown; workflowData: unknown };
};
const one = fixture('chain14.');
const folder = mkdtempSync(path.join(tmpdir(), 'history-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const callsIn = (json: unknown) =>
	[...executionsIn(json)].flatMap((execution) => {
		const read = callsOf(execution, constantsOnly);
		// A row of the database with the data does not say when it began; the first run does.
		return 'readings' in read ? JSON.parse(JSON.stringify(read.readings).replace(/"startedAt":"[^"]+"/g, '"startedAt":""')) : [];
	});

describe('executions are found in', () => {
	const row = {
		executionId: one.id,
		workflowVersionId: one.workflowVersionId,
		workflowData: JSON.stringify(one.workflowData),
		data: stringify(one.data),
	};
	test.each([
		['one execution', one],
		['a list', [one]],
		['a page of the API', { data: [one], nextCursor: null }],
		['the editor’s answer', { data: { ...one, data: stringify(one.data) } }],
		['a list of the editor', { data: { results: [one], count: 1 } }],
		['a row of the database', row],
		['rows of the database', [row]],
	])('%s', (_, json) => {
		expect(callsIn(json)).toEqual(callsIn(one));
		expect(callsIn(json).length).toBe(9);
	});

	test('nothing else', () => {
		for (const json of [{}, [], null, 7, 'text', { nodes: [], connections: {} }, { data: [{ id: 'x', name: 'a workflow', nodes: [] }] }])
			expect(callsIn(json)).toEqual([]);
	});
});

describe('an execution that tells nothing says why', () => {
	test.each([
		[{ ...one, data: undefined }, /includeData/],
		[{ ...one, dataTooLargeToDisplay: true }, /too large/],
		[{ ...one, workflowData: undefined }, /workflow as it ran/],
		[{ ...one, data: stringify('broken').slice(1) }, /includeData/],
	])('%#', (json, reason) => {
		expect(readExecution([...executionsIn(json)][0])).toMatchObject({ unread: expect.stringMatching(reason) });
	});
});

test('files, folders and lines are read, and what is none is named', async () => {
	writeFileSync(path.join(folder, 'a.json'), `\uFEFF${JSON.stringify({ data: [one, one] })}`);
	writeFileSync(path.join(folder, 'b.jsonl'), `${JSON.stringify(one)}\n\n{"broken\n${JSON.stringify(one)}\n`);
	writeFileSync(path.join(folder, 'c.json'), '{"broken');
	writeFileSync(path.join(folder, 'd.json'), '{"name":"a workflow","nodes":[]}');
	writeFileSync(path.join(folder, 'e.txt'), 'not looked at');
	const source = fromFiles([folder, path.join(folder, 'missing.json')], diskFiles());
	let found = 0;
	for await (const execution of source.executions()) found += execution === undefined ? 0 : 1;
	expect(found).toBe(4);
	expect(source.problems.map(({ file, reason }) => `${path.basename(file)}: ${reason}`)).toEqual([
		'c.json: The file is not JSON.',
		'd.json: The file holds no execution of n8n.',
		'missing.json: There is no such file or folder.',
	]);
});

test('JSON of any shape in the places of an execution breaks nothing', () => {
	const odd = [null, 7, 'x', [], {}, [[null]], { nodes: {} }, { main: [null, [null, 7]] }];
	for (const value of odd) {
		for (const runs of [value, [value], [{ data: value, source: value, inputOverride: { ai_languageModel: value } }]])
			expect(() => callsIn({ ...one, data: { resultData: { runData: { Model: runs, Chain: runs } } } })).not.toThrow();
		expect(() =>
			callsIn({ ...one, workflowData: { nodes: [value, { name: 'Model', parameters: value }], connections: value } }),
		).not.toThrow();
	}
});
