import { setImmediate } from 'node:timers/promises';

/** How long the event loop is held before others get a turn, in milliseconds. */
const LONGEST_TURN = 20;

/** Called between steps: what to wait for, when others have waited for long enough. */
export type Breathe = () => Promise<void> | undefined;

/** Called between items: lets n8n do other work when this one has worked for long enough. */
export function makeBreathe(): Breathe {
	let since = performance.now();
	const rest = async () => {
		await setImmediate();
		since = performance.now();
	};
	// A promise only when it is time: it is asked between steps that take a hundredth of what one costs.
	return () => (performance.now() - since < LONGEST_TURN ? undefined : rest());
}

/** When the work of this turn of the event loop began, once somebody asked. */
let turnBegan: number | undefined;

/**
 * For work that many do at once, each a little: a promise to wait for when this turn of the event loop has been held for long
 * enough, whoever held it; nothing otherwise, which costs no turn.
 */
export function breatheTogether(): Promise<void> | undefined {
	const now = performance.now();
	if (turnBegan !== undefined) return now - turnBegan < LONGEST_TURN ? undefined : setImmediate();
	turnBegan = now;
	void setImmediate().then(() => (turnBegan = undefined));
	return undefined;
}

/** Work that may be put aside after each step. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Does the work, and lets others run between its steps. */
export async function inTurns<Result>(steps: Steps<Result>, breathe: Breathe = makeBreathe()): Promise<Result> {
	let step = steps.next();
	for (; !step.done; step = steps.next()) {
		const rest = breathe();
		if (rest) await rest;
	}
	return step.value;
}

export function atOnce<Result>(steps: Steps<Result>): Result {
	let step = steps.next();
	while (!step.done) step = steps.next();
	return step.value;
}
