import { isObject, parseJson, type JsonObject } from '../../json';
import { offeredTools } from './offeredTools';

/** What a model without tools of its own is told: the tools, and the form of a call that `promptGrammar` reads. */
export function toolsAsText(tools: unknown, choice: unknown): string {
	const described = offeredTools(tools).map(
		({ name, description, parameters }) => `## ${name}\n${description}\nArguments as JSON Schema: ${JSON.stringify(parameters)}`,
	);
	return `You can call these tools:

${described.join('\n\n')}

To call tools, end your reply with a block for each call, outside of code fences, and write nothing after it. An argument stands on a line of its own as NAME: VALUE, with the value in JSON. A text of several lines, or with quotes, stands between <<END and END exactly as it is, without escapes:

<call tool="NAME">
ARGUMENT: 3
OTHER_ARGUMENT <<END
First line with "quotes"
Second line
END
</call>

The results come in the next message. Call one tool after the other where one needs the result of another. When you know enough, answer without a block.${mustCall(choice)}`;
}

function mustCall(choice: unknown): string {
	if (choice === 'required') return ' This time you must call a tool.';
	const named = isObject(choice) && isObject(choice.function) ? choice.function.name : undefined;
	return typeof named === 'string' ? ` This time you must call ${named}.` : '';
}

/** A conversation with calls and results in the words of the form, for hosts that know neither. */
export function callsAsText(messages: readonly JsonObject[]): JsonObject[] {
	const names = new Map<unknown, string>();
	const written: JsonObject[] = [];
	let results: string[] = [];
	const endResults = () => {
		if (results.length > 0) written.push({ role: 'user', content: results.join('\n\n') });
		results = [];
	};
	for (const message of messages) {
		if (message.role === 'tool') {
			const name = names.get(message.tool_call_id) ?? 'tool';
			results.push(`<result of="${name}">\n${String(message.content)}\n</result>`);
			continue;
		}
		endResults();
		const { tool_calls: calls, ...rest } = message;
		delete rest.extra_content;
		if (!Array.isArray(calls)) {
			written.push(rest);
			continue;
		}
		const blocks = calls.filter(isObject).map((call) => {
			const called = isObject(call.function) ? call.function : {};
			names.set(call.id, String(called.name));
			return callAsText(String(called.name), called.arguments);
		});
		written.push({ ...rest, content: [rest.content, ...blocks].filter(Boolean).join('\n\n') });
	}
	endResults();
	return written;
}

function callAsText(name: string, given: unknown): string {
	const parsed = typeof given === 'string' ? parseJson(given) : given;
	const lines = Object.entries(isObject(parsed) ? parsed : {}).map(([key, value]) => argumentAsText(key, value));
	return [`<call tool="${name}">`, ...lines, '</call>'].join('\n');
}

function argumentAsText(key: string, value: unknown): string {
	const name = /^[^\s:=<>"]+$/.test(key) ? key : JSON.stringify(key);
	if (typeof value !== 'string' || !/[\n"\\]/.test(value)) return `${name}: ${JSON.stringify(value)}`;
	let mark = 'END';
	while (new RegExp(`^[ \\t]*${mark}`, 'm').test(value)) mark += '_';
	return `${name} <<${mark}\n${value}\n${mark}`;
}
