/** A message as OpenAI writes it; `thinking` is the trace of an earlier answer under whatever name it came. */
export interface ReasonMessage {
	role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
	content: string | null | readonly unknown[];
	thinking?: string;
	[key: string]: unknown;
}
