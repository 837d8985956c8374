import { giveHardLead, isHard } from '../../core/classify/scoring';
import type { JudgedRow } from './crossValidate';
import { round } from './figures';

/** Share of the cheap prompts that the lead may send to reasoning or coding. Half as much again as without a lead. */
const CHEAP_SENT = 0.0225;

/** How much more a cheap class scores than a hard one: a lead of more than that sends the row to a hard class. */
const cheapMargin = ({ scores }: JudgedRow): number => {
	const best = [-Infinity, -Infinity];
	for (const [index, score] of scores.entries()) best[Number(isHard(index))] = Math.max(best[Number(isHard(index))], score);
	return best[0] - best[1];
};

/** The largest lead at which few enough of the cheap prompts among `rows` are sent to reasoning or coding; at least 0. */
export function fitHardLead(rows: readonly JudgedRow[]): number {
	const margins = rows
		.filter(({ label, isQuestion }) => !isQuestion && !isHard(label))
		.map(cheapMargin)
		.sort((a, b) => a - b);
	return Math.max(0, round(margins[Math.floor(CHEAP_SENT * margins.length)] ?? 0));
}

/** Rows with the lead in the scores of prompts; that of a fold is fitted on the rows of `kind` in the other folds. */
export function withHardLead(judged: readonly JudgedRow[], kind: JudgedRow['kind']): JudgedRow[] {
	const leads = new Map<number, number>();
	for (const { fold } of judged) {
		if (!leads.has(fold)) leads.set(fold, fitHardLead(judged.filter((row) => row.kind === kind && row.fold !== fold)));
	}
	return judged.map((row) => {
		if (row.isQuestion) return row;
		const scores = Float64Array.from(row.scores);
		giveHardLead(scores, leads.get(row.fold) ?? 0);
		return { ...row, scores };
	});
}
