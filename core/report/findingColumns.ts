import type { CheckId } from '../checks';
import { formatFigure } from './format';
import type { ReportCheck } from './reportSchema';

const columnsShown = 10;

/** What a reader wants to see of a finding, where it has more to say than a page is wide. */
const chosenColumns: Partial<Record<CheckId, string[]>> = {
	inventory: ['todo', 'workflow', 'file', 'node', 'model', 'kind', 'status', 'retiresOn', 'owner', 'runs30Days', 'action'],
	fallback: ['fault', 'lasting', 'verdict', 'why', 'answeredBy', 'expected'],
	tools: ['feature', 'status', 'detail', 'workaround', 'neededBy', 'case', 'category', 'kind', 'baseline', 'candidate'],
};

/** The columns of the findings that are shown, and those that open with a row. */
export function findingColumns({ id }: Pick<ReportCheck, 'id'>, rows: ReportCheck['findings']): { shown: string[]; more: string[] } {
	const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => rows.some((row) => formatFigure(row[key]) !== ''));
	// A link says where a workflow is; the address beside it would say it again.
	const isShown = (key: string) => keys.includes(key) && !(key === 'file' && keys.includes('link'));
	const chosen = chosenColumns[id]?.filter(isShown) ?? keys;
	const shown = chosen.slice(0, columnsShown);
	return { shown, more: keys.filter((key) => !shown.includes(key)) };
}
