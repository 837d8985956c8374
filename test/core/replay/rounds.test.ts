import { describe, expect, test } from 'vitest';
import type { RecordedMessage } from '../../../core/history/recordedCall';
import { replayableRounds } from '../../../core/replay/rounds';
import { recordedCall } from './madeUpCalls';

const asked: RecordedMessage = { role: 'user', content: 'Where is order 7?' };
const called = (id: string, name: string): RecordedMessage => ({
	role: 'assistant',
	content: '',
	toolCalls: [{ id, name, arguments: {} }],
});
const result = (toolCallId: string): RecordedMessage => ({ role: 'tool', content: 'on its way', toolCallId });

const round = (number: number, messages: RecordedMessage[], tool?: string) =>
	recordedCall('', tool ? '' : 'On its way.', {
		execution: '77',
		round: number,
		request: { messages },
		use: { kind: 'tools' },
		...(tool ? { answer: { toolCalls: [{ id: `c${number}`, name: tool, arguments: { round: number } }] } } : {}),
	});

describe('rounds of an agent', () => {
	test('each is asked with the recorded results, and knows what was called later', () => {
		const { calls, left } = replayableRounds([
			round(0, [asked], 'find'),
			round(1, [asked, called('c0', 'find'), result('c0')], 'mail'),
			round(2, [asked, called('c0', 'find'), result('c0'), called('c1', 'mail'), result('c1')]),
		]);
		expect(left).toEqual([]);
		expect(calls.map(({ later }) => later.map(({ name }) => name))).toEqual([['mail'], [], []]);
	});

	test('a run ends where a result is missing, and says so', () => {
		const { calls, left } = replayableRounds([
			round(0, [asked], 'find'),
			round(1, [asked, called('c0', 'find')], 'mail'),
			round(2, [asked, called('c0', 'find'), result('c0'), called('c1', 'mail'), result('c1')]),
		]);
		expect(calls.map(({ call }) => call.round)).toEqual([0]);
		expect(left.map(({ reason }) => reason)).toEqual(['the result of "find" is not recorded', 'the result of "find" is not recorded']);
	});

	test('a round that is not there ends it too', () => {
		const { calls, left } = replayableRounds([round(0, [asked], 'find'), round(2, [asked, called('c0', 'find'), result('c0')])]);
		expect(calls).toHaveLength(1);
		expect(left[0].reason).toBe('round 1 is not recorded');
	});

	test('another run of the node in the same execution begins anew', () => {
		const again = { ...round(0, [asked]), id: 'again', node: { ...round(0, [asked]).node, runIndex: 5 } };
		expect(replayableRounds([round(0, [asked], 'find'), again]).calls).toHaveLength(2);
	});

	test('a call without a prompt can not be asked', () => {
		expect(replayableRounds([round(0, [{ role: 'user', content: ' ' }])]).left[0].reason).toBe('the prompt is not recorded');
	});
});
