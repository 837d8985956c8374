import { createPatch } from 'rfc6902';
import { inTurns, makeBreathe, type Breathe } from '../breathe';
import { groupBy } from '../checks/groupBy';
import { modelReferencesIn } from '../inventory/findModelReferences';
import { fixInSteps, type Change, type FixedWorkflow, type FixOptions } from '../inventory/fix';
import { isLanguageKind } from '../inventory/modelKind';
import type { ModelReference } from '../inventory/modelReference';
import type { NodeChange, PlannedWorkflow } from './migrationPlan';
import type { LiveNode, LiveWorkflow } from './n8nApi';

/** Credential types of an instance, each with its credentials. */
export interface Credentials {
	/** The credential that a node of this type is to get; undefined where none or several would do. */
	pick(type: string): { id: string; name: string } | undefined;
	has(id: string): boolean;
}

/** The credential that a node asks for once it calls another provider. */
const credentialTypes: Record<string, string> = {
	lmChatDeepSeek: 'deepSeekApi',
	lmChatOpenAi: 'openAiApi',
	lmChatAnthropic: 'anthropicApi',
	lmChatGoogleGemini: 'googlePalmApi',
	lmChatOllama: 'ollamaApi',
	lmChatOpenRouter: 'openRouterApi',
	lmChatMistralCloud: 'mistralCloudApi',
	lmChatGroq: 'groqApi',
	lmChatXAiGrok: 'xAiApi',
};

/**
 * What a migration changes in the nodes of one workflow, and what it leaves to a person. A node that lacks its new credential
 * stays as it is, and so do the nodes that read its answer.
 */
