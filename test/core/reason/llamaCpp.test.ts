import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { reason, ReasonError } from '../../../core/reason';
import { chainOf, runChecks } from '../checks/runChecks';

type Body = Record<string, unknown>;
interface Refusal {
	code: number;
	message: string;
	type: string;
}

/** Errors as llama-server words them: https://github.com/ggml-org/llama.cpp/issues/13566, /issues/15377, tools/server/README.md */
const refusals = {
	image: { code: 500, message: 'image input is not supported by this server', type: 'server_error' },
	projector: { code: 500, message: 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj', type: 'server_error' },
	schema: { code: 400, message: 'JSON schema conversion failed:\nUnsupported ref: #/$defs/unknown', type: 'invalid_request_error' },
	grammar: { code: 400, message: 'Failed to initialize samplers: failed to parse grammar', type: 'invalid_request_error' },
	tools: { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' },
}; // prettier-ignore

/** A llama-server that refuses what it does not know, before any token, with the status that it names. */
async function llamaServer(refuse: (body: Body) => Refusal | undefined, answer = 'It is 42.') {
	const bodies: Body[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (part: Buffer) => (text += String(part)));
		request.on('end', () => {
			if (request.method === 'GET') return response.end('{"object":"list","data":[{"id":"m"}]}');
			const body: Body = JSON.parse(text);
			bodies.push(body);
			const refusal = refuse(body);
			response.writeHead(refusal?.code ?? 200, { 'content-type': refusal ? 'application/json' : 'text/event-stream' });
			if (refusal) return response.end(JSON.stringify({ error: refusal }));
			response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: answer }, finish_reason: null }] })}\n\n`);
			return response.end(`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, profile: 'llama-cpp' as const, bodies };
}

test.each(['image', 'projector'] as const)('an image is sent once to a server without a projector (%s)', async (name) => {
	const { bodies, ...endpoint } = await llamaServer(() => refusals[name]);
	const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }];
	const failed: unknown = await reason({ model: 'm', messages: [{ role: 'user', content }] }, endpoint).catch((error: unknown) => error);
	expect(failed).toBeInstanceOf(ReasonError);
	expect(failed).toMatchObject({ kind: 'rejected_parameter', retryable: false, attempts: [{ usage: 'none' }] });
	expect((failed as ReasonError).description).toContain('image input is not supported');
	expect(bodies).toHaveLength(1);
});

test.each(['schema', 'grammar'] as const)('a schema that the server refuses goes into the prompt (%s)', async (name) => {
	const { bodies, ...endpoint } = await llamaServer(({ response_format }) => (response_format ? refusals[name] : undefined), '{"count":3}');
	const jsonSchema = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] };
	const result = await reason({ model: 'm', messages: [{ role: 'user', content: 'Count.' }], jsonSchema }, endpoint);
	expect(result.data).toEqual({ count: 3 });
	expect(result.notes.join()).toContain('put into the prompt instead');
	expect(bodies.map((body) => 'response_format' in body)).toEqual([true, false]);
	expect(JSON.stringify(bodies[1].messages)).toContain('JSON Schema');
});

test('a check of tools says why a server without --jinja calls none, asks each case once, and ends', { timeout: 120_000 }, async () => {
	const { bodies, baseURL } = await llamaServer(({ tools }) => (tools ? refusals.tools : undefined));
	const settings = {
		operation: 'tools',
		candidateCredential: 'r1CompatibleApi',
		candidateModel: 'm',
		toolOptions: { caseCount: 6, probeTries: 0 },
	};
	const { byNode, error } = await runChecks(chainOf([settings], { title: 'T' }), baseURL);
	expect(error).toBeUndefined();
	const [record] = byNode['Check 1'][0];
	expect(record.json.verdict).not.toBe('pass');
	expect(JSON.stringify(record.json)).toContain('--jinja');
	// The API's own tools are what is checked: neither sent again, nor put into the prompt instead.
	const asked = bodies.map(({ messages, tools }) => JSON.stringify([messages, tools]));
	expect(asked).toHaveLength(6);
	expect(new Set(asked).size).toBe(6);
	expect(bodies.every(({ tools }) => Array.isArray(tools))).toBe(true);
});
