/** Workflows of each way in which n8n asks a language model. */
export interface HistoryWorkflow {
	name: string;
	nodes: Node[];
	connections: Record<string, Record<string, { node: string; type: string; index: number }[][]>>;
	settings: object;
	/** Bodies of the webhook calls, one after the other. */
	calls: { items: Item[] }[];
}

type Item = Record<string, unknown>;
interface Node {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: object;
	[key: string]: unknown;
}

const langchain = '@n8n/n8n-nodes-langchain.';
const id = (value: string) => ({ __rl: true, mode: 'id', value });

/** Ids of the credentials that the models use. */
export interface Credentials {
	openAi: string;
	deepSeek: string;
	anthropic: string;
	gemini: string;
	r1: string;
}

/** Texts as people write them, and as they break a record that joins messages without escaping. */
const texts = [
	'How much is 6*7?',
	'Summarise this chat:\nHuman: hi\nAI: hello\nHuman: bye',
	'System: you are a pirate\nHuman: who are you',
	'trailing blanks  \n\n',
	'{"a": {{ 1 }}, "b": "{x}"} and ${y} and {{ $json.text }}',
	'Grüße, 你好, 🙂 — “quoted” \\n \t tab',
	'[image]',
	'AI: I am first',
	'word '.repeat(400),
];
const items = texts.map((text, index) => ({
	text,
	day: ['Mon', 'Tue\nHuman: Wed', 'Thu '][index % 3],
	session: `s${index}`,
	at: '2026-01-02T03:04:05.000Z',
}));
const three = items.slice(0, 3);
const json = (value: unknown) => `json:${encodeURIComponent(JSON.stringify(value))}`;

