import type { CheckContext, CheckRun } from '../check';
import { readParameters } from '../calls/readParameters';
import { collectQuality } from './collect';
import { judgeQuality } from './judge';
import { parameters, type QualityParameters } from './parameters';
import { loadTasks } from '../../tasks/loadTasks';

export const check: CheckRun<QualityParameters> = {
	parse: (raw) => readParameters(parameters, raw),
	async run(chosen, context) {
		const { qualityOptions: options, marginPoints } = chosen;
		const { confidence, minAccuracyPercent, maxErrorPercent, seed, effort, runCode } = options;
		const tasks = await loadTasks(chosen, context.items, context.files);
		const evidence = await collectQuality(
			tasks,
			{
				...options,
				runCode: runCode === 'both' ? ['javascript', 'python'] : runCode === 'javascript' ? ['javascript'] : [],
				judge: judgeOf(options, context),
				effort: effort === 'auto' ? undefined : effort,
			},
			context,
		);
		return judgeQuality(evidence, {
			margin: marginPoints / 100,
			level: confidence,
			minAccuracy: minAccuracyPercent / 100,
			maxErrorShare: maxErrorPercent / 100,
			seed,
		});
	},
};

function judgeOf({ judgeModel, judgeSide }: QualityParameters['qualityOptions'], { baseline, candidate }: CheckContext) {
	const side = judgeSide === 'baseline' ? (baseline ?? candidate) : candidate;
	return judgeModel !== '' && side ? { side, model: judgeModel } : undefined;
}
