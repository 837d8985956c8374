import { expect, test } from 'vitest';
import { summarise, type Reason } from '../../../core/checks/summarise';

const failures = (...texts: string[]): Reason[] => texts.map((text) => ({ verdict: 'fail', text }));
const long = 'x'.repeat(100);

test.each([
	{ name: 'one reason stands alone', reasons: failures('it is gone.'), summary: 'It is gone.', tables: 0 },
	{ name: 'short ones are joined', reasons: failures('it is gone', 'it is late'), summary: 'It is gone; it is late.', tables: 0 },
	{ name: 'a long one is never cut', reasons: failures(long.repeat(3)), summary: `X${long.repeat(3).slice(1)}.`, tables: 0 },
	{
		name: 'what does not fit is counted and stands in the table',
		reasons: failures(long, long, 'short'),
		summary: `X${long.slice(1)}; and 2 more.`,
		tables: 1,
	},
	{
		name: 'reasons for another verdict are left to the table',
		reasons: [...failures(long, long), { verdict: 'warn', text: 'a doubt' }] satisfies Reason[],
		summary: `X${long.slice(1)}; and 1 more.`,
		tables: 1,
	},
])('$name', ({ reasons, summary, tables }) => {
	const result = summarise('fail', reasons);
	expect(result.summary).toBe(summary);
	expect(result.reasonTables).toHaveLength(tables);
	for (const table of result.reasonTables) expect(table.rows).toHaveLength(reasons.length);
});

test('the lead counts towards what fits', () => {
	expect(summarise('fail', failures('first', 'second'), `${'l'.repeat(150)}: `).summary).toMatch(/first; and 1 more\.$/);
});

test.each([
	{ name: 'fits in whole', reasons: ['a'.repeat(99), 'b'.repeat(58)], left: 0 },
	{ name: 'is one character too long', reasons: ['a'.repeat(99), 'b'.repeat(59)], left: 1 },
	{ name: 'leaves room for the number of those left out', reasons: ['a'.repeat(80), 'b'.repeat(65), 'c'.repeat(99)], left: 1 },
	{ name: 'leaves too little room for that number', reasons: ['a'.repeat(80), 'b'.repeat(66), 'c'.repeat(99)], left: 2 },
])('a sentence that $name has 160 characters at most', ({ reasons, left }) => {
	const { summary, reasonTables } = summarise('fail', failures(...reasons));
	expect(summary.length).toBeLessThanOrEqual(160);
	expect(/and (\d) more/.exec(summary)?.[1]).toBe(left === 0 ? undefined : String(left));
	expect(reasonTables).toEqual(
		left === 0
			? []
			: [
					{
						title: 'Reasons',
						columns: [
							{ key: 'verdict', label: 'Verdict' },
							{ key: 'text', label: 'Reason' },
						],
						rows: reasons.map((text) => ({ verdict: 'fail', text })),
					},
				],
	);
});

test('full stops and blanks at the end of a reason are not repeated', () => {
	expect(
		summarise('warn', [
			{ verdict: 'warn', text: 'wait... ' },
			{ verdict: 'warn', text: 'look' },
		]).summary,
	).toBe('Wait; look.');
});
