import { setImmediate } from 'node:timers/promises';

/** How long the event loop is held before others get a turn, in milliseconds. */
const LONGEST_TURN = 20;

/** Called between items: lets n8n do other work when this one has worked for long enough. */
export function makeBreathe(): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since < LONGEST_TURN) return;
		await setImmediate();
		since = performance.now();
	};
}