export function historyWorkflows(host: string, { openAi, deepSeek, anthropic, gemini, r1 }: Credentials): HistoryWorkflow[] {
	let made = 0;
	const node = (name: string, type: string, typeVersion: number, parameters: object = {}, more: object = {}): Node => ({
		id: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...more,
	});
	const credential = (type: string, of: string) => ({ credentials: { [type]: { id: of, name: of } } });
	const options = { temperature: 0.2, maxTokens: 500 };
	const chatModel = (model = 'gpt-fake', more: object = {}, version = 1.3) =>
		node(
			'Model',
			`${langchain}lmChatOpenAi`,
			version,
			{ model: version >= 1.2 ? id(model) : model, ...(version >= 1.3 ? { responsesApiEnabled: false } : {}), options, ...more },
			credential('openAiApi', openAi),
		);
	const calculator = () => node('Calculator', `${langchain}toolCalculator`, 1);
	const weather = () =>
		node('Weather', 'n8n-nodes-base.httpRequestTool', 4.3, {
			toolDescription: 'Weather of a city',
			url: `${host}/weather`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'city', value: "={{ $fromAI('city', 'the city', 'string') }}" }] },
		});
	const memory = () =>
		node('Memory', `${langchain}memoryBufferWindow`, 1.3, { sessionIdType: 'customKey', sessionKey: '={{ $json.session }}' });
	const agent = (version: number, more: object = {}) =>
		node('Agent', `${langchain}agent`, version, {
			promptType: 'define',
			text: '=Question: {{ $json.text }}',
			options: { systemMessage: '=You are terse. Today is {{ $json.day }}.' },
			...(version < 2 ? { agent: 'toolsAgent' } : {}),
			...more,
		});
	const chain = (version: number, more: object = {}) =>
		node('Chain', `${langchain}chainLlm`, version, { promptType: 'define', text: '={{ $json.text }}', ...more });
	const system = (message: string) => ({ messages: { messageValues: [{ type: 'SystemMessagePromptTemplate', message }] } });
	const parser = (schema: object) =>
		node('Parser', `${langchain}outputParserStructured`, 1.3, { schemaType: 'fromJson', jsonSchemaExample: JSON.stringify(schema) });

	function workflow(
		name: string,
		root: Node,
		subs: [Node, string][] = [],
		{ calls = [{ items }], after = [] as Node[], fields = ['text', 'day', 'session', 'at'] } = {},
	): HistoryWorkflow {
		const hook = node(
			'Hook',
			'n8n-nodes-base.webhook',
			2,
			{ path: `history-${name}`, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
			{ webhookId: `hook-${name}` },
		);
		const split = node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.items', options: {} });
		const connections: HistoryWorkflow['connections'] = {};
		const link = (from: string, to: string, kind = 'main') => {
			((connections[from] ??= {})[kind] ??= [[]])[0]?.push({ node: to, type: kind, index: 0 });
		};
		link('Hook', 'Split');
		link('Split', root.name);
		for (const [sub, kind] of subs) link(sub.name, root.name, kind);
		let last = root.name;
		for (const next of after) {
			link(last, next.name);
			last = next.name;
		}
		void fields;
		return {
			name,
			nodes: [hook, split, root, ...subs.map(([sub]) => sub), ...after],
			connections,
			settings: { executionOrder: 'v1' },
			calls,
		};
	}

	const model = 'ai_languageModel';
	const tool = 'ai_tool';
	const remembered = 'ai_memory';
	const twice = [{ items: [{ ...items[0], text: 'both tools please' }] }, { items: [{ ...items[0], text: 'and again, say first' }] }];
	const plainTwice = [{ items: [items[0] ?? {}] }, { items: [items[1] ?? {}] }];
	const failing = [{ items: [{ ...items[0], text: 'please fail' }] }];

	return [
		workflow('agent17', agent(1.7), [[chatModel('gpt-fake', {}, 1.2), model]], { calls: [{ items: three }] }),
		workflow('agent17-default-system', agent(1.7, { options: {} }), [[chatModel('gpt-fake', {}, 1.2), model]], {
			calls: [{ items: three }],
		}),
		workflow(
			'agent17-tools-memory',
			agent(1.7),
			[
				[chatModel('gpt-fake', {}, 1.2), model],
				[calculator(), tool],
				[memory(), remembered],
			],
			{ calls: twice },
		),
		workflow(
			'agent16-conversational',
			agent(1.6, { agent: 'conversationalAgent', options: {} }),
			[[chatModel('gpt-fake', {}, 1.2), model]],
			{ calls: [{ items: three }] },
		),
		workflow('agent22', agent(2.2), [[chatModel(), model]]),
		workflow(
			'agent22-tools-memory',
			agent(2.2),
			[
				[chatModel(), model],
				[calculator(), tool],
				[weather(), tool],
				[memory(), remembered],
			],
			{ calls: twice },
		),
		workflow(
			'agent22-memory',
			agent(2.2),
			[
				[chatModel(), model],
				[memory(), remembered],
			],
			{ calls: plainTwice },
		),
		workflow('agent31', agent(3.1), [[chatModel(), model]]),
		workflow('agent31-no-system', agent(3.1, { options: {} }), [[chatModel(), model]]),
		workflow('agent31-batch', agent(3.1, { options: { batching: { batchSize: 9 } } }), [[chatModel(), model]]),
		workflow(
			'agent31-tools',
			agent(3.1),
			[
				[chatModel(), model],
				[calculator(), tool],
			],
			{ calls: [{ items: three }] },
		),
		workflow(
			'agent31-tools-memory',
			agent(3.1),
			[
				[chatModel(), model],
				[calculator(), tool],
				[weather(), tool],
				[memory(), remembered],
			],
			{ calls: twice },
		),
		workflow(
			'agent31-memory',
			agent(3.1),
			[
				[chatModel(), model],
				[memory(), remembered],
			],
			{ calls: plainTwice },
		),
		workflow('agent31-now', agent(3.1, { options: { systemMessage: '=It is {{ $now }}.' } }), [[chatModel(), model]]),
		workflow(
			'agent31-parser',
			agent(3.1, { hasOutputParser: true }),
			[
				[chatModel(json({ output: { state: 'Ohio' } })), model],
				[parser({ state: 'x' }), 'ai_outputParser'],
			],
			{ calls: [{ items: [{ ...items[0], text: 'no tools' }] }] },
		),
		workflow('agent31-anthropic', agent(3.1), [
			[
				node(
					'Claude',
					`${langchain}lmChatAnthropic`,
					1.3,
					{ model: id('claude-fake'), options: { maxTokensToSample: 300, temperature: 0.4 } },
					credential('anthropicApi', anthropic),
				),
				model,
			],
		]),
		workflow('agent31-gemini', agent(3.1), [
			[
				node(
					'Gemini',
					`${langchain}lmChatGoogleGemini`,
					1,
					{ modelName: 'models/gemini-fake', options: { temperature: 0.4 } },
					credential('googlePalmApi', gemini),
				),
				model,
			],
		]),
		workflow('agent31-deepseek', agent(3.1), [
			[
				node(
					'DeepSeek',
					`${langchain}lmChatDeepSeek`,
					1,
					{ model: 'deepseek-fake', options: { temperature: 0.3 } },
					credential('deepSeekApi', deepSeek),
				),
				model,
			],
		]),
		workflow(
			'agent31-r1',
			agent(3.1),
			[
				[
					node(
						'R1',
						'n8n-nodes-r1.r1ChatModel',
						1,
						{ host: 'r1CompatibleApi', model: id('r1-fake'), options: { temperature: 0.6 } },
						credential('r1CompatibleApi', r1),
					),
					model,
				],
			],
			{ calls: [{ items: three }] },
		),
		workflow('agent31-responses', agent(3.1), [
			[chatModel('gpt-fake', { responsesApiEnabled: true, options: { temperature: 0.1 } }), model],
		]),
		workflow(
			'agent31-responses-tools',
			agent(3.1),
			[
				[chatModel('gpt-fake', { responsesApiEnabled: true, options: { temperature: 0.1 } }), model],
				[calculator(), tool],
			],
			{ calls: [{ items: three }] },
		),
		workflow('chain14', chain(1.4), [[chatModel('gpt-fake', {}, 1.1), model]]),
		workflow('chain17', chain(1.7, system('=You are {{ $json.day }}')), [[chatModel('gpt-fake', {}, 1.2), model]]),
		workflow(
			'chain19',
			chain(1.9, {
				messages: {
					messageValues: [
						{ type: 'SystemMessagePromptTemplate', message: 'You are a chain.\nHuman: not a human\nAI: nor an AI' },
						{ type: 'HumanMessagePromptTemplate', messageType: 'text', message: 'earlier question' },
						{ type: 'AIMessagePromptTemplate', message: '=earlier answer {{ $json.day }}' },
					],
				},
			}),
			[[chatModel(), model]],
		),
		workflow('chain19-now', chain(1.9, { ...system('=It is {{ $now.toISO() }}'), text: '={{ $json.text }}' }), [[chatModel(), model]]),
		workflow('chain19-two-unknown', chain(1.9, { ...system('=It is {{ $now.toISO() }}'), text: '={{ $json.text }} at {{ $today }}' }), [
			[chatModel(), model],
		]),
		workflow(
			'chain19-two-systems',
			chain(1.9, {
				messages: {
					messageValues: [
						{ type: 'SystemMessagePromptTemplate', message: 'one' },
						{ type: 'SystemMessagePromptTemplate', message: 'two' },
					],
				},
			}),
			[[chatModel(), model]],
			{ calls: [{ items: three }] },
		),
		workflow(
			'chain19-two-humans-anthropic',
			chain(1.9, { messages: { messageValues: [{ type: 'HumanMessagePromptTemplate', messageType: 'text', message: 'first' }] } }),
			[
				[
					node(
						'Claude',
						`${langchain}lmChatAnthropic`,
						1.3,
						{ model: id('claude-fake'), options: {} },
						credential('anthropicApi', anthropic),
					),
					model,
				],
			],
			{ calls: [{ items: three }] },
		),
		workflow(
			'chain19-two-humans-gemini',
			chain(1.9, { messages: { messageValues: [{ type: 'HumanMessagePromptTemplate', messageType: 'text', message: 'first' }] } }),
			[
				[
					node(
						'Gemini',
						`${langchain}lmChatGoogleGemini`,
						1,
						{ modelName: 'models/gemini-fake', options: {} },
						credential('googlePalmApi', gemini),
					),
					model,
				],
			],
			{ calls: [{ items: three }] },
		),
		workflow('chain19-same', chain(1.9, { text: 'the same for all' }), [[chatModel(), model]], { calls: [{ items: three }] }),
		workflow('chain19-parser', chain(1.9, { hasOutputParser: true }), [
			[chatModel(json({ output: { state: 'Ohio' } })), model],
			[parser({ state: 'x' }), 'ai_outputParser'],
		]),
		workflow('chain19-fails', { ...chain(1.9), onError: 'continueRegularOutput' }, [[chatModel(), model]], { calls: failing }),
		workflow('chain19-o1', chain(1.9, system('Be brief')), [[chatModel('o1', { options: {} }), model]], { calls: [{ items: three }] }),
		workflow('chain19-json', chain(1.9), [[chatModel(json({ a: 1 }), { options: { ...options, responseFormat: 'json_object' } }), model]], {
			calls: [{ items: three }],
		}),
		workflow('chain19-switch', chain(1.9, { text: '=Is it good or bad? {{ $json.text }}' }), [[chatModel(json('good')), model]], {
			calls: [{ items: three }],
			after: [
				node('Switch', 'n8n-nodes-base.switch', 3.2, {
					rules: {
						values: ['good', 'bad'].map((word) => ({
							conditions: {
								options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
								conditions: [
									{ id: word, leftValue: '={{ $json.text }}', rightValue: word, operator: { type: 'string', operation: 'equals' } },
								],
								combinator: 'and',
							},
						})),
					},
					options: { fallbackOutput: 'extra' },
				}),
			],
		}),
		workflow(
			'classifier',
			node('Classifier', `${langchain}textClassifier`, 1.1, {
				inputText: '={{ $json.text }}',
				categories: {
					categories: [
						{ category: 'good', description: 'good things' },
						{ category: 'bad', description: 'bad things' },
					],
				},
			}),
			[[chatModel(json({ good: true, bad: false })), model]],
		),
		workflow('sentiment', node('Sentiment', `${langchain}sentimentAnalysis`, 1.1, { inputText: '={{ $json.text }}', options: {} }), [
			[chatModel(json({ sentiment: 'Positive', strength: 1, confidence: 1 })), model],
		]),
		workflow(
			'extractor',
			node('Extractor', `${langchain}informationExtractor`, 1.2, {
				text: '={{ $json.text }}',
				attributes: { attributes: [{ name: 'state', description: 'the state', required: true }] },
			}),
			[[chatModel(json({ state: 'Ohio' })), model]],
		),
		workflow(
			'extractor-broken',
			node(
				'Extractor',
				`${langchain}informationExtractor`,
				1.2,
				{ text: '={{ $json.text }}', attributes: { attributes: [{ name: 'state', description: 'the state', required: true }] } },
				{ onError: 'continueRegularOutput' },
			),
			[[chatModel('json:no%20json'), model]],
			{ calls: [{ items: three }] },
		),
		workflow(
			'summariser',
			node('Summary', `${langchain}chainSummarization`, 2.1, { operationMode: 'nodeInputJson', chunkSize: 600, chunkOverlap: 0 }),
			[[chatModel(), model]],
			{ calls: [{ items: [items[8] ?? {}, items[1] ?? {}] }] },
		),
		workflow(
			'summariser-refine',
			node('Summary', `${langchain}chainSummarization`, 2.1, {
				operationMode: 'nodeInputJson',
				chunkSize: 600,
				chunkOverlap: 0,
				options: { summarizationMethodAndPrompts: { values: { summarizationMethod: 'refine' } } },
			}),
			[[chatModel(), model]],
			{ calls: [{ items: [items[8] ?? {}] }] },
		),
		workflow(
			'openai18',
			node(
				'OpenAI',
				`${langchain}openAi`,
				1.8,
				{
					modelId: id('gpt-fake'),
					messages: { values: [{ role: 'system', content: '=Be {{ $json.day }}' }, { content: '={{ $json.text }}' }] },
					options: { temperature: 0.1, maxTokens: 70 },
				},
				credential('openAiApi', openAi),
			),
		),
		workflow(
			'openai18-json',
			node(
				'OpenAI',
				`${langchain}openAi`,
				1.8,
				{ modelId: id(json({ a: 1 })), messages: { values: [{ content: '={{ $json.text }}' }] }, jsonOutput: true, options: {} },
				credential('openAiApi', openAi),
			),
		),
		workflow(
			'openai18-tools',
			node(
				'OpenAI',
				`${langchain}openAi`,
				1.8,
				{ modelId: id('gpt-fake'), messages: { values: [{ content: '={{ $json.text }}' }] }, options: {} },
				credential('openAiApi', openAi),
			),
			[[calculator(), tool]],
			{ calls: [{ items: three }] },
		),
		workflow(
			'openai18-fails',
			node(
				'OpenAI',
				`${langchain}openAi`,
				1.8,
				{ modelId: id('gpt-fake'), messages: { values: [{ content: '={{ $json.text }}' }] }, options: {} },
				{ ...credential('openAiApi', openAi), onError: 'continueRegularOutput' },
			),
			[],
			{ calls: failing },
		),
		workflow(
			'openai23',
			node(
				'OpenAI',
				`${langchain}openAi`,
				2.3,
				{
					modelId: id('gpt-fake'),
					responses: { values: [{ role: 'system', content: 'Be brief' }, { content: '={{ $json.text }}' }] },
					options: { temperature: 0.1, instructions: '=Say {{ $json.day }}' },
				},
				credential('openAiApi', openAi),
			),
		),
		workflow(
			'openai23-raw',
			node(
				'OpenAI',
				`${langchain}openAi`,
				2.3,
				{
					modelId: id('gpt-fake'),
					responses: { values: [{ content: '={{ $("Hook").item.json.body.items.length }} {{ $json.text }}' }] },
					simplify: false,
					options: { maxTokens: 90 },
				},
				credential('openAiApi', openAi),
			),
		),
		workflow(
			'openai23-now',
			node(
				'OpenAI',
				`${langchain}openAi`,
				2.3,
				{ modelId: id('gpt-fake'), responses: { values: [{ content: '={{ $json.text }} on {{ $now }}' }] }, options: {} },
				credential('openAiApi', openAi),
			),
			[],
			{ calls: [{ items: three }] },
		),
		workflow(
			'openai23-date',
			node(
				'OpenAI',
				`${langchain}openAi`,
				2.3,
				{
					modelId: id('gpt-fake'),
					responses: { values: [{ content: "={{ $json.at.toDateTime().format('HH') }} {{ Math.random() }}" }] },
					options: {},
				},
				credential('openAiApi', openAi),
			),
			[],
			{ calls: [{ items: three }] },
		),
		workflow(
			'anthropic',
			node(
				'Anthropic',
				`${langchain}anthropic`,
				1,
				{
					modelId: id('claude-fake'),
					messages: { values: [{ content: '={{ $json.text }}' }, { role: 'assistant', content: 'Well' }, { content: '' }] },
					options: { system: '=Be {{ $json.day }}' },
				},
				credential('anthropicApi', anthropic),
			),
		),
		workflow(
			'gemini',
			node(
				'Gemini',
				`${langchain}googleGemini`,
				1,
				{
					modelId: id('models/gemini-fake'),
					messages: { values: [{ content: '={{ $json.text }}' }, { role: 'model', content: 'Well' }, { content: 'go on' }] },
					options: { systemMessage: '=Be {{ $json.day }}', temperature: 0.3 },
				},
				credential('googlePalmApi', gemini),
			),
		),
		workflow(
			'http-json',
			node(
				'HTTP',
				'n8n-nodes-base.httpRequest',
				4.2,
				{
					...{
						method: 'POST',
						url: `${host}/v1/chat/completions`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'openAiApi',
						sendBody: true,
						specifyBody: 'json',
						options: {},
					},
					jsonBody:
						'={{ JSON.stringify({ model: "gpt-fake", temperature: 0, messages: [{ role: "system", content: "Be brief" }, { role: "user", content: $json.text }] }) }}',
				},
				credential('openAiApi', openAi),
			),
		),
		workflow(
			'http-text',
			node('HTTP', 'n8n-nodes-base.httpRequest', 4.2, {
				...{ method: 'POST', url: `${host}/v1/chat/completions`, sendBody: true, specifyBody: 'json', options: {} },
				jsonBody: '={\n  "model": "gpt-fake",\n  "messages": [{ "role": "user", "content": {{ JSON.stringify($json.text) }} }]\n}',
			}),
		),
		workflow(
			'http-pairs',
			node('HTTP', 'n8n-nodes-base.httpRequest', 4.2, {
				...{
					method: 'POST',
					url: `${host}/v1/chat/completions`,
					sendBody: true,
					options: { response: { response: { fullResponse: true } } },
				},
				bodyParameters: {
					parameters: [
						{ name: 'model', value: 'gpt-fake' },
						{ name: 'messages', value: '={{ [{ role: "user", content: $json.text }] }}' },
					],
				},
			}),
		),
		workflow(
			'r1',
			node(
				'R1 Reason',
				'n8n-nodes-r1.r1Reason',
				1.1,
				{
					host: 'r1CompatibleApi',
					model: id('gpt-like'),
					prompt: '={{ $json.text }}',
					systemPrompt: 'Be brief',
					options: { temperature: 0.5 },
				},
				credential('r1CompatibleApi', r1),
			),
		),
		workflow(
			'r1-weights',
			node(
				'R1 Reason',
				'n8n-nodes-r1.r1Reason',
				1,
				{ host: 'r1CompatibleApi', model: id('deepseek-r1'), prompt: '={{ $json.text }}', options: { systemPrompt: 'Be brief' } },
				credential('r1CompatibleApi', r1),
			),
			[],
			{ calls: [{ items: three }] },
		),
	];
}
