import { html, raw } from 'hono/html';
import type { Chart } from '../../checks/checkResult';
import { drawChart } from '../charts/drawChart';
import { formatNumber, withoutControls } from '../format';
import { tableOf } from './table';

/** A chart with its title, and the figures behind it for those who do not see it. */
export function figureOf(chart: Chart) {
	const intervals = chart.series.some(({ points }) => points.some(({ interval }) => interval));
	const rows = chart.series.flatMap(({ name, points }) =>
		points.map(({ x, value, interval }) => ({ name, x, value, interval: interval ?? null })),
	);
	const columns = [
		...(chart.series.length > 1 ? [{ key: 'name', label: 'Series' }] : []),
		{ key: 'x', label: chart.xLabel ?? '' },
		{ key: 'value', label: chart.yLabel },
		...(intervals ? [{ key: 'interval', label: '95 % interval' }] : []),
	];
	return html`<figure>
		<figcaption>${withoutControls(chart.title)}</figcaption>
		<div class="unit">
			${withoutControls(chart.yLabel)}${intervals ? ', with 95 % interval' : ''}${(chart.lines ?? []).map(({ label, value }) => ` · ${withoutControls(label)} ${formatNumber(value)}`)}
		</div>
		<div role="img" aria-label="${withoutControls(chart.title)}">${raw(drawChart(chart))}</div>
		<details>
			<summary>Figures</summary>
			${tableOf(columns, rows)}
		</details>
	</figure>`;
}
