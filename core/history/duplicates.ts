import { createHash } from 'node:crypto';
import type { RecordedAnswer, RecordedCall } from './recordedCall';

/** Answers of repeated calls that are kept with the first one. */
const mostAnswers = 10;

export interface Duplicates {
	/** Whether this is the first call with its request; others are counted with it. */
	isFirst(call: RecordedCall): boolean;
	/** The first call with what the others answered. */
	withRepeats(call: RecordedCall): RecordedCall;
	/** Takes the answers of repeated calls, once it is clear which first calls are wanted: memory stays small. */
	keep(call: RecordedCall, isWanted: (id: string) => boolean): void;
	count(): number;
}

/** Calls with the same request to the same model: the first stands for all. */
export function openDuplicates(): Duplicates {
	const firsts = new Map<string, { id: string; others: number }>();
	const answers = new Map<string, RecordedAnswer[]>();
	let repeated = 0;
	return {
		isFirst(call) {
			const key = keyOf(call);
			const first = firsts.get(key);
			if (!first) firsts.set(key, { id: call.id, others: 0 });
			else {
				first.others += 1;
				repeated += 1;
			}
			return !first;
		},
		keep(call, isWanted) {
			const first = firsts.get(keyOf(call));
			if (!first || first.id === call.id || !isWanted(first.id)) return;
			const list = answers.get(first.id) ?? [];
			answers.set(first.id, list);
			if (list.length < mostAnswers) list.push(call.answer);
		},
		withRepeats(call) {
			const first = firsts.get(keyOf(call));
			if (!first || first.others === 0) return call;
			return { ...call, repeats: { count: first.others, answers: answers.get(first.id) ?? [] } };
		},
		count: () => repeated,
	};
}

/** Ids of tool calls are made up anew each time: they do not make a request another one. */
function keyOf({ execution, root, node, request }: RecordedCall): string {
	const messages = request.messages.map(({ role, content, toolCalls }) => [
		role,
		content,
		toolCalls?.map(({ name, arguments: given }) => [name, given]),
	]);
	return createHash('sha256')
		.update(JSON.stringify([execution.workflowId, root?.name ?? node.name, { ...request, messages }]))
		.digest('base64');
}
