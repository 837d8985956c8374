import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, EChartsCoreOption } from 'echarts';
import type { Chart } from '../../checks/checkResult';
import { formatNumber, oneLine } from '../format';
import { inks } from './inks';
import { itemAt } from '../../itemAt';

type Series = Chart['series'][number];

const fontSize = 12;
const text = (color: string) => ({ color, fontSize });
const colorOf = (index: number) => inks.series[index % inks.series.length];

/** The drawing instructions of a chart; what they mean is documented at echarts.apache.org/en/option.html. */
export function chartOption(chart: Chart): EChartsCoreOption {
	const sideways = liesSideways(chart);
	const numeric = chart.kind === 'line' && chart.series.every(({ points }) => points.every(({ x }) => typeof x === 'number'));
	const categories = categoriesOf(chart);
	const along = numeric ? numericAxis(chart.xLabel) : categoryAxis(categories, sideways, chart.xLabel);
	const values = valueAxis(chart, sideways);
	const several = chart.series.length > 1;
	const legendRows = several ? rowsOfLegend(chart) : 0;
	return {
		animation: false,
		color: [...inks.series],
		textStyle: text(inks.text),
		grid: {
			left: 8,
			right: sideways && chart.kind === 'bar' ? 52 : 18,
			top: several ? 14 + 20 * legendRows : sideways && chart.lines?.length ? 24 : 14,
			bottom: 26,
			outerBoundsMode: 'same',
			outerBoundsContain: 'axisLabel',
		},
		legend: several
			? {
					top: 0,
					left: 0,
					itemWidth: 12,
					itemHeight: 8,
					itemGap: 12,
					textStyle: text(inks.quiet),
					data: chart.series.map(({ name }) => oneLine(name)),
				}
			: undefined,
		xAxis: sideways ? values : along,
		yAxis: sideways ? along : values,
		series: chart.series.flatMap((series, index) => seriesOf(chart, series, index, { categories, numeric })),
	};
}

export const categoriesOf = ({ series }: Chart) => [...new Set(series.flatMap(({ points }) => points.map(({ x }) => oneLine(String(x)))))];

/** Categories whose names would not fit side by side stand one below the other. */
export function liesSideways(chart: Chart): boolean {
	if (chart.kind !== 'bar') return chart.kind === 'interval';
	const categories = categoriesOf(chart);
	return categories.length > 5 || categories.some((name) => name.length > 14);
}

function seriesOf(
	chart: Chart,
	series: Series,
	index: number,
	{ categories, numeric }: { categories: string[]; numeric: boolean },
): object[] {
	const name = oneLine(series.name);
	const at = ({ x }: Series['points'][number]) => (numeric ? Number(x) : categories.indexOf(oneLine(String(x))));
	const markLine = index === 0 ? referenceLines(chart) : undefined;
	if (chart.kind === 'interval') return intervals(chart, series, index, at, markLine);
	const data = series.points.map((point) => [at(point), point.value]);
	if (chart.kind === 'line') {
		const symbol = data.length > 24 ? 'none' : 'circle';
		return [{ type: 'line', name, data, symbol, symbolSize: 6, lineStyle: { width: 2 }, itemStyle: { color: colorOf(index) }, markLine }];
	}
	const sideways = liesSideways(chart);
	const formatter = ({ dataIndex }: { dataIndex: number }) => formatNumber(itemAt(itemAt(data, dataIndex), 1));
	const label =
		chart.series.length * data.length <= 14
			? { show: true, position: sideways ? 'right' : 'top', formatter, ...text(inks.quiet) }
			: undefined;
	const borderRadius = sideways ? [0, 2, 2, 0] : [2, 2, 0, 0];
	const bars = sideways ? data.map(([place, value]) => [value, place]) : data;
	return [
		{ type: 'bar', name, data: bars, label, barMaxWidth: sideways ? 20 : 44, itemStyle: { color: colorOf(index), borderRadius }, markLine },
	];
}

/** A dot with its 95 % interval for each point; the series of one category lie side by side. */
function intervals(chart: Chart, series: Series, index: number, at: (point: Series['points'][number]) => number, markLine: unknown) {
	const shift = (index - (chart.series.length - 1) / 2) * 14;
	const data = series.points.map((point) => [
		at(point),
		point.value,
		point.interval?.[0] ?? point.value,
		point.interval?.[1] ?? point.value,
	]);
	const stroke = colorOf(index);
	const renderItem = (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
		const position = (dimension: number) => {
			const [x = 0, y = 0] = api.coord([api.value(dimension), api.value(0)]);
			return { x, y: y + shift };
		};
		const { x, y } = position(1);
		const { x: low } = position(2);
		const { x: high } = position(3);
		const line = (x1: number, y1: number, x2: number, y2: number) => ({
			type: 'line' as const,
			shape: { x1, y1, x2, y2 },
			style: { stroke, lineWidth: 2 },
		});
		return {
			type: 'group' as const,
			children: [
				line(low, y, high, y),
				line(low, y - 4, low, y + 4),
				line(high, y - 4, high, y + 4),
				{ type: 'circle' as const, shape: { cx: x, cy: y, r: 4.5 }, style: { fill: stroke } },
			],
		};
	};
	return [
		{
			type: 'custom',
			name: oneLine(series.name),
			data,
			renderItem,
			itemStyle: { color: stroke },
			encode: { x: [1, 2, 3], y: 0 },
			markLine,
		},
	];
}

