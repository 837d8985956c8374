import { html } from 'hono/html';
import type { CheckId } from '../../checks';
import type { Verdict } from '../../checks/checkResult';
import { formatFigure, labelOf, withoutControls } from '../format';
import type { ReportCheck } from '../reportSchema';

const rowsShown = 1000;
const rowsWithoutScrolling = 40;

/** Words that many rows end in, and the colour they are read in. */
const tones: Record<string, Verdict> = {
	pass: 'pass',
	alive: 'pass',
	found: 'pass',
	supported: 'pass',
	better: 'pass',
	warn: 'warn',
	retires: 'warn',
	unknown: 'warn',
	dynamic: 'warn',
	unclear: 'warn',
	fail: 'fail',
	retired: 'fail',
	missing: 'fail',
	unsupported: 'fail',
	worse: 'fail',
	skipped: 'skipped',
};
const toned = new Set(['status', 'verdict', 'outcome', 'result']);

interface Column {
	key: string;
	label: string;
	unit?: string;
}

/** Rows as a table; wide ones scroll by themselves, never the page. */
export function tableOf(columns: Column[], rows: readonly Record<string, unknown>[]) {
	const numeric = new Set(
		columns
			.map(({ key }) => key)
			.filter(
				(key) =>
					rows.some((row) => typeof row[key] === 'number') &&
					rows.every((row) => row[key] === undefined || row[key] === null || typeof row[key] === 'number'),
			),
	);
	const align = (key: string) => (numeric.has(key) ? 'number' : '');
	return html`<div class="scroll${rows.length > rowsWithoutScrolling ? ' long' : ''}" tabindex="0">
			<table>
				<thead>
					<tr>
						${columns.map(({ key, label, unit }) => html`<th class="${align(key)}">${clean(label)}${unit ? html` (${clean(unit)})` : ''}</th>`)}
					</tr>
				</thead>
				<tbody>
					${rows.slice(0, rowsShown).map(
						(row) =>
							html`<tr>
								${columns.map(({ key }) => html`<td class="${align(key) || widthOf(formatFigure(row[key]))}">${cell(key, row[key])}</td>`)}
							</tr> `,
					)}
				</tbody>
			</table>
		</div>
		${rows.length > rowsShown ? html`<p class="facts">${String(rows.length - rowsShown)} more rows are in report.json.</p>` : ''}`;
}

const columnsShown = 10;

/** What a reader wants to see of a finding, where it has more to say than a page is wide. */
const chosenColumns: Partial<Record<CheckId, string[]>> = {
	inventory: ['workflow', 'node', 'model', 'provider', 'status', 'retiresOn', 'action', 'conflicts'],
};

/** Findings of a check: those that begin with the same column stand in one table, without columns that stay empty. */
export function findingsTables({ id, findings }: ReportCheck) {
	const kinds = new Map<string, ReportCheck['findings']>();
	for (const finding of findings) {
		const [first = ''] = Object.keys(finding);
		kinds.set(first, [...(kinds.get(first) ?? []), finding]);
	}
	return [...kinds.values()].map((rows) => {
		const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => rows.some((row) => formatFigure(row[key]) !== ''));
		const shown = (chosenColumns[id]?.filter((key) => keys.includes(key)) ?? keys).slice(0, columnsShown);
		return html`<div class="kind">
			${tableOf(
				shown.map((key) => ({ key, label: labelOf(key) })),
				rows,
			)}
			${shown.length < keys.length ? html`<p class="facts">${String(keys.length - shown.length)} more columns are in report.json.</p>` : ''}
		</div>`;
	});
}

const widthOf = ({ length }: string) => (length <= 22 ? 'short' : length > 60 ? 'wide' : '');

function cell(key: string, value: unknown) {
	const text = clean(formatFigure(value));
	const tone = toned.has(key) && Object.hasOwn(tones, text) ? tones[text] : undefined;
	return tone ? html`<span class="chip ${tone}">${text}</span>` : text;
}

const clean = (text: string) => withoutControls(text);
