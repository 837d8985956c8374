import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeGrader } from '../../core/graders';
import { findModelReferences } from '../../core/inventory/findModelReferences';
import { fixWorkflow } from '../../core/inventory/fix';
import { remarksOn } from '../../core/inventory/remarks';
import { compileJsonSchema } from '../../core/jsonSchema';
import { migrationPlan } from '../../core/migrate/migrationPlan';
import { reason, ReasonError } from '../../core/reason';
import { redactJson } from '../../core/redact/redact';

const levels = 100_000;
const deep = {
	lists: `${'['.repeat(levels)}1${']'.repeat(levels)}`,
	objects: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
	both: `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`,
};
const shapes = Object.entries(deep);

const event = (delta: string) => `data: {"choices":[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`;
const end = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\n';
const text = JSON.stringify;
const bodies: Record<string, (json: string) => string> = {
	'a field that nobody asked for': (json) => `{"choices":[{"message":{"content":"x","extra":${json}},"finish_reason":"stop"}],"usage":${json}}`,
	'the answer': (json) => text({ choices: [{ message: { content: json }, finish_reason: 'stop' }] }),
	'arguments of a tool': (json) => event(text({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: json } }] })) + end,
	'arguments that are no text': (json) => event(`{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":${json}}}]}`) + end,
	'a call in the answer': (json) => text({ choices: [{ message: { content: `<tool_call>{"name":"f","arguments":${json}}</tool_call>` }, finish_reason: 'stop' }] }),
	'details of the trace': (json) => event(`{"content":"x","reasoning_details":${json}}`) + end,
	'the list of choices': (json) => `{"choices":${json}}`,
	'an error': (json) => `!{"error":{"message":${json}}}`,
	'everything': (json) => json,
}; // prettier-ignore

test.each(shapes.flatMap(([shape, json]) => Object.entries(bodies).map(([name, body]) => ({ shape, name, body: body(json) }))))(
	'a host sends $shape without end as $name: there is an answer that n8n can store, or an error that says so',
	async ({ body }) => {
		const server = createServer((request, response) => {
			request.resume().on('end', () => {
				response.writeHead(body.startsWith('!') ? 400 : 200, {
					'content-type': body.startsWith('data:') ? 'text/event-stream' : 'application/json',
				});
				response.end(body.replace(/^!/, ''));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => {
			server.closeAllConnections();
			server.close();
		});
		const endpoint = { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
		const tools = [{ name: 'f', parameters: { type: 'object' } }];
		const told = await reason({ model: 'm', messages: [{ role: 'user', content: 'x' }], tools }, endpoint, { retries: 0 }).then(
			(result) => text(result),
			(error: unknown) => error,
		);
		expect(typeof told === 'string' || told instanceof ReasonError).toBe(true);
	},
);

test.each(shapes)('graders and schemas say that %s without end are not the answer', async (_, json) => {
	const tree = { $ref: '#/$defs/t', $defs: { t: { anyOf: [{ type: ['array', 'object'], items: { $ref: '#/$defs/t' }, additionalProperties: { $ref: '#/$defs/t' } }, { type: 'number' }] } } }; // prettier-ignore
	expect(await (await makeGrader({ type: 'schema', schema: tree }))(json)).toMatchObject({ outcome: 'wrong' });
	expect(await (await makeGrader({ type: 'number', expected: '1' }))(json)).toMatchObject({ outcome: 'wrong' });
});

test.each(shapes)('workflows with %s without end are read, copied and planned like others', (_, json) => {
	const nodes = [
		`{"name":"A","type":"n8n-nodes-base.httpRequest","typeVersion":1,"position":[0,0],"parameters":{"url":"https://api.openai.com/v1","x":${json}}}`,
		`{"name":"B","type":"@n8n/n8n-nodes-langchain.lmChatOpenAi","parameters":{"model":"gpt-4-32k","options":${json}}}`,
		`{"name":"C","type":"n8n-nodes-base.set","parameters":{"model":${json}}}`,
		`{"name":"D","type":"n8n-nodes-x.y","parameters":{"model":${json}}}`,
	];
	const workflow: unknown = JSON.parse(`{"name":"W","nodes":[${nodes.join()}],"connections":{"A":{"main":${json}}}}`);
	expect(findModelReferences(workflow).map(({ model }) => model)).toContain('gpt-4-32k');
	expect(fixWorkflow(workflow).changes.map(({ node }) => node)).toEqual(['B']);
	expect(remarksOn(workflow).length).toBeLessThan(3);
	expect(text(redactJson(JSON.parse(json)).value)).toContain('<removed>');
	expect(migrationPlan.safeParse(JSON.parse(json)).success).toBe(false);
});

test('a schema that wants different items compares a hundred thousand of them in time that grows with their number', async () => {
	const validate = await compileJsonSchema({ type: 'array', uniqueItems: true });
	const items = Array.from({ length: 100_000 }, (_, index) => ({ b: index, a: [index] }));
	expect(validate(items)).toBe(true);
	expect(validate([...items, { a: [7], b: 7 }])).toBe(false);
	expect(validate.errors?.[0]?.message).toContain('same item');
});
