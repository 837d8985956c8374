import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/v4';
import { parseJson } from '../json';
import type { LiveWorkflow } from './n8nApi';

/** How far one workflow has come. Each step is on the disk before the next one is taken. */
const steps = ['backed up', 'saving', 'publishing', 'applied', 'confirmed', 'disturbed', 'failed', 'rolling back', 'rolled back'] as const;
export type Step = (typeof steps)[number];

const line = z.object({
	at: z.string(),
	planId: z.string(),
	workflow: z.string(),
	name: z.string(),
	step: z.enum(steps),
	/** Versions after the step. */
	versionId: z.string().nullish(),
	activeVersionId: z.string().nullish(),
	note: z.string().optional(),
});
export type JournalLine = z.infer<typeof line>;

export interface Journal {
	readonly lines: readonly JournalLine[];
	/** The last step of a workflow. */
	last(workflow: string): JournalLine | undefined;
	write(entry: Omit<JournalLine, 'at'>): void;
	/** The workflow as it was before anything was changed; kept for its owner's eyes, since nodes may hold what was typed into them. */
	backUp(workflow: LiveWorkflow): void;
	backup(workflow: string): LiveWorkflow | undefined;
}

/** A file with a line for each step, and a folder of backups beside it. A last line that a crash cut off is left out. */
export function openJournal(file: string): Journal {
	const folder = `${file}.backup`;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const lines = text.split('\n').flatMap((each) => {
		const parsed = line.safeParse(parseJson(each));
		return parsed.success ? [parsed.data] : [];
	});
	const latest = new Map(lines.map((each) => [each.workflow, each]));
	if (text !== '' && !text.endsWith('\n')) append(file, '\n');
	const backupFile = (id: string) => path.join(folder, `${encodeURIComponent(id)}.json`);
	return {
		lines,
		last: (workflow) => latest.get(workflow),
		write(entry) {
			const whole: JournalLine = { at: new Date().toISOString(), ...entry };
			append(file, `${JSON.stringify(whole)}\n`);
			lines.push(whole);
			latest.set(entry.workflow, whole);
		},
		backUp(workflow) {
			// The first state counts: a second run must not take its own work for the original.
			const target = backupFile(workflow.id);
			if (existsSync(target)) return;
			rmSync(`${target}.part`, { force: true });
			append(`${target}.part`, JSON.stringify(workflow));
			renameSync(`${target}.part`, target);
		},
		backup(workflow) {
			return existsSync(backupFile(workflow))
				? (parseJson(readFileSync(backupFile(workflow), 'utf8')) as LiveWorkflow | undefined)
				: undefined;
		},
	};
}

/** Written and on the disk. */
function append(file: string, text: string) {
	const handle = openSync(file, 'a', 0o600);
	try {
		writeSync(handle, text);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}
