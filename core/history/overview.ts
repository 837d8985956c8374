import { estimateTokens } from '../money/estimateTokens';
import type { RecordedCall } from './recordedCall';

/** What a history holds, by workflow and model. */
export interface Group {
	workflow: string;
	model: string;
	calls: number;
	failed: number;
	exact: number;
	partly: number;
	recorded: number;
	/** Tokens in and out, as recorded; of calls without a record estimated. */
	inputTokens: number;
	outputTokens: number;
	estimated: number;
	uses: Record<string, number>;
}

export interface Overview {
	add(call: RecordedCall): void;
	groups(): Group[];
	/** Why calls are not exact, with how many. */
	why(): { reason: string; count: number }[];
}

export function openOverview(): Overview {
	const groups = new Map<string, Group>();
	const reasons = new Map<string, number>();
	return {
		add(call) {
			const { execution, request, answer, rebuilt, use } = call;
			const model = request.model ?? 'unknown';
			const key = JSON.stringify([execution.workflowId, model]);
			const group = groups.get(key) ?? start(execution.workflowName, model);
			groups.set(key, group);
			const { inputTokens, outputTokens, estimated } = tokensOf(call);
			group.calls += 1;
			group[rebuilt.level] += 1;
			if (answer.error !== undefined) group.failed += 1;
			group.inputTokens += inputTokens;
			group.outputTokens += outputTokens;
			if (estimated) group.estimated += 1;
			group.uses[use.kind] = (group.uses[use.kind] ?? 0) + 1;
			for (const reason of rebuilt.why) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
		},
		groups: () => [...groups.values()].sort((a, b) => b.calls - a.calls),
		why: () => [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
	};
}

const start = (workflow: string, model: string): Group => ({
	...{ workflow, model, calls: 0, failed: 0, exact: 0, partly: 0, recorded: 0 },
	...{ inputTokens: 0, outputTokens: 0, estimated: 0, uses: {} },
});

/** Tokens of a call, by the record where it tells. */
export function tokensOf({ request, answer }: Pick<RecordedCall, 'request' | 'answer'>) {
	if (answer.usage) return { inputTokens: answer.usage.inputTokens, outputTokens: answer.usage.outputTokens, estimated: false };
	const texts = request.messages.map(({ content, toolCalls }) => content + (toolCalls ? JSON.stringify(toolCalls) : ''));
	return {
		inputTokens:
			texts.reduce((sum, text) => sum + estimateTokens(text), 0) + (request.tools ? estimateTokens(JSON.stringify(request.tools)) : 0),
		outputTokens: estimateTokens(answer.text),
		estimated: true,
	};
}
