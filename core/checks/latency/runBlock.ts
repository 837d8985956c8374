import type { Block, RequestSample } from './evidence';
import type { Arrival, Load } from './load';

/** Sends one request; `dueMs` is when it should have been sent. Undefined when it was not sent at all. */
export type Send = (request: { dueMs: number; index: number; size?: Arrival }) => Promise<Omit<RequestSample, 'isWarmUp'> | undefined>;

export interface BlockOptions {
	send: Send;
	/** Asked before each request; a reason ends the block. */
	stopReason: () => string | undefined;
	/** Requests under way at once beyond which an open load counts as overrun. */
	mostAtOnce: number;
	signal?: AbortSignal;
	elapsedMs: () => number;
}

type Ran = Pick<Block, 'samples' | 'durationMs' | 'mostAtOnce' | 'overran'>;

/** Runs one load against one side. A closed load waits for each answer; an open one sends on time, whatever comes back. */
export async function runBlock(load: Load, options: BlockOptions): Promise<Ran> {
	const startedMs = options.elapsedMs();
	const samples: RequestSample[] = [];
	let running = 0;
	let mostAtOnce = 0;
	const sendOne = async (index: number, dueMs: number, size?: Arrival) => {
		mostAtOnce = Math.max(mostAtOnce, ++running);
		const sample = await options.send({ dueMs, index, size });
		running--;
		if (sample) samples.push({ ...sample, isWarmUp: index < load.warmUp });
	};
	const ended = () => options.signal?.aborted === true || options.stopReason() !== undefined;
	const overran =
		load.kind === 'concurrency' ? await closed(load, sendOne, ended, options) : await open(load, sendOne, ended, options, () => running);
	return { samples, durationMs: options.elapsedMs() - startedMs, mostAtOnce, ...(overran && { overran }) };
}

async function closed(
	{ concurrency, requests }: Extract<Load, { kind: 'concurrency' }>,
	sendOne: (index: number, dueMs: number) => Promise<void>,
	ended: () => boolean,
	{ elapsedMs }: BlockOptions,
): Promise<boolean> {
	let next = 0;
	const worker = async () => {
		while (next < requests && !ended()) await sendOne(next++, elapsedMs());
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, worker));
	return false;
}

async function open(
	{ arrivals }: Extract<Load, { arrivals: readonly Arrival[] }>,
	sendOne: (index: number, dueMs: number, size?: Arrival) => Promise<void>,
	ended: () => boolean,
	{ elapsedMs, mostAtOnce, signal }: BlockOptions,
	running: () => number,
): Promise<boolean> {
	const startedMs = elapsedMs();
	const underWay: Promise<void>[] = [];
	let overran = false;
	for (const [index, arrival] of arrivals.entries()) {
		const dueMs = startedMs + arrival.atMs;
		await wait(dueMs - elapsedMs(), signal);
		if (ended()) break;
		if (running() >= mostAtOnce) {
			overran = true;
			break;
		}
		underWay.push(sendOne(index, dueMs, arrival));
	}
	await Promise.all(underWay);
	return overran;
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
	if (ms <= 0 || signal?.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const timer = setTimeout(done, ms);
		signal?.addEventListener('abort', done, { once: true });
		function done() {
			clearTimeout(timer);
			signal?.removeEventListener('abort', done);
			resolve();
		}
	});
}
