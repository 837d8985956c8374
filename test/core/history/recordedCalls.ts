import type { RecordedCall } from '../../../core/history/recordedCall';

/** A recorded call with what a test is about. */
export function recordedCall({
	id = 'call',
	workflow = 'Flow',
	text = 'Hello',
	answer = 'Hi',
}: {
	id?: string;
	workflow?: string;
	text?: string;
	answer?: string;
}): RecordedCall {
	return {
		id,
		execution: { id: '1', startedAt: '2026-11-28T10:00:00.000Z', workflowId: `id of ${workflow.length}`, workflowName: workflow },
		node: { id: 'n', name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', typeVersion: 1.3, runIndex: 0, itemIndex: 0 },
		root: { name: 'Chain', type: '@n8n/n8n-nodes-langchain.chainLlm' },
		cluster: '1',
		round: 0,
		request: { model: 'o1', messages: [{ role: 'user', content: text }] },
		answer: { text: answer, toolCalls: [] },
		rebuilt: { level: 'exact', why: [] },
		use: { kind: 'text' },
	};
}
