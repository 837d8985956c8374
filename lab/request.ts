import { z } from 'zod/v4';

const message = z.looseObject({
	role: z.string(),
	content: z.unknown(),
	reasoning_content: z.unknown(),
	tool_calls: z.array(z.unknown()).nullish(),
});

const tool = z.looseObject({
	type: z.string(),
	function: z.looseObject({
		name: z.string(),
		description: z.string().nullish(),
		parameters: z.record(z.string(), z.unknown()).nullish(),
	}),
});

/** What the lab reads of a request, in any host's form; everything else is kept as it came. */
export const chatRequest = z.looseObject({
	model: z.string(),
	messages: z.array(message),
	stream: z.boolean().nullish(),
	stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
	max_tokens: z.number().nullish(),
	max_completion_tokens: z.number().nullish(),
	temperature: z.number().nullish(),
	top_p: z.number().nullish(),
	tools: z.array(tool).nullish(),
	tool_choice: z.unknown(),
	response_format: z.looseObject({ type: z.string() }).nullish(),
	thinking: z.looseObject({ type: z.string() }).nullish(),
	reasoning_effort: z.string().nullish(),
	reasoning: z.looseObject({ exclude: z.boolean().nullish(), enabled: z.boolean().nullish(), effort: z.string().nullish() }).nullish(),
	include_reasoning: z.boolean().nullish(),
	reasoning_format: z.string().nullish(),
	separate_reasoning: z.boolean().nullish(),
	chat_template_kwargs: z.record(z.string(), z.unknown()).nullish(),
	think: z.union([z.boolean(), z.string()]).nullish(),
	format: z.unknown(),
	options: z.looseObject({ num_predict: z.number().nullish() }).nullish(),
});

export type ChatRequest = z.infer<typeof chatRequest>;
export type ChatTool = z.infer<typeof tool>;

/** Whether the request switches thinking off, in any host's words. */
export function switchesThinkingOff(request: ChatRequest): boolean {
	return (
		request.thinking?.type === 'disabled' ||
		request.reasoning_effort === 'none' ||
		request.reasoning?.enabled === false ||
		request.reasoning?.effort === 'none' ||
		request.think === false ||
		request.chat_template_kwargs?.enable_thinking === false ||
		request.chat_template_kwargs?.thinking === false
	);
}

export function maximumTokens(request: ChatRequest): number | undefined {
	return request.max_completion_tokens ?? request.max_tokens ?? request.options?.num_predict ?? undefined;
}

/** The text of a message, whether it came as a string or as parts. */
export function textOf(message: { content?: unknown } | undefined): string {
	const content = message?.content;
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('');
}

export const lastUserText = (request: ChatRequest) => textOf(request.messages.findLast(({ role }) => role === 'user'));
