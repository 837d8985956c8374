import type { CheckRun } from '../check';
import { readParameters } from '../calls/readParameters';
import { collectQuality } from './collect';
import { judgeOf } from './judgeOf';
import { judgeQuality } from './judge';
import { parameters, type QualityParameters } from './parameters';
import { loadTasks } from '../../tasks/loadTasks';
import { runReplay } from './runReplay';
import { runShadow } from './runShadow';

export const check: CheckRun<QualityParameters> = {
	parse: (raw) => readParameters(parameters, raw),
	async run(chosen, context) {
		const { qualityOptions: options, marginPoints } = chosen;
		const { confidence, minAccuracyPercent, maxErrorPercent, seed, effort, runCode } = options;
		if (chosen.taskSource === 'history' || chosen.taskSource === 'executions') return await runReplay(chosen, context);
		if (chosen.taskSource === 'shadow') return await runShadow(chosen, context);
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
