import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as n8nWorkflow from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { callsOf } from '../../../core/history/callsOf';
import { constantsOnly, type Evaluator } from '../../../core/history/evaluator';
import { n8nEvaluator, type N8nWorkflow } from '../../../core/history/n8nEvaluator';
import type { RecordedCall } from '../../../core/history/recordedCall';
import { compareWithReceived } from '../../support/compareWithReceived';

/** Executions of a real n8n 2.40.7 and what its host of models received (test/n8n/history.test.ts writes them). */
const folder = path.join(import.meta.dirname, '../../data/executions');
const received = readFileSync(path.join(folder, 'received.jsonl'), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as { number: number; body: Record<string, unknown> });
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const withN8n = n8nEvaluator(n8nWorkflow as unknown as N8nWorkflow);

function readAll(evaluator: Evaluator, name = '') {
	const calls: RecordedCall[] = [];
	const leftOut: string[] = [];
	for (const file of files.filter((each) => each.startsWith(name))) {
		const read = callsOf(JSON.parse(readFileSync(path.join(folder, file), 'utf8')), evaluator);
		if ('unread' in read) throw new Error(`${file}: ${read.unread}`);
		for (const reading of read.readings) {
			if ('call' in reading) calls.push(reading.call);
			else leftOut.push(`${reading.leftOut.workflow}: ${reading.leftOut.reason}`);
		}
	}
	return { calls, leftOut };
}

describe.each([
	{ how: 'with n8n’s evaluator', evaluator: withN8n, atLeast: 290 },
	{ how: 'from the recorded prompts alone', evaluator: constantsOnly, atLeast: 100 },
])('$how', ({ evaluator, atLeast }) => {
	const { calls, leftOut } = readAll(evaluator);
	const { exact, wrong, unmatched } = compareWithReceived(calls, received);

	test('what is called exact is what the host received', () => {
		expect(wrong).toEqual([]);
		expect(unmatched).toEqual([]);
		expect(exact).toBeGreaterThanOrEqual(atLeast);
	});

	test.runIf(process.env.HISTORY_LOG)('figures', () => console.log(received.length, calls.length, exact, wrong.length));

	test('every request that the host received is either read or left out with a reason', () => {
		expect(calls.length + leftOut.length).toBeGreaterThanOrEqual(received.length - 6);
	});
});

const callsOfWorkflow = (name: string) => readAll(withN8n, `${name}.`).calls;

test('requests that n8n cannot tell whole are not called exact', () => {
	const levels = (name: string) => [...new Set(callsOfWorkflow(name).map(({ rebuilt }) => rebuilt.level))];
	expect(levels('agent31-tools')).toEqual(['partly']);
	expect(levels('agent31-tools-memory')).toEqual(['partly']);
	expect(levels('agent31-parser')).toEqual(['partly']);
	expect(levels('agent31-r1')).toEqual(['partly']);
	expect(levels('openai23-now')).toEqual(['partly']);
	expect(levels('openai23-date')).toEqual(['partly']);
	expect(levels('r1-weights')).toEqual(['partly']);
	expect(levels('chain19-two-unknown')).toContain('recorded');
});

test('an agent’s rounds carry the calls that were asked for and their results', () => {
	const [first, second] = callsOfWorkflow('agent22-tools-memory').filter(({ execution }) => execution.id === '7');
	expect(first).toMatchObject({
		round: 0,
		use: { kind: 'tools' },
		answer: {
			toolCalls: [
				{ name: 'Weather', arguments: { city: 'Oslo' } },
				{ name: 'Calculator', arguments: { input: '6*7' } },
			],
		},
	});
	expect(first?.request.tools?.map(({ name }) => name).sort()).toEqual(['Calculator', 'Weather']);
	expect(second).toMatchObject({ round: 1, use: { kind: 'text' }, cluster: first?.cluster });
	expect(second?.request.messages.slice(-3)).toMatchObject([
		{ role: 'assistant', toolCalls: [{ name: 'Weather' }, { name: 'Calculator' }] },
		{ role: 'tool', content: expect.stringContaining('sunny in Oslo'), toolCallId: first?.answer.toolCalls[0]?.id },
		{ role: 'tool', content: expect.stringContaining('42'), toolCallId: first?.answer.toolCalls[1]?.id },
	]);
});

