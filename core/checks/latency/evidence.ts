import type { Counts } from './histogram';
import type { Arrival } from './load';

export type SideName = 'candidate' | 'baseline';

/** One request as the client saw it; times in milliseconds since it left. */
export interface RequestSample {
	/** Place in its block, as in the prompt. */
	index: number;
	isWarmUp: boolean;
	/** How long after its due time it left. */
	sentLateMs: number;
	firstTokenMs: number | null;
	firstAnswerMs: number | null;
	totalMs: number;
	/** Mean time from one piece of the stream to the next. */
	meanGapMs: number | null;
	outputTokens: number;
	/** Kind of failure; absent when it was answered. */
	error?: string;
	size?: Pick<Arrival, 'inputTokens' | 'outputTokens'>;
}

/** How busy this process itself was. */
export interface ClientLoad {
	/** Delays of the event loop: 99 of 100 were below. */
	loopDelayP99Ms: number;
	/** Share of one processor core. */
	cpuShare: number;
}

export interface Block {
	side: SideName;
	step: number;
	samples: RequestSample[];
	/** Gaps between the pieces of streams, as counts of an HDR histogram. */
	gaps: Counts;
	durationMs: number;
	/** Most requests that were under way at once. */
	mostAtOnce: number;
	client: ClientLoad;
	/** The line of waiting requests grew over its limit: the load was not finished. */
	overran?: boolean;
}

export type Ending = 'finished' | 'saturated' | 'cost cap' | 'cancelled' | 'too many errors';

export interface Evidence {
	steps: { label: string; level: number }[];
	mode: 'steps' | 'poisson' | 'trace';
	blocks: Block[];
	ending: Ending;
	/** Why a side was not loaded. */
	refused: { side: SideName; host: string }[];
	emulated: boolean;
	models: Partial<Record<SideName, string>>;
	problems: { file: string; line?: number; reason: string }[];
}
