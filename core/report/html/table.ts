import { html, raw } from 'hono/html';
import type { Verdict } from '../../checks/checkResult';
import { findingColumns } from '../findingColumns';
import { makeBreathe, type Breathe } from '../../breathe';
import { remember } from '../../remember';
import { formatFigure, labelOf, withoutControls } from '../format';
import type { ReportCheck } from '../reportSchema';

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
	return html`<div class="scroll${rows.length > rowsWithoutScrolling ? ' long' : ''}" tabindex="0"><table>${headOf(columns, rows)}<tbody>${raw(rowsOf(columns, rows, alignment(columns, rows)))}</tbody></table></div>`;
}

function headOf(columns: Column[], rows: readonly Record<string, unknown>[]) {
	const align = alignment(columns, rows);
	return html`<thead><tr>${columns.map(({ key, label, unit }) => html`<th class="${align(key)}" data-key="${key}">${clean(label)}${unit ? html` (${clean(unit)})` : ''}</th>`)}</tr></thead>`;
}

function rowsOf(columns: Column[], rows: readonly Record<string, unknown>[], align: (key: string) => string): string {
	const cells = (row: Record<string, unknown>) =>
		columns.map(({ key }) => {
			const text = formatFigure(row[key]);
			return `<td class="${align(key) || widthOf(text)}">${cell(key, text, row)}</td>`;
		});
	return rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('');
}

/** Columns of numbers stand to the right. */
function alignment(columns: Column[], rows: readonly Record<string, unknown>[]) {
	const isNumeric = (key: string) =>
		rows.some((row) => typeof row[key] === 'number') &&
		rows.every((row) => row[key] === undefined || row[key] === null || typeof row[key] === 'number');
	const numeric = new Set(columns.map(({ key }) => key).filter(isNumeric));
	return (key: string) => (numeric.has(key) ? 'number' : '');
}

/** Columns that a reader narrows the findings by. */
const filters = [
	'todo',
	'status',
	'verdict',
	'change',
	'model',
	'kind',
	'retiresOn',
	'provider',
	'workflow',
	'owner',
	'project',
	'lang',
	'side',
];

/** Fewer are seen at a glance. */
const rowsToSearch = 8;

/** Findings of a check: those that begin with the same column stand in one table, without columns that stay empty. */
export async function findingsTables(check: ReportCheck) {
	const breathe = makeBreathe();
	const kinds = new Map<string, ReportCheck['findings']>();
	for (const finding of check.findings) {
		const [first = ''] = Object.keys(finding);
		const kind = kinds.get(first);
		if (kind) kind.push(finding);
		else kinds.set(first, [finding]);
	}
	const tables = [];
	for (const rows of kinds.values()) {
		const { shown, more } = findingColumns(check, rows);
		const columns = shown.map((key) => ({ key, label: labelOf(key) }));
		const where =
			more.length > 0
				? html`<p class="facts">A click on a row opens ${String(more.length)} more columns; they stand in report.json, too.</p>`
				: '';
		if (rows.length < rowsToSearch)
			tables.push(html`<div class="kind">
				${tableOf(columns, rows)}${more.length > 0 ? html`<p class="facts">${String(more.length)} more columns are in report.json.</p>` : ''}
			</div>`);
		else {
			const table = await searchable(columns, rows, breathe);
			tables.push(html`<div class="kind findings" data-name="${check.id}" data-filters="${filters.join(' ')}">
			${table}${where}
			<script type="application/json">${raw(await moreOf(more, rows, breathe))}</script>
		</div>`);
		}
	}
	return html`${tables}`;
}

/** Rows to a block: a browser lays out only the blocks that are seen, so that thousands of rows open at once. */
const rowsToBlock = 100;
const narrow = new Set(['status', 'verdict', 'retiresOn', 'kind', 'change', 'lasting', 'lang']);
const broad = new Set(['action', 'why', 'detail', 'workaround']);

/** A table whose columns have set widths. Its rows stand in blocks, and its roles are said, since it is laid out as a grid. */
async function searchable(columns: Column[], rows: ReportCheck['findings'], breathe: Breathe) {
	const widths = columns.map(({ key }) => (narrow.has(key) ? '7.5rem' : broad.has(key) ? 'minmax(0, 2fr)' : 'minmax(0, 1fr)')).join(' ');
	const align = alignment(columns, rows);
	const blocks = [];
	for (let from = 0; from < rows.length; from += rowsToBlock) {
		await breathe();
		blocks.push(raw(`<tbody>${rowsOf(columns, rows.slice(from, from + rowsToBlock), align)}</tbody>`));
	}
	return html`<div class="scroll long" tabindex="0"><table class="blocks" style="--columns: ${widths}">${headOf(columns, rows)}${blocks}</table></div>`;
}

/** The columns that are not shown, for the page's script: JSON in which no markup can end. */
async function moreOf(keys: string[], rows: ReportCheck['findings'], breathe: Breathe): Promise<string> {
	const asJson = (texts: string[]) => JSON.stringify(texts.map(clean)).replace(/</g, '\\u003c');
	const lines: string[] = [];
	for (const row of rows) {
		await breathe();
		lines.push(asJson(keys.map((key) => formatFigure(row[key]))));
	}
	return `{"labels":${asJson(keys.map(labelOf))},"rows":[${lines.join(',')}]}`;
}

const widthOf = ({ length }: string) => (length <= 22 ? 'short' : length > 60 ? 'wide' : '');

/** The markup of a cell. */
function cell(key: string, text: string, { link }: Record<string, unknown>): string {
	// Where the instance is known, its workflow opens with one click.
	if (key === 'workflow' && typeof link === 'string' && /^https?:\/\//.test(link))
		return `<a href="${escaped(link)}" rel="noreferrer">${escaped(text)}</a>`;
	const tone = toned.has(key) && Object.hasOwn(tones, text) ? tones[text] : undefined;
	return tone ? `<span class="chip ${tone}">${escaped(text)}</span>` : escaped(text);
}

/** Thousands of rows say the same few things. */
const clean = remember(withoutControls);
const escaped = remember((text) => String(html`${clean(text)}`));