test('agents of version 3 send parallel calls one by one; the answer keeps both, without what n8n added', () => {
	const [first, second] = callsOfWorkflow('agent31-tools-memory').filter(({ execution }) => execution.id === '15');
	expect(first?.answer.toolCalls).toMatchObject([
		{ name: 'Weather', arguments: { city: 'Oslo' } },
		{ name: 'Calculator', arguments: { input: '6*7' } },
	]);
	expect(JSON.stringify(first?.answer.toolCalls.map(({ arguments: given }) => given))).not.toContain('call_');
	expect(second?.round).toBe(1);
});

test('what the workflow does with an answer', () => {
	const uses = (name: string) => callsOfWorkflow(name)[0]?.use;
	expect(uses('classifier')).toEqual({ kind: 'label', labels: ['good', 'bad'], from: 'classifier' });
	expect(uses('sentiment')).toEqual({ kind: 'label', labels: ['Positive', 'Neutral', 'Negative'], from: 'classifier' });
	expect(uses('chain19-switch')).toEqual({ kind: 'label', labels: ['good', 'bad'], from: 'branch' });
	expect(uses('extractor')).toMatchObject({ kind: 'json', schema: { properties: { state: { type: 'string' } }, required: ['state'] } });
	expect(uses('chain19-parser')).toMatchObject({ kind: 'json', schema: { properties: { state: { type: 'string' } } } });
	expect(uses('openai18-json')).toEqual({ kind: 'json' });
	expect(uses('chain19')).toEqual({ kind: 'text' });
});

test('failures of the old model stay', () => {
	expect(callsOfWorkflow('chain19-fails')[0]?.answer.error).toMatch(/refused/);
	expect(callsOfWorkflow('openai18-fails')[0]?.answer.error).toBeTruthy();
});

test('calls of one conversation belong together', () => {
	expect(new Set(callsOfWorkflow('agent22-memory').map(({ cluster }) => cluster)).size).toBe(2);
	expect(callsOfWorkflow('agent22-memory')[0]?.cluster).toMatch(/\/s[01]$/);
	expect(new Set(callsOfWorkflow('chain19').map(({ cluster }) => cluster)).size).toBe(1);
});

test('an image in the prompt leaves the call out; a text that says [image] does not', () => {
	const file = files.find((each) => each.startsWith('agent31.')) ?? '';
	const text = readFileSync(path.join(folder, file), 'utf8');
	const reasonsOf = (json: string) => {
		const read = callsOf(JSON.parse(json), withN8n);
		return 'readings' in read ? read.readings.flatMap((reading) => ('leftOut' in reading ? [reading.leftOut.reason] : [])) : [];
	};
	expect(reasonsOf(text)).toEqual([]);
	const withImage = text.replace('Human: Question: How much is 6*7?"', 'Human: Question: How much is 6*7?\\nHuman: [image]"');
	const item = JSON.parse(withImage) as { data: { resultData: { runData: { Split: { data: { main: { binary?: object }[][] } }[] } } } };
	const [first] = item.data.resultData.runData.Split[0]?.data.main[0] ?? [];
	if (first) first.binary = { data: { mimeType: 'image/png', id: 'x' } };
	expect(reasonsOf(JSON.stringify(item))).toContain('an image or file was in the prompt: n8n keeps a reference only');
});

test('prompts that the provider keeps, and its own tools, are left out', () => {
	const file = files.find((each) => each.startsWith('openai23.')) ?? '';
	const withOptions = (change: (parameters: Record<string, unknown>) => void) => {
		const execution = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
			workflowData: { nodes: { name: string; parameters: Record<string, unknown> }[] };
		};
		for (const { name, parameters } of execution.workflowData.nodes) if (name === 'OpenAI') change(parameters);
		const read = callsOf(execution, withN8n);
		return 'readings' in read ? [...new Set(read.readings.map((reading) => ('leftOut' in reading ? reading.leftOut.reason : 'read')))] : [];
	};
	expect(withOptions((parameters) => (parameters.options = { conversationId: 'conv_1' }))).toEqual([
		'the provider kept the conversation or the prompt',
	]);
	expect(withOptions((parameters) => (parameters.builtInTools = { webSearch: {} }))).toEqual([
		'the provider itself used tools (search, code, files)',
	]);
	expect(withOptions((parameters) => (parameters.responses = { values: [{ type: 'image', imageUrl: 'x' }] }))).toEqual([
		'an image or file was in the prompt',
	]);
	expect(
		withOptions((parameters) => (parameters.responses = { values: [{ content: '={{ $json.missing.deep }} and {{ throw }}' }] })),
	).not.toContain('read');
});
