import { homedir } from 'node:os';
import path from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { credentialOf } from '../shared/credentialOf';
import { messageOf } from '../../core/describeError';
import { applyPlan, type WorkflowResult } from '../../core/migrate/applyPlan';
import { targetsInText } from '../../core/checks/inventory/parameters';
import { evidenceInReport } from '../../core/inventory/evidence';
import { readTargets } from '../../core/inventory/targets';
import { openJournal } from '../../core/migrate/journal';
import { makePlan } from '../../core/migrate/makePlan';
import type { N8nApi } from '../../core/migrate/n8nApi';
import { planItems, planOf } from '../../core/migrate/planItems';
import { rollBack } from '../../core/migrate/rollBack';
import { parseJson } from '../../core/json';
import { filesOf } from '../shared/files';
import { toNodeError } from '../shared/forEachItem';
import { instanceOf } from '../shared/instanceOf';
import { networkFetchOf } from '../shared/networkFetchOf';
import { readParameters } from '../shared/parameters';
import { applyParameters, operationParameter, planParameters, rollBackParameters } from './parameters';
import { properties } from './properties';

/** Two outputs: what can go on, and what is left to a person. */
type Lanes = [goOn: INodeExecutionData[], left: INodeExecutionData[]];

/** Each operation runs once over all items: a migration is one act with one journal. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const network = await networkFetchOf(this);
	const operations = { plan, apply, rollBack: undo };
	try {
		const api = instanceOf(await credentialOf(this, 'r1N8nApi'), network.fetch, this.getExecutionCancelSignal());
		const { operation } = readParameters(this, 0, operationParameter, properties);
		return await operations[operation](this, api);
	} catch (error) {
		if (!this.continueOnFail()) throw toNodeError(this, error, 0);
		return [[], [{ json: { error: messageOf(error) }, pairedItem: pairedWithAll(this) }]];
	} finally {
		await network.close();
	}
}

const pairedWithAll = (context: IExecuteFunctions) => context.getInputData().map((_, item) => ({ item }));
/** As an item's JSON: what JSON cannot say is gone. */
const asJson = (value: object): IDataObject => JSON.parse(JSON.stringify(value));

async function plan(context: IExecuteFunctions, api: N8nApi): Promise<Lanes> {
	const { target, planOptions: options } = readParameters(context, 0, planParameters, properties);
	const { evidenceFile } = options;
	const made = await makePlan({
		api,
		target,
		targetBaseUrl: options.targetBaseUrl,
		targets: readTargets(targetsInText(options.targets)),
		...(evidenceFile && { evidence: evidenceInReport(await textOf(context, evidenceFile), evidenceFile) }),
		credentials: options.credentials,
		...(options.only.length > 0 && { only: options.only }),
		now: new Date(),
	});
	const { toChange, left } = planItems(made);
	const pairedItem = pairedWithAll(context);
	const toItem = (one: object) => ({ json: asJson(one), pairedItem });
	return [toChange.map(toItem), left.map(toItem)];
}

const mostBytes = 100 * 1024 * 1024;
const textOf = async (context: IExecuteFunctions, file: string) => new TextDecoder().decode(await filesOf(context).read(file, mostBytes));

async function apply(context: IExecuteFunctions, api: N8nApi): Promise<Lanes> {
	const { planItems: given, journalFile, applyOptions } = readParameters(context, 0, applyParameters, properties);
	const items = itemsIn(given) ?? context.getInputData().map(({ json }) => json);
	const made = planOf(items);
	if (made.instance !== api.base) {
		throw Object.assign(new Error(`The plan was made for ${made.instance}, not for ${api.base}`), {
			description: 'Choose the credential that the plan was made with.',
		});
	}
	const file = await filesOf(context).database(journalFile || path.join(homedir(), '.n8n-files', 'migration', `${made.planId}.journal`));
	const outcomes = await applyPlan({
		api,
		plan: made,
		journal: openJournal(file),
		rate: applyOptions.rate,
		most: applyOptions.first,
		signal: context.getExecutionCancelSignal(),
	});
	const isInput = itemsIn(given) === undefined;
	const pairOf = (id: string) => {
		const item = made.workflows.findIndex((workflow) => workflow.id === id);
		return isInput ? { item } : pairedWithAll(context);
	};
	const toItem = ({ workflow: { id, name, link }, result, note }: WorkflowResult): INodeExecutionData => ({
		json: { id, name, link, result, note, planId: made.planId, journal: file },
		pairedItem: pairOf(id),
	});
	const done = new Map(outcomes.map((outcome) => [outcome.workflow.id, outcome]));
	const waiting = made.workflows
		.filter(({ id }) => !done.has(id))
		.map((workflow): WorkflowResult => ({
			workflow,
			result: 'skipped',
			note: workflow.refused ?? 'Not done yet: run Apply again to go on.',
		}));
	const isDone = ({ result }: WorkflowResult) => result === 'applied' || result === 'already applied';
	return [outcomes.filter(isDone).map(toItem), [...outcomes.filter((one) => !isDone(one)), ...waiting].map(toItem)];
}

/** What was put into the field; nothing where it is empty. */
function itemsIn(given: unknown): unknown[] | undefined {
	const value = typeof given === 'string' ? (given.trim() === '' ? undefined : parseJson(given)) : given;
	if (value === undefined || value === null) return undefined;
	return Array.isArray(value) ? value : [value];
}

async function undo(context: IExecuteFunctions, api: N8nApi): Promise<Lanes> {
	const { journalFile, rollBackOptions } = readParameters(context, 0, rollBackParameters, properties);
	const files = filesOf(context);
	if ((await files.look(journalFile))?.kind !== 'file') {
		throw Object.assign(new Error(`There is no journal ${journalFile}`), { description: 'Name the journal that Apply wrote.' });
	}
	const { dryRun, only } = rollBackOptions;
	const restored = await rollBack({
		api,
		journal: openJournal(await files.database(journalFile)),
		dryRun,
		...(only.length > 0 && { only }),
	});
	const pairedItem = pairedWithAll(context);
	const toItem = (one: object) => ({ json: asJson(one), pairedItem });
	return [
		restored.filter(({ result }) => result !== 'skipped').map(toItem),
		restored.filter(({ result }) => result === 'skipped').map(toItem),
	];
}
