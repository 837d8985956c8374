import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RouteByQueryClass } from '../../../nodes/RouteByQueryClass/RouteByQueryClass.node';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';

// n8n writes and reads files only where its operator allows it.
process.env.N8N_RESTRICT_FILE_ACCESS_TO = tmpdir();

/** A chat model that says what it is told to, and what it was asked. */
function chatModel(answer: () => Promise<{ content: unknown }>) {
	const asked: unknown[] = [];
	const type: INodeType = {
		description: {
			displayName: 'Model',
			name: 'model',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Model' },
			inputs: [],
			outputs: ['ai_languageModel'],
			properties: [],
		},
		async supplyData() {
			return {
				response: {
					invoke: async (messages: unknown) => {
						asked.push(messages);
						return await answer();
					},
				},
			};
		},
	};
	return { type, asked };
}

interface RunOptions {
	onError?: 'continueRegularOutput';
	model?: INodeType;
}

async function run(parameters: Record<string, unknown>, input: INodeExecutionData[], { onError, model }: RunOptions = {}) {
	const node = {
		id: '1',
		name: 'Router',
		type: 'n8n-nodes-r1.routeByQueryClass',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: JSON.parse(JSON.stringify(parameters)),
		...(onError ? { onError } : {}),
	};
	const modelNode = { id: '2', name: 'Model', type: 'test.model', typeVersion: 1, position: [0, 200] as [number, number], parameters: {} };
	const workflow: WorkflowJson = {
		name: 'router',
		nodes: model ? [node, modelNode] : [node],
		connections: model ? { Model: { ai_languageModel: [[{ node: 'Router', type: 'ai_languageModel', index: 0 }]] } } : {},
	};
	const { byNode, error } = await runWorkflow(workflow, {
		nodes: { 'n8n-nodes-r1.routeByQueryClass': new RouteByQueryClass(), ...(model ? { 'test.model': model } : {}) },
		input,
		start: 'Router',
	});
	return { outputs: byNode.Router ?? [], error };
}

const own = (...route: object[]) => ({ table: 'own', routes: { route } });
const image = { data: { mimeType: 'image/png', data: 'aGk=', fileName: 'a.png' } };
const SIMPLE = 'What is the capital of Australia?';
const CODING = 'Write a Python function that merges two sorted lists';
const POEM = 'Write a poem about a lighthouse that is afraid of the dark';

