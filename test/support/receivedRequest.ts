/** What a host of models received, in one form, read without the code that is under test. */
export interface ReceivedMessage {
	role: string;
	content: string;
}

export interface ReceivedRequest {
	messages: ReceivedMessage[];
	/** Something else than text was in it. */
	other: boolean;
	tools: string[];
	temperature: unknown;
	maxTokens: unknown;
}

interface Part {
	type?: string;
	text?: string;
}

interface Row {
	role?: string;
	content?: string | null | Part[];
	parts?: Part[];
	tool_calls?: unknown[];
	type?: string;
}

/** OpenAI's reasoning models call the system message the developer's; Gemini calls the assistant the model. */
const role = (name = 'user') => ({ developer: 'system', model: 'assistant' })[name] ?? name;

/** @param body as the host got it, in the form of OpenAI, Anthropic or Gemini */
export function receivedRequest(body: Record<string, unknown>): ReceivedRequest {
	let other = false;
	const text = (content: Row['content'] | Part[]): string => {
		if (typeof content === 'string') return content;
		return (content ?? [])
			.map((part) => {
				if (typeof part.text === 'string') return part.text;
				other = true;
				return '';
			})
			.join('');
	};
	const messages: ReceivedMessage[] = [];
	const system = (body.system ?? body.instructions) as string | Part[] | undefined;
	if (system !== undefined) messages.push({ role: 'system', content: text(system) });
	const instruction = body.systemInstruction as { parts: Part[] } | string | undefined;
	if (instruction !== undefined)
		messages.push({ role: 'system', content: text(typeof instruction === 'string' ? instruction : instruction.parts) });
	for (const row of (body.messages ?? body.contents ?? body.input) as Row[]) {
		if ((row.tool_calls?.length ?? 0) > 0 || /function/.test(row.type ?? '') || row.role === 'tool') other = true;
		messages.push({ role: role(row.role), content: text(row.content ?? row.parts) });
	}
	const config = (body.generationConfig ?? body) as Record<string, unknown>;
	const tools = (body.tools ?? []) as { name?: string; function?: { name: string } }[];
	return {
		messages,
		other,
		tools: tools.map((tool) => tool.function?.name ?? tool.name ?? 'provider'),
		temperature: config.temperature,
		maxTokens: body.max_completion_tokens ?? body.max_tokens ?? body.max_output_tokens ?? config.maxOutputTokens,
	};
}
