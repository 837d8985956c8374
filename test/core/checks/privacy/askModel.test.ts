import { describe, expect, test } from 'vitest';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { askModel } from '../../../../core/checks/privacy/askModel';

const side: Side = { endpoint: { baseURL: 'https://api.deepseek.com/v1' }, model: 'deepseek-flash', emulated: false };
const subjects = [
	{ id: 'processor', title: 'Processor' },
	{ id: 'retention', title: 'Retention' },
] as const;
const policy = 'We hand your prompts to DeepSeek, who answers them for us. We keep them for thirty days and no longer.';

/** A model that answers so; keeps what it was asked. */
function model(content: string, status = 200) {
	const asked: string[] = [];
	const fetch = async (_: unknown, init?: RequestInit) => {
		asked.push(String(init?.body));
		const body = {
			model: 'deepseek-flash',
			choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
			usage: { prompt_tokens: 9, completion_tokens: 9 },
		};
		return new Response(JSON.stringify(status === 200 ? body : { error: { message: 'Wrong key' } }), {
			status,
			headers: { 'content-type': 'application/json' },
		});
	};
	return { asked, context: { fetch } as unknown as CheckContext };
}
const ask = async (text: string, { context }: ReturnType<typeof model>) =>
	await askModel([{ text, place: 'section "Data"' }], subjects, side, context);
const answer = (...clauses: { id: string; quote: string }[]) => JSON.stringify({ clauses });

describe('a sentence that a model points at', () => {
	test('counts where it stands in the policy word for word, whatever stands around the JSON', async () => {
		const told = model(`Here:\n\`\`\`json\n${answer({ id: 'processor', quote: 'hand your  prompts to DeepSeek' })}\n\`\`\``);
		const { pointed, reasons } = await ask(policy, told);
		expect(pointed.processor).toEqual({ text: 'We hand your prompts to DeepSeek, who answers them for us.', place: 'section "Data"' });
		expect(reasons).toEqual([]);
	});

	test.each([
		{ name: 'it is the model’s own', clause: { id: 'processor', quote: 'We never hand prompts to anybody at all.' } },
		{ name: 'it is a few letters', clause: { id: 'processor', quote: 'We keep' } },
		{ name: 'it is of another subject', clause: { id: 'weather', quote: 'We keep them for thirty days' } },
	])('does not count where $name', async ({ clause }) => {
		expect(await ask(policy, model(answer(clause)))).toEqual({ pointed: {}, reasons: [] });
	});
});

describe('is said', () => {
	test('that a long policy was not shown whole', async () => {
		const told = model(answer());
		const { reasons } = await ask(`${policy} `.repeat(1000), told);
		expect(reasons).toEqual(['The model was asked about the first 60,000 characters only; the rules read all.']);
		expect(told.asked[0]?.length).toBeLessThan(62_000);
	});

	test('why the model gave no answer', async () => {
		const { pointed, reasons } = await ask(policy, model('', 401));
		expect(pointed).toEqual({});
		expect(reasons).toEqual([expect.stringMatching(/^The model pointed at nothing, since it gave no answer: .*401/)]);
	});
});
