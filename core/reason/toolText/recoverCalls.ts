import { isObject, parseForeignJson } from '../../json';
import type { RawAnswer } from '../answerReader';
import type { ToolCall } from '../toolCalls';
import type { Grammar, WrittenCall } from './grammar';
import { grammars } from './grammars';
import { maskCode } from './maskCode';
import { matchingArguments, offeredTools, type OfferedTool } from './offeredTools';
import { promptGrammar } from './promptGrammar';
import { isShown } from './shown';

interface Found {
	grammar: Grammar;
	calls: WrittenCall[];
	from: number;
	to: number;
}

export interface Asked {
	/** Tools of the request. */
	tools: unknown;
	/** All that people and systems said, without earlier answers. */
	prompt: string;
	/** The user's last words. */
	question: string;
	/** Whether calls were asked for as text: then they are no accident. */
	agreed: boolean;
}

/** What stands around calls and means nothing without them. */
const wrappers =
	/<\/?(?:tool_calls?|function_calls|minimax:tool_call|seed:tool_call|[\w]+:function_calls)>|<[｜|]tool[▁_]calls?[▁_](?:begin|end)[｜|]>(?:function<[｜|]tool[▁_]sep[｜|]>)?|<\/?[｜|]{1,2}DSML[｜|]{1,2}\s*(?:function_calls|tool_calls)>|<\|tool_calls_section_(?:begin|end)\|>|\]<\]minimax\[>\[|\[\/?TOOL_CALLS\]|<\|(?:calls?|end|flush|eom|eot|\/?tool_call|tool_calls|tools_suffix|end_message|message_model|content_model_end_sampling|end_of_msg|python_tag|im_end|eot_id|eom_id|end_of_turn|return)\|>|<｜end▁of▁sentence｜>|<\/s>|<tool_call\|>|<\|(?:open|close)\|>(?:message|response|tools)(?: role="assistant")?<\|sep\|>|<\|start\|>assistant to=[\w.-]+<\|message\|>/g;

/** Results that a model makes up after its call, since nobody stopped it. */
const madeUpResult = /^\s*<(tool_response|tool_result|function_results?|tool_output|observation)\b[\s\S]*$/i;

/** Any sign of a call in a text: most answers end here. */
const hint = new RegExp([...grammars.map(({ hint: { source } }) => source), '^\\s*```'].join('|'));

/**
 * Takes calls that a server left in the text: only where they can be read and match a tool of the request, outside of
 * code and quotes, at the end of the answer, and where the prompt doesn't hold the same text. Others are reported, and no call
 * is passed off as the answer. Calls that an answer has twice are made once.
 */
export async function recoverCalls(answer: RawAnswer, asked: Asked): Promise<RawAnswer> {
	const offered = offeredTools(asked.tools);
	if (answer.toolCalls.length > 0) return withoutDuplicates(answer);
	if (offered.length === 0) return answer;
	// A trace that was never closed swallows the call after it.
	const inTrace = answer.answer.trim() === '' && answer.finishReason !== 'length';
	const text = inTrace ? answer.thinking : withoutFence(answer.answer, asked);
	if (!hint.test(text)) return answer;
	const found = find(text, inTrace).filter(({ from, to }) => !asked.prompt.includes(text.slice(from, to).trim()));
	if (found.length === 0) return answer;
	const end = Math.max(...found.map(({ to }) => to));
	const after = text.slice(end).replace(wrappers, '').replace(madeUpResult, '');
	const shown = found.map(({ from }) => isShown(text, from, after));
	if (shown.includes(true)) return answer;
	const read = await Promise.all(found.flatMap(({ calls }) => calls).map((call) => match(call, offered)));
	const matching = read.filter((call) => call !== undefined);
	const isBare = found.some(({ from, to }) => text.slice(from, to).trim() === text.trim() && /^\s*[[{]/.test(text));
	// JSON alone is a call only if it is one of a tool that is offered.
	if (isBare && (matching.length < read.length || matching.length === 0)) return answer;
	if (shown.includes('perhaps') && !asked.agreed) {
		// Only the model can say.
		const why = 'It looked like an example. If you meant to call the tool, call it now; if not, say so in a word.';
		return matching.length === read.length && !inTrace ? { ...answer, unreadCall: { text, why, isExample: true } } : answer;
	}
	const rest = without(text.slice(0, end), found);
	const kept = inTrace ? { thinking: rest } : { answer: rest };
	if (matching.length < read.length || matching.length === 0) {
		const note =
			"The model wrote the call of a tool as text, and it can't be read or matches no tool of the request: it was left out of the answer.";
		const unreadCall = { text, why: whyUnread(found, read, offered) };
		return { ...answer, ...kept, unreadCall, notes: [...answer.notes, note] };
	}
	const isAgreed = asked.agreed && found.every(({ grammar }) => grammar === promptGrammar);
	const toolCalls = matching.map((call, position): ToolCall => ({
		id: `call_${position}_${call.name}`.slice(0, 40),
		...call,
		...(isAgreed ? {} : { recovered: true }),
	}));
	const recovered = withoutDuplicates({ ...answer, ...kept, toolCalls, finishReason: 'tool_calls' });
	if (isAgreed) return recovered;
	const note = `The server left ${recovered.toolCalls.length === 1 ? 'the call of a tool' : 'calls of tools'} in the text: recovered from there.`;
	return { ...recovered, notes: [...recovered.notes, note] };
}

function whyUnread(found: readonly Found[], read: readonly unknown[], offered: readonly OfferedTool[]): string {
	const calls = found.flatMap((each) => each.calls);
	const failed = calls.find((_, position) => read[position] === undefined);
	if (!failed) return 'The call could not be read: it is not complete, or its arguments are no valid JSON.';
	const names = offered.map(({ name }) => name);
	return names.includes(failed.name)
		? `The arguments of ${failed.name} don't match its schema.`
		: `There is no tool ${failed.name}; there are: ${names.join(', ')}.`;
}

/** The same call with the same arguments is made once: a host was seen to send one 38 times. */
function withoutDuplicates(answer: RawAnswer): RawAnswer {
	const seen = new Set<string>();
	const toolCalls = answer.toolCalls.filter(({ name, arguments: given }) => {
		const key = JSON.stringify([name, sortedKeys(parseForeignJson(given)) ?? given]);
		return !seen.has(key) && seen.add(key);
	});
	const dropped = answer.toolCalls.length - toolCalls.length;
	if (dropped === 0) return answer;
	const note = `The answer had the same call of a tool ${dropped + 1} times${seen.size > 1 ? ' or several of them twice' : ''}: each was made once.`;
	return { ...answer, toolCalls, notes: [...answer.notes, note] };
}

const sortedKeys = (value: unknown): unknown =>
	isObject(value) ? Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1)) : value;

/** An answer that is one code block and nothing else may be a call, unless the user asked for a piece of code or JSON. */
function withoutFence(answer: string, { question, agreed }: Asked): string {
	const [, inside] = /^\s*```[\w-]*\s*\n([\s\S]*?)\n?```\s*$/.exec(answer) ?? [];
	if (inside === undefined || inside.includes('```')) return answer;
	return !agreed && /json|code|format|syntax|example|tool|function|call|xml|beispiel|exemple|ejemplo|пример|例|格式|코드/i.test(question)
		? answer
		: inside;
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

function matchesOf(grammar: Grammar, text: string, masked: string): Found[] {
	const { pattern, read, fenced } = grammar;
	const matches: Found[] = [];
	for (const match of (fenced ? text : masked).matchAll(pattern)) {
		const from = match.index;
		if (masked[from] !== text[from]) continue;
		const to = from + match[0].length;
		const original = new RegExp(pattern.source, 'y');
		original.lastIndex = from;
		const whole = original.exec(text) ?? match;
		matches.push({ grammar, calls: read(whole), from, to: Math.max(to, from + whole[0].length) });
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
