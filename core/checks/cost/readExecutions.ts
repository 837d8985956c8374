import type { FileProblem } from '../../fileProblem';
import { asList, asText, at, get, isObject } from '../../json';
import { toUsageRow } from './usageRecord';
import type { UsageLog, UsageRow } from './usage';

/** Token usage in executions of n8n, as its public API gives them with `includeData=true`; nothing where it is something else. */
export function readExecutions(json: unknown, file: string): UsageLog | undefined {
	const list = Array.isArray(json) ? json : Array.isArray(get(json, 'data')) ? asList(get(json, 'data')) : [json];
	const isExecution = (entry: unknown) =>
		isObject(entry) && ('workflowData' in entry || 'workflowId' in entry) && ('startedAt' in entry || 'data' in entry);
	if (list.length === 0 || !list.every(isExecution)) return undefined;
	const rows: UsageRow[] = [];
	const problems: FileProblem[] = [];
	for (const execution of list) {
		const id = String(get(execution, 'id') ?? '?');
		const runData = at(execution, 'data.resultData.runData');
		if (!isObject(runData)) {
			problems.push({ file, reason: `Execution ${id} has no data: read it with includeData=true from the public API.` });
			continue;
		}
		const types = new Map(
			asList(at(execution, 'workflowData.nodes')).map((node) => [asText(get(node, 'name')) ?? '', asText(get(node, 'type')) ?? '']),
		);
		const seen = new Set<string>();
		for (const [node, runs] of Object.entries(runData)) {
			for (const run of asList(runs)) {
				const time = get(run, 'startTime');
				for (const { usage, model, isEstimate } of usagesOf(run, types.get(node))) {
					const outcome = toUsageRow({ usage, ...(model && { model }), ...(typeof time === 'number' && { time }) });
					if ('reason' in outcome) problems.push({ file, reason: `Execution ${id}, node ${node}: ${outcome.reason}` });
					if (!('row' in outcome)) continue;
					// An item that other nodes pass on carries the same usage again.
					const key = JSON.stringify([model, outcome.row.inputTokens, outcome.row.outputTokens, types.size > 0 ? [node, time] : '']);
					if (seen.has(key)) continue;
					seen.add(key);
					rows.push(outcome.row);
					if (isEstimate)
						problems.push({ file, reason: `Execution ${id}, node ${node}: n8n estimated the tokens, since the model did not tell them.` });
				}
			}
		}
	}
	return { rows, problems };
}

interface Found {
	usage: Record<string, unknown>;
	model?: string;
	isEstimate: boolean;
}

const answers = /r1Reason|openAi|anthropic|googleGemini|ollama|deepSeek|perplexity|httpRequest/i;

function usagesOf(run: unknown, type: string | undefined): Found[] {
	const fromModels = asList(at(run, 'data.ai_languageModel'))
		.flatMap(asList)
		.flatMap((item): Found[] => {
			const json = get(item, 'json');
			const usage = get(json, 'tokenUsage');
			const estimate = get(json, 'tokenUsageEstimate');
			const model = asText(at(json, 'response.generations.0.0.generationInfo.model_name')) ?? asText(get(json, 'model'));
			if (isObject(usage)) return [{ usage, isEstimate: false, ...(model && { model }) }];
			return isObject(estimate) ? [{ usage: estimate, isEstimate: true, ...(model && { model }) }] : [];
		});
	if (type !== undefined && !answers.test(type)) return fromModels;
	const fromItems = asList(at(run, 'data.main'))
		.flatMap(asList)
		.flatMap((item): Found[] => {
			const usage = at(item, 'json.usage');
			const model = asText(at(item, 'json.model'));
			return isObject(usage) ? [{ usage, isEstimate: false, ...(model && { model }) }] : [];
		});
	return [...fromModels, ...fromItems];
}
