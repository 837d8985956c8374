import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ClientLoad } from './evidence';

const resolution = 5;

/** Watches whether this process is busy enough to spoil its own measurements. */
export function watchClient(): { stop(): ClientLoad } {
	const delays = monitorEventLoopDelay({ resolution });
	delays.enable();
	const cpu = process.cpuUsage();
	const startedMs = performance.now();
	return {
		stop() {
			delays.disable();
			const { user, system } = process.cpuUsage(cpu);
			const elapsedMs = performance.now() - startedMs;
			const p99 = delays.percentile(99) / 1e6 - resolution;
			return {
				loopDelayP99Ms: Number.isFinite(p99) ? Math.max(0, p99) : 0,
				cpuShare: elapsedMs > 0 ? (user + system) / 1_000 / elapsedMs : 0,
			};
		},
	};
}
