import { estimateCost } from '../../replay/estimateCost';
import { planReplay } from '../../replay/collect';
import { usdOf } from '../../money/nano';
import { formatNumber } from '../../report/format';
import type { History } from '../../history/history';
import type { CheckContext, Side } from '../check';
import type { Conclusion } from '../checkResult';
import { toFigures } from './figures';
import { historyTables } from './executions';
import { judgeOf } from './judgeOf';
import type { QualityParameters } from './parameters';

/** What a replay would ask, of whom, and for how much; nothing is sent. The user says yes by running it again without this. */
export function listHistory(history: History, chosen: QualityParameters, anchors: number, context: CheckContext): Conclusion {
	const { qualityOptions: options, historyOptions, marginPoints } = chosen;
	const { candidate, baseline } = context;
	if (!candidate) throw new Error('Expected a candidate model');
	const judge = judgeOf(options, context);
	const { sample, critical, wanted, power } = planReplay(
		{ calls: history.held },
		{
			margin: marginPoints / 100,
			alpha: Number((1 - options.confidence).toFixed(9)),
			expectedChange: historyOptions.expectedChangePercent / 100,
			cases: options.taskCount,
			seed: options.seed,
			critical: historyOptions.critical,
		},
	);
	const asked = [...new Set([...critical, ...sample].map(({ call }) => call))];
	const judgeSide = judge && { ...judge.side, model: judge.model };
	const cost = estimateCost(asked, { candidate, baseline, judge: judgeSide, anchors, at: context.now });
	const row = (role: 'candidate' | 'baseline' | 'judge', side: Side | undefined) =>
		side ? [{ role, model: side.model, host: new URL(side.endpoint.baseURL).host, requests: cost[role] }] : [];
	const usd = cost.nanoUsd === 'unknown' ? 'unknown' : usdOf(cost.nanoUsd);
	const workflows = new Set(asked.map(({ execution }) => execution.workflowId)).size;
	const price = usd === 'unknown' ? 'at a cost that is not known' : `for about $${formatNumber(usd)}`;
	const few = asked.length < wanted ? `; ${wanted} would give 80 % power, these give ${Math.round(power * 100)} %` : '';
	return {
		verdict: 'skipped',
		summary:
			asked.length === 0
				? 'Nothing was sent. No call that can be asked again was found.'
				: `Nothing was sent. ${asked.length} calls of ${workflows} workflow${workflows === 1 ? '' : 's'} would go to ${candidate.model} at ${new URL(candidate.endpoint.baseURL).host}, ${price}${few}. Switch Only List off to ask them.`,
		emulated: candidate.emulated,
		figures: toFigures({
			source: 'executions',
			listedOnly: true,
			executions: history.executions,
			callsInHistory: history.calls,
			callsPlanned: asked.length,
			callsWanted: wanted,
			estimatedUsd: usd,
			chanceToPassIfEqualPercent: Math.round(power * 1000) / 10,
		}),
		thresholds: { marginPoints },
		findings: [],
		tables: [
			{
				title: 'Prompts would go to',
				columns: [
					{ key: 'role', label: 'Role' },
					{ key: 'model', label: 'Model' },
					{ key: 'host', label: 'Host' },
					{ key: 'requests', label: 'Requests at most' },
				],
				rows: [...row('candidate', candidate), ...row('baseline', baseline), ...row('judge', judgeSide)],
			},
			...historyTables(history),
		],
	};
}
