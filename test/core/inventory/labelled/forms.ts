import { node, picked, post, workflow, type LabelledWorkflow } from './label';

const one = (model: string) => workflow([node('Model', 'ai:lmChatOpenAi', { model: picked(model) }, 1.2)]);

/** The forms that exports come in, and workflows within workflows. */
export const formCases: LabelledWorkflow[] = [
	{
		id: 'forms-01',
		about: "n8n's template API",
		workflow: {
			workflow: {
				id: 4711,
				name: 'Shared template',
				totalViews: 12,
				nodes: [{ id: 1, name: '@n8n/n8n-nodes-langchain.lmChatOpenAi', displayName: 'OpenAI Chat Model' }],
				workflow: one('gpt-4'),
			},
		},
		references: [{ node: 'Model', model: 'gpt-4', kind: 'chat' }],
	},
	{
		id: 'forms-02',
		about: 'a list of workflows',
		workflow: [one('gpt-4'), one('gpt-4o')],
		references: [
			{ node: 'Model', model: 'gpt-4', kind: 'chat' },
			{ node: 'Model', model: 'gpt-4o', kind: 'chat' },
		],
	},
	{
		id: 'forms-03',
		about: "an answer of n8n's own API",
		workflow: { data: [{ ...one('o1'), id: 'a', active: true }], nextCursor: null },
		references: [{ node: 'Model', model: 'o1', kind: 'chat' }],
	},
	{
		id: 'forms-04',
		about: 'a backup with workflows and credentials',
		workflow: { workflows: [one('o3-mini')], credentials: [{ id: 'a', name: 'OpenAI', type: 'openAiApi' }] },
		references: [{ node: 'Model', model: 'o3-mini', kind: 'chat' }],
	},
	{
		id: 'forms-05',
		about: 'a workflow that a node holds as text',
		workflow: workflow([
			node('Inner', 'base:executeWorkflow', { source: 'parameter', workflowJson: JSON.stringify({ ...one('gpt-4-0314'), name: 'Inner' }) }),
		]),
		references: [{ node: 'Model', model: 'gpt-4-0314', kind: 'chat' }],
	},
	{
		id: 'forms-06',
		about: 'a tool that holds a workflow as text',
		workflow: workflow([
			node('Tool', 'ai:toolWorkflow', {
				source: 'parameter',
				workflowJson: JSON.stringify({
					...workflow([
						node('Ask', 'base:httpRequest', post('https://api.openai.com/v1/chat/completions', '{"model":"gpt-4o","messages":[]}'), 4.2),
					]),
					name: 'Tool',
				}),
			}),
		]),
		references: [{ node: 'Ask', model: 'gpt-4o', kind: 'chat' }],
	},
	{
		id: 'forms-07',
		about: 'what is pinned or kept from a run is no reference',
		workflow: {
			...workflow([node('Start', 'base:manualTrigger'), node('Keep', 'base:noOp')]),
			pinData: { Start: [{ json: { model: 'gpt-4', url: 'https://api.openai.com/v1/chat/completions' } }] },
			staticData: { last: 'o1-preview' },
		},
		references: [],
	},
	{
		id: 'forms-08',
		about: 'no workflow at all',
		workflow: { name: 'package', version: '1.0.0', model: 'gpt-4o' },
		references: [],
	},
];
