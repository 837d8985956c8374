import { applyPatch } from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { readTarget } from '../../../core/inventory/conflicts';
import { nodeChanges, type Credentials } from '../../../core/migrate/nodeChanges';
import type { LiveNode, LiveWorkflow } from '../../../core/migrate/n8nApi';

const at = new Date('2026-11-28T00:00:00Z');
const options = { at, target: readTarget('deepseek-flash') };

const credentialsOf = (...types: string[]): Credentials => ({
	has: () => true,
	pick: (type) => (types.includes(type) ? { id: `id-${type}`, name: type } : undefined),
});

const node = (name: string, type: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}) =>
	({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters, ...more }) as unknown as LiveNode;

const ask = node(
	'Ask',
	'@n8n/n8n-nodes-langchain.openAi',
	{
		modelId: { __rl: true, mode: 'list', value: 'o1' },
		messages: { values: [{ role: 'system', content: 'Be short.' }, { content: '={{ $json.question }}' }] },
		options: {},
	},
	{ typeVersion: 1.8, credentials: { openAiApi: { id: 'open', name: 'OpenAI' } } },
);
const keep = node('Keep', 'n8n-nodes-base.set', {
	assignments: { assignments: [{ name: 'text', value: '={{ $json.message.content }}', type: 'string' }] },
});

const workflowOf = (...nodes: LiveNode[]) =>
	({
		id: 'w1',
		name: 'Support',
		nodes,
		connections: Object.fromEntries(
			nodes.slice(1).map(({ name }, index) => [nodes[index]?.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
		),
	}) as unknown as LiveWorkflow;

/** The nodes as an applied plan leaves them. */
function applied(workflow: LiveWorkflow, { changes }: Awaited<ReturnType<typeof nodeChanges>>) {
	const nodes = structuredClone(workflow.nodes);
	for (const { nodeId, patch } of changes) {
		const one = nodes.find(({ id }) => id === nodeId);
		expect(applyPatch(one, patch as never).every((problem) => problem === null)).toBe(true);
	}
	return Object.fromEntries(nodes.map((one) => [one.name, one]));
}

describe('a vendor node that asks a model by itself', () => {
	test('becomes R1 Reason with the credential of the instance, and what follows reads its answer', async () => {
		const workflow = workflowOf(ask, keep);
		const planned = await nodeChanges(workflow, options, credentialsOf('r1DeepSeekApi'));
		expect(planned.manual).toEqual([]);
		const after = applied(workflow, planned);
		expect(after.Ask).toMatchObject({
			type: 'n8n-nodes-r1.r1Reason',
			credentials: { r1DeepSeekApi: { id: 'id-r1DeepSeekApi' } },
			parameters: { prompt: '={{ $json.question }}', options: { systemPrompt: 'Be short.' } },
		});
		expect(after.Keep?.parameters).toMatchObject({ assignments: { assignments: [{ value: '={{ $json.answer }}' }] } });
		expect(planned.changes).toMatchObject([
			{ node: 'Ask', confidence: 'review', why: expect.stringContaining('o1 is gone') },
			{ node: 'Keep', confidence: 'review', why: 'It reads the answer of Ask, which changes.', what: ['reads answer instead of message.content'] }, // prettier-ignore
		]);
	});

	test('stays, and what follows as well, where the instance has no credential for it', async () => {
		const workflow = workflowOf(ask, keep);
		const planned = await nodeChanges(workflow, options, credentialsOf());
		expect(planned.changes).toEqual([]);
		expect(planned.manual).toMatchObject([
			{ node: 'Ask', model: 'o1', reason: expect.stringContaining('--credential r1DeepSeekApi=NAME') },
		]);
	});

	test('stays where code behind it reads more than the answer', async () => {
		const code = node('Code', 'n8n-nodes-base.code', { jsCode: 'return $input.all()' });
		const planned = await nodeChanges(workflowOf(ask, code), options, credentialsOf('r1DeepSeekApi'));
		expect(planned.changes).toEqual([]);
		expect(planned.manual).toMatchObject([{ node: 'Ask', reason: expect.stringContaining('Code') }]);
	});
});

test('an HTTP request becomes R1 Reason, and a node of another kind keeps its place', async () => {
	const request = node(
		'Request',
		'n8n-nodes-base.httpRequest',
		{
			method: 'POST',
			url: 'https://api.openai.com/v1/chat/completions',
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'openAiApi',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={"model":"o1","messages":[{"role":"user","content":"{{ $json.question }}"}]}',
			options: {},
		},
		{ typeVersion: 4.2, credentials: { openAiApi: { id: 'open', name: 'OpenAI' } } },
	);
	const read = node('Read', 'n8n-nodes-base.set', {
		assignments: { assignments: [{ name: 'text', value: '={{ $json.choices[0].message.content }}', type: 'string' }] },
	});
	const workflow = workflowOf(request, read);
	const after = applied(workflow, await nodeChanges(workflow, options, credentialsOf('r1DeepSeekApi')));
	expect(after.Request?.type).toBe('n8n-nodes-r1.r1Reason');
	expect(after.Read?.parameters).toMatchObject({ assignments: { assignments: [{ value: '={{ $json.answer }}' }] } });
});

test('a workflow that a node holds as text is left to a person, and said', async () => {
	const inner = { name: 'Inner', nodes: [{ ...keep, id: 'x', name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { model: 'o1' } }], connections: {} }; // prettier-ignore
	const tool = node('Tool', '@n8n/n8n-nodes-langchain.toolWorkflow', { source: 'parameter', workflowJson: JSON.stringify(inner) });
	const planned = await nodeChanges(workflowOf(tool), options, credentialsOf('deepSeekApi'));
	expect(planned.changes).toEqual([]);
	expect(planned.manual).toMatchObject([{ node: 'Tool', model: 'o1', reason: expect.stringContaining('as text') }]);
});

describe('a model of which nobody can say from here whether it is still served', () => {
	const azure = node('Azure', '@n8n/n8n-nodes-langchain.lmChatAzureOpenAi', { model: 'our-deployment', options: {} });
	const bedrock = node('Bedrock', '@n8n/n8n-nodes-langchain.lmChatAwsBedrock', { model: 'anthropic.claude-x-of-nobody-v1:0', options: {} });
	const own = node('Own', 'n8n-nodes-base.httpRequest', {
		method: 'POST',
		url: '={{ $env.LLM_URL }}/chat/completions',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '{"model":"gpt-4-32k","messages":[{"role":"user","content":"hi"}]}',
	});

	test('is left to a person, with what to find out', async () => {
		const { changes, manual } = await nodeChanges({ ...workflowOf(azure, bedrock, own), connections: {} }, options, credentialsOf());
		expect(changes).toEqual([]);
		expect(manual.map(({ node: name, reason }) => [name, reason])).toEqual([
			['Azure', expect.stringContaining('is the name of a deployment')],
			['Bedrock', expect.stringContaining('does not know whether anthropic.claude-x-of-nobody-v1:0 is still served')],
			['Own', expect.stringContaining('see whether it still serves the model')],
		]);
	});

	test('is not told of where the node does not run, and a server of one’s own is none', async () => {
		const off = { ...azure, disabled: true } as LiveNode;
		const ollama = node('Ollama', '@n8n/n8n-nodes-langchain.lmChatOllama', { model: 'llama3.2', options: {} });
		expect(await nodeChanges({ ...workflowOf(off, ollama), connections: {} }, options, credentialsOf())).toEqual({
			changes: [],
			manual: [],
		});
	});
});
