import { Workflow, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { credentialOf } from '../shared/credentialOf';
import { z } from 'zod/v4';
import { brokenOff, runCheck } from '../../core/audit/runCheck';
import { checkOf } from '../../core/checks';
import type { Check, N8nAccess } from '../../core/checks/check';
import type { CheckRecord } from '../../core/checks/checkRecord';
import { isCheckRecord } from '../../core/checks/isCheckRecord';
import { messageOf } from '../../core/describeError';
import { n8nEvaluator, type N8nWorkflow } from '../../core/history/n8nEvaluator';
import { toNodeError } from '../shared/forEachItem';
import { filesOf } from '../shared/files';
import { addressOf, instanceOf } from '../shared/instanceOf';
import { networkFetchOf } from '../shared/networkFetchOf';
import { orNothing, readParameters, textOrJson, usd, whole } from '../shared/parameters';
import { gradeAnswers } from './gradeAnswer/execute';
import { gradeOperation } from './gradeAnswer/properties';
import { properties } from './properties';
import { readListedBy, readSide } from './readSide';

const operationSchema = z.object({ operation: z.string() });

const runSchema = z.object({
	runOptions: z
		.object({
			answersFile: textOrJson.prefault(''),
			concurrency: orNothing(whole(1)),
			date: textOrJson.prefault(''),
			emulated: z
				.unknown()
				.optional()
				.transform((value) => value === true),
			maxCostUsd: orNothing(usd),
		})
		.prefault({}),
});

/** Runs the chosen check once over all items; results of earlier checks pass through, so that checks can be chained. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { operation: id } = readParameters(this, 0, operationSchema, properties);
	if (id === gradeOperation.value) return await gradeAnswers.call(this);
	const input = this.getInputData().map((item, index) => ({ item, index }));
	const kept = input.flatMap(({ item, index }) => {
		const { json } = item;
		return isCheckRecord(json) && json.id !== id ? [{ json, pairedItem: { item: index } }] : [];
	});
	const own = input.filter(({ item }) => !isCheckRecord(item.json));
	const pairedItem = (own.length > 0 ? own : input).map(({ index }) => ({ item: index }));
	const check = checkOf(id);
	const network = await networkFetchOf(this);
	try {
		const { emulated, ...options } = readParameters(this, 0, runSchema, properties).runOptions;
		const record = await runCheck(check, {
			settings: { ...settingsOf(this, check), ...(await instanceSettings(this, id)) },
			...(id === 'inventory'
				? { listedBy: await readListedBy(this) }
				: {
						candidate: await readSide(this, 'candidate', emulated, network.fetch),
						baseline: await readSide(this, 'baseline', emulated, network.fetch),
					}),
			earlier: kept.map(({ json }) => json),
			items: own.map(({ item }) => item.json),
			...options,
			auditKey: this.getExecutionId(),
			files: filesOf(this),
			fetch: network.fetch,
			n8n: await n8nAccess(this, id, network.fetch),
			pythonCommand: pythonCommandOf(process.env.R1_PYTHON_COMMAND),
			signal: this.getExecutionCancelSignal(),
			onProgress: progressTeller(this, check),
		});
		return [[...kept.map(toItem), { json: asJson(record), pairedItem }]];
	} catch (error) {
		if (!this.continueOnFail()) throw toNodeError(this, error, 0);
		const message = messageOf(error);
		return [[...kept.map(toItem), { json: { ...asJson(brokenOff(check, error)), error: message }, pairedItem }]];
	} finally {
		await network.close();
	}
}

/** Whether Python that models write may be run is the operator's word, never a workflow's. */
const pythonCommandOf = (command = '') => (command.trim() === '' ? undefined : command.trim().split(/\s+/));

/** What is set on the check's own fields; one that other settings hide, or that holds nothing, is left out. */
function settingsOf(context: IExecuteFunctions, { fields }: Check): Record<string, unknown> {
	const schema = z.object(Object.fromEntries(fields.map(({ name }) => [name, z.unknown()])));
	const given = Object.entries(readParameters(context, 0, schema, properties));
	return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null));
}

const sourceSchema = z.object({ source: z.unknown() });

/** Since version 1.2 the inventory of an instance has its address and key from a credential. */
async function instanceSettings(context: IExecuteFunctions, id: string) {
	const isAsked =
		id === 'inventory' &&
		context.getNode().typeVersion >= 1.2 &&
		readParameters(context, 0, sourceSchema, properties).source === 'instance';
	if (!isAsked) return {};
	const { url, apiKey } = addressOf(await credentialOf(context, 'r1N8nApi'));
	return { instanceUrl: url, instanceApiKey: apiKey };
}

const executionsSchema = z.object({ taskSource: z.unknown(), executionSource: z.unknown() });

/** What the quality check needs to read executions: n8n's own evaluator, and the instance where it is not given items. */
async function n8nAccess(context: IExecuteFunctions, id: string, send: typeof fetch): Promise<N8nAccess | undefined> {
	if (id !== 'quality') return undefined;
	const { taskSource, executionSource } = readParameters(context, 0, executionsSchema, properties);
	if (taskSource !== 'executions') return undefined;
	// n8n's types of its parameters are closed; the core names what it needs of them.
	const evaluator = n8nEvaluator({ Workflow } as unknown as N8nWorkflow);
	if (executionSource === 'items') return { evaluator };
	if (context.getNode().typeVersion < 1.2)
		throw Object.assign(new Error('This version of the node does not read the executions of an instance'), {
			description: 'Add the node anew, or hand the executions over as items.',
		});
	return { evaluator, api: instanceOf(await credentialOf(context, 'r1N8nApi'), send, context.getExecutionCancelSignal()) };
}

/** n8n shows these messages in the browser's console of a manual run. */
function progressTeller(context: IExecuteFunctions, { id }: Check) {
	let last = 0;
	return (done: number, total: number) => {
		const at = Date.now();
		if (done < total && at - last < 200) return;
		last = at;
		context.sendMessageToUI({ check: id, done, total });
	};
}

const toItem = ({ json, pairedItem }: { json: CheckRecord; pairedItem: { item: number } }) => ({ json: asJson(json), pairedItem });
/** The record as an item's JSON: what JSON cannot say (undefined, dates) is gone. */
const asJson = (record: CheckRecord): IDataObject => JSON.parse(JSON.stringify(record));
