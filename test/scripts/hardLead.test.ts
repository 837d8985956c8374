import { describe, expect, test } from 'vitest';
import { indexOfHighest, isHard } from '../../core/classify/scoring';
import type { JudgedRow } from '../../scripts/classifier/crossValidate';
import { fitHardLead, withHardLead } from '../../scripts/classifier/hardLead';

/** A cheap prompt whose cheap class leads its hard one by `margin`. */
const cheapPrompt = (margin: number, row: number, more: Partial<JudgedRow> = {}): JudgedRow => ({
	row,
	label: 0,
	alternatives: [],
	kind: 'workflow',
	source: `author ${row}`,
	lang: 'en',
	isQuestion: false,
	fold: row % 2,
	scores: Float64Array.of(margin, 0, -1, -1, -1),
	...more,
});
const prompts = (count: number) => Array.from({ length: count }, (_, row) => cheapPrompt((row + 1) / 100, row));
const sent = (rows: readonly JudgedRow[]) => rows.filter(({ scores }) => isHard(indexOfHighest(scores))).length;

describe('the lead of hard classes', () => {
	test('sends the share of cheap prompts that may be sent, and no more', () => {
		const rows = prompts(1000);
		const lead = fitHardLead(rows);
		expect(lead).toBe(0.23);
		expect(rows.filter(({ scores }) => scores[0] < lead)).toHaveLength(22);
	});

	test('is not fitted on hard rows and short questions, and is never below 0', () => {
		const others = prompts(500).flatMap((row) => [
			{ ...row, scores: Float64Array.of(-9, 0, 0, 0, 0), label: 1 },
			{ ...row, scores: Float64Array.of(-9, -8, 0, -9, -9), isQuestion: true },
		]);
		expect(fitHardLead([...prompts(1000), ...others])).toBe(0.23);
		expect(fitHardLead(prompts(1000).map((row) => ({ ...row, scores: Float64Array.of(0, 1, 0, 0, 0) })))).toBe(0);
		expect(fitHardLead([])).toBe(0);
	});

	test('of a fold comes from the other folds', () => {
		// In fold 0 every prompt is close to hard, in fold 1 none is: fold 0 gets the large lead of fold 1, and the reverse.
		const rows = Array.from({ length: 400 }, (_, row) => cheapPrompt(row % 2 === 0 ? 0.1 : 5, row));
		const led = withHardLead(rows, 'workflow');
		expect(sent(led.filter(({ fold }) => fold === 0))).toBe(200);
		expect(sent(led.filter(({ fold }) => fold === 1))).toBe(0);
	});

	test('leaves short questions and the rows that it is given as they are', () => {
		const rows = [...prompts(1000), cheapPrompt(0.05, 1000, { isQuestion: true })];
		expect([...(withHardLead(rows, 'workflow').at(-1)?.scores ?? [])]).toEqual([0.05, 0, -1, -1, -1]);
		expect(rows[0].scores[1]).toBe(0);
	});
});
