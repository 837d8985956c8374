import { number } from '../graders/number';
import type { Comparison } from './comparison';

/** The number that an answer concludes with, against the recorded one's; `relative` is a share of the recorded number. */
export async function compareNumbers(recorded: string, answer: string, { relative }: { relative: number }): Promise<Comparison> {
	const rung = 'number';
	const expected = await concluded(recorded);
	if (expected === undefined) {
		return (await concluded(answer)) === undefined
			? { outcome: 'tie', rung, reason: 'neither answer names one number' }
			: { outcome: 'unjudged', rung, reason: 'the old answer names no single number' };
	}
	const grade = await (await number({ expected, relative }))(answer);
	if (grade.outcome === 'skipped') return { outcome: 'unjudged', rung, reason: grade.reason };
	return grade.outcome === 'right'
		? { outcome: 'tie', rung, reason: `${expected} both times` }
		: {
				outcome: 'loss',
				rung,
				reason: `${grade.extracted || grade.reason || 'no number'} instead of ${expected}`,
				...(grade.extracted ? { differs: true } : {}),
			};
}

/** What an answer concludes with, as the grader of numbers reads it: it names what it found whatever was expected. */
async function concluded(answer: string): Promise<string | undefined> {
	const grade = await (await number({ expected: '0' }))(answer);
	return grade.outcome === 'skipped' || grade.extracted === '' ? undefined : grade.extracted;
}
