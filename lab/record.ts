import type { Fault, FaultName } from './faults';
import type { ProfileId } from './profiles';
import type { Truth } from './reply';
import type { Timing } from './timing';
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

/** A reply given word by word; what is left out, the model's behaviour fills in. */
export interface ScriptedReply {
	/** Text, or a number of tokens of filler. */
	thinking?: string | number;
	answer?: string | number;
	toolCalls?: readonly { id?: string; name: string; arguments: string | Record<string, unknown> }[];
	finishReason?: string;
	usage?: Partial<Tokens>;
	fault?: Fault | FaultName;
	timing?: Timing;
	/** Raw event payloads of a stream, one a chunk; `[DONE]` is added. */
	chunks?: readonly string[];
	/** Raw body with its status and type, instead of everything else. */
	raw?: { status?: number; contentType?: string; headers?: Record<string, string>; body: string };
	/** Only for requests that name this model. */
	model?: string;
}
