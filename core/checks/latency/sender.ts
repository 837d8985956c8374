import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReasonRequest } from '../../reason';
import { sharedFetch } from '../../reason/networkFetch';
import { ask, type AskOptions, type Call } from '../calls/ask';
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
const longestMs = 60 * 60_000;
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
	return async ({ dueMs, index, size }) => {
		const text = promptFor(prompts, index, size);
		const maxTokens = Math.min(size?.outputTokens || Infinity, options.maxTokens || Infinity);
		const request: Omit<ReasonRequest, 'model'> = {
			messages: [{ role: 'user', content: text }],
			...(Number.isFinite(maxTokens) && { maxTokens }),
		};
		const left: { sentMs?: number } = {};
		let firstMs: number | null = null;
		let firstAnswerMs: number | null = null;
		let lastMs = 0;
		let pieces = 0;
		const askOptions: AskOptions = {
			fresh: true,
			retries: 0,
			timeoutMs: longestMs,
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
		const outcome = await leaving.run(left, () => ask(side, request, context, askOptions));
		const endedMs = elapsedMs();
		const sentMs = left.sentMs ?? dueMs;
		if (outcome.kind === 'stopped') {
			if (outcome.why === 'cost cap') options.onNotSent();
			return undefined;
		}
		const error = errorOf(outcome);
		const since = (at: number | null) => (at === null ? null : at - sentMs);
		const sample = {
			index,
			sentLateMs: sentMs - dueMs,
			firstTokenMs: since(firstMs),
			firstAnswerMs: since(firstAnswerMs),
			totalMs: endedMs - sentMs,
			meanGapMs: firstMs !== null && pieces > 1 ? (lastMs - firstMs) / (pieces - 1) : null,
			outputTokens: outcome.kind === 'answered' && outcome.usage !== 'unknown' ? outcome.usage.outputTokens : pieces,
			...(error !== undefined && { error }),
			...(size && { size: { inputTokens: size.inputTokens, outputTokens: size.outputTokens } }),
		};
		options.onSample(sample);
		return sample;
	};
}

/** An answer that the size limit cut short was still served in full measure. */
function errorOf(call: Exclude<Call, { kind: 'stopped' }>): string | undefined {
	return call.kind === 'answered' || call.errorKind === 'length' ? undefined : call.errorKind;
}
