import { groupBy } from '../checks/groupBy';
import type { RecordedCall, RecordedMessage, RecordedToolCall } from '../history/recordedCall';

/** A recorded call that can be asked again. */
export interface ReplayableCall {
	call: RecordedCall;
	/** Calls of tools that the old model requested in the rounds after this one. */
	later: RecordedToolCall[];
}

export interface Rounds {
	calls: ReplayableCall[];
	/** What can't be asked again, each with the reason. */
	left: { call: RecordedCall; reason: string }[];
}

/**
 * The rounds of each agent's run, each to be asked by itself with the results that the old model's calls had (so that one
 * round's answer does not change the next). A run ends where the result of a call is missing: what came after rests on
 * something that nobody recorded.
 */
export function replayableRounds(recorded: readonly RecordedCall[]): Rounds {
	const result: Rounds = { calls: [], left: [] };
	for (const [, members] of groupBy(recorded, runOf)) {
		for (const run of runsIn(members)) takeRun(run, result);
	}
	const order = new Map(recorded.map(({ id }, index) => [id, index]));
	result.calls.sort((one, other) => (order.get(one.call.id) ?? 0) - (order.get(other.call.id) ?? 0));
	return result;
}

/** Rounds of one item in one node belong together. */
const runOf = ({ execution, root, node }: RecordedCall) => JSON.stringify([execution.id, root?.name ?? '', node.name, node.itemIndex ?? 0]);

/** Round 0 begins a new run: a node in a loop runs several times. */
function runsIn(members: readonly RecordedCall[]): RecordedCall[][] {
	const runs: RecordedCall[][] = [];
	for (const call of [...members].sort((one, other) => one.node.runIndex - other.node.runIndex || one.round - other.round)) {
		const last = runs.at(-1);
		if (call.round === 0 || !last) runs.push([call]);
		else last.push(call);
	}
	return runs;
}

function takeRun(run: readonly RecordedCall[], result: Rounds) {
	let ended: string | undefined;
	run.forEach((call, index) => {
		ended ??= gapBefore(call, run[index - 1]) ?? nothingToAsk(call);
		if (ended) result.left.push({ call, reason: ended });
		else result.calls.push({ call, later: run.slice(index + 1).flatMap(({ answer }) => answer.toolCalls) });
	});
}

function gapBefore(call: RecordedCall, previous: RecordedCall | undefined): string | undefined {
	if (previous && call.round !== previous.round + 1) return `round ${previous.round + 1} is not recorded`;
	const missing = unanswered(call.request.messages);
	return missing && `the result of "${missing.name}" is not recorded`;
}

const nothingToAsk = ({ request: { messages } }: RecordedCall) =>
	messages.some(({ role, content }) => role !== 'assistant' && content.trim() !== '') ? undefined : 'the prompt is not recorded';

/** A call in the messages whose result does not follow, matched by id and else by place. */
function unanswered(messages: readonly RecordedMessage[]): RecordedToolCall | undefined {
	for (const [index, { toolCalls = [] }] of messages.entries()) {
		const rest = messages.slice(index + 1);
		const end = rest.findIndex(({ role }) => role !== 'tool');
		const results = end < 0 ? rest : rest.slice(0, end);
		const missing = toolCalls.find(({ id }, place) => {
			const byId = results.some(({ toolCallId }) => toolCallId === id);
			return !byId && results[place]?.toolCallId !== undefined ? true : !byId && results[place] === undefined;
		});
		if (missing) return missing;
	}
	return undefined;
}
