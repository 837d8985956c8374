import pLimit from 'p-limit';
import type { Pay } from '../budget/paidCall';
import { ask, factsOf, settingsFor } from '../checks/calls/ask';
import type { Side } from '../checks/check';
import type { RecordedCall } from '../history/recordedCall';
import { newAnswerOf, replayRequest } from '../replay/replayRequest';
import type { ShadowRecord } from './shadowRecord';

export interface ShadowOptions {
	candidate: Side;
	/** Share of the live calls that are sent to the candidate, too. */
	share: number;
	/** Pays out of a budget; a call without room is not sent. */
	pay: Pay;
	/** Writes a record; what it must not hold is taken out before. */
	keep: (record: ShadowRecord) => Promise<void> | void;
	fetch?: typeof fetch;
	random?: () => number;
	now?: () => Date;
	/** What makes the shadow pause, or lose a record; nobody else hears of it. */
	onProblem?: (problem: string) => void;
}

export interface Shadow {
	/** Takes note of a live call. Returns at once, and never throws: the live answer has gone out, whatever comes of this. */
	observe(call: RecordedCall): void;
	/** Until when no call is sent, and why. */
	paused(): { until: Date; why: 'budget' | 'errors' } | undefined;
	/** Waits until all calls under way have ended. */
	idle(): Promise<void>;
}

const concurrent = 2;
/** More wait only while the candidate is slower than the live calls come; what is beyond is not sent. */
const mostWaiting = 20;
const errorsInRow = 3;
const firstPauseMs = 10 * 60_000;
const longestPauseMs = 24 * 60 * 60_000;
const timeoutMs = 10 * 60_000;

/** Sends a share of the live calls to a candidate as well. It delays nothing, changes nothing, and pauses by itself. */
export function openShadow(options: ShadowOptions): Shadow {
	const { candidate, share, random = Math.random, now = () => new Date(), onProblem } = options;
	const limit = pLimit(concurrent);
	const underWay = new Set<Promise<void>>();
	let paused: { until: Date; why: 'budget' | 'errors' } | undefined;
	let [errors, pauseMs] = [0, firstPauseMs];

	const isPaused = () => paused !== undefined && now() < paused.until;

	function pause(why: 'budget' | 'errors', until: Date) {
		paused = { until, why };
		onProblem?.(
			why === 'budget'
				? `The daily budget of the shadow model has no room for another call, or no price of ${candidate.model} is known`
				: 'The shadow model failed several times in a row',
		);
	}

	async function send(call: RecordedCall) {
		// A pause may have begun while this call waited.
		if (isPaused()) return;
		const { maxTokens, temperature, topP } = settingsFor(candidate, { maxTokens: call.request.maxTokens ?? 32_768 });
		const made = await ask(
			candidate,
			{ ...replayRequest(call), maxTokens, temperature: temperature ?? call.request.temperature, topP },
			{ pay: options.pay, fetch: options.fetch },
			{ retries: 0, timeoutMs },
		);
		if (made.kind === 'stopped') return pause('budget', nextDay(now()));
		const answer = newAnswerOf(made);
		if (made.kind === 'error' || !answer) {
			errors += 1;
			if (errors < errorsInRow) return;
			pause('errors', new Date(now().getTime() + pauseMs));
			// One try after a pause; each further failure doubles it.
			pauseMs = Math.min(longestPauseMs, pauseMs * 2);
			errors = errorsInRow - 1;
			return;
		}
		[errors, pauseMs] = [0, firstPauseMs];
		const usage = made.kind === 'answered' && made.usage !== 'unknown' ? made.usage : undefined;
		const { model, host } = factsOf(candidate);
		await options.keep({
			shadow: 1,
			at: now().toISOString(),
			call,
			candidate: {
				model,
				host,
				answer,
				taken: {
					inputTokens: usage?.inputTokens ?? 'unknown',
					outputTokens: usage?.outputTokens ?? 'unknown',
					costNanoUsd: made.costNanoUsd,
					againNanoUsd: 0,
					ms: made.kind === 'answered' ? made.ms : 'unknown',
				},
			},
		});
	}

	return {
		observe(call) {
			if (random() >= share || isPaused() || limit.pendingCount >= mostWaiting) return;
			const work = limit(() => send(call)).catch((error: unknown) => {
				onProblem?.(error instanceof Error ? error.name : 'unknown error');
			});
			const done = work.finally(() => underWay.delete(done));
			underWay.add(done);
		},
		paused: () => (isPaused() ? paused : undefined),
		idle: async () => {
			while (underWay.size > 0) await Promise.all(underWay);
		},
	};
}

/** When a budget of a day begins anew, in UTC. */
const nextDay = (date: Date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1));
