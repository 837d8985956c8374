import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reason } from '../../core/reason';
import { startLab, type Lab } from '../../lab';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());

const post = async (path: string, body: object) =>
	(await (await fetch(`${lab.baseURL}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()) as Record<string, never>;
const product = (first: number[], second: number[]) => first.reduce((sum, value, at) => sum + value * (second[at] ?? 0), 0);

describe('embeddings of the lab', () => {
	test('come in the forms of OpenAI and Ollama, of length 1, the same for a text each time', async () => {
		const { data } = await post('/v1/embeddings', { model: 'e', input: ['One text', 'Another'] });
		const [first, second] = (data as { embedding: number[] }[]).map(({ embedding }) => embedding);
		const { embeddings } = await post('/as/ollama/api/embed', { model: 'e', input: ['One text'] });
		expect((embeddings as number[][])[0]).toEqual(first);
		expect((await post('/as/ollama/api/embeddings', { model: 'e', prompt: 'One text' })).embedding).toEqual(first);
		expect(product(first, first)).toBeCloseTo(1);
		expect(product(first, second)).toBeLessThan(0.9);
	});

	test('lie nearer for texts that share words', async () => {
		const input = ['How long may goods go back?', 'Goods may go back within 45 days.', 'Flights need an approval.'];
		const { data } = await post('/v1/embeddings', { model: 'e', input });
		const [question, right, wrong] = (data as { embedding: number[] }[]).map(({ embedding }) => embedding);
		expect(product(question, right)).toBeGreaterThan(product(question, wrong));
	});
});

test('tools that stand in the prompt are called with the question, and their results are told', async () => {
	const schema = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] };
	const tools = [{ type: 'function', function: { name: 'look', description: 'Looks', parameters: schema } }];
	const user = { role: 'user' as const, content: 'Where is "it"?' };
	const ask = (messages: Parameters<typeof reason>[0]['messages']) =>
		reason({ model: 'deepseek-r1:14b', messages, tools }, { baseURL: lab.at('vllm') });
	const { toolCalls = [], message } = await ask([user]);
	expect(toolCalls.map(({ name, arguments: given }) => `${name} ${given}`)).toEqual(['look {"input":"Where is \\"it\\"?"}']);
	const { answer } = await ask([user, message, { role: 'tool', tool_call_id: toolCalls[0].id, content: 'here' }]);
	expect(answer).toBe('The tool says: here');
});