describe('Route by Query Class', () => {
	test('sends items down the founding table and says why on each', async () => {
		const queries = [SIMPLE, CODING, POEM, `mail to anna@example.org: ${SIMPLE}`];
		const { outputs } = await run(
			{},
			queries.map((query) => ({ json: { query } })),
		);
		expect(outputs).toHaveLength(8);
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 0, 1, 1, 1, 0, 0]);
		expect(outputs[3][0].json.route).toMatchObject({
			output: 'Simple',
			queryClass: 'simple',
			suggestedModel: 'gpt-6-luna',
			estimatedCostUsd: expect.any(Number),
		});
		expect(outputs[4][0].json.route).toMatchObject({ output: 'Reasoning', queryClass: 'coding', suggestedModel: 'deepseek-v4-pro' });
		expect(outputs[0][0].json.route).toMatchObject({
			output: 'On-premise',
			reasons: ['sensitive: e-mail address'],
			estimatedCostUsd: 'unknown',
		});
		expect(outputs.flat().map(({ pairedItem }) => pairedItem)).toEqual(
			expect.arrayContaining([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]),
		);
	});

	test('has one output for each own route, then Unsure and Other', async () => {
		const routes = own({ name: 'Code', classes: ['coding'], model: 'deepseek-v4-pro', conditions: {} });
		const { outputs } = await run(routes, [{ json: { query: CODING } }, { json: { query: POEM } }, { json: {} }]);
		expect(outputs.map((items) => items.length)).toEqual([1, 1, 1]);
		expect(outputs[1][0].json.route).toMatchObject({ output: 'Unsure', reasons: ['the query is empty'] });
		expect(outputs[2][0].json.route).toMatchObject({ output: 'Other', reasons: ['no route takes creative under these conditions'] });
	});

	test.each<[string, INodeExecutionData, string]>([
		['no query', { json: { other: 1 } }, 'Unsure'],
		['an empty query', { json: { query: '' } }, 'Unsure'],
		['binary data only', { json: {}, binary: image }, 'Multi-modal'],
		['5 MB of text', { json: { query: `${'lorem ipsum dolor sit amet '.repeat(200_000)} ${SIMPLE}` } }, ''],
		['a number as query', { json: { query: 42 } }, ''],
		['an object as query', { json: { query: { a: 1 } } }, ''],
		['messages', { json: { messages: [{ role: 'user', content: CODING }] } }, 'Reasoning'],
		["a chat trigger's field", { json: { chatInput: POEM } }, 'Creative and general'],
		['a marked item', { json: { query: SIMPLE, sensitivity: 'confidential' } }, 'On-premise'],
		['high load', { json: { query: SIMPLE, load: 0.9 } }, 'High volume'],
	])('loses nothing with %s', async (_, item, expected) => {
		const { outputs, error } = await run({}, [item]);
		expect(error).toBeUndefined();
		expect(outputs.flat()).toHaveLength(1);
		expect(outputs.flat()[0].binary).toEqual(item.binary);
		if (expected) expect(outputs.flat()[0].json.route).toMatchObject({ output: expected });
	});

	test('sends everything to Unsure or Other when no route is set up', async () => {
		const { outputs } = await run(own(), [{ json: { query: SIMPLE } }, { json: {} }]);
		expect(outputs.map((items) => items.length)).toEqual([1, 1]);
		expect(outputs[1][0].json.route).toMatchObject({ output: 'Other', reasons: ['no route is set up'] });
	});

	test('reads budget from Cost Guard, tier and options, for the conditions of routes', async () => {
		const routes = own(
			{ name: 'Poor', classes: [], model: 'gpt-6-luna', conditions: { maxBudgetUsd: 0.5 } },
			{ name: 'Pro', classes: [], model: 'claude-sonnet-5-5', conditions: { tiers: 'pro, enterprise' } },
		);
		const { outputs } = await run(routes, [
			{ json: { query: SIMPLE, budget: { leftUsd: 0.2 } } },
			{ json: { query: SIMPLE, budget: { leftUsd: 5 }, tier: 'Enterprise' } },
			{ json: { query: SIMPLE } },
		]);
		expect(outputs.map((items) => items.length)).toEqual([1, 1, 0, 1]);
		const given = await run({ ...routes, options: { tier: 'pro' } }, [{ json: { query: SIMPLE, tier: 'free' } }]);
		expect(given.outputs[1]).toHaveLength(1);
	});

	test('passes over a model without eyes for an item with a picture', async () => {
		const routes = own(
			{ name: 'Text', classes: [], model: 'deepseek-v4-pro', conditions: {} },
			{ name: 'Eyes', classes: [], model: 'gpt-6.1-terra', conditions: {} },
		);
		const { outputs } = await run(routes, [{ json: { query: SIMPLE }, binary: image }]);
		expect(outputs[1][0].json.route).toMatchObject({ reasons: ['not Text: deepseek-v4-pro takes no pictures'] });
	});

	test('names the field when routes come from a broken expression', async () => {
		const { error } = await run(own({ name: 'x', classes: ['poetry'] }), [{ json: {} }]);
		expect(error?.message).toBe('The field "Route 1: Classes: entry 1" can\'t be used');
	});

	describe('with a second opinion', () => {
		const asks = { secondOpinion: true, options: { unsureBelow: 1 } };

		test('asks about unsure items only, and believes the answer', async () => {
			const { type, asked } = chatModel(async () => ({ content: '{"class":"creative"}' }));
			const { outputs } = await run({ ...asks, options: { unsureBelow: 0 } }, [{ json: { query: SIMPLE } }], { model: type });
			expect(asked).toHaveLength(0);
			expect(outputs[3]).toHaveLength(1);
			const unsure = await run(asks, [{ json: { query: SIMPLE } }], { model: type });
			expect(asked).toHaveLength(1);
			expect(unsure.outputs[5][0].json.route).toMatchObject({
				queryClass: 'creative',
				reasons: [expect.stringContaining('second opinion')],
			});
		});

		test.each<[string, () => Promise<{ content: unknown }>, string]>([
			[
				'fails',
				async () => {
					throw new Error('401 invalid key sk-abc');
				},
				'no second opinion: the connected model failed',
			],
			[
				'rambles',
				async () => ({ content: 'I think it is nice' }),
				'the second opinion named none of simple, reasoning, coding, creative, general',
			],
		])('leaves the item in Unsure when the model %s', async (_, answer, reason) => {
			const { outputs } = await run(asks, [{ json: { query: SIMPLE } }], { model: chatModel(answer).type });
			expect(outputs[6]).toHaveLength(1);
			expect(outputs[6][0].json.route).toMatchObject({ output: 'Unsure', reasons: expect.arrayContaining([reason]) });
			expect(JSON.stringify(outputs[6][0].json.route)).not.toContain('sk-abc');
		});

		test('leaves the item in Unsure when no model is connected', async () => {
			const { outputs, error } = await run(asks, [{ json: { query: SIMPLE } }]);
			expect(error).toBeUndefined();
			expect(outputs[6]).toHaveLength(1);
		});

		test('does not show a sensitive item to the model', async () => {
			const { type, asked } = chatModel(async () => ({ content: '{"class":"simple"}' }));
			const { outputs } = await run(
				{ ...asks, ...own({ name: 'Simple', classes: ['simple'], conditions: {} }) },
				[{ json: { query: `${SIMPLE} a@example.org` } }],
				{ model: type },
			);
			expect(asked).toEqual([]);
			expect(outputs[1][0].json.route).toMatchObject({ reasons: expect.arrayContaining(['no second opinion: the item is sensitive']) });
		});
	});

	describe('teaching', () => {
		const rows = Array.from({ length: 20 }, (_, index) => ({
			json: {
				query:
					index % 2
						? `What does Zorblax light ${'abcdefghij'[index >> 1]} mean?`
						: `What is the ${'abcdefghij'[index >> 1]} planet called?`,
				class: index % 2 ? 'reasoning' : 'simple',
			},
		}));

		test('puts out one item with the corrections and both errors, which Route can use', async () => {
			const { outputs } = await run({ operation: 'teach' }, rows);
			expect(outputs).toHaveLength(1);
			const [lesson] = outputs[0];
			expect(lesson.json).toMatchObject({ rows: 20, improved: true, errorBefore: expect.any(Number), errorAfter: expect.any(Number) });
			expect(lesson.pairedItem).toHaveLength(20);
			const { outputs: routed } = await run({ options: { adaptation: JSON.stringify(lesson.json.adaptation) } }, [
				{ json: { query: 'What does Zorblax light x mean?' } },
			]);
			expect(routed[4]).toHaveLength(1);
		});

		test('writes a file that Route reads', async () => {
			const folder = mkdtempSync(path.join(tmpdir(), 'route-'));
			onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
			const filePath = path.join(folder, 'route.json');
			const { outputs, error } = await run({ operation: 'teach', saveTo: 'file', filePath }, rows);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json).toMatchObject({ filePath, improved: true });
			expect(JSON.parse(readFileSync(filePath, 'utf8'))).toHaveProperty('adaptation.bias');
			const { outputs: routed } = await run({ options: { adaptationFile: filePath } }, [
				{ json: { query: 'What does Zorblax light x mean?' } },
			]);
			expect(routed[4]).toHaveLength(1);
		});

		test('names the item with an unknown class, and the known ones', async () => {
			const { error } = await run({ operation: 'teach' }, [...rows, { json: { query: 'x', class: 'poetry' } }]);
			expect(error?.message).toBe('Item 20 has the unknown class “poetry”');
			expect(error?.description).toContain('simple, reasoning, coding, creative, general');
		});

		test('goes on under Continue On Fail', async () => {
			const { outputs, error } = await run({ operation: 'teach' }, rows.slice(0, 3), { onError: 'continueRegularOutput' });
			expect(error).toBeUndefined();
			expect(outputs[0][0].json.error).toMatch(/at least 10/);
		});
	});
});

