import type { RawAnswer } from '../answerReader';
import type { ToolCall } from '../toolCalls';
import { grammars, type Grammar, type WrittenCall } from './grammars';
import { maskCode } from './maskCode';
import { matchingArguments, offeredTools, type OfferedTool } from './offeredTools';

interface Found {
	calls: WrittenCall[];
	from: number;
	to: number;
}

/** What stands around calls and means nothing without them. */
const wrappers =
	/<\/?(?:tool_calls?|function_calls|minimax:tool_call|seed:tool_call|[\w]+:function_calls)>|<[｜|]tool[▁_]calls[▁_](?:begin|end)[｜|]>|<\/?[｜|]{1,2}DSML[｜|]{1,2}\s*(?:function_calls|tool_calls)>|<\|tool_calls_section_(?:begin|end)\|>|\]<\]minimax\[>\[|\[TOOL_CALLS\]|<\|(?:call|end|tool_call|python_tag)\|>|<｜end▁of▁sentence｜>/g;

/** Any sign of a call in a text: most answers end here. */
const hint = new RegExp(grammars.map(({ hint: { source } }) => source).join('|'));

/**
 * Takes calls that a server left in the text: only where they can be read and match a tool of the request, outside of
 * code, and where the prompt doesn't hold the same text. Others are reported, and no call is passed off as the answer.
 */
export async function recoverCalls(answer: RawAnswer, tools: unknown, prompt: string): Promise<RawAnswer> {
	const offered = offeredTools(tools);
	if (offered.length === 0 || answer.toolCalls.length > 0) return answer;
	// A trace that was never closed swallows the call after it.
	const inTrace = answer.answer.trim() === '' && answer.finishReason !== 'length';
	const text = inTrace ? answer.thinking : answer.answer;
	if (!hint.test(text)) return answer;
	const found = find(text, inTrace).filter(({ from, to }) => !prompt.includes(text.slice(from, to).trim()));
	if (found.length === 0) return answer;
	const read = await Promise.all(found.flatMap(({ calls }) => calls).map((call) => match(call, offered)));
	const matching = read.filter((call) => call !== undefined);
	const isBare = found.some(({ from, to }) => text.slice(from, to).trim() === text.trim() && /^\s*[[{]/.test(text));
	// JSON alone is a call only if it is one of a tool that is offered.
	if (isBare && (matching.length < read.length || matching.length === 0)) return answer;
	const rest = without(text, found);
	const kept = inTrace ? { thinking: rest } : { answer: rest };
	if (matching.length < read.length || matching.length === 0) {
		const note =
			"The model wrote the call of a tool as text, and it can't be read or matches no tool of the request: it was left out of the answer.";
		return { ...answer, ...kept, hasUnreadCall: true, notes: [...answer.notes, note] };
	}
	const toolCalls = matching.map((call, position): ToolCall => ({
		id: `call_${position}_${call.name}`.slice(0, 40),
		...call,
		recovered: true,
	}));
	const note = `The server left ${toolCalls.length === 1 ? 'the call of a tool' : 'calls of tools'} in the text: recovered from there.`;
	return { ...answer, ...kept, toolCalls, finishReason: 'tool_calls', notes: [...answer.notes, note] };
}

/** All calls of the first grammar that finds any; for one that is met but can't be read, a match without calls. */
function find(text: string, inTrace: boolean): Found[] {
	const masked = maskCode(text);
	let unread: Found[] = [];
	for (const grammar of grammars) {
		if (!grammar.hint.test(masked) || (grammar.alone && inTrace)) continue;
		const found = matchesOf(grammar, text, masked);
		if (found.some(({ calls }) => calls.length > 0)) return found;
		if (unread.length === 0 && !grammar.alone) unread = found;
	}
	return unread;
}

function matchesOf({ pattern, read, fenced }: Grammar, text: string, masked: string): Found[] {
	const matches: Found[] = [];
	for (const match of (fenced ? text : masked).matchAll(pattern)) {
		const from = match.index;
		if (masked[from] !== text[from]) continue;
		const to = from + match[0].length;
		const original = new RegExp(pattern.source, 'y');
		original.lastIndex = from;
		const whole = original.exec(text) ?? match;
		matches.push({ calls: read(whole), from, to: Math.max(to, from + whole[0].length) });
	}
	return matches;
}

async function match(call: WrittenCall, offered: readonly OfferedTool[]) {
	const tool = offered.find(({ name }) => name === call.name) ?? offered.find(({ name }) => name === call.name.replace(/^functions\./, ''));
	const given = tool && (await matchingArguments(call, tool));
	return tool && given ? { name: tool.name, arguments: JSON.stringify(given) } : undefined;
}

function without(text: string, found: readonly Found[]): string {
	let rest = '';
	let at = 0;
	for (const { from, to } of found) {
		rest += text.slice(at, from);
		at = Math.max(at, to);
	}
	return (rest + text.slice(at)).replace(wrappers, '').trim();
}
