import type { ServerResponse } from 'node:http';
import type { Fault } from './faults';
import { hostError, type HostError } from './errors';
import type { Profile } from './profiles';
import type { LabRecord } from './record';
import { now, type Schedule } from './timing';
import type { StreamParts, Token } from './wire';

const keptTokenTimes = 4_096;
const burst = 32_768;

export interface Sending {
	response: ServerResponse;
	record: LabRecord;
	schedule: Schedule;
	profile: Profile;
	fault?: Fault;
	/** Milliseconds from `startedAt` to the first token, then from token to token. */
	firstTokenMs: number;
	nextGapMs: () => number;
}

export function sendError({ response, record }: Pick<Sending, 'response' | 'record'>, error: HostError): void {
	record.status = error.status;
	record.endedAt = now();
	response.writeHead(error.status, error.headers);
	response.end(error.body);
}

const isGone = (response: ServerResponse) => response.destroyed || response.writableEnded;

const until = (schedule: Schedule, dueAt: number) =>
	new Promise<void>((resolve) => (dueAt <= now() ? resolve() : schedule.at(dueAt, resolve)));

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function note(record: LabRecord, token: Token, at: number): void {
	if (token.kind === 'hidden') return;
	record.firstTokenAt ??= at;
	if (token.kind !== 'thinking') record.firstAnswerAt ??= at;
	if (record.tokenTimes.length < keptTokenTimes) record.tokenTimes.push(at);
}

/** Cuts the connection the way a crashed server does. */
function cut({ response, record }: Sending): void {
	record.endedAt = now();
	response.socket?.resetAndDestroy();
}

const comments = ({ profile }: Sending, isStream: boolean) => (isStream && profile.protocol === 'openai' ? ': keep-alive\n\n' : '\n');

async function keepAlives(sending: Sending, isStream: boolean): Promise<void> {
	const { fault, response, schedule } = sending;
	if (fault?.kind !== 'keep-alives') return;
	for (let index = 0; index < (fault.count ?? 5) && !isGone(response); index++) {
		response.write(index % 2 ? comments(sending, isStream) : '\n\n');
		await until(schedule, now() + (fault.everyMs ?? 20));
	}
}

/** Sends a reply token by token, at its times. */
export async function sendStream(sending: Sending, parts: StreamParts): Promise<void> {
	const { response, record, schedule, profile, fault } = sending;
	const startedAt = record.startedAt ?? now();
	response.writeHead(200, {
		'content-type': profile.protocol === 'ollama' ? 'application/x-ndjson' : 'text/event-stream; charset=utf-8',
		'cache-control': 'no-cache',
	});
	response.flushHeaders();
	if (fault?.kind === 'empty-body') return finish(sending);
	if (fault?.kind === 'garbage') return finish(sending, 'data: \u0001<<not {json at all\n\ndata: [1,\n\n');
	if (profile.stream.comment && profile.protocol === 'openai') response.write(`: ${profile.stream.comment}\n\n`);
	await keepAlives(sending, true);

	const write = fault?.kind === 'split-bytes' ? splitWriter(response) : plainWriter(response);
	let dueAt = startedAt + sending.firstTokenMs;
	let count = 0;
	// Tokens that are due at the same time leave in one write.
	let ready: Token[] = [];
	let text = '';
	const flush = async () => {
		const at = now();
		for (const token of ready) note(record, token, at);
		const bytes = text;
		[ready, text] = [[], ''];
		if (bytes) await write(bytes);
	};
	for (const token of parts.tokens) {
		const struck = isStruck(fault, count);
		if (struck || dueAt > now() || text.length > burst) {
			await flush();
			if (struck) return await strike(sending, token);
			if (dueAt > now()) await until(schedule, dueAt);
			else await turn();
			if (isGone(response)) return;
		}
		if (count === 0) text += parts.opening;
		ready.push(token);
		text += token.write ?? '';
		count++;
		dueAt += sending.nextGapMs();
	}
	await flush();
	if (isGone(response)) return;
	if (isStruck(fault, Infinity)) return await strike(sending);
	if (count === 0) {
		await until(schedule, dueAt);
		if (parts.opening) await write(parts.opening);
	}
	if (isGone(response)) return;
	if (fault?.kind === 'no-finish-reason') return finish(sending);
	await write(parts.closing.finish + parts.closing.usage + parts.closing.done);
	finish(sending);
}

