import { describe, expect, test } from 'vitest';
import { createChatModel, type Chunk } from '../../../nodes/R1ChatModel/chatModel';
import type { Message, Part } from '../../../nodes/R1ChatModel/conversation';
import { hostForms, startHost, type HostForm, type Step } from '../../n8n/agent/strictHosts';

const steps: readonly Step[] = [
	{
		calls: [
			{ name: 'look_up', given: { of: 'a "quoted" name' } },
			{ name: 'note', given: { text: 'two\nlines' } },
		],
	},
	{ calls: [{ name: 'look_up', given: { of: 'Rabat' } }] },
	{ calls: [{ name: 'note', given: { text: 'warm' } }] },
	{ calls: [{ name: 'look_up', given: { of: 'São Paulo' } }] },
	{ answer: 'Both are warm.' },
];
const tools = ['look_up', 'note'].map((name) => ({ type: 'function' as const, name, inputSchema: {} }));

async function partsOf(chunks: AsyncIterable<Chunk>): Promise<Part[]> {
	const parts: Part[] = [];
	for await (const chunk of chunks) {
		if (chunk.type === 'text-delta') parts.push({ type: 'text', text: chunk.delta });
		if (chunk.type === 'tool-call-delta')
			parts.push({ type: 'tool-call', toolCallId: chunk.id, toolName: chunk.name, input: chunk.argumentsDelta });
	}
	return parts;
}

/** The task as n8n's agent leads it: each call in a turn of its own, without text and trace, with its id among the arguments. */
async function runTask(form: HostForm, streamed: boolean) {
	const host = await startHost(form, steps);
	const model = createChatModel(
		{
			endpoint: { baseURL: host.baseURL, profile: form.id },
			request: { model: form.model },
			options: { retries: 0 },
			schemaOf: () => ({ type: 'object' }),
		},
		tools,
	);
	const messages: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'How are the places?' }] }];
	try {
		for (;;) {
			const parts = streamed ? await partsOf(model.stream(messages)) : (await model.generate(messages)).message.content;
			const calls = parts.filter(({ type }) => type === 'tool-call');
			if (calls.length === 0) return { ...host, answer: parts.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('') };
			for (const { toolCallId, toolName, input = '{}' } of calls) {
				const withId = JSON.stringify({ ...(JSON.parse(input) as object), id: toolCallId });
				messages.push({ role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName, input: withId }] });
				messages.push({ role: 'tool', content: [{ type: 'tool-result', toolCallId, result: `found ${toolCallId}` }] });
			}
		}
	} finally {
		await host.close();
	}
}

describe.each(hostForms.flatMap((form) => [true, false].map((streamed) => ({ id: form.id, form, streamed }))))(
	'an agent of five steps on $id, streamed: $streamed',
	({ form, streamed }) => {
		test('comes to its end, and every request holds what the host gave', async () => {
			const { answer, lost, refused, requests } = await runTask(form, streamed);
			expect({ answer, lost, refused }).toEqual({ answer: 'Both are warm.', lost: [], refused: [] });
			expect(requests).toHaveLength(5);
		});
	},
);
