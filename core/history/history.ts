import { createHash } from 'node:crypto';
import type { Files, KeptFile } from '../files';
import type { Finder } from '../redact/finder';
import { openClosedSets } from './closedSets';
import { collect, nothingYet, type Collected } from './collect';
import { openDuplicates } from './duplicates';
import type { Evaluator } from './evaluator';
import type { Source } from './fromFiles';
import { openOverview, type Overview } from './overview';
import type { RecordedCall } from './recordedCall';
import { openRedaction, type Redactions } from './redaction';
import { openCostMeter, type ReplayCost } from './replayCost';
import { openSample, type SampleOptions, type StratumCount } from './sample';
import { spooledCalls, spoolFileOf, spoolLine, spoolState, type SpoolMark } from './spool';

export interface HistoryOptions {
	/** Executions; those of an instance go on after the one with this id. */
	sourceFrom: (before: string | undefined, onPage: (lastId: string, read: number) => void) => Source;
	evaluator: Evaluator;
	finders: readonly Finder[];
	byHand?: boolean;
	/** All calls, where no sample is asked for. */
	sample?: SampleOptions;
	/** Model that a replay would ask. */
	candidate?: string;
	now: Date;
	files: Files;
	/** Where the calls go; without it nothing is written. */
	out?: string;
	/** Calls are held in memory and handed back, up to so many characters of them; for whoever has no file. */
	holdCharacters?: number;
	/** What is asked for; a reading that was broken off is gone on with only for the same. Its hash alone is written. */
	asked: string;
	onProgress?: (executions: number) => void;
	signal?: AbortSignal;
}

export interface History extends Collected {
	problems: Source['problems'];
	groups: ReturnType<Overview['groups']>;
	why: ReturnType<Overview['why']>;
	redactions: Redactions[];
	/** Calls with a request that another one had, too. */
	repeated: number;
	strata: StratumCount[];
	/** Calls that were written, or would be. */
	chosen: number;
	/** The chosen calls themselves, where they were to be held, and how many more there was no room for. */
	held: RecordedCall[];
	notHeld: number;
	cost?: ReplayCost;
	/** The reading went on after one that was broken off. */
	continued: boolean;
}

/** Another history is being read into the same file. */
export class OtherReading extends Error {}

/**
 * Reads executions, takes personal data out of each call, counts what there is, draws the sample and writes it. Calls go to a
 * file beside the output as they are read, so that memory does not grow with them and a broken reading goes on; without an
 * output they are counted only.
 */
export async function readHistory(options: HistoryOptions): Promise<History> {
	const { files, out, now, candidate, sample: sampling, evaluator, finders, byHand, signal, onProgress } = options;
	const overview = openOverview();
	const duplicates = openDuplicates();
	const closed = openClosedSets();
	const drawing = openSample(sampling ?? everything);
	const costs = candidate === undefined ? undefined : openCostMeter(candidate, now);
	const take = (call: RecordedCall) => {
		overview.add(call);
		if (!duplicates.isFirst(call)) return;
		closed.add(call);
		drawing.add(call);
		costs?.add(call);
	};

	const spool = out === undefined ? undefined : await openSpool(files, out, createHash('sha256').update(options.asked).digest('hex'));
	for await (const call of spool?.earlier ?? []) take(call);
	const redaction = openRedaction(finders, spool?.mark?.redactions);
	const collected = spool?.mark?.collected ?? nothingYet();
	const mark = (lastId?: string) =>
		spool?.file.append(spoolLine({ page: { ...(lastId === undefined ? {} : { lastId }), collected, redactions: redaction.counts() } }));
	const inMemory: RecordedCall[] = [];
	let room = options.holdCharacters ?? Infinity;
	let notHeld = 0;
	let lastPage = spool?.mark?.lastId;
	const source = options.sourceFrom(lastPage, (lastId) => mark((lastPage = lastId)));
	await collect({
		executions: source.executions(),
		evaluator,
		byHand,
		collected,
		signal,
		redact: redaction.text,
		onExecution(read) {
			onProgress?.(read);
			// Files are read anew after a break: their marks only say that what stands before is whole.
			if (read % 50 === 0 && lastPage === undefined) mark();
		},
		onCall(call) {
			if (room <= 0) return void (notHeld += 1);
			const safe = redaction.call(call);
			if (options.holdCharacters !== undefined) {
				inMemory.push(safe);
				room -= JSON.stringify(safe).length;
			}
			spool?.file.append(spoolLine({ call: safe }));
			take(safe);
		},
	});

	mark(lastPage);

	const strata = drawing.draw();
	const chosen = strata.reduce((sum, { drawn }) => sum + drawn, 0);
	const held: RecordedCall[] = [];
	if (options.holdCharacters !== undefined) for await (const call of chosenOf(() => inMemory)) held.push(call);
	if (out !== undefined && spool) {
		await files.write(out, '', { isPrivate: true });
		const file = await files.grow(out);
		for await (const call of chosenOf(() => spooledCalls(files.lines(spool.name)))) file.append(`${JSON.stringify(call)}\n`);
		await files.write(spool.name, '');
	}
	return {
		...collected,
		problems: source.problems.map(({ file, reason }) => ({ file: redaction.text(file), reason: redaction.text(reason) })),
		groups: overview.groups(),
		why: overview.why(),
		redactions: redaction.counts(),
		repeated: duplicates.count(),
		strata,
		chosen,
		held,
		notHeld,
		...(costs ? { cost: costs.cost() } : {}),
		continued: spool?.mark !== undefined,
	};

	/** What the sample has drawn of all calls, each once, with what is known of it from the others. */
	async function* chosenOf(all: () => AsyncIterable<RecordedCall> | Iterable<RecordedCall>): AsyncGenerator<RecordedCall> {
		const wanted = new Set<string>();
		for await (const call of all()) if (drawing.drawn(call)) wanted.add(call.id);
		for await (const call of all()) duplicates.keep(call, (id) => wanted.has(id));
		const given = new Set<string>();
		for await (const call of all()) {
			const drawn = given.has(call.id) ? undefined : drawing.drawn(call);
			if (!drawn) continue;
			given.add(call.id);
			const { sample: stratum, ...rest } = duplicates.withRepeats({ ...drawn, use: closed.useOf(drawn) });
			yield sampling ? { ...rest, sample: stratum } : rest;
		}
	}
}

const everything: SampleOptions = { size: Infinity, minimum: Infinity, seed: '' };

interface OpenSpool {
	name: string;
	file: Pick<KeptFile, 'append'>;
	mark: SpoolMark | undefined;
	earlier: AsyncIterable<RecordedCall>;
}

/** The file beside the output: a reading of an instance that was broken off goes on after its last page. @throws OtherReading */
async function openSpool(files: Files, out: string, asked: string): Promise<OpenSpool> {
	const name = spoolFileOf(out);
	const there = await files.look(name);
	const state = there && there.bytes > 0 ? await spoolState(files.lines(name)) : undefined;
	const mark = state?.mark?.lastId === undefined ? undefined : state.mark;
	if (mark && state?.begun !== asked)
		throw new OtherReading(`${name} belongs to another reading, which was broken off: finish that one, or remove the file.`);
	if (!mark) await files.write(name, '', { isPrivate: true });
	const file = await files.grow(name);
	// A line may have been cut in the middle.
	file.append(`\n${spoolLine({ begun: asked })}`);
	return { name, file, mark, earlier: mark ? spooledCalls(files.lines(name)) : none() };
}

async function* none(): AsyncGenerator<RecordedCall> {}
