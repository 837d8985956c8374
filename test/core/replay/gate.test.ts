import { expect, test } from 'vitest';
import { daysValid, gateChanges, staleness, workflowMarks, type Gate } from '../../../core/replay/gate';
import { recordedCall } from './madeUpCalls';

const calls = [recordedCall('a', 'b'), recordedCall('c', 'd', { node: 'Other Model' })];
const gate: Gate = {
	version: 1,
	writtenAt: '2026-11-01T00:00:00.000Z',
	margin: 0.05,
	alpha: 0.05,
	power: 0.8,
	looks: [1],
	cases: 2,
	seed: 1,
	candidate: 'c',
	baseline: 'b',
	judge: 'none',
	rubric: '',
	anchors: '',
	calls: '',
	critical: [],
	tolerance: 0,
	workflows: workflowMarks(calls),
};
const dayAfter = (days: number) => new Date(Date.parse(gate.writtenAt) + days * 86_400_000);

test('a gate stands for 14 days', () => {
	expect(staleness(gate, dayAfter(daysValid), workflowMarks(calls))).toEqual([]);
	expect(staleness(gate, dayAfter(daysValid + 1), workflowMarks(calls))).toEqual([expect.stringMatching(/15 days ago/)]);
});

test('it falls when a node asks another model, by its newest call', () => {
	const changed = [...calls, recordedCall('e', 'f', { model: 'o3', startedAt: '2026-11-25T00:00:00.000Z' })];
	expect(staleness(gate, dayAfter(1), workflowMarks(changed))).toEqual([expect.stringMatching(/"Tickets" has changed/)]);
});

test('it falls when the workflow has another hash, whatever its calls show', () => {
	const marked = (workflowHash: string) => workflowMarks([{ ...calls[0], execution: { ...calls[0].execution, workflowHash } }]);
	const own = { ...gate, workflows: marked('version:one') };
	expect(staleness(own, dayAfter(1), marked('version:one'))).toEqual([]);
	expect(staleness(own, dayAfter(1), marked('version:two'))).toHaveLength(1);
	// Files that were saved by hand hold no version: a content says nothing of it.
	expect(staleness(own, dayAfter(1), marked('content:one'))).toEqual([]);
});

test('a node that a history does not show says nothing', () => {
	expect(staleness(gate, dayAfter(1), workflowMarks(calls.slice(0, 1)))).toEqual([]);
});

test('what moved is named', () => {
	expect(gateChanges(gate, { ...gate, margin: 0.1, writtenAt: '2026-11-02T00:00:00.000Z' })).toEqual(['margin']);
});
