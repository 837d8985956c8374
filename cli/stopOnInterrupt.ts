import { setMaxListeners } from 'node:events';

/** Ctrl-C stops the run, a second one quits at once. */
export function stopOnInterrupt(message = 'Stopping; the report of what is there follows. Press again to quit at once.') {
	const stop = new AbortController();
	// Each call under way listens; Node would warn the user of that.
	setMaxListeners(0, stop.signal);
	let stoppedAt = 0;
	const onInterrupt = () => {
		if (stop.signal.aborted) {
			// npm passes one Ctrl-C on more than once.
			if (Date.now() - stoppedAt > 1000) process.exit(2);
			return;
		}
		stoppedAt = Date.now();
		process.stderr.write(`\n${message}\n`);
		stop.abort();
	};
	process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
	return { signal: stop.signal, close: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt) };
}
