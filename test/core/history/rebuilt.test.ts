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
