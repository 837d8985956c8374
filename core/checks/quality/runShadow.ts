import type { CheckContext } from '../check';
import { runAll } from '../calls/runAll';
import type { Conclusion } from '../checkResult';
import { measureJudge, readAnchors } from '../../replay/anchors';
import { judgeAsker } from '../../replay/collect';
import { isCritical, linesWithoutCalls } from '../../replay/critical';
import type { ReplayedCall } from '../../replay/evidence';
import { compareAnswers } from '../../replay/ladder';
import { writtenAnswer } from '../../replay/writtenAnswer';
import { concludeShadow } from '../../shadow/concludeShadow';
import { readShadowRecords } from '../../shadow/shadowRecord';
import { judgeOf } from './judgeOf';
import type { QualityParameters } from './parameters';

/** The quality check on what a shadow model answered to live calls: only a judge is asked. */
export async function runShadow(chosen: QualityParameters, context: CheckContext): Promise<Conclusion> {
	const { historyFile, historyOptions, qualityOptions: options } = chosen;
	const { files, items, concurrency } = context;
	const { records, problems } = await readShadowRecords(historyFile ? files.lines(historyFile) : items, historyFile || 'items');
	const { anchorsFile, rubric, tolerancePercent, critical, instanceUrl } = historyOptions;
	const read = anchorsFile ? await readAnchors(files.lines(anchorsFile), anchorsFile) : { anchors: [], problems: [] };
	const judge = judgeOf(options, context);
	const ask = judge && judgeAsker(judge, context);
	const quality = ask && read.anchors.length > 0 ? await measureJudge(read.anchors, { ask, rubric }, concurrency) : undefined;
	const compared: ReplayedCall[] = [];
	await runAll(
		records.map(({ call, candidate }, index) => async () => {
			const comparison = await compareAnswers(call, candidate.answer, {
				relative: tolerancePercent / 100,
				ask,
				rubric,
				judgesDifferences: true,
				later: [],
			});
			const isPlain = comparison.outcome === 'tie' && !comparison.judged;
			compared[index] = {
				call,
				critical: isCritical(call, critical),
				sampled: true,
				comparison,
				...(isPlain ? {} : { answer: candidate.answer.failed ? `(failed: ${candidate.answer.failed})` : writtenAnswer(candidate.answer) }),
				taken: candidate.taken,
			};
		}),
		context,
	);
	return concludeShadow(
		{
			// What the user stopped leaves gaps.
			compared: compared.filter((one) => one !== undefined),
			candidate: [...new Set(records.map(({ candidate }) => candidate.model))].join(', '),
			...(judge ? { judge: { model: judge.model, ...(quality ? { quality } : {}) } } : {}),
			criticalWithoutCalls: linesWithoutCalls(
				records.map(({ call }) => call),
				critical,
			),
			emulated: context.candidate?.emulated === true,
			problems: [...problems, ...read.problems],
			...(instanceUrl ? { instanceUrl } : {}),
		},
		{ margin: chosen.marginPoints / 100, alpha: Number((1 - options.confidence).toFixed(9)), maxErrorShare: options.maxErrorPercent / 100 },
	);
}
