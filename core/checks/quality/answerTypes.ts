import { groupBy } from '../groupBy';
import type { Table } from '../checkResult';
import type { Reply, TaskEvidence } from './evidence';

/** How many tasks were judged as what, and how many answers of each side were right: the type was chosen by what is expected. */
export function answerTypes(tasks: readonly TaskEvidence[]) {
	const byType = groupBy(tasks, ({ type = 'unknown' }) => type);
	const right = (replies: readonly Reply[]) => replies.filter(({ outcome }) => outcome === 'right').length;
	const unjudged = (replies: readonly Reply[]) => replies.filter(({ outcome }) => outcome === 'skipped').length;
	return byType
		.map(([type, members]) => {
			const sides = { baseline: members.flatMap(({ baseline }) => baseline), candidate: members.flatMap(({ candidate }) => candidate) };
			return {
				type,
				tasks: members.length,
				baselineRight: right(sides.baseline),
				candidateRight: right(sides.candidate),
				notJudged: unjudged([...sides.baseline, ...sides.candidate]),
			};
		})
		.sort((one, other) => other.tasks - one.tasks);
}

export const answerTypeTable = (rows: ReturnType<typeof answerTypes>): Table => ({
	title: 'By type of answer, chosen from what is expected where the task names none',
	columns: [
		{ key: 'type', label: 'Type' },
		{ key: 'tasks', label: 'Tasks' },
		{ key: 'baselineRight', label: 'Baseline right' },
		{ key: 'candidateRight', label: 'Candidate right' },
		{ key: 'notJudged', label: "Can't be judged" },
	],
	rows,
});
