/** Time as the transport needs it; tests and the emulation bring their own. */
export interface Clock {
	/** The date, for prices. */
	now(): Date;
	/** Milliseconds that only go forward, for durations. */
	elapsedMs(): number;
	timer(ms: number, onTime: () => void): { restart(): void; stop(): void };
	random(): number;
}

const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => new Date(),
	elapsedMs: () => performance.now(),
	timer(ms, onTime) {
		if (!Number.isFinite(ms)) return { restart: () => undefined, stop: () => undefined };
		const timer = setTimeout(onTime, Math.min(Math.max(ms, 0), longestTimer));
		return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
	},
	random: () => Math.random(),
};

/** Waits, or stops waiting when the signal says so. */
export async function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted || ms <= 0) return;
	await new Promise<void>((resolve) => {
		const timer = clock.timer(ms, done);
		signal?.addEventListener('abort', done, { once: true });
		function done() {
			timer.stop();
			signal?.removeEventListener('abort', done);
			resolve();
		}
	});
}
