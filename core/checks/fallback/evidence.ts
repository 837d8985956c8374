import type { Lasting, Answerer } from './expected';

/** What happened to one item during one fault. */
export interface Trial {
	fault: string;
	lasting: Lasting;
	item: number;
	expected: Answerer;
	/** `lost` is neither an answer nor an error, or an answer that no model gave in full. */
	outcome: Answerer | 'lost';
	model?: string;
	errorKind?: string;
	says?: string;
	/** Waits counted, not sat through. */
	tookMs: number;
	requests: number;
	faulted: number;
	/** Requests that a host charges for, or may. */
	paid: number;
	/** Whole answers that models gave. */
	completed: number;
}

export interface Evidence {
	trials: Trial[];
	planned: number;
	ending: 'finished' | 'cost cap' | 'cancelled';
	candidate: string;
	fallbacks: { model: string; otherHost: boolean }[];
	emulated: boolean;
	problems: { file: string; reason: string }[];
	/** The endpoint failed without any fault: nothing can be drilled. */
	broken?: string;
}