function referenceLines(chart: Chart) {
	const lines = linesInReach(chart);
	if (lines.length === 0) return undefined;
	const sideways = liesSideways(chart);
	const axis = sideways ? 'xAxis' : 'yAxis';
	return {
		silent: true,
		symbol: 'none',
		lineStyle: { color: inks.mark, type: 'dashed', width: 1.5 },
		label: { ...text(inks.mark), position: sideways ? 'start' : 'insideEndTop', formatter: '{b}' },
		data: lines.map(({ label, value }) => ({ name: oneLine(label), [axis]: value })),
	};
}

/** Reference lines that can be drawn without pressing what was measured flat; the caption names them all. */
function linesInReach({ kind, lines = [], series }: Chart) {
	if (kind === 'interval') return lines;
	const highest = Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
	return lines.filter(({ value }) => value <= highest * 2.5);
}

function categoryAxis(data: string[], sideways: boolean, name?: string) {
	return {
		type: 'category',
		data,
		inverse: sideways,
		...axisName(name, sideways),
		axisLine: { lineStyle: { color: inks.grid } },
		axisTick: { show: false },
		axisLabel: {
			...text(inks.text),
			interval: 0,
			formatter: sideways ? shortened : undefined,
			overflow: sideways ? 'truncate' : 'break',
			lineHeight: 14,
			width: sideways ? 140 : Math.max(40, 290 / Math.max(1, data.length) - 4),
		},
	};
}

function numericAxis(name?: string) {
	return {
		type: 'value',
		scale: true,
		...axisName(name, false),
		splitLine: { show: false },
		axisLine: { show: true, lineStyle: { color: inks.grid } },
		axisLabel: { ...text(inks.quiet), hideOverlap: true },
	};
}

function valueAxis(chart: Chart, sideways: boolean) {
	const bounds = linesInReach(chart).map(({ value }) => value);
	return {
		type: 'value',
		scale: chart.kind === 'interval',
		...(sideways ? axisName(chart.yLabel, false) : {}),
		min: ({ min }: { min: number }) =>
			chart.kind === 'interval' ? padded(Math.min(min, ...bounds), -1, chart) : Math.min(0, min, ...bounds),
		max: ({ max }: { max: number }) =>
			chart.kind === 'interval'
				? padded(Math.max(max, ...bounds), 1, chart)
				: bounds.some((bound) => bound > max)
					? Math.max(...bounds)
					: null,
		splitNumber: sideways ? 3 : 4,
		splitLine: { lineStyle: { color: inks.grid } },
		axisLabel: {
			...text(inks.quiet),
			hideOverlap: true,
			showMinLabel: chart.kind !== 'interval',
			showMaxLabel: chart.kind !== 'interval',
			formatter: (value: number) => formatNumber(value),
		},
	};
}

/** A bound with a little room beyond it, on a round number of its own order. */
function padded(bound: number, direction: 1 | -1, chart: Chart): number {
	const values = chart.series.flatMap(({ points }) => points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]));
	const span = Math.max(...values, bound) - Math.min(...values, bound) || Math.abs(bound) || 1;
	const step = 10 ** Math.floor(Math.log10(span));
	const room = bound + direction * span * 0.06;
	const rounded = direction > 0 ? Math.ceil(room / (step / 4)) : Math.floor(room / (step / 4));
	return Number((rounded * (step / 4)).toPrecision(12));
}

/** Long names lose their middle: what tells them apart mostly stands at the end. */
const shortened = (name: string) => (name.length <= 21 ? name : `${name.slice(0, 6)}…${name.slice(-14)}`);

/** How many rows the legend takes, at about 5.2 pixels a letter. */
function rowsOfLegend({ series }: Chart): number {
	const widths = series.map(({ name }) => 30 + oneLine(name).length * 5.2);
	return Math.ceil(widths.reduce((sum, width) => sum + width, 0) / 320);
}

const axisName = (name: string | undefined, sideways: boolean) =>
	name && !sideways ? { name: oneLine(name), nameLocation: 'middle', nameGap: 30, nameTextStyle: text(inks.quiet) } : {};
