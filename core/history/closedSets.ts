import type { AnswerUse, RecordedCall } from './recordedCall';

/** A node has a closed set of answers where it gave at most so many different short ones... */
const mostLabels = 12;
const longestLabel = 60;
/** ...in at least so many calls, and each of them this often on average. */
const fewestCalls = 20;
const fewestOfEach = 4;

export interface ClosedSets {
	add(call: RecordedCall): void;
	/** The use of a call's answer, with what all answers of its node show. */
	useOf(call: RecordedCall): AnswerUse;
}

interface Answers {
	calls: number;
	/** Nothing once there are too many or too long ones. */
	texts?: Set<string>;
	numbers: number;
}

/** Labels and numbers that no node declares, but all recorded answers of a node are. */
export function openClosedSets(): ClosedSets {
	const nodes = new Map<string, Answers>();
	return {
		add(call) {
			if (call.answer.error !== undefined || call.answer.toolCalls.length > 0) return;
			const answers = nodes.get(keyOf(call)) ?? { calls: 0, texts: new Set(), numbers: 0 };
			nodes.set(keyOf(call), answers);
			const text = call.answer.text.trim();
			answers.calls += 1;
			if (isNumber(text)) answers.numbers += 1;
			if (text === '' || text.length > longestLabel) delete answers.texts;
			answers.texts?.add(text);
			if ((answers.texts?.size ?? 0) > mostLabels) delete answers.texts;
		},
		useOf(call) {
			const answers = nodes.get(keyOf(call));
			if (call.use.kind !== 'text' || !answers || answers.calls < fewestCalls) return call.use;
			if (answers.numbers === answers.calls) return { kind: 'number' };
			const labels = [...(answers.texts ?? [])].sort();
			return labels.length > 1 && answers.calls / labels.length >= fewestOfEach ? { kind: 'label', labels, from: 'history' } : call.use;
		},
	};
}

const keyOf = ({ execution, root, node }: RecordedCall) => JSON.stringify([execution.workflowId, root?.name ?? node.name]);

/** A plain number, with a sign, thousands, decimals or a percent sign. */
const isNumber = (text: string) => /^[+-]?(?:\d{1,3}(?:[ ,.']\d{3})+|\d+)(?:[.,]\d+)?\s?%?$/.test(text);
