import { describe, expect, test } from 'vitest';
import { openClosedSets } from '../../../core/history/closedSets';
import { openDuplicates } from '../../../core/history/duplicates';
import { openSample, shares } from '../../../core/history/sample';
import { recordedCall } from './recordedCalls';

describe('a sample', () => {
	test('gives each stratum its minimum and the rest by size', () => {
		expect(shares([100, 10, 2], 30, 5)).toEqual([22, 6, 2]);
		expect(shares([100, 10, 2], 1000, 5)).toEqual([100, 10, 2]);
		expect(shares([100, 10, 2], 3, 5)).toEqual([5, 5, 2]);
		expect(shares([], 3, 5)).toEqual([]);
	});

	test('weighs back to all calls, whatever the order of reading', () => {
		const calls = Array.from({ length: 400 }, (_, index) =>
			recordedCall({
				id: `c${index}`,
				workflow: index % 10 === 0 ? 'rare' : 'often',
				text: index % 3 === 0 ? 'Write a poem about the sea' : 'What is 6 times 7?',
			}),
		);
		const drawnFrom = (list: typeof calls) => {
			const sample = openSample({ size: 60, minimum: 8, seed: 's' });
			for (const call of list) sample.add(call);
			const strata = sample.draw();
			return { strata, drawn: list.flatMap((call) => sample.drawn(call) ?? []) };
		};
		const { strata, drawn } = drawnFrom(calls);
		expect(drawn.length).toBe(60);
		expect(strata.length).toBeGreaterThanOrEqual(3);
		expect(Math.min(...strata.map((stratum) => stratum.drawn))).toBeGreaterThanOrEqual(8);
		expect(drawn.reduce((sum, { sample }) => sum + (sample?.weight ?? 0), 0)).toBeCloseTo(400, 6);
		const backwards = drawnFrom(calls.toReversed());
		expect(backwards.drawn.map(({ id }) => id).sort()).toEqual(drawn.map(({ id }) => id).sort());
	});
});

test('a request that comes again is asked once, and keeps what the others answered', () => {
	const calls = ['yes', 'no', 'yes'].map((answer, index) => recordedCall({ id: `d${index}`, text: 'same', answer }));
	const other = recordedCall({ id: 'other', text: 'another' });
	const duplicates = openDuplicates();
	expect([...calls, other].map((call) => duplicates.isFirst(call))).toEqual([true, false, false, true]);
	for (const call of calls) duplicates.keep(call, (id) => id === 'd0');
	expect(duplicates.withRepeats(calls[0] ?? other).repeats).toMatchObject({ count: 2, answers: [{ text: 'no' }, { text: 'yes' }] });
	expect(duplicates.withRepeats(other).repeats).toBeUndefined();
	expect(duplicates.count()).toBe(2);
});

describe('what all answers of a node show', () => {
	const useAfter = (answers: string[]) => {
		const sets = openClosedSets();
		const calls = answers.map((answer, index) => recordedCall({ id: `e${index}`, text: `question ${index}`, answer }));
		for (const call of calls) sets.add(call);
		return sets.useOf(calls[0] ?? recordedCall({}));
	};
	const times = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index));

	test('labels', () => {
		expect(useAfter(times(40, (index) => ['refund', 'complaint', ' praise\n'][index % 3] ?? ''))).toEqual({
			kind: 'label',
			labels: ['complaint', 'praise', 'refund'],
			from: 'history',
		});
	});
	test('numbers', () => expect(useAfter(times(25, (index) => `${index * 17.5} %`))).toEqual({ kind: 'number' }));
	test('text: too few, too many, too long, always the same', () => {
		expect(useAfter(times(10, (index) => ['a', 'b'][index % 2] ?? ''))).toEqual({ kind: 'text' });
		expect(useAfter(times(60, (index) => `answer ${index % 20}`))).toEqual({ kind: 'text' });
		expect(useAfter(times(40, (index) => 'x'.repeat(61 + (index % 2))))).toEqual({ kind: 'text' });
		expect(useAfter(times(40, () => 'ok'))).toEqual({ kind: 'text' });
	});
});
