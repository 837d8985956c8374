import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../../checks/checkResult';
import { categoriesOf, chartOption, liesSideways } from './chartOption';
import { withVariables } from './inks';

use([BarChart, CustomChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** As wide as a chart stands in the page's three columns and on a phone, so that its letters keep their size. */
const width = 340;

/** A chart as SVG that takes its colours from the page. */
export function drawChart(chart: Chart): string {
	const instance = init(null, null, { renderer: 'svg', ssr: true, width, height: heightOf(chart) });
	try {
		instance.setOption(chartOption(chart));
		return withVariables(instance.renderToSVGString({ useViewBox: true }));
	} finally {
		instance.dispose();
	}
}

function heightOf(chart: Chart): number {
	if (!liesSideways(chart)) return 240;
	return Math.max(200, 80 + categoriesOf(chart).length * Math.max(30, 16 * chart.series.length + 8));
}
