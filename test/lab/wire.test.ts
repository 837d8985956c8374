import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLab, type ProfileId, type ScriptedReply } from '../../lab/index';
import { wireFolders } from '../support/sharedData';

/** Keys, nullness and types of a value, without its contents. */
function shape(value: unknown): unknown {
	if (value === null) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
	if (typeof value !== 'object') return typeof value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, inner]) => [key, shape(inner)]),
	);
}

/** The order of different kinds of chunks; runs of the same kind count once. */
function kinds(chunks: unknown[]): unknown[] {
	const shapes = chunks.map(shape);
	return shapes.filter((one, index) => index === 0 || JSON.stringify(one) !== JSON.stringify(shapes[index - 1]));
}

const recordings: { file: string; profile: ProfileId; reply: ScriptedReply }[] = [
	{ file: 'deepseek-reasoning', profile: 'deepseek', reply: { thinking: 20, answer: 'It is three.' } },
	{ file: 'deepseek-text', profile: 'deepseek', reply: { thinking: '', answer: 'It is a holiday.', finishReason: 'length' } },
	{
		file: 'deepseek-tool-call',
		profile: 'deepseek',
		reply: { thinking: 12, toolCalls: [{ name: 'weather', arguments: '{"location": "Lisbon"}' }] },
	},
	{ file: 'groq-reasoning', profile: 'groq', reply: { thinking: 20, answer: 'It is three.' } },
	{ file: 'groq-text', profile: 'groq', reply: { thinking: '', answer: 'It is a holiday.' } },
	{ file: 'groq-tool-call', profile: 'groq', reply: { thinking: '', toolCalls: [{ name: 'weather', arguments: '{}' }] } },
	{ file: 'openai-text', profile: 'openai', reply: { thinking: '', answer: 'It is a holiday.' } },
];

async function ask(profile: ProfileId, reply: ScriptedReply, stream: boolean): Promise<string> {
	const lab = await startLab();
	onTestFinished(() => lab.close());
	lab.script(reply);
	const response = await fetch(`${lab.at(profile)}/chat/completions`, {
		method: 'POST',
		body: JSON.stringify({
			model: 'lab-right',
			messages: [{ role: 'user', content: 'How many?' }],
			stream,
			stream_options: stream ? { include_usage: true } : undefined,
		}),
	});
	expect(response.status).toBe(200);
	return await response.text();
}

describe.each(wireFolders)('answers that are $name', ({ folder }) => {
	test.each(recordings)('the lab answers in the very shape of the recorded $file', async ({ file, profile, reply }) => {
		const recorded = JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8'));
		const answer = JSON.parse(await ask(profile, reply, false));
		expect(shape(answer)).toEqual(shape(recorded));
	});

	test.each(recordings)('the lab streams in the very shape of the recorded $file', async ({ file, profile, reply }) => {
		const recorded = readFileSync(path.join(folder, `${file}.chunks.txt`), 'utf8')
			.trim()
			.split('\n');
		const events = (await ask(profile, reply, true)).split('\n\n').filter(Boolean);
		expect(events.at(-1)).toBe('data: [DONE]');
		const chunks = events.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')));
		expect(kinds(chunks)).toEqual(kinds(recorded.map((line) => JSON.parse(line))));
	});

	test('a refused parameter is told as recorded, whatever the words', async () => {
		const recorded = JSON.parse(readFileSync(path.join(folder, 'reasoning-model-legacy-parameter-error.json'), 'utf8'));
		const lab = await startLab({ profile: 'openai' });
		onTestFinished(() => lab.close());
		const response = await fetch(`${lab.baseURL}/v1/chat/completions`, {
			method: 'POST',
			body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 10 }),
		});
		expect(response.status).toBe(400);
		const { message, ...facts } = recorded.error;
		const { error } = await response.json();
		expect(error).toEqual({ ...facts, message: expect.stringContaining("'max_tokens'") });
		expect(message).toContain("'max_tokens'");
	});
});
