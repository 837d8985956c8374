import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json';
import { createPayloadReader } from '../../../core/reason/readPayloads';

const encoder = new TextEncoder();

function read(chunks: readonly Uint8Array[]) {
	const payloads: JsonObject[] = [];
	const reader = createPayloadReader((payload) => payloads.push(payload));
	for (const chunk of chunks) reader.push(chunk);
	reader.end();
	return { ...reader.state, payloads };
}

const rows: { name: string; body: string; payloads: JsonObject[]; state?: object }[] = [
	{
		name: 'events',
		body: 'data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n',
		payloads: [{ a: 1 }, { a: 2 }],
		state: { done: true, broken: false },
	},
	{
		name: 'keep-alive comments and blank lines',
		body: ': keep-alive\n\n\n\n: OPENROUTER PROCESSING\n\ndata: {"a":1}\n\n',
		payloads: [{ a: 1 }],
	},
	{ name: 'carriage returns', body: 'data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n', payloads: [{ a: 1 }], state: { done: true } },
	{ name: 'no space after the colon', body: 'data:{"a":1}\n\n', payloads: [{ a: 1 }] },
	{ name: 'events without blank lines between', body: 'data: {"a":1}\ndata: {"a":2}\n', payloads: [{ a: 1 }, { a: 2 }] },
	{ name: 'an event over several data lines', body: 'data: {"a":\ndata: 1}\n\n', payloads: [{ a: 1 }] },
	{ name: 'a last event without its blank line', body: 'data: {"a":1}', payloads: [{ a: 1 }], state: { broken: false } },
	{ name: 'ids, retries and event names', body: 'id: 7\nretry: 10\nevent: message\ndata: {"a":1}\n\n', payloads: [{ a: 1 }] },
	{ name: 'an error event', body: 'event: error\ndata: {"message":"no"}\n\n', payloads: [{ error: { message: 'no' } }] },
	{ name: 'a cut event', body: 'data: {"a":1}\n\ndata: {"a":', payloads: [{ a: 1 }], state: { broken: true } },
	{ name: 'a damaged event before a whole one', body: 'data: {"a":\n\ndata: {"a":2}\n\n', payloads: [{ a: 2 }], state: { broken: true } },
	{
		name: 'a damaged event right before a whole one',
		body: 'data: {"a":\ndata: {"a":2}\n\n',
		payloads: [{ a: 2 }],
		state: { broken: true },
	},
	{ name: 'one JSON object a line', body: '{"a":1}\n{"a":2}\n', payloads: [{ a: 1 }, { a: 2 }] },
	{ name: 'a JSON document over several lines', body: '\n\n{\n  "a": {\n    "b": 1\n  }\n}\n', payloads: [{ a: { b: 1 } }] },
	{ name: 'blank lines before a document', body: '\n\n\n{"a":1}', payloads: [{ a: 1 }] },
	{ name: 'a cut document', body: '{\n "a": [1,', payloads: [], state: { broken: true } },
	{ name: 'a web page', body: '<html>\n<body>login</body></html>', payloads: [], state: { foreign: '<html>\n<body>login</body></html>' } },
	{ name: 'an empty body', body: '', payloads: [], state: { broken: false, done: false, payloads: [] } },
	{ name: 'only keep-alives', body: ': keep-alive\n\n: keep-alive\n\n', payloads: [], state: { broken: false, done: false, payloads: [] } },
	{ name: 'data that is no object', body: 'data: 3\n\ndata: null\n\ndata: {"a":1}\n\n', payloads: [{ a: 1 }], state: { broken: false } },
];

describe('a body', () => {
	test.each(rows)('$name', ({ body, payloads, state = {} }) => {
		const result = read([encoder.encode(body)]);
		expect(result.payloads).toEqual(payloads);
		expect(result).toMatchObject(state);
	});

	test('a document of many megabytes on one line is read in pieces', () => {
		const text = 'x'.repeat(8_000_000);
		const bytes = encoder.encode(JSON.stringify({ text }));
		const chunks = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, index) => bytes.subarray(index * 4096, (index + 1) * 4096));
		expect(read(chunks).payloads).toEqual([{ text }]);
	});

	test('any chunk borders, inside characters too, give the same payloads', () => {
		const text = fc.string({ unit: 'binary', maxLength: 12 });
		fc.assert(
			fc.property(
				fc.array(text, { maxLength: 8 }),
				fc.array(fc.nat(2000), { maxLength: 20 }),
				fc.constantFrom('\n', '\r\n'),
				(texts, cuts, newline) => {
					const events = texts.map((content) => ({ content, more: '不🍓' }));
					const bytes = encoder.encode(events.map((event) => `: x${newline}data: ${JSON.stringify(event)}${newline}${newline}`).join(''));
					const points = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
					expect(read(points.slice(1).map((point, index) => bytes.subarray(points[index], point))).payloads).toEqual(
						events.map((event) => JSON.parse(JSON.stringify(event))),
					);
				},
			),
			{ numRuns: 500 },
		);
	});
});
