import type { Clock } from '../../reason/clock';

interface Timer {
	dueMs: number;
	ms: number;
	onTime: () => void;
}

/**
 * A clock that need not be sat through: when nothing can happen but a timeout or the end of a pause, it goes there at once.
 * Durations read from it count the skipped time.
 */
export class SkippingClock implements Clock {
	private skippedMs = 0;
	private readonly timers = new Set<Timer>();
	private watch: NodeJS.Timeout | undefined;

	constructor(
		private readonly startedAt: Date,
		private readonly draw: () => number,
	) {}

	now(): Date {
		return new Date(this.startedAt.getTime() + this.elapsedMs());
	}

	elapsedMs(): number {
		return performance.now() + this.skippedMs;
	}

	random(): number {
		return this.draw();
	}

	timer(ms: number, onTime: () => void): { restart(): void; stop(): void } {
		const timer: Timer = { dueMs: this.elapsedMs() + ms, ms, onTime };
		this.timers.add(timer);
		// A request has two limits, on silence and on the whole; a lone timer is a pause between two requests.
		setImmediate(() => this.timers.size === 1 && this.timers.has(timer) && this.skip());
		this.arm();
		return {
			restart: () => {
				timer.dueMs = this.elapsedMs() + timer.ms;
			},
			stop: () => {
				this.timers.delete(timer);
				this.arm();
			},
		};
	}

	/** Goes to the time at which the next timer is due. */
	skip(): void {
		const next = Math.min(...[...this.timers].map(({ dueMs }) => dueMs));
		if (Number.isFinite(next)) this.skippedMs += Math.max(0, next - this.elapsedMs());
		this.tick();
	}

	private tick(): void {
		const due = [...this.timers].filter(({ dueMs }) => dueMs <= this.elapsedMs());
		for (const timer of due) {
			if (!this.timers.delete(timer)) continue;
			timer.onTime();
		}
		this.arm();
	}

	private arm(): void {
		clearTimeout(this.watch);
		const next = Math.min(...[...this.timers].map(({ dueMs }) => dueMs));
		if (!Number.isFinite(next)) return;
		this.watch = setTimeout(() => this.tick(), Math.min(2 ** 31 - 1, Math.max(1, next - this.elapsedMs())));
		this.watch.unref();
	}
}
