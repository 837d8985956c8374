import type { CheckDefinition } from '../../checkDefinition';
import { collect } from './collect';
import { figuresOf } from './figures';
import { loadHistograms } from './histogram';
import { judge } from './judge';
import { parse, type LatencyParameters } from './parameters';
import { properties } from './properties';

export const check: CheckDefinition<LatencyParameters> = {
	id: 'latency',
	title: 'Latency and load',
	description: 'Load both models and measure first token, first answer token, time between tokens and goodput',
	properties,
	parse,
	async run(parameters, context) {
		const histograms = await loadHistograms();
		const evidence = await collect(parameters, context, histograms);
		const { firstTokenMs, firstAnswerMs, betweenTokensMs, totalMs, minGoodput, maxSlowdown, maxClientDelayMs } = parameters.latencyOptions;
		const thresholds = { firstTokenMs, firstAnswerMs, betweenTokensMs, totalMs, minGoodput, maxSlowdown, maxClientDelayMs };
		return judge(evidence, figuresOf(evidence, thresholds, histograms), thresholds);
	},
};
