import { createPatch } from 'rfc6902';
import { inTurns, makeBreathe } from '../breathe';
import { groupBy } from '../checks/groupBy';
import { modelReferencesIn } from '../inventory/findModelReferences';
import { fixInSteps, type FixOptions } from '../inventory/fix';
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

/** What a migration changes in the nodes of one workflow, and what it leaves to a person. */
export async function nodeChanges(
	workflow: LiveWorkflow,
	options: FixOptions,
	credentials: Credentials,
): Promise<Pick<PlannedWorkflow, 'changes' | 'manual'>> {
	const breathe = makeBreathe();
	const references = await inTurns(modelReferencesIn(workflow, options), breathe);
	const fixed = await inTurns(
		fixInSteps({ ...workflow, pinData: undefined, staticData: undefined }, { ...options, keepSecrets: true }),
		breathe,
	);
	const firstOf = new Map(references.toReversed().map((reference) => [reference.nodeId ?? reference.node, reference]));
	const toldOf = new Map(groupBy(fixed.changes, ({ node }) => node));
	const after = new Map(nodesOf(fixed.workflow).map((node) => [node.id, node]));
	const changes: NodeChange[] = [];
	const manual = fixed.left.filter((left) => left.workflow === workflow.name).map(({ node, model, reason }) => ({ node, model, reason }));
	for (const before of workflow.nodes) {
		const next = after.get(before.id);
		await breathe();
		const told = (toldOf.get(before.name) ?? []).filter(({ model }) => model !== '');
		if (!next || told.length === 0) continue;
		const what = told.flatMap((change) => change.what).filter((line) => !/^credential "/.test(line));
		const provided = withCredential(before, next, credentials);
		if ('reason' in provided) {
			manual.push({ node: before.name, model: told[0]?.model ?? '', reason: provided.reason });
			continue;
		}
		const patch = createPatch(before, JSON.parse(JSON.stringify(provided.node)));
		if (patch.length === 0) continue;
		const reference = firstOf.get(before.id) ?? firstOf.get(before.name);
		changes.push({
			nodeId: before.id,
			node: before.name,
			what: [...what, ...provided.what],
			...reasonOf(reference),
			evidence: [...new Set(told.map(({ evidence }) => evidence))].join('; '),
			confidence: before.type === next.type ? 'automatic' : 'review',
			patch: patch.map((operation) => ({ ...operation })),
		});
	}
	return { changes, manual };
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
