import type { CheckId } from '../checks';
import type { Check, Side } from '../checks/check';
import type { CheckRecord } from '../checks/checkRecord';
import { skipped } from '../report/buildReport';
import { brokenOff, runCheck, type CheckRun } from './runCheck';

export interface Audit extends Pick<
	CheckRun,
	'judge' | 'concurrency' | 'listedBy' | 'date' | 'answersFile' | 'maxCostUsd' | 'auditKey' | 'files' | 'fetch' | 'pythonCommand' | 'signal'
> {
	/** The checks that run, in order, each with what was set on it (`settingsOf`). */
	run: readonly { check: Check<CheckId>; settings: Record<string, unknown> }[];
	/** Records of the checks that were left out. */
	skipped: readonly CheckRecord[];
	candidate?: Side;
	baseline?: Side;
	/** Waited for before the check runs. */
	onBegin?: (check: Check<CheckId>) => void | Promise<void>;
	onEnd?: (check: Check<CheckId>) => void;
	onProgress?: (done: number, total: number) => void;
}

/** Runs checks one after the other; a check that breaks off is a record that says so, and the others go on. */
export async function runAudit({ run, skipped: given, candidate, baseline, onBegin, onEnd, ...rest }: Audit): Promise<CheckRecord[]> {
	const records = [...given];
	for (const { check, settings } of run) {
		if (!rest.signal?.aborted) {
			await onBegin?.(check);
			const { sides } = check;
			const record = await runCheck(check, {
				...rest,
				settings,
				earlier: records,
				items: [],
				...(sides.candidate === 'none' ? {} : { candidate }),
				...(sides.baseline === 'none' ? {} : { baseline }),
				answersFile: sides.candidate === 'none' ? undefined : rest.answersFile,
			}).catch((error: unknown) => brokenOff(check, error));
			onEnd?.(check);
			if (!rest.signal?.aborted) {
				records.push(record);
				continue;
			}
		}
		records.push(skipped(check.id, 'Stopped before it was finished; run the same command again to go on.'));
	}
	return records;
}
