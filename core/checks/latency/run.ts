import type { CheckRun } from '../check';
import { collect } from './collect';
import { figuresOf } from './figures';
import { loadHistograms } from './histogram';
import { judge } from './judge';
import { parse, type LatencyParameters } from './parameters';

export const check: CheckRun<LatencyParameters> = {
	parse,
	async run(parameters, context) {
		const histograms = await loadHistograms();
		const evidence = await collect(parameters, context, histograms);
		const { firstTokenMs, firstAnswerMs, betweenTokensMs, totalMs, minGoodput, maxSlowdown, maxClientDelayMs } = parameters.latencyOptions;
		const thresholds = { firstTokenMs, firstAnswerMs, betweenTokensMs, totalMs, minGoodput, maxSlowdown, maxClientDelayMs };
		return judge(evidence, figuresOf(evidence, thresholds, histograms), thresholds);
	},
};