function finish({ response, record }: Sending, text?: string): void {
	record.endedAt = now();
	response.end(text);
}

function isStruck(fault: Fault | undefined, count: number): boolean {
	switch (fault?.kind) {
		case 'silence':
		case 'reset':
		case 'truncated-json':
		case 'error-in-stream':
			return count >= (fault.afterTokens ?? 0);
		case 'no-finish-reason':
			return fault.afterTokens !== undefined && count >= fault.afterTokens;
		default:
			return false;
	}
}

/** The middle of a stream goes wrong. */
async function strike(sending: Sending, token?: Token): Promise<void> {
	const { response, record, profile, fault } = sending;
	switch (fault?.kind) {
		case 'silence':
			record.endedAt = now();
			return;
		case 'reset':
			await turn();
			return cut(sending);
		case 'truncated-json': {
			const chunk = token?.write ?? 'data: {"id":"chatcmpl-lab","object":"chat.comp';
			return finish(sending, chunk.slice(0, Math.floor(chunk.length / 2)));
		}
		case 'error-in-stream': {
			const { body } = hostError(profile, fault.status ?? 500, { message: fault.message });
			response.write(profile.protocol === 'ollama' ? `${body}\n` : `data: ${body}\n\n`);
			return finish(sending);
		}
		default:
			return finish(sending);
	}
}

function plainWriter(response: ServerResponse) {
	return (text: string): Promise<unknown> | undefined => {
		if (response.write(text) || isGone(response)) return undefined;
		return new Promise<void>((resolve) => {
			const done = () => {
				response.off('drain', done).off('close', done);
				resolve();
			};
			response.once('drain', done).once('close', done);
		});
	};
}

/** Writes a few bytes at a time, so that characters and lines arrive in parts. */
function splitWriter(response: ServerResponse) {
	let size = 0;
	return async (text: string): Promise<void> => {
		const bytes = Buffer.from(text);
		for (let start = 0; start < bytes.length; start += size) {
			size = (size % 97) + 1;
			if (isGone(response)) return;
			response.write(bytes.subarray(start, start + size));
			await turn();
		}
	};
}

/** Sends a reply in one body, after the time that its tokens take. */
export async function sendWhole(sending: Sending, body: unknown, tokens: Iterable<Token>): Promise<void> {
	const { response, record, schedule, fault } = sending;
	const startedAt = record.startedAt ?? now();
	const gaps = Array.from(tokens, sending.nextGapMs);
	const dueAt = gaps.reduce((sum, gap) => sum + gap, startedAt + sending.firstTokenMs);
	if (fault?.kind === 'silence') return;
	const json = JSON.stringify(body);
	const headers = { 'content-type': 'application/json; charset=utf-8' };
	if (fault?.kind === 'keep-alives') {
		response.writeHead(200, headers);
		await keepAlives(sending, false);
	}
	await until(schedule, dueAt);
	if (isGone(response)) return;
	if (!response.headersSent) response.writeHead(200, headers);
	switch (fault?.kind) {
		case 'empty-body':
			return finish(sending);
		case 'garbage':
			return finish(sending, '\u0001<<not {json at all');
		case 'truncated-json':
			return finish(sending, json.slice(0, Math.floor(json.length / 2)));
		case 'reset':
			response.write(json.slice(0, Math.floor(json.length / 2)));
			await turn();
			return cut(sending);
		case 'error-in-stream':
			return finish(sending, hostError(sending.profile, fault.status ?? 500, { message: fault.message }).body);
		default:
			record.firstTokenAt = record.firstAnswerAt = now();
			return finish(sending, json);
	}
}
