import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json';
import { readDelta } from '../../../core/reason/readDelta';

const rows: { name: string; delta: JsonObject; read: object }[] = [
	{
		name: 'DeepSeek: the other field is null',
		delta: { content: null, reasoning_content: 'We' },
		read: { thinking: 'We', content: '', traceField: 'reasoning_content' },
	},
	{
		name: 'DeepSeek: the first chunk is empty',
		delta: { role: 'assistant', content: null, reasoning_content: '' },
		read: { thinking: '', content: '' },
	},
	{ name: 'vLLM and Groq: reasoning', delta: { reasoning: 'Okay' }, read: { thinking: 'Okay', traceField: 'reasoning' } },
	{ name: 'reasoning_text', delta: { reasoning_text: 'Hm' }, read: { thinking: 'Hm', traceField: 'reasoning_text' } },
	{
		name: 'Ollama: thinking',
		delta: { role: 'assistant', content: '', thinking: 'Let' },
		read: { thinking: 'Let', traceField: 'thinking' },
	},
	{
		name: 'two fields with the same text count once',
		delta: { reasoning: 'same', reasoning_content: 'same' },
		read: { thinking: 'same', traceField: 'reasoning_content' },
	},
	{
		name: 'an empty field gives way to the next',
		delta: { reasoning_content: '', reasoning: 'here' },
		read: { thinking: 'here', traceField: 'reasoning' },
	},
	{
		name: 'OpenRouter: details repeat the text',
		delta: { reasoning: 'a', reasoning_details: [{ type: 'reasoning.text', text: 'a' }] },
		read: { thinking: 'a', details: [{ type: 'reasoning.text', text: 'a' }] },
	},
	{
		name: 'OpenRouter: details alone, text and summary',
		delta: {
			reasoning_details: [
				{ type: 'reasoning.text', text: 'a' },
				{ type: 'reasoning.summary', summary: 'b' },
				{ type: 'reasoning.encrypted', data: 'x' },
			],
		},
		read: { thinking: 'ab', traceField: 'reasoning_details' },
	},
	{
		name: 'content in parts',
		delta: {
			content: [
				{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
				{ type: 'text', text: 'yes' },
			],
		},
		read: { thinking: 'hm', content: 'yes' },
	},
	{
		name: 'Bedrock: reasoningContent',
		delta: { content: [{ reasoningContent: { reasoningText: { text: 'hm' } } }, { text: 'yes' }] },
		read: { thinking: 'hm', content: 'yes' },
	},
	{
		name: 'fields of other types are nothing',
		delta: { content: 3, reasoning_content: { a: 1 }, reasoning: ['x'], reasoning_details: 'y', tool_calls: 'z' },
		read: { thinking: '', content: '' },
	},
	{
		name: 'a piece of a tool call',
		delta: { tool_calls: [{ index: 1, id: 'c', function: { name: 'f', arguments: '{"a' } }] },
		read: { toolCalls: [{ index: 1, id: 'c', name: 'f', arguments: '{"a' }] },
	},
	{
		name: 'Ollama: arguments as an object',
		delta: { tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] },
		read: { toolCalls: [{ index: undefined, name: 'f', arguments: '{"a":1}' }] },
	},
	{ name: 'a refusal', delta: { refusal: 'No.' }, read: { refusal: 'No.', content: '' } },
];

describe('a delta', () => {
	test.each(rows)('$name', ({ delta, read }) => {
		expect(readDelta(delta)).toMatchObject(read);
	});
});
