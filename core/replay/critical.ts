import type { RecordedCall } from '../history/recordedCall';

/**
 * Whether a call is one that may not be lost. Each line of the list names calls: by id, by `workflow:` or `node:` with the
 * name, or by `prompt:` with words that the request holds.
 */
export function isCritical({ id, execution, node, request }: RecordedCall, list: readonly string[]): boolean {
	return list.some((line) => {
		const [, field, wanted] = /^(workflow|node|prompt):\s*(.+)$/s.exec(line) ?? [];
		if (field === 'workflow') return execution.workflowName === wanted || execution.workflowId === wanted;
		if (field === 'node') return node.name === wanted;
		if (field === 'prompt') return request.messages.some(({ content }) => content.toLowerCase().includes(wanted.toLowerCase()));
		return id === line;
	});
}
