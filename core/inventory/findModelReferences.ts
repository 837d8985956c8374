import { atOnce, type Steps } from '../breathe';
import { modelStatus, type ModelStatus } from '../catalogue/lookup';
import { conflictsWith, readTarget, settingLabel, type Target } from './conflicts';
import { findReferences } from './findReferences';
import type { Conflict, FoundReference, ModelReference } from './modelReference';
import { isLanguageKind, type ModelKind } from './modelKind';
import { asList, asText, get } from '../json';
import { assistantsEnd, defaultsOf, promptObjectsEnd } from './nodeModels';
import { targetOf, type TargetRule } from './targets';
import { unwrap } from './unwrap';

export interface FindOptions {
	/** Moment for which the status is told; default: the day of the catalogue's last check. */
	at?: Date;
	/** Model that language models are moved to; default: for each model the replacement that its maker names. */
	target?: Target;
	/** Several targets, the first that fits; what none fits goes to `target`. */
	targets?: readonly TargetRule[];
}

export const catalogueDay = new Date('2026-11-23T00:00:00Z');

/**
 * Every reference to an AI model in a workflow, with its kind, its status, what the target would not take, and what to do.
 * Pure; takes any JSON, and finds nothing in what is not a workflow.
 */
export function findModelReferences(workflow: unknown, options: FindOptions = {}): ModelReference[] {
	return atOnce(modelReferencesIn(workflow, options));
}

/** The same node by node, so that a workflow of thousands can let others run. */
export function* modelReferencesIn(
	workflow: unknown,
	{ at = catalogueDay, target, targets = [] }: FindOptions = {},
): Steps<ModelReference[]> {
	const tags = [...unwrap(workflow)].flatMap(tagsOf);
	const references: ModelReference[] = [];
	for (const found of yield* findReferences(workflow)) {
		references.push(toModelReference(found, at, goalOf(found, tags, { target, targets })));
		yield;
	}
	return references;
}

/** The model that a reference is moved to by the user's word; nothing for models that write no text. */
function goalOf(
	found: FoundReference,
	tags: readonly string[],
	{ target, targets }: Required<Pick<FindOptions, 'targets'>> & { target?: Target },
) {
	return isLanguageKind(found.kind) ? (targetOf(targets, found, tags) ?? target) : undefined;
}

const tagsOf = (workflow: unknown): string[] =>
	asList(get(workflow, 'tags')).flatMap((tag) => asText(tag) ?? asText(get(tag, 'name')) ?? []);

function toModelReference(found: FoundReference, at: Date, target: Target | undefined): ModelReference {
	const status = statusOf(found, at);
	const isTarget = target !== undefined && found.model.replace(/^models\//, '') === target.model;
	const named = target?.model ?? status.replacement ?? null;
	const replacement = isTarget || named === found.model ? null : named;
	const goal = target ?? (status.replacement ? readTarget(status.replacement, undefined, found.provider) : undefined);
	const conflicts = goal && replacement !== null ? conflictsWith(found.settings, goal) : [];
	return {
		...found,
		status: status.status,
		retiresOn: status.on ?? null,
		replacement,
		source: status.source ?? null,
		conflicts,
		action: actionFor(found, status, replacement, conflicts),
	};
}

/** Azure's nodes and addresses name a deployment: whose model it is stands in Azure's portal only. */
const isDeploymentName = ({ provider, nodeType, path, model }: FoundReference) =>
	provider === 'azure' && model !== '' && (/AzureOpenAi/i.test(nodeType) || path === 'url');

function statusOf(found: FoundReference, at: Date): ModelStatus {
	const { api, form, model, provider, constants, promptObject } = found;
	const isDeployment = isDeploymentName(found);
	if (api) {
		const isOver = at.getTime() >= Date.parse(assistantsEnd.on);
		return { status: isOver ? 'retired' : 'retires', on: assistantsEnd.on, source: assistantsEnd.source };
	}
	if (promptObject) {
		const isOver = at.getTime() >= Date.parse(promptObjectsEnd.on);
		return { status: isOver ? 'retired' : 'retires', on: promptObjectsEnd.on, source: promptObjectsEnd.source };
	}
	if (isDeployment) return { status: 'unknown' };
	const hostId = provider === 'unknown' && form !== 'mention' ? 'unknown' : provider;
	if (form !== 'dynamic') return model ? modelStatus(model, hostId, at) : { status: 'unknown' };
	const seen = constants.map((name) => modelStatus(name, hostId, at));
	const [first] = seen;
	return first && seen.every(({ status }) => status === first.status) ? earliest(seen) : { status: 'unknown' };
}

/** What else changes with a model that writes no text. */
const changeOf: Readonly<Partial<Record<ModelKind, string>>> = {
	embedding: 'Vectors of two embedding models cannot be compared: all documents must be embedded anew, into an index of the new size.',
	image: 'Sizes, formats and the form of the answer differ between image models: look at what follows.',
	speech: 'Voices and formats differ between models: listen to it.',
	rerank: 'Scores of two rerankers are not on one scale: look at thresholds.',
};

const earliest = (statuses: readonly ModelStatus[]) => statuses.reduce((best, one) => ((one.on ?? '9') < (best.on ?? '9') ? one : best));

function actionFor(
	found: FoundReference,
	{ status, on, notes }: ModelStatus,
	replacement: string | null,
	conflicts: readonly Conflict[],
): string {
	const { form, model, constants, disabled, unused, provider, kind } = found;
	const parts: string[] = [];
	if (disabled) parts.push('The node is disabled.');
	if (unused) parts.push('The node is connected to nothing.');
	if (found.api) {
		parts.push(`OpenAI's Assistants API ended on ${on ?? assistantsEnd.on}: rebuild the step as a message to a model.`);
		return parts.join(' ');
	}
	if (found.promptObject) {
		parts.push(
			`Asks for the prompt object ${found.promptObject}, which OpenAI ends on ${promptObjectsEnd.on}: put its text into the node.`,
		);
		return parts.join(' ');
	}
	if (isDeploymentName(found)) {
		parts.push(`${model} is the name of a deployment: which model stands behind it, and until when, the Azure portal says.`);
		return parts.join(' ');
	}
	if (found.inCode && kind !== 'chat' && kind !== 'vision') parts.push(`This node always takes ${model}: no parameter changes it.`);
	else if (found.inCode) parts.push(`This version of the node always takes ${model}: add the node anew to choose a model.`);
	else if (form === 'default')
		parts.push(
			model
				? `No model is set: ${defaultsOf} takes ${model} (an older n8n takes another).`
				: isLanguageKind(kind) || kind === 'embedding'
					? 'No model is set, and the node has no default: it fails.'
					: 'No model is set: the service takes its own.',
		);
	if (form === 'dynamic') {
		const where = found.readFrom?.length ? ` (in ${found.readFrom.join(', ')})` : '';
		parts.push(
			constants.length > 0 ? `Set at run time; names seen: ${constants.join(', ')}${where}.` : 'Set at run time: see what is passed in.',
		);
	}
	if (form === 'code') parts.push('Called by code.');
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
	if (notes && (status === 'unknown' || status === 'retires' || !isLanguageKind(kind))) parts.push(notes);
	if (status !== 'alive' && replacement && Object.hasOwn(changeOf, kind)) parts.push(changeOf[kind] ?? '');
	if (conflicts.length > 0 && replacement) {
		const list = conflicts.map(({ setting, effect }) => `${settingLabel(setting)} (${effect})`).join(', ');
		parts.push(`${replacement} does not take: ${list}.`);
	}
	return parts.join(' ');
}