export async function nodeChanges(
	workflow: LiveWorkflow,
	options: FixOptions,
	credentials: Credentials,
): Promise<Pick<PlannedWorkflow, 'changes' | 'manual'>> {
	const breathe = makeBreathe();
	const references = await inTurns(modelReferencesIn(workflow, options), breathe);
	const firstOf = new Map(references.toReversed().map((reference) => [reference.nodeId ?? reference.node, reference]));
	const fix = async (leave: ReadonlyMap<string, string>) =>
		await inTurns(
			fixInSteps({ ...workflow, pinData: undefined, staticData: undefined }, { ...options, keepSecrets: true, leave }),
			breathe,
		);
	const lacking = new Map<string, string>();
	const whole = await fix(lacking);
	for (const { before, provided } of await changedNodes(workflow, whole, credentials, breathe))
		if ('reason' in provided) lacking.set(before.name, provided.reason);
	const fixed = lacking.size > 0 ? await fix(lacking) : whole;
	const changes: NodeChange[] = [];
	const manual = fixed.left.filter((left) => left.workflow === workflow.name).map(({ node, model, reason }) => ({ node, model, reason }));
	const readers = fixed.changes.flatMap(({ node, what }) => what.flatMap((line) => readerIn(line, node)));
	const readersOf = new Map(groupBy(readers, ({ reader }) => reader));
	for (const { before, told, inText, provided } of await changedNodes(workflow, fixed, credentials, breathe)) {
		await breathe();
		if (inText.length > 0) {
			const reason = 'It holds a workflow as text that names the model: change it in the editor.';
			manual.push(...inText.map(({ model }) => ({ node: before.name, model, reason })));
			continue;
		}
		if ('reason' in provided) continue;
		const patch = createPatch(before, JSON.parse(JSON.stringify(provided.node)));
		if (patch.length === 0) continue;
		const read = readersOf.get(before.name) ?? [];
		changes.push({
			nodeId: before.id,
			node: before.name,
			what: [
				...told.flatMap(({ what }) => what).filter((line) => !/^credential "/.test(line)),
				...read.map(({ reads }) => reads),
				...provided.what,
			],
			...(told.length > 0
				? reasonOf(firstOf.get(before.id) ?? firstOf.get(before.name))
				: { why: `It reads the answer of ${[...new Set(read.map(({ of }) => of))].join(', ')}, which changes.` }),
			evidence: [...new Set(told.map(({ evidence }) => evidence))].join('; '),
			confidence: told.length > 0 && before.type === provided.node.type ? 'automatic' : 'review',
			patch: patch.map((operation) => ({ ...operation })),
		});
	}
	return { changes, manual: [...manual, ...notKnown(references, new Set([...changes, ...manual].map(({ node }) => node)))] };
}

/** Language models of which nobody can say from here whether they are still served: to be looked at, and not to be passed over. */
function notKnown(references: readonly ModelReference[], told: ReadonlySet<string>): PlannedWorkflow['manual'] {
	return references
		.filter(
			({ status, form, kind, disabled, unused }) =>
				status === 'unknown' && form !== 'mention' && isLanguageKind(kind) && !disabled && !unused,
		)
		.filter(({ node }) => !told.has(node))
		.map(({ node, model, action }) => ({ node, model, reason: action }));
}

/** The node that a line of a change names as one that reads the changed node's answer. */
function readerIn(line: string, of: string): { reader: string; reads: string; of: string }[] {
	const at = line.indexOf(': reads ');
	return at < 0 ? [] : [{ reader: line.slice(0, at), reads: line.slice(at + 2), of }];
}

interface ChangedNode {
	before: LiveNode;
	/** Changes of its own model; none where it only reads the answer of a node that changes. */
	told: Change[];
	/** Changes inside a workflow that it holds as text. */
	inText: Change[];
	provided: Provided;
}

/** Nodes that a migrated copy has otherwise. */
async function changedNodes(
	workflow: LiveWorkflow,
	{ workflow: copy, changes }: FixedWorkflow,
	credentials: Credentials,
	breathe: Breathe,
): Promise<ChangedNode[]> {
	const after = new Map(nodesOf(copy).map((node) => [node.id, node]));
	const own = changes.filter((change) => change.workflow === workflow.name && change.model !== '');
	const toldOf = new Map(groupBy(own, ({ node }) => node));
	const inTexts = changes.filter((change) => change.workflow !== workflow.name);
	const found: ChangedNode[] = [];
	for (const before of workflow.nodes) {
		await breathe();
		const next = after.get(before.id);
		if (!next || JSON.stringify(next) === JSON.stringify(before)) continue;
		const inText = inTexts.filter((change) => change.workflow.startsWith(`${workflow.name} > ${before.name}`));
		found.push({ before, told: toldOf.get(before.name) ?? [], inText, provided: withCredential(before, next, credentials) });
	}
	return found;
}

function nodesOf(workflow: unknown): LiveNode[] {
	return typeof workflow === 'object' && workflow !== null && 'nodes' in workflow && Array.isArray(workflow.nodes) ? workflow.nodes : [];
}

type Provided = { node: LiveNode; what: string[] } | { reason: string };

/** A node that calls another provider gets that provider's credential, by id: n8n would take any of the type for a mere name. */
function withCredential(before: LiveNode, after: LiveNode, credentials: Credentials): Provided {
	if (before.type === after.type && after.credentials !== undefined) return { node: after, what: [] };
	if (before.type === after.type && before.credentials === undefined) return { node: after, what: [] };
	const short = after.type.slice(after.type.lastIndexOf('.') + 1);
	const parameters = after.parameters;
	const host = typeof parameters === 'object' && parameters !== null && 'host' in parameters ? String(parameters.host) : undefined;
	const type = /^r1(ChatModel|Reason)$/.test(short) ? (host ?? 'r1DeepSeekApi') : credentialTypes[short];
	if (!type) return { reason: `Which credential ${short} takes is not known: change it by hand.` };
	const picked = credentials.pick(type);
	if (!picked)
		return { reason: `The instance has no credential of type ${type}, or several: create one, or name it with --credential ${type}=NAME.` };
	return { node: { ...after, credentials: { [type]: picked } }, what: [`credential: ${picked.name} (${type})`] };
}

function reasonOf(reference: ModelReference | undefined): Pick<NodeChange, 'why' | 'source'> {
	if (!reference) return { why: 'The model is gone or will go.' };
	const { model, status, retiresOn, source } = reference;
	const day = retiresOn?.slice(0, 10);
	const why = status === 'retired' ? `${model} is gone${day ? ` since ${day}` : ''}.` : `${model} ends${day ? ` on ${day}` : ''}.`;
	return { why, ...(source ? { source } : {}) };
}
