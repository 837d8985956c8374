import type { RecordedCall } from '../history/recordedCall';

/** Lines that name no call: mistyped, they would guard nothing. */
export const linesWithoutCalls = (calls: readonly RecordedCall[], list: readonly string[]): string[] =>
	list.filter((line) => !calls.some((call) => isCritical(call, [line])));

/** Why a pass is not one as long as critical cases are not known to be kept. */
export function criticalDoubts(unjudged: number, withoutCalls: readonly string[]): string[] {
	return [
		...(unjudged > 0 ? [`${unjudged} critical case${unjudged === 1 ? '' : 's'} could not be judged`] : []),
		...withoutCalls.map((line) => `the critical case "${line}" names no recorded call`),
	];
}

/** What a lost critical case is called in a verdict. */
export function lostCritical(lost: readonly { call: RecordedCall; comparison?: { reason: string } }[]): string {
	const [first] = lost;
	const where = first ? `: ${first.call.execution.workflowName}, ${first.call.node.name} (${first.comparison?.reason ?? ''})` : '';
	return `${lost.length === 1 ? 'A critical case is' : `${lost.length} critical cases are`} lost${where}`;
}

/**
 * Whether a call is one that may not be lost. Each line of the list names calls: by id, by `workflow:` or `node:` with the
 * name, or by `prompt:` with words that the request holds.
 */
export function isCritical({ id, execution, node, request }: RecordedCall, list: readonly string[]): boolean {
	return list.some((line) => {
		const [, field, wanted = ''] = /^(workflow|node|prompt):\s*(.+)$/s.exec(line) ?? [];
		if (field === 'workflow') return execution.workflowName === wanted || execution.workflowId === wanted;
		if (field === 'node') return node.name === wanted;
		if (field === 'prompt') return request.messages.some(({ content }) => content.toLowerCase().includes(wanted.toLowerCase()));
		return id === line;
	});
}
