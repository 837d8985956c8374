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
