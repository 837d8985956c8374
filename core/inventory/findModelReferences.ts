import { modelStatus, type ModelStatus } from '../catalogue/lookup';
import { conflictsWith, readTarget, settingLabel, type Target } from './conflicts';
import { findReferences } from './findReferences';
import type { Conflict, FoundReference, ModelReference } from './modelReference';
import { assistantsEnd, defaultsOf } from './nodeModels';

export interface FindOptions {
	/** Moment for which the status is told; default: the day of the catalogue's last check. */
	at?: Date;
	/** Model that is moved to; default: for each model the replacement that its maker names. */
	target?: Target;
}

export const catalogueDay = new Date('2026-11-23T00:00:00Z');

/**
 * Every reference to a language model in a workflow, with its status, what the target would not take, and what to do.
 * Pure; takes any JSON, and finds nothing in what is not a workflow.
 */
export function findModelReferences(workflow: unknown, { at = catalogueDay, target }: FindOptions = {}): ModelReference[] {
	return findReferences(workflow).map((found) => judgeReference(found, at, target));
}

function judgeReference(found: FoundReference, at: Date, target: Target | undefined): ModelReference {
	const status = statusOf(found, at);
	const replacement = target?.model ?? status.replacement ?? null;
	const goal = target ?? (status.replacement ? readTarget(status.replacement) : undefined);
	const isTarget = target !== undefined && found.model === target.model;
	const conflicts = goal && !isTarget ? conflictsWith(found.settings, goal) : [];
	return {
		...found,
		status: status.status,
		retiresOn: status.on ?? null,
		replacement: isTarget ? null : replacement,
		source: status.source ?? null,
		conflicts,
		action: actionFor(found, status, isTarget ? null : replacement, conflicts),
	};
}

function statusOf({ api, form, model, provider, constants }: FoundReference, at: Date): ModelStatus {
	if (api) {
		const isOver = at.getTime() >= Date.parse(assistantsEnd.on);
		return { status: isOver ? 'retired' : 'retires', on: assistantsEnd.on, source: assistantsEnd.source };
	}
	const hostId = provider === 'unknown' && form !== 'mention' ? 'unknown' : provider;
	if (form !== 'dynamic') return model ? modelStatus(model, hostId, at) : { status: 'unknown' };
	const seen = constants.map((name) => modelStatus(name, hostId, at));
	const [first] = seen;
	return first && seen.every(({ status }) => status === first.status) ? earliest(seen) : { status: 'unknown' };
}

const earliest = (statuses: readonly ModelStatus[]) => statuses.reduce((best, one) => ((one.on ?? '9') < (best.on ?? '9') ? one : best));

function actionFor(
	found: FoundReference,
	{ status, on, notes }: ModelStatus,
	replacement: string | null,
	conflicts: readonly Conflict[],
): string {
	const { form, model, constants, disabled, unused, provider } = found;
	const parts: string[] = [];
	if (disabled) parts.push('The node is disabled.');
	if (unused) parts.push('The node is connected to nothing.');
	if (found.api) {
		parts.push(`OpenAI's Assistants API ended on ${on ?? assistantsEnd.on}: rebuild the step as a message to a model.`);
		return parts.join(' ');
	}
	if (found.inCode) parts.push(`This version of the node always takes ${model}: add the node anew to choose a model.`);
	else if (form === 'default')
		parts.push(
			model
				? `No model is set: ${defaultsOf} takes ${model} (an older n8n takes another).`
				: 'No model is set, and the node has no default: it fails.',
		);
	if (form === 'dynamic') {
		const where = found.readFrom?.length ? ` (in ${found.readFrom.join(', ')})` : '';
		parts.push(
			constants.length > 0 ? `Set at run time; names seen: ${constants.join(', ')}${where}.` : 'Set at run time: see what is passed in.',
		);
	}
	if (form === 'mention') parts.push('Named in code or in a value: see whether it is used.');
	const by = replacement ? ` Replace it by ${replacement}.` : '';
	const day = on?.slice(0, 10);
	if (status === 'retired') parts.push(`${day ? `Broken since ${day}` : 'No longer served'}.${by}`);
	else if (status === 'retires') parts.push(`Works until ${day}.${by}`);
	else if (status === 'unknown' && model && form !== 'dynamic') {
		parts.push(
			provider === 'unknown'
				? "The address is one's own or not known: see whether it still serves the model."
				: `The catalogue does not know whether ${model} is still served at this provider.`,
		);
	} else if (status === 'alive' && parts.length === 0) parts.push('Nothing to do.');
	if (notes && (status === 'unknown' || status === 'retires')) parts.push(notes);
	if (conflicts.length > 0 && replacement) {
		const list = conflicts.map(({ setting, effect }) => `${settingLabel(setting)} (${effect})`).join(', ');
		parts.push(`${replacement} does not take: ${list}.`);
	}
	return parts.join(' ');
}
