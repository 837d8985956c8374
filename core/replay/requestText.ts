import type { RecordedRequest } from '../history/recordedCall';

/** Longer requests are shown to the judge and the reader from both ends. */
const longest = 24_000;

/** What was asked, as one text: what a judge and a reader need to know of a request. */
export function requestText({ messages }: RecordedRequest): string {
	const text = messages
		.map(({ role, content, toolCalls }) =>
			[`[${role}]`, content, ...(toolCalls ?? []).map(({ name, arguments: given }) => `calls ${name}(${JSON.stringify(given)})`)]
				.filter(Boolean)
				.join('\n'),
		)
		.join('\n\n');
	return text.length <= longest ? text : `${text.slice(0, longest / 2)}\n[...]\n${text.slice(-longest / 2)}`;
}
