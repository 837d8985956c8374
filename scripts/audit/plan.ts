import { checkIds, type CheckId } from '../../nodes/MigrationCheck/checkResult';
import { needsCandidate } from '../../nodes/MigrationCheck/sides';
import type { CheckSettings } from './config';

interface Situation {
	/** Checks that the pack has. */
	available: readonly CheckId[];
	only?: readonly CheckId[];
	settings: CheckSettings;
	hasWorkflows: boolean;
	hasCandidate: boolean;
}

/** What a check cannot do without the user's word, and how it is given. */
const needsSettings: Partial<Record<CheckId, string>> = {
	latency: 'Loads a server, so it only runs when the config file has `checks.latency`.',
	privacy: 'Needs your privacy policy: name it under `checks.privacy` in the config file.',
	cost: 'Needs a usage log or traffic profile: name it under `checks.cost` in the config file.',
};

/** Which checks run, and why the others do not. */
export function planChecks(situation: Situation): { run: CheckId[]; skip: { id: CheckId; reason: string }[] } {
	const planned = checkIds.map((id) => ({ id, reason: reasonToSkip(id, situation) }));
	return {
		run: planned.flatMap(({ id, reason }) => (reason === undefined ? [id] : [])),
		skip: planned.flatMap(({ id, reason }) => (reason === undefined ? [] : [{ id, reason }])),
	};
}

function reasonToSkip(id: CheckId, { available, only, settings, hasWorkflows, hasCandidate }: Situation): string | undefined {
	if (!available.includes(id)) return 'Not in this version.';
	if (only && !only.includes(id)) return 'Left out by --only.';
	if (settings[id] === false) return 'Switched off in the config file.';
	if (id === 'inventory' && !hasWorkflows) return 'No workflows given: name files or folders of exports.';
	if (needsCandidate(id) && !hasCandidate) return 'Needs a model to ask: set `candidate` in the config file, or use --local.';
	if (settings[id] === undefined && needsSettings[id]) return needsSettings[id];
	return undefined;
}
