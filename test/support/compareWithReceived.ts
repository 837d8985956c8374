import type { RecordedCall } from '../../core/history/recordedCall';
import { receivedRequest } from './receivedRequest';

export interface Compared {
	/** Calls that are said to be exact. */
	exact: number;
	/** Calls that are said to be exact and are not, with the first difference. */
	wrong: string[];
	/** Calls whose request the host has no note of. */
	unmatched: string[];
	/** Requests that were equal, though the call is not called exact. */
	equalAnyway: string[];
}

/** Compares each call that is called exact with the request that the host got, byte for byte. */
export function compareWithReceived(
	calls: readonly RecordedCall[],
	received: readonly { number: number; body: Record<string, unknown> }[],
): Compared {
	const result: Compared = { exact: 0, wrong: [], unmatched: [], equalAnyway: [] };
	const bodies = new Map(received.map(({ number, body }) => [number, body]));
	for (const call of calls) {
		const { answer, rebuilt, request, execution, node } = call;
		const place = `${execution.workflowName}/${node.name} ${call.id}`;
		const number = numberOf(answer);
		const body = (number === undefined ? undefined : bodies.get(number)) ?? received.find((each) => isAsked(each.body, call))?.body;
		if (rebuilt.level === 'exact') result.exact += 1;
		if (!body) {
			result.unmatched.push(`${place}: ${JSON.stringify(answer).slice(0, 200)}`);
			continue;
		}
		const got = receivedRequest(body);
		const said = request.messages.map(({ role, content }) => ({ role, content }));
		const difference =
			JSON.stringify(said) !== JSON.stringify(got.messages)
				? `messages ${JSON.stringify(said).slice(0, 300)} <> ${JSON.stringify(got.messages).slice(0, 300)}`
				: got.other
					? 'more than text'
					: got.tools.length > 0
						? `tools ${got.tools.join(', ')}`
						: request.temperature !== got.temperature
							? `temperature ${request.temperature} <> ${String(got.temperature)}`
							: request.maxTokens !== got.maxTokens
								? `tokens ${request.maxTokens} <> ${String(got.maxTokens)}`
								: undefined;
		if (rebuilt.level === 'exact' && difference !== undefined) result.wrong.push(`${place}: ${difference}`);
		if (rebuilt.level !== 'exact' && difference === undefined)
			result.equalAnyway.push(`${place}: ${rebuilt.level} ${rebuilt.why.join('; ')}`);
	}
	return result;
}

/** Where an answer carries no number, one of the requests must be the one. */
const isAsked = (body: Record<string, unknown>, { request }: RecordedCall) =>
	JSON.stringify([request.temperature ?? null, receivedRequest(body).messages]) ===
	JSON.stringify([receivedRequest(body).temperature ?? null, request.messages.map(({ role, content }) => ({ role, content }))]);

/** The host's number stands in its words, in the ids of tool calls, or in the tokens that it counted. */
function numberOf({ text, toolCalls, error, usage }: RecordedCall['answer']): number | undefined {
	const found = /#(\d+)/.exec(`${text} ${error ?? ''}`) ?? /call_(\d+)_/.exec(toolCalls[0]?.id ?? '');
	return found ? Number(found[1]) : usage?.inputTokens;
}
