import type { INodeProperties } from 'n8n-workflow';
import { catalogueCheckedAt } from '../../core/catalogue/age';
import { hostOptions } from '../shared/hosts';
import { options } from '../shared/reasonOptions';
import { modelField } from '../shared/modelField';
import { modelsField } from '../shared/modelsField';
import { usualPrompt } from '../shared/usualPrompt';

const demonstration = 'How many times does the letter r occur in the word strawberry?';
const first = { '@version': [1] };
const later = { '@version': [{ _cnd: { gte: 1.1 } }] };
type Show = NonNullable<INodeProperties['displayOptions']>['show'];

const promptField = (value: string, show: Show, source = 'prompt'): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: value,
	required: true,
	displayOptions: { show: { input: [source], ...show } },
	// Shown as n8n's chains show it, with where it comes from, but not to be changed.
	...(source === 'chat' ? { disabledOptions: { show: { input: [source] } } } : {}),
});

const messagesField = (value: string, show: Show): INodeProperties => ({
	displayName: 'Messages',
	name: 'messages',
	type: 'json',
	typeOptions: { rows: 6 },
	default: value,
	required: true,
	description:
		'List of objects with role and content, or an expression that gives one; the trace of an earlier answer goes into thinking and is sent back to the hosts that want it',
	displayOptions: { show: { input: ['messages'], ...show } },
});

export const properties: INodeProperties[] = [
	{
		displayName: 'Connect To',
		name: 'host',
		type: 'options',
		noDataExpression: true,
		default: 'r1DeepSeekApi',
		options: hostOptions,
	},
	modelField('r1DeepSeekApi', 'id', 'deepseek-flash'),
	modelField('r1OpenAiApi', 'id', 'gpt-6.1-terra'),
	modelField('r1CompatibleApi', 'list', ''),
	// n8n keeps only what differs from a default, so that version 1 has to keep its own.
	{
		...modelsField,
		default: {
			entries: [
				{ host: 'r1DeepSeekApi', model: 'deepseek-flash' },
				{ host: 'r1CompatibleApi', model: '' },
			],
		},
		displayOptions: { show: { ...modelsField.displayOptions?.show, ...first } },
	},
	{ ...modelsField, displayOptions: { show: { ...modelsField.displayOptions?.show, ...later } } },
	{
		displayName: 'Source for Prompt (User Message)',
		name: 'input',
		type: 'options',
		noDataExpression: true,
		default: 'prompt',
		options: [
			{ name: 'Connected Chat Trigger Node', value: 'chat', description: 'What was typed into the chat' },
			{ name: 'Define Below', value: 'prompt', description: 'A text, or an expression that gives one' },
			{ name: 'Messages', value: 'messages', description: 'A conversation, as a list of messages' },
		],
	},
	promptField('={{ $json.chatInput }}', {}, 'chat'),
	promptField(`={{ $json.chatInput ?? $json.prompt ?? "${demonstration}" }}`, first),
	promptField(usualPrompt(), { '@tool': [false], ...later }),
	// An agent that is given the node as a tool writes the prompt.
	promptField("={{ $fromAI('Prompt', 'The whole question, with everything that is needed to answer it', 'string') }}", {
		'@tool': [true],
		...later,
	}),
	messagesField(`[\n\t{ "role": "user", "content": "${demonstration}" }\n]`, first),
	messagesField('={{ $json.messages }}', later),
	{
		displayName: 'System Prompt',
		name: 'systemPrompt',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Put where the model wants it: for R1 weights into the user message',
		displayOptions: { show: { '@version': [{ _cnd: { gte: 1.1 } }] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		default: 'text',
		options: [
			{ name: 'Text', value: 'text' },
			{ name: 'JSON', value: 'json', description: 'Data that is valid against a schema' },
		],
	},
	{
		displayName: 'JSON Schema',
		name: 'schema',
		type: 'json',
		typeOptions: { rows: 8 },
		default: '{\n\t"type": "object",\n\t"properties": {\n\t\t"count": { "type": "integer" }\n\t},\n\t"required": ["count"]\n}',
		required: true,
		description: 'The answer is checked against it here, whatever the host can do; a wrong one is asked for again once',
		displayOptions: { show: { output: ['json'] } },
	},
	options,
	{
		displayName:
			'For tools, memory or an output parser, put <b>R1 Chat Model</b> under an AI Agent or a Basic LLM Chain: the same models, budgets and traces. ' +
			`Models and prices as of ${catalogueCheckedAt}.`,
		name: 'pointer',
		type: 'notice',
		default: '',
	},
];
