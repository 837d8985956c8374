import { checks, type CheckId } from '../checks';
import type { Check } from '../checks/check';

/** What the user set on each check; `false` leaves it out. */
export type CheckSettings = Partial<Record<CheckId, false | Record<string, unknown> | null>>;

interface Situation {
	only?: readonly CheckId[];
	settings: CheckSettings;
	hasWorkflows: boolean;
	hasCandidate: boolean;
}

export interface Plan {
	run: Check<CheckId>[];
	skip: { check: Check<CheckId>; reason: string }[];
}

/** Which checks run, and why the others do not. */
export function planChecks(situation: Situation): Plan {
	const planned = checks.map((check: Check<CheckId>) => ({ check, reason: reasonToSkip(check, situation) }));
	return {
		run: planned.flatMap(({ check, reason }) => (reason === undefined ? [check] : [])),
		skip: planned.flatMap(({ check, reason }) => (reason === undefined ? [] : [{ check, reason }])),
	};
}

function reasonToSkip(
	{ id, sides, needsSettings }: Check<CheckId>,
	{ only, settings, hasWorkflows, hasCandidate }: Situation,
): string | undefined {
	if (only && !only.includes(id)) return 'Left out by --only.';
	if (settings[id] === false) return 'Switched off in the config file.';
	if (id === 'inventory' && !hasWorkflows) return 'No workflows given: name files or folders of exports.';
	if (sides.candidate === 'needed' && !hasCandidate) return 'Needs a model to ask: set `candidate` in the config file, or use --local.';
	if (settings[id] === undefined && needsSettings) return needsSettings;
	return undefined;
}
