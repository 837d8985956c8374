import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../reason';
import type { Injection } from './faults';

const itemHeader = 'x-drill-item';
const hopHeaders = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect', itemHeader];

/** What one item's requests met. */
export interface Passage {
	/** Requests that arrived. */
	requests: number;
	/** Requests that met the fault. */
	faulted: number;
	/** Requests that were passed on and answered with success. */
	passed: number;
	/** Answers that came through whole. */
	completed: number;
}

export interface ProxyOptions {
	endpoint: Endpoint;
	fetch: typeof fetch;
	/** The fault for a request, if it meets one. */
	faultFor: (item: string, model: string, earlier: Passage) => Injection | undefined;
	/** Called when an item's request is met with silence. */
	onSilence: (item: string) => void;
}

export interface DrillProxy {
	/** The endpoint as seen through the proxy, for one item. */
	endpointFor(item: string): Endpoint;
	passageOf(item: string): Passage;
	close(): Promise<void>;
}

/** Starts a proxy on this machine in front of an endpoint; it injects faults and counts what got through. */
export async function startProxy(options: ProxyOptions): Promise<DrillProxy> {
	const passages = new Map<string, Passage>();
	const passageOf = (item: string): Passage => {
		const passage = passages.get(item) ?? { requests: 0, faulted: 0, passed: 0, completed: 0 };
		passages.set(item, passage);
		return passage;
	};
	const target = new URL(options.endpoint.baseURL);
	const server = createServer((request, response) => {
		handle(request, response, target, options, passageOf).catch(() => response.destroy());
	});
	const port = await listen(server);
	const own = new URL(target);
	own.protocol = 'http:';
	own.username = own.password = '';
	own.hostname = '127.0.0.1';
	own.port = String(port);
	return {
		endpointFor: (item) => ({
			...options.endpoint,
			baseURL: own.href.replace(/\/$/, ''),
			headers: { ...options.endpoint.headers, [itemHeader]: item },
		}),
		passageOf,
		close: async () => {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	return (server.address() as AddressInfo).port;
}

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	target: URL,
	options: ProxyOptions,
	passageOf: (item: string) => Passage,
): Promise<void> {
	const body = await readBody(request);
	const item = String(request.headers[itemHeader] ?? '');
	const passage = passageOf(item);
	const fault = options.faultFor(item, modelIn(body), passage);
	passage.requests++;
	if (fault) passage.faulted++;
	switch (fault?.kind) {
		case 'status':
			response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
			response.end(JSON.stringify({ error: fault.error }));
			return;
		case 'body':
			response.writeHead(200, { 'content-type': fault.contentType });
			response.end(fault.body);
			return;
		case 'silence':
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.flushHeaders();
			options.onSilence(item);
			return;
		case 'hang-up':
			request.socket.resetAndDestroy();
			return;
		default:
			await passOn(request, response, body, target, options, passage, fault?.afterEvents);
	}
}

async function passOn(
	request: IncomingMessage,
	response: ServerResponse,
	body: string,
	target: URL,
	{ fetch: send }: ProxyOptions,
	passage: Passage,
	cutAfter: number | undefined,
): Promise<void> {
	const url = new URL(request.url ?? '/', target);
	url.search = target.search || url.search;
	const abort = new AbortController();
	response.on('close', () => abort.abort());
	const answer = await send(url, {
		method: request.method,
		headers: passedHeaders(request),
		body: request.method === 'POST' ? body : undefined,
		signal: abort.signal,
	});
	if (answer.ok) passage.passed++;
	response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
	response.flushHeaders();
	const reader = answer.body?.getReader();
	const decoder = new TextDecoder();
	let tail = '';
	let events = 0;
	let isWhole = false;
	while (reader) {
		const { done, value } = await reader.read();
		if (done) break;
		const text = tail + decoder.decode(value, { stream: true });
		isWhole ||= /"finish_reason"\s*:\s*"|"done"\s*:\s*true/.test(text);
		events += text.split('\n').length - 1;
		tail = text.slice(text.lastIndexOf('\n') + 1).slice(-4_096);
		if (cutAfter !== undefined) {
			response.write(firstLines(value, cutAfter * 2));
			if (events >= cutAfter) return cut(response, abort);
			continue;
		}
		response.write(value);
	}
	if (cutAfter !== undefined) return cut(response, abort);
	if (answer.ok && isWhole) passage.completed++;
	response.end();
}

function cut(response: ServerResponse, abort: AbortController): void {
	// What was written first must arrive before the connection breaks.
	setTimeout(() => {
		response.socket?.resetAndDestroy();
		abort.abort();
	}, 20);
}

/** The beginning of some bytes, so that a short answer isn't through before it is cut. */
function firstLines(bytes: Uint8Array, count: number): Uint8Array {
	const newline = 10;
	let end = 0;
	for (let lines = 0; lines < count; lines++) {
		const next = bytes.indexOf(newline, end);
		if (next < 0) return bytes;
		end = next + 1;
	}
	return bytes.subarray(0, end);
}

function passedHeaders({ headers }: IncomingMessage): Record<string, string> {
	const kept = Object.entries(headers).filter(([name]) => !hopHeaders.includes(name));
	return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

async function readBody(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	return Buffer.concat(parts).toString();
}

function modelIn(body: string): string {
	const found = /"model"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body);
	return found ? String(JSON.parse(found[1])) : '';
}
