import type { CheckContext, Side } from '../check';
import type { QualityParameters } from './parameters';

/** Who judges what rules can't: the run's own judge, else the model that is named, at the endpoint of a side. */
export function judgeOf(
	{ judgeModel, judgeSide }: QualityParameters['qualityOptions'],
	{ baseline, candidate, judge }: Pick<CheckContext, 'baseline' | 'candidate' | 'judge'>,
): { side: Side; model: string } | undefined {
	if (judge) return { side: judge, model: judge.model };
	const side = judgeSide === 'baseline' ? (baseline ?? candidate) : candidate;
	return judgeModel !== '' && side ? { side, model: judgeModel } : undefined;
}
