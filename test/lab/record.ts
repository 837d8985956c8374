import type { ProfileId } from './profiles';
import type { Truth } from './reply';
import type { Tokens } from './wire';

/** A request as it came in. */
export interface ReceivedRequest {
	id: number;
	/** Milliseconds since 1970, with fractions. */
	at: number;
	method: string;
	path: string;
	profile: ProfileId;
	headers: Record<string, string>;
	/** Parsed JSON; the text itself where it is none. */
	body: unknown;
}

/** What really happened to one chat request: the truth that measurements are held against. Times are milliseconds since 1970. */
export interface LabRecord {
	id: number;
	model: string;
	profile: ProfileId;
	streamed: boolean;
	arrivedAt: number;
	/** When it got a free slot of the capacity model. */
	startedAt?: number;
	firstTokenAt?: number;
	firstAnswerAt?: number;
	/** When each token was handed to the socket, the first few thousand of a reply. */
	tokenTimes: number[];
	/** When the last byte was handed over, or the connection was cut. */
	endedAt?: number;
	/** The client went away before the end. */
	abandoned: boolean;
	status: number;
	fault?: string;
	finishReason?: string;
	usage?: Tokens;
	truth?: Truth;
}
