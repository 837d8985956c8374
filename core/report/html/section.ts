import { html } from 'hono/html';
import type { Chart } from '../../checks/checkResult';
import { count, formatDuration, formatFigure, formatNumber, isInterval, labelOf, sentence, withoutControls } from '../format';
import type { ReportCheck } from '../reportSchema';
import { verdictWords } from '../words';
import { figureOf } from './figure';
import { markSelfCorrections } from './markSelfCorrections';
import { markDifferences } from './markDifferences';
import { findingsTables, tableOf } from './table';
import { isObject } from '../../json';

const clean = withoutControls;

/** Everything of one check, for the reader who digs. */
export function sectionOf(check: ReportCheck, shownAbove: ReadonlySet<Chart>) {
	const charts = (check.charts ?? []).filter((chart) => !shownAbove.has(chart) && hasPoints(chart));
	return html`<section id="${check.id}">
		<div class="title ${check.verdict}">
			<span class="sign" title="${verdictWords[check.verdict].short}">${verdictWords[check.verdict].sign}</span>
			<div>
				<h2>${clean(check.title)}</h2>
			</div>
		</div>
		<p class="summary">${sentence(check.summary)}</p>
		${facts(check)} ${tiles(check.figures)} ${charts.length > 0 ? html`<div class="charts">${charts.map(figureOf)}</div>` : ''}
		${
			check.findings.length > 0
				? html`<h3>${count(check.findings.length, 'finding')}</h3>
						${findingsTables(check)}`
				: ''
		}
		${(check.tables ?? [])
			.filter(({ rows }) => rows.length > 0)
			.map(
				({ title, columns, rows }) =>
					html`<h3>${clean(title)}</h3>
						${tableOf(columns, rows)}`,
			)}
		${problems(check.problems ?? [])} ${thresholds(check.thresholds)} ${exhibits(check.exhibits ?? [])}
	</section> `;
}

export const hasPoints = (chart: Chart) => chart.series.some(({ points }) => points.length > 0);

function facts({ run, emulated, compared }: ReportCheck) {
	const sides = compared ?? { baseline: run?.baseline?.model, candidate: run?.candidate?.model };
	const models = [sides.baseline, sides.candidate].filter((model) => model !== undefined);
	const parts = [
		models.length > 0 ? clean(models.join(' against ')) : '',
		emulated ? 'Emulated' : '',
		run ? `took ${formatDuration(run.durationMs)}` : '',
		run && run.spentUsd > 0 ? `cost $${formatNumber(run.spentUsd)}` : '',
		run && run.unpricedCalls > 0 ? `${count(run.unpricedCalls, 'call')} without a known price` : '',
	].filter(Boolean);
	return parts.length > 0 ? html`<p class="facts">${parts.join(' · ')}</p>` : '';
}

/** Single figures as tiles, groups of figures as tables that open. */
function tiles(figures: ReportCheck['figures']) {
	const entries = Object.entries(figures).map(([key, value]) => ({ label: clean(labelOf(key)), value }));
	const single = entries.flatMap(({ label, value }) => {
		const text = clean(formatFigure(value));
		return text === '' || rowsOf(value) ? [] : [{ label, text }];
	});
	const groups = entries.flatMap(({ label, value }) => {
		const rows = rowsOf(value) ?? [];
		return rows.length > 0 ? [{ label, rows }] : [];
	});
	return html`${
		single.length > 0
			? html`<dl class="tiles">
					${single.map(
						({ label, text }) =>
							html`<div>
								<dt>${label}</dt>
								<dd class="${text.length > 16 ? 'long' : ''}">${text}</dd>
							</div>`,
					)}
				</dl>`
			: ''
	}
	${groups.map(
		({ label, rows }) =>
			html`<details>
				<summary>${label}</summary>
				${groupTable(rows)}
			</details>`,
	)}`;
}

/** The rows of a figure that is a table by itself; nothing for one that is a single figure. */
function rowsOf(value: unknown): Record<string, unknown>[] | undefined {
	if (Array.isArray(value)) return value.length > 0 && value.every(isObject) ? value : undefined;
	if (!isObject(value) || isInterval(value)) return undefined;
	return Object.entries(value).map(([name, entry]) => ({
		name: labelIfKey(name),
		value: typeof entry === 'number' ? entry : formatFigure(entry),
	}));
}

/** Names of models and the like stand as they are; names of figures are put into words. */
const labelIfKey = (name: string) => (/^[a-z]+(?:[A-Z][a-z]*)+$/.test(name) ? labelOf(name) : name);

function groupTable(rows: Record<string, unknown>[]) {
	const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return tableOf(
		keys.map((key) => ({ key, label: labelOf(key) })),
		rows.map((row) =>
			Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? value : formatFigure(value)])),
		),
	);
}

function problems(list: NonNullable<ReportCheck['problems']>) {
	const part = (title: string, some: typeof list) =>
		some.length === 0
			? ''
			: html`<h3>${title}</h3>
					<ul class="problems">
						${some.map(({ file, line, reason }) => html`<li><code>${clean(line ? `${file}:${line}` : file)}</code>: ${clean(reason)}</li>`)}
					</ul>`;
	const left = list.filter(({ audited }) => !audited);
	const odd = list.filter(({ audited }) => audited);
	return html`${part(`Left out: ${count(left.length, 'input')}`, left)}${part(`Read, and worth a look: ${count(odd.length, 'remark')}`, odd)}`;
}

function thresholds(values: ReportCheck['thresholds']) {
	const entries = Object.entries(values);
	if (entries.length === 0) return '';
	return html`<details>
		<summary>Thresholds used</summary>
		${tableOf(
			[
				{ key: 'name', label: 'Option' },
				{ key: 'value', label: 'Value' },
			],
			entries.map(([name, value]) => ({ name: labelOf(name), value: formatFigure(value) })),
		)}
	</details>`;
}

function exhibits(list: NonNullable<ReportCheck['exhibits']>) {
	if (list.length === 0) return '';
	return html`<div class="exhibits">
		<h3>Behind it: ${count(list.length, 'exhibit')}</h3>
		${list.map(({ title, text, note, sides }) => {
			const [left, right] = sides ?? [];
			const turns = [text, ...(sides ?? []).map((side) => side.text)]
				.flatMap((each) => markSelfCorrections(clean(each)))
				.filter(({ turn }) => turn).length;
			return html`<details class="exhibit">
				<summary>${clean(title)}${turns > 0 ? html` <span class="chip warn">${count(turns, 'self-correction')}</span>` : ''}</summary>
				${note ? html`<p class="note">${clean(note)}</p>` : ''}
				<pre>${turnsIn(clean(text))}</pre>
				${left && right ? besideEachOther(left, right) : ''}
			</details>`;
		})}
	</div>`;
}

const turnsIn = (text: string) => markSelfCorrections(text).map((piece) => (piece.turn ? html`<mark>${piece.text}</mark>` : piece.text));

function besideEachOther(left: Side, right: Side) {
	const [one, other] = markDifferences(clean(left.text), clean(right.text));
	const column = ({ label }: Side, pieces: typeof one) =>
		html`<div>
			<h4>${clean(label)}</h4>
			<pre>${pieces.map(({ text, differs }) => (differs ? html`<span class="differs">${turnsIn(text)}</span>` : turnsIn(text)))}</pre>
		</div>`;
	return html`<div class="beside">${column(left, one)}${column(right, other)}</div>`;
}

type Side = { label: string; text: string };
