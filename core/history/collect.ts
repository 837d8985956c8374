import { asText, get } from '../json';
import { callsOf } from './callsOf';
import type { Evaluator } from './evaluator';
import { idOf } from './executionsIn';
import type { LeftOut } from './leftOut';
import type { RecordedCall } from './recordedCall';

export interface CollectOptions {
	executions: AsyncIterable<unknown>;
	evaluator: Evaluator;
	/** Executions that somebody ran by hand in the editor, and those of n8n's own evaluations, are left out unless asked for. */
	byHand?: boolean;
	onCall: (call: RecordedCall) => void;
	/** Takes personal data out of what is told of executions and calls that were left out. */
	redact?: (text: string) => string;
	/** After each execution, with how many were read. */
	onExecution?: (read: number) => void;
	/** What an earlier reading had found, which this one goes on with. */
	collected?: Collected;
	signal?: AbortSignal;
}

/** What was read, and everything that was not, with the reason. */
export interface Collected {
	executions: number;
	calls: number;
	executionsLeftOut: Counted[];
	callsLeftOut: Counted[];
	/** ISO 8601 of the first and the last execution that was read. */
	from?: string;
	to?: string;
}

export interface Counted {
	reason: string;
	count: number;
	/** A few of them: ids of executions, or `workflow / node`. */
	examples: string[];
}

/** Reads executions one after the other and hands each call on; of the executions themselves nothing is kept. */
export async function collect({
	executions,
	evaluator,
	byHand = false,
	onCall,
	redact = (text) => text,
	onExecution,
	signal,
	collected = nothingYet(),
}: CollectOptions): Promise<Collected> {
	for await (const json of executions) {
		signal?.throwIfAborted();
		take(json, { collected, evaluator, byHand, onCall, redact });
		onExecution?.(collected.executions);
	}
	return collected;
}

export const nothingYet = (): Collected => ({ executions: 0, calls: 0, executionsLeftOut: [], callsLeftOut: [] });

type Taking = Required<Pick<CollectOptions, 'evaluator' | 'byHand' | 'onCall' | 'redact'>> & { collected: Collected };

function take(json: unknown, { collected, evaluator, byHand, onCall, redact }: Taking) {
	const mode = modeOf(json);
	if (!byHand && (mode === 'manual' || mode === 'evaluation')) {
		add(collected.executionsLeftOut, mode === 'manual' ? 'run by hand in the editor' : "run by n8n's own evaluation", idOf(json));
		return;
	}
	const read = callsOf(json, evaluator);
	if ('unread' in read) {
		add(collected.executionsLeftOut, read.unread, idOf(json));
		return;
	}
	collected.executions += 1;
	const { startedAt } = read.execution;
	if (startedAt !== '') {
		if (collected.from === undefined || startedAt < collected.from) collected.from = startedAt;
		if (collected.to === undefined || startedAt > collected.to) collected.to = startedAt;
	}
	for (const reading of read.readings) {
		if ('leftOut' in reading) add(collected.callsLeftOut, redact(reading.leftOut.reason), redact(placeOf(reading.leftOut)));
		else {
			collected.calls += 1;
			onCall(reading.call);
		}
	}
}

const placeOf = ({ workflow, node }: LeftOut) => `${workflow} / ${node}`;

function add(list: Counted[], reason: string, example: string) {
	let row = list.find((each) => each.reason === reason);
	if (!row) list.push((row = { reason, count: 0, examples: [] }));
	row.count += 1;
	if (row.examples.length < 3 && !row.examples.includes(example)) row.examples.push(example);
}

const modeOf = (json: unknown) => asText(get(json, 'mode'));