describe('the prompt', () => {
	const mail = 'Hi, invoice 20394 over 4,312.50 EUR is still open. Could you look into it?\n\nMartina Vogel';
	const system = 'Classify the message as billing, technical or sales. Answer with the label only.';

	test.each<[string, Record<string, unknown>, Record<string, string>]>([
		['a system and a user text', { queryFrom: 'systemAndUser' }, { systemMessage: system, chatInput: mail }],
		['the fields of AI nodes', { queryFrom: 'fields' }, { systemMessage: system, prompt: mail }],
	])('is read from %s, and its task is quoted', async (_, parameters, json) => {
		const { outputs } = await run({ ...parameters, ...own({ name: 'Simple', classes: ['simple'] }) }, [{ json }]);
		expect(outputs[0][0].json.route).toMatchObject({
			output: 'Simple',
			reasons: [expect.stringMatching(/^simple \(\d+ %\): the words “.*(?:Classify|label).*”/)],
		});
	});

	test('that was read at both ends only says so', async () => {
		const query = `Translate into French.\n\n${'A long report about roads. '.repeat(2000)}`;
		const { outputs } = await run(own({ name: 'All', classes: [] }), [{ json: { query } }]);
		expect(outputs[0][0].json.route).toMatchObject({ reasons: expect.arrayContaining(['only both ends of the long query were read']) });
	});
});

