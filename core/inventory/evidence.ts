import { z } from 'zod/v4';
import { parseJson } from '../json';
import { daysValid } from '../replay/gate';

const side = z.looseObject({ model: z.string() }).optional();
const qualityRecord = z.looseObject({
	id: z.literal('quality'),
	verdict: z.string(),
	summary: z.string(),
	emulated: z.boolean(),
	couldNotRun: z.boolean().optional(),
	compared: z.looseObject({ baseline: z.string().optional(), candidate: z.string().optional() }).optional(),
	run: z.looseObject({ startedAt: z.string(), baseline: side, candidate: side }).optional(),
	/** Of a replay: the gate that it was judged by. */
	figures: z.looseObject({ gate: z.looseObject({ writtenAt: z.iso.datetime() }).optional() }).optional(),
});
const anyReport = z.looseObject({ generatedAt: z.string(), checks: z.array(z.unknown()) });

/** What a quality check said of a move from one model to another. */
export interface Evidence {
	/** The model that was asked as the baseline; nothing where the candidate was looked at alone. */
	from?: string;
	to: string;
	verdict: string;
	emulated: boolean;
	/** Day of the check. */
	on: string;
	summary: string;
	/** Day from which on the gate of a replay no longer stands. */
	validUntil?: string;
}

/** The evidence in the record of a quality check that ran; nothing where it was skipped or broke off, or is none. */
export function qualityEvidence(record: unknown, at: string): Evidence | undefined {
	const read = qualityRecord.safeParse(record);
	if (!read.success) return undefined;
	const { run, compared, verdict, emulated, summary, couldNotRun, figures } = read.data;
	const to = run?.candidate?.model ?? compared?.candidate;
	const from = run?.baseline?.model ?? compared?.baseline;
	if (to === undefined || verdict === 'skipped' || couldNotRun) return undefined;
	return {
		...(from !== undefined && { from }),
		to,
		verdict,
		emulated,
		on: (run?.startedAt ?? at).slice(0, 10),
		summary,
		...(figures?.gate && { validUntil: endOf(figures.gate.writtenAt) }),
	};
}

/** The verdict of the quality check in a `report.json`. @throws Error with a `description` where there is none. */
export function evidenceInReport(text: string, file: string): Evidence {
	const report = anyReport.safeParse(parseJson(text));
	const [found] = report.success ? report.data.checks.flatMap((check) => qualityEvidence(check, report.data.generatedAt) ?? []) : [];
	if (found) return found;
	throw Object.assign(new Error(`${file} holds no result of a quality check`), {
		description: 'Name a report.json of an audit in which the quality check ran.',
	});
}

/** Of a gate: as long as the replay itself lets it stand. */
const endOf = (writtenAt: string) => new Date(Date.parse(writtenAt) + daysValid * 86_400_000).toISOString().slice(0, 10);

const bare = (model: string) =>
	model
		.trim()
		.toLowerCase()
		.replace(/^models\//, '');

export const noEvidence = 'none: run the quality check with this target';

/** What a change from one model to another rests on, in a sentence; where nothing was checked, it says so. */
export function evidenceFor(evidence: Evidence | undefined, from: string, to: string, at = new Date()): string {
	if (!evidence || bare(evidence.to) !== bare(to)) return noEvidence;
	const { verdict, on, emulated, summary, validUntil } = evidence;
	const stale = validUntil !== undefined && at.toISOString().slice(0, 10) > validUntil ? `, stale since ${validUntil}` : '';
	const other = evidence.from !== undefined && bare(evidence.from) !== bare(from) ? `, compared with ${evidence.from}` : '';
	return `quality ${verdict} on ${on}${other}${stale}${emulated ? ', emulated' : ''}: ${summary}`;
}
