import type { AnswerUse, RecordedAnswer, RecordedCall, RecordedRequest } from '../../../core/history/recordedCall';

export interface MadeUp {
	use?: AnswerUse;
	answer?: Partial<RecordedAnswer>;
	request?: Partial<RecordedRequest>;
	cluster?: string;
	workflow?: string;
	node?: string;
	round?: number;
	execution?: string;
	runIndex?: number;
	itemIndex?: number;
	startedAt?: string;
	model?: string;
}

let made = 0;

/** A recorded call with what matters to a test; the rest is as an agent's or chain's call would be. */
export function recordedCall(prompt: string, text: string, given: MadeUp = {}): RecordedCall {
	made += 1;
	const execution = given.execution ?? String(1000 + made);
	const { round = 0, runIndex = round, itemIndex = 0, workflow = 'Tickets', node = 'OpenAI Chat Model' } = given;
	return {
		id: `${execution}:${node}:${runIndex}:${itemIndex}`,
		execution: {
			id: execution,
			startedAt: given.startedAt ?? '2026-11-20T09:00:00.000Z',
			workflowId: `w-${workflow}`,
			workflowName: workflow,
		},
		node: { id: `n-${node}`, name: node, type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', typeVersion: 1.2, runIndex, itemIndex },
		root: { name: 'Chain', type: '@n8n/n8n-nodes-langchain.chainLlm' },
		cluster: given.cluster ?? execution,
		round,
		request: {
			model: given.model ?? 'o1',
			messages: [
				{ role: 'system', content: 'You work for a shop.' },
				{ role: 'user', content: prompt },
			],
			...given.request,
		},
		answer: {
			text,
			toolCalls: [],
			finishReason: 'stop',
			usage: { inputTokens: 100, outputTokens: 50 },
			milliseconds: 900,
			...given.answer,
		},
		rebuilt: { level: 'exact', why: [] },
		use: given.use ?? { kind: 'text' },
	};
}

export const labels = ['billing', 'delivery', 'refund', 'other'];

/** Tickets with their labels, one execution each. */
export const tickets = (count: number, given: MadeUp = {}): RecordedCall[] =>
	Array.from({ length: count }, (_, index) =>
		recordedCall(`Ticket ${index}: what is it about?`, labels[index % 4], { use: { kind: 'label', labels, from: 'classifier' }, ...given }),
	);
