import { AsyncLocalStorage } from 'node:async_hooks';
import { dearestCost } from '../../money/cost';
import { findHost, findModel } from '../../catalogue/lookup';
import { reason, ReasonError, type ReasonOptions, type ReasonRequest } from '../../reason';
import { sharedFetch } from '../../reason/networkFetch';
import type { CheckContext, Side } from '../check';
import type { RequestSample } from './evidence';
import type { Histogram, Histograms } from './histogram';
import type { Arrival } from './load';
import type { Send } from './runBlock';

export interface SenderOptions {
	side: Side;
	context: CheckContext;
	prompts: readonly string[];
	maxTokens: number;
	gaps: Histogram;
	histograms: Histograms;
	elapsedMs: () => number;
	onNotSent: () => void;
	onSample: (sample: Omit<RequestSample, 'isWarmUp'>) => void;
}

const charactersPerToken = 4;
const fillerSentence = 'The quick brown fox jumps over the lazy dog near the river bank. ';

/** The request's text: a number in front keeps caches from answering; a size from a trace is filled up. */
export function promptFor(prompts: readonly string[], index: number, size?: Arrival): string {
	const prompt = `(${index + 1}) ${prompts[index % prompts.length]}`;
	const missing = (size?.inputTokens ?? 0) * charactersPerToken - prompt.length;
	if (missing <= 0) return prompt;
	return `(${index + 1}) ${fillerSentence.repeat(Math.ceil(missing / fillerSentence.length)).slice(0, missing)}\n${prompts[index % prompts.length]}`;
}

/** Sends requests to one side and times what comes back, from the moment at which each left. */
export async function createSender(options: SenderOptions): Promise<Send> {
	const { side, context, prompts, gaps, histograms, elapsedMs } = options;
	const network = context.fetch ?? (await sharedFetch());
	const leaving = new AsyncLocalStorage<{ sentMs?: number }>();
	const noteAndSend: typeof fetch = (input, init) => {
		const request = leaving.getStore();
		if (request) request.sentMs ??= elapsedMs();
		return network(input, init);
	};
	const host = findHost(side.endpoint.baseURL);
	const maxOutput = findModel(side.model, host.id)?.maxOutput;
	const dearest = (request: ReasonRequest, text: string): number | 'unknown' => {
		const maxOutputTokens = request.maxTokens ?? maxOutput;
		if (maxOutputTokens === undefined || maxOutputTokens === 'unknown') return 'unknown';
		return dearestCost({ inputTokens: Math.ceil(text.length / 2), maxOutputTokens }, side.model, context.now, host.id);
	};
	return async ({ dueMs, index, size }) => {
		const text = promptFor(prompts, index, size);
		const maxTokens = Math.min(size?.outputTokens || Infinity, options.maxTokens || Infinity);
		const request: ReasonRequest = {
			model: side.model,
			messages: [{ role: 'user', content: text }],
			...(Number.isFinite(maxTokens) && { maxTokens }),
		};
		if (context.maySpend && !(await context.maySpend(dearest(request, text)))) {
			options.onNotSent();
			return undefined;
		}
		const left: { sentMs?: number } = {};
		let firstMs: number | null = null;
		let firstAnswerMs: number | null = null;
		let lastMs = 0;
		let pieces = 0;
		const reasonOptions: ReasonOptions = {
			retries: 0,
			signal: context.signal,
			fetch: noteAndSend,
			onDelta({ kind }) {
				const at = elapsedMs();
				if (firstMs === null) firstMs = at;
				else histograms.add(gaps, at - lastMs);
				if (kind === 'answer') firstAnswerMs ??= at;
				lastMs = at;
				pieces++;
			},
		};
		const outcome = await leaving.run(left, () => ask(request, side, reasonOptions));
		const endedMs = elapsedMs();
		const sentMs = left.sentMs ?? dueMs;
		await context.spent?.(outcome.nanoUsd);
		if (outcome.error === 'cancelled') return undefined;
		const since = (at: number | null) => (at === null ? null : at - sentMs);
		const sample = {
			index,
			sentLateMs: sentMs - dueMs,
			firstTokenMs: since(firstMs),
			firstAnswerMs: since(firstAnswerMs),
			totalMs: endedMs - sentMs,
			meanGapMs: firstMs !== null && pieces > 1 ? (lastMs - firstMs) / (pieces - 1) : null,
			outputTokens: outcome.outputTokens ?? pieces,
			...(outcome.error !== undefined && { error: outcome.error }),
			...(size && { size: { inputTokens: size.inputTokens, outputTokens: size.outputTokens } }),
		};
		options.onSample(sample);
		return sample;
	};
}

interface Outcome {
	outputTokens?: number;
	nanoUsd: number | 'unknown';
	error?: string;
}

function ask(request: ReasonRequest, { endpoint }: Side, options: ReasonOptions): Promise<Outcome> {
	return reason(request, endpoint, options).then(
		({ usage, costUsd }) => ({ outputTokens: usage === 'unknown' ? undefined : usage.outputTokens, nanoUsd: toNano(costUsd) }),
		failed,
	);
}

function failed(error: unknown): Outcome {
	if (!(error instanceof ReasonError)) throw error;
	const nanoUsd = sum(error.attempts.map(({ costUsd }) => toNano(costUsd)));
	// An answer that the size limit cut short was still served in full measure.
	return error.kind === 'length' ? { nanoUsd } : { nanoUsd, error: error.kind };
}

const sum = (amounts: readonly (number | 'unknown')[]) =>
	amounts.reduce<number | 'unknown'>((total, amount) => (total === 'unknown' || amount === 'unknown' ? 'unknown' : total + amount), 0);

const toNano = (usd: number | 'unknown') => (usd === 'unknown' ? usd : Math.round(usd * 1e9));
