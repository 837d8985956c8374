import pLimit from 'p-limit';
import type { CheckContext } from '../check';
import type { Stop } from '../checkResult';
import type { Call } from './ask';

/**
 * Runs pieces of work at the context's concurrency, tells progress, and starts no more once a call was stopped by the cost
 * cap or by the user. Resolves with the reason, if it was stopped.
 */
export async function runAll(
	pieces: readonly ((note: (call: Call) => Call) => Promise<void>)[],
	{ concurrency, onProgress, signal }: Pick<CheckContext, 'concurrency' | 'onProgress' | 'signal'>,
): Promise<Stop | undefined> {
	const limit = pLimit(Math.max(1, concurrency));
	let stop: Stop | undefined;
	let done = 0;
	const note = (call: Call) => {
		if (call.kind === 'stopped') stop ??= call.why;
		return call;
	};
	onProgress?.(0, pieces.length);
	await Promise.all(
		pieces.map((piece) =>
			limit(async () => {
				if (signal?.aborted) stop ??= 'cancelled';
				if (stop) return;
				await piece(note);
				done += 1;
				onProgress?.(done, pieces.length);
			}),
		),
	);
	return stop;
}
