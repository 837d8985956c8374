import { html, raw } from 'hono/html';
import { makeBreathe } from '../../breathe';
import type { Verdict } from '../../checks/checkResult';
import { findingColumns } from '../findingColumns';
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
	return html`<div class="scroll${rows.length > rowsWithoutScrolling ? ' long' : ''}" tabindex="0"><table>${headOf(columns, rows)}<tbody>${rowsOf(columns, rows)}</tbody></table></div>`;
}

function headOf(columns: Column[], rows: readonly Record<string, unknown>[]) {
	const align = alignment(columns, rows);
	return html`<thead><tr>${columns.map(({ key, label, unit }) => html`<th class="${align(key)}" data-key="${key}">${clean(label)}${unit ? html` (${clean(unit)})` : ''}</th>`)}</tr></thead>`;
}

function rowsOf(columns: Column[], rows: readonly Record<string, unknown>[]) {
	const align = alignment(columns, rows);
	return rows.map(
		(row) =>
			html`<tr>${columns.map(({ key }) => html`<td class="${align(key) || widthOf(formatFigure(row[key]))}">${cell(key, row[key], row)}</td>`)}</tr>`,
	);
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
	const kinds = new Map<string, ReportCheck['findings']>();
	for (const finding of check.findings) {
		const [first = ''] = Object.keys(finding);
		const kind = kinds.get(first);
		if (kind) kind.push(finding);
		else kinds.set(first, [finding]);
	}
	const breathe = makeBreathe();
	const tables = [];
	for (const rows of kinds.values()) {
		await breathe();
		tables.push(await findingsTable(check, rows));
	}
	return tables;
}

async function findingsTable(check: ReportCheck, rows: ReportCheck['findings']) {
	const { shown, more } = findingColumns(check, rows);
	const columns = shown.map((key) => ({ key, label: labelOf(key) }));
	const where =
		more.length > 0
			? html`<p class="facts">A click on a row opens ${String(more.length)} more columns; they stand in report.json, too.</p>`
			: '';
	if (rows.length < rowsToSearch)
		return html`<div class="kind">
				${tableOf(columns, rows)}${more.length > 0 ? html`<p class="facts">${String(more.length)} more columns are in report.json.</p>` : ''}
			</div>`;
	return html`<div class="kind findings" data-name="${check.id}" data-filters="${filters.join(' ')}">
			${await searchable(columns, rows)}${where}
			<script type="application/json">${raw(moreOf(more, rows))}</script>
		</div>`;
}

/** Rows to a block: a browser lays out only the blocks that are seen, so that thousands of rows open at once. */
const rowsToBlock = 100;
const narrow = new Set(['status', 'verdict', 'retiresOn', 'kind', 'change', 'lasting', 'lang']);
const broad = new Set(['action', 'why', 'detail', 'workaround']);

/** A table whose columns have set widths. Its rows stand in blocks, and its roles are said, since it is laid out as a grid. */
async function searchable(columns: Column[], rows: ReportCheck['findings']) {
	const widths = columns.map(({ key }) => (narrow.has(key) ? '7.5rem' : broad.has(key) ? 'minmax(0, 2fr)' : 'minmax(0, 1fr)')).join(' ');
	const blocks = Array.from({ length: Math.ceil(rows.length / rowsToBlock) }, (_, block) =>
		rows.slice(block * rowsToBlock, (block + 1) * rowsToBlock),
	);
	const breathe = makeBreathe();
	const bodies = [];
	for (const block of blocks) {
		await breathe();
		bodies.push(html`<tbody>${rowsOf(columns, block)}</tbody>`);
	}
	return html`<div class="scroll long" tabindex="0"><table class="blocks" style="--columns: ${widths}">${headOf(columns, rows)}${bodies}</table></div>`;
}

/** The columns that are not shown, for the page's script: JSON in which no markup can end. */
function moreOf(keys: string[], rows: ReportCheck['findings']): string {
	const data = {
		labels: keys.map((key) => clean(labelOf(key))),
		rows: rows.map((row) => keys.map((key) => clean(formatFigure(row[key])))),
	};
	return JSON.stringify(data).replace(/</g, '\\u003c');
}

const widthOf = ({ length }: string) => (length <= 22 ? 'short' : length > 60 ? 'wide' : '');

function cell(key: string, value: unknown, { link }: Record<string, unknown>) {
	const text = clean(formatFigure(value));
	// Where the instance is known, its workflow opens with one click.
	if (key === 'workflow' && typeof link === 'string' && /^https?:\/\//.test(link))
		return html`<a href="${link}" rel="noreferrer">${text}</a>`;
	const tone = toned.has(key) && Object.hasOwn(tones, text) ? tones[text] : undefined;
	return tone ? html`<span class="chip ${tone}">${text}</span>` : text;
}

const clean = (text: string) => withoutControls(text);
