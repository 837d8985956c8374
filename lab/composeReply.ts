import type { Fault } from './faults';
import { filler, pieces } from './pieces';
import type { ScriptedReply } from './record';
import { maximumTokens, textOf, type ChatRequest } from './request';
import type { Reply, ToolCall } from './wire';

/** What is sent in the end: the script before the plan, then what the fault and the token limit leave of it. */
export function composeReply(
	request: ChatRequest,
	planned: { thinking: string; answer: string; toolCalls: ToolCall[] },
	script: ScriptedReply | undefined,
	fault: Fault | undefined,
	cache: PromptCache,
): Reply {
	const text = (given: string | number | undefined, otherwise: string) =>
		typeof given === 'number' ? filler(given) : (given ?? otherwise);
	let thinking = text(script?.thinking, planned.thinking);
	let answer = text(script?.answer, script?.toolCalls ? '' : planned.answer);
	let toolCalls: readonly ToolCall[] =
		script?.toolCalls?.map((call, index) => ({
			id: call.id ?? `call_${index}_lab`,
			name: call.name,
			arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
		})) ?? (script?.answer === undefined ? planned.toolCalls : []);
	let finishReason = toolCalls.length > 0 ? 'tool_calls' : 'stop';
	if (fault?.kind === 'only-thinking' || fault?.kind === 'missing-closing-tag') {
		[answer, toolCalls, finishReason] = ['', [], 'length'];
	}
	if (fault?.kind === 'empty-answer') [answer, toolCalls] = ['', []];
	if (fault?.kind === 'finish') finishReason = fault.reason;

	const room = maximumTokens(request) ?? Infinity;
	const thought = pieces(thinking);
	const said = pieces(answer);
	if (thought.length + said.length > room) {
		thinking = thought.slice(0, room).join('');
		answer = said.slice(0, Math.max(0, room - thought.length)).join('');
		[toolCalls, finishReason] = [[], 'length'];
	}
	const reasoning = Math.min(thought.length, room);
	const output = Math.min(thought.length + said.length, room) + toolCalls.reduce((sum, call) => sum + pieces(call.arguments).length + 2, 0);
	const input = inputTokens(request);
	const usage = { input, cached: cache.tokensOf(request, input), output, reasoning, ...script?.usage };
	return { thinking, answer, toolCalls, finishReason: script?.finishReason ?? finishReason, usage };
}

/** Prompt prefixes that were seen before. */
export class PromptCache {
	private readonly prefixes = new Set<string>();

	/** Whole units of 64 tokens from the start of the prompt that were seen before, as DeepSeek's cache counts. */
	tokensOf(request: ChatRequest, input: number): number {
		const text = promptText(request);
		let cached = 0;
		for (let end = 256; end <= text.length; end += 256) {
			const prefix = text.slice(0, end);
			if (this.prefixes.has(prefix)) cached = end / 4;
			else if (this.prefixes.size < 10_000 && end <= 16_384) this.prefixes.add(prefix);
		}
		return Math.min(cached, input);
	}

	clear(): void {
		this.prefixes.clear();
	}
}

const promptText = ({ messages, tools }: ChatRequest) =>
	JSON.stringify(tools ?? []) + messages.map((message) => `${message.role}:${textOf(message)}`).join('\n');

const inputTokens = (request: ChatRequest) => Math.max(1, Math.ceil(promptText(request).length / 4));
