import type { Table } from '../checks/checkResult';
import { groupBy } from '../checks/groupBy';
import { percent } from '../checks/quality/figures';
import { scoreOf } from './comparison';
import type { ReplayedCall } from './evidence';

const mostRows = 30;

/** The same counts by workflow, rung and round. They are shown and decide nothing: a margin for each would need its own plan. */
export function strataTables(replayed: readonly ReplayedCall[]): Table[] {
	const tables = [
		table('By workflow (shown, not judged)', 'Workflow', replayed, ({ call }) => call.execution.workflowName),
		table('By what told them apart (shown, not judged)', 'By', replayed, ({ comparison }) => comparison?.rung ?? 'failed call'),
		table('First turns and later rounds of agents (shown, not judged)', 'Round', replayed, ({ call }) =>
			call.round === 0 ? 'first turn' : 'later round',
		),
		table('By how well the request could be rebuilt (shown, not judged)', 'Request', replayed, ({ call }) => call.rebuilt.level),
	];
	return tables.filter(({ rows }) => rows.length > 1);
}

function table(title: string, label: string, replayed: readonly ReplayedCall[], keyOf: (one: ReplayedCall) => string): Table {
	return {
		title,
		columns: [
			{ key: 'name', label },
			{ key: 'calls', label: 'Calls' },
			{ key: 'better', label: 'Better' },
			{ key: 'same', label: 'As good' },
			{ key: 'worse', label: 'Worse' },
			{ key: 'open', label: 'Not judged' },
			{ key: 'balance', label: 'Better minus worse', unit: 'points' },
		],
		rows: groupBy(replayed, keyOf)
			.sort(([, one], [, other]) => other.length - one.length)
			.slice(0, mostRows)
			.map(([name, members]) => {
				const scores = members.map(({ comparison }) => comparison && scoreOf(comparison));
				const known = scores.filter((score) => score !== undefined);
				const count = (wanted: number) => known.filter((score) => score === wanted).length;
				return {
					name,
					calls: members.length,
					better: count(1),
					same: count(0),
					worse: count(-1),
					open: members.length - known.length,
					balance: known.length > 0 ? percent((count(1) - count(-1)) / known.length) : null,
				};
			}),
	};
}
