import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atOnce } from '../../../core/breathe';
import type { JsonObject } from '../../../core/json';
import { createPayloadReader } from '../../../core/reason/readPayloads';

const encoder = new TextEncoder();

function read(chunks: readonly Uint8Array[]) {
	const payloads: JsonObject[] = [];
	const take = (payload: JsonObject) => void payloads.push(structuredClone(payload));
	const reader = createPayloadReader({
		take,
		*takeLong(payload) {
			take(payload);
			yield;
		},
	});
	for (const chunk of chunks) {
		const left = reader.push(chunk);
		if (left) atOnce(left);
	}
	atOnce(reader.end());
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

	const filler = 'é"\\n'.repeat(20_000);
	const longOne = JSON.stringify({ a: filler });
	const odd: Record<string, string> = {
		'an event': `data: ${longOne}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n`,
		'one without its end': `data: {"a":1}\r\n\r\ndata:${longOne}`,
		'a line': `{"a":1}\n${longOne}\n${longOne}`,
		'a document': `\n{\n"a": [1,\n${longOne}]\n}\n`,
		'a list around an error': `[${JSON.stringify({ error: { message: filler } })}]`,
		'an error event': `event: error\ndata: ${JSON.stringify({ message: filler })}\n\n`,
		'an error that is no JSON': `error: ${'no '.repeat(15_000)}\n\n`,
		'a cut event': `data: {"a":1}\n\ndata: ${longOne.slice(0, -2)}`,
		'a broken event before a whole one': `data: ${longOne.slice(0, -2)}\n\ndata: {"a":2}\n\n`,
		'a broken one right before a whole one': `data: {"a":\ndata: ${longOne}\n\ndata: {"a":2}\n\n`,
		'a comment': `: ${filler.replace(/\n/g, '')}\ndata: {"a":2}\n\n`,
		'a web page': `<html>${'<p>'.repeat(30_000)}`,
		'[DONE] with more': `data: [DONE] ${'x'.repeat(90_000)}\n\n`,
	};
	test.each(Object.entries(odd))('%s of many kilobytes is read in pieces as it is at once', (_, body) => {
		const bytes = encoder.encode(body);
		const chunks = Array.from({ length: Math.ceil(bytes.length / 4999) }, (__, index) => bytes.subarray(index * 4999, (index + 1) * 4999));
		expect(read(chunks)).toEqual(read([bytes]));
		expect(read(chunks)).not.toEqual(read([]));
	});

	test('an event over several long lines is one', () => {
		const body = `data: {"a":\ndata: ${JSON.stringify(filler)},\ndata: "b": ${JSON.stringify(filler)}\ndata: }\n\ndata: {"a":2}\n\n`;
		expect(read([encoder.encode(body)])).toMatchObject({ payloads: [{ a: filler, b: filler }, { a: 2 }], broken: false });
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
