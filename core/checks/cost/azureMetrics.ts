import { asList, asText, at, get, type JsonObject } from '../../json';

/**
 * Azure Monitor's metrics of an OpenAI resource as rows: it lists each metric by itself, so that input and output of one
 * deployment and time are put together here. Names of metrics: Microsoft Learn, "Azure OpenAI monitoring data reference".
 */
export function azureMetrics(document: object): JsonObject[] | undefined {
	const metrics = asList(get(document, 'value'));
	if (!metrics.some((metric) => names[nameOf(metric)] !== undefined)) return undefined;
	const rows = new Map<string, JsonObject>();
	for (const metric of metrics) {
		const column = names[nameOf(metric)];
		if (column === undefined) continue;
		for (const series of asList(get(metric, 'timeseries'))) {
			const dimension = (wanted: string) =>
				asText(
					get(
						asList(get(series, 'metadatavalues')).find((each) => nameOf(each) === wanted),
						'value',
					),
				);
			const model = dimension('modelname') ?? dimension('modeldeploymentname');
			for (const point of asList(get(series, 'data'))) {
				const time = get(point, 'timeStamp');
				const key = JSON.stringify([time, model]);
				const row = rows.get(key) ?? { time, ...(model === undefined ? {} : { model }) };
				row[column] = Number(row[column] ?? 0) + Number(get(point, 'total') ?? 0);
				rows.set(key, row);
			}
		}
	}
	return [...rows.values()].filter((row) => row.input_tokens !== undefined || row.output_tokens !== undefined);
}

const names: Record<string, string> = {
	processedprompttokens: 'input_tokens',
	generatedtokens: 'output_tokens',
	azureopenairequests: 'requests',
};

const nameOf = (metric: unknown) => String(at(metric, 'name.value') ?? '').toLowerCase();