describe('categories of one’s own', () => {
	const category = [
		{ name: 'Billing', examples: 'I was charged twice\nWhere is my invoice for March?\nPlease refund the payment', model: 'cheap' },
		{ name: 'Technical', examples: 'The app crashes at the start\nI cannot log in to the app\nError 500 on upload', model: '' },
	];
	const examples = { table: 'examples', categories: { category } };

	test('take items by the nearest example; what is near to none goes to Unsure', async () => {
		const { outputs } = await run(examples, [{ json: { query: 'Where is my invoice for March?' } }, { json: {} }]);
		expect(outputs).toHaveLength(3);
		expect(outputs[0][0].json.route).toMatchObject({ output: 'Billing', suggestedModel: 'cheap', heldOutError: expect.any(Number) });
		expect(outputs[2][0].json.route).toMatchObject({ output: 'Unsure', category: '' });
	});

	test('grow by what Teach collected', async () => {
		const rows = category.flatMap(({ name, examples: texts }) => texts.split('\n').map((query) => ({ json: { query, class: name } })));
		const taught = await run({ operation: 'teach', teachFor: 'examples' }, [
			...rows,
			{ json: { query: 'Gutschrift bitte', class: 'billing ' } },
		]);
		const { adaptation, heldOutError } = taught.outputs[0][0].json;
		expect(heldOutError).toEqual(expect.any(Number));
		const { outputs } = await run({ ...examples, options: { adaptation: JSON.stringify(adaptation) } }, [
			{ json: { query: 'Gutschrift bitte' } },
		]);
		expect(outputs.flat()[0].json.route).toMatchObject({ category: 'Billing' });
	});

	test('refuse corrections of the query classes', async () => {
		const { error } = await run({ ...examples, options: { adaptation: '{"bias":[0,0,0,0,0],"weights":[]}' } }, [{ json: { query: 'x' } }]);
		expect(error?.message).toContain('holds no examples of categories');
	});
});
