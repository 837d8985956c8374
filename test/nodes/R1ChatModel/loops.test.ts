import { describe, expect, test } from 'vitest';
import type { ReasonMessage } from '../../../core/reason';
import { loopOf, nudged, stoppedBy } from '../../../nodes/R1ChatModel/loops';

const user: ReasonMessage = { role: 'user', content: 'Do it' };

/** A conversation whose answers called these: a letter is a call of that tool, `a1` with another argument. */
function after(...rounds: string[]): ReasonMessage[] {
	return rounds.flatMap((names, round): ReasonMessage[] => {
		const calls = [...names.matchAll(/[a-z]\d*/g)].map(([call], position) => ({ id: `${round}.${position}`, call }));
		return [
			{
				role: 'assistant',
				content: '',
				tool_calls: calls.map(({ id, call }) => ({
					id,
					type: 'function',
					function: { name: call[0], arguments: round % 2 ? `{"x":"${call}","y":1}` : `{ "y": 1, "x": "${call}" }` },
				})),
			},
			...calls.map(({ id, call }): ReasonMessage => ({ role: 'tool', tool_call_id: id, content: `result of ${call}` })),
		];
	});
}

describe('an agent that goes round', () => {
	test.each([
		{ rounds: ['a', 'a'], action: undefined },
		{ rounds: ['a', 'a', 'a'], action: 'nudge' },
		{ rounds: ['b', 'a', 'a', 'a'], action: 'nudge' },
		{ rounds: ['a', 'a', 'a', 'a'], action: 'end' },
		{ rounds: ['a', 'a1', 'a2', 'a3', 'a4'], action: undefined },
		{ rounds: ['a', 'a', 'a', 'b'], action: undefined },
		{ rounds: ['a', 'b', 'a'], action: undefined },
		{ rounds: ['a', 'b', 'a', 'b'], action: 'nudge' },
		{ rounds: ['a', 'b', 'a', 'b', 'a'], action: 'nudge' },
		{ rounds: ['a', 'b', 'a', 'b', 'a', 'b'], action: 'end' },
		{ rounds: ['a', 'b', 'a', 'c'], action: undefined },
		{ rounds: ['a', 'b', 'c', 'a', 'b', 'c'], action: undefined },
		{ rounds: ['a a a a'], action: undefined },
		{ rounds: ['a b', 'b a', 'a b'], action: 'nudge' },
	])('$rounds: $action', ({ rounds, action }) => {
		expect(loopOf([user, ...after(...rounds)])?.action).toBe(action);
	});

	test('asking until something changes is none', () => {
		const polled = after('a', 'a', 'a', 'a').map((message, index) =>
			message.role === 'tool' ? { ...message, content: `${index * 10} % done` } : message,
		);
		expect(loopOf([user, ...polled])).toBeUndefined();
	});

	test('what came before the last message of the user does not count', () => {
		expect(loopOf([user, ...after('a', 'a', 'a'), { role: 'assistant', content: 'Done' }, user, ...after('a')])).toBeUndefined();
	});

	test('is told in the last result, and the conversation that it came from stays as it is', () => {
		const conversation = [user, ...after('a', 'a', 'a')];
		const told = nudged(conversation, { action: 'nudge', calls: ['a({})'], rounds: 3 });
		expect(told.at(-1)?.content).toMatch(/^result of a\n\n\[You have made the same calls 3 times/);
		expect(told.slice(0, -1)).toEqual(conversation.slice(0, -1));
		expect(conversation.at(-1)?.content).toBe('result of a');
	});

	test('ends with the reason and the results so far', () => {
		const conversation = [user, ...after('b', 'a', 'a', 'a', 'a')];
		const loop = loopOf(conversation);
		expect(loop && stoppedBy(loop, conversation)).toMatch(/last 4 turns \(a\(.*Results so far:\n- b: result of b\n- a: result of a$/s);
	});
});

describe('a tool that changes something', () => {
	const isWriting = (tool: string) => tool === 'w';

	test.each([
		{ rounds: ['w'], action: undefined },
		{ rounds: ['w', 'w'], action: 'nudge' },
		{ rounds: ['w', 'w', 'w'], action: 'end' },
		{ rounds: ['w', 'w1'], action: undefined },
		{ rounds: ['w', 'a', 'a'], action: undefined },
		{ rounds: ['a w', 'a w'], action: 'nudge' },
	])('$rounds: $action', ({ rounds, action }) => {
		expect(loopOf([user, ...after(...rounds)], isWriting)?.action).toBe(action);
	});
});
