import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { credentialOf } from '../shared/credentialOf';
import { forEachItem, type ItemOutcome } from '../shared/forEachItem';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { lane, outputsOf, type Operation } from './operations';
import { ledgerParameters, operationParameter, read } from './parameters';
import { budgetItem, reportItem } from './reportItem';
import { reserveItem } from './reserveItem';
import { releaseItem, settleItem } from './settleItem';
import { giveBackUnsent, type Reserved } from './giveBackUnsent';
import { ledgerFile } from '../shared/ledgerFile';
import { budgetOfItem } from '../shared/budgetOfItem';
import { connectionOf, sharedLedger } from '../shared/sharedLedger';

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { operation } = read(this, 0, operationParameter);
	const hasKey = operation === 'checkAndReserve' && 'idempotencyKey' in Object(this.getNode().parameters.options);
	const outputs = operation === 'checkAndReserve' && !hasKey ? lane.repeated : outputsOf[operation].length;
	// Under Continue On Fail a call that nobody could check is over budget: a guard never fails open by itself.
	const failTo = operation === 'checkAndReserve' ? lane.over : 0;
	const reserved: Reserved[] = [];
	const lanes = await forEachItem(this, { outputs, failTo }, async (item, itemIndex) => {
		const ledger = await ledgerOf(this, itemIndex);
		const outcome = await operations[operation](this, itemIndex, item, ledger);
		const reservationId = operation === 'checkAndReserve' ? budgetOfItem(outcome.json)?.reservationId : undefined;
		if (reservationId !== undefined) reserved.push({ ledger, reservationId });
		return outcome;
	}).catch(async (error: unknown) => {
		// No item leaves a node that fails, so none of the calls is sent; what can't be given back now, the lease decides.
		await Promise.allSettled(reserved.map(({ ledger, reservationId }) => ledger.release({ reservationId })));
		throw error;
	});
	giveBackUnsent(this, reserved);
	const overruns = lanes
		.flat()
		.filter(
			({ json: { settlement } }) =>
				typeof settlement === 'object' && settlement !== null && 'overrun' in settlement && settlement.overrun === true,
		);
	if (overruns.length > 0) {
		const message = `${overruns.length} of ${lanes.flat().length} calls cost more than was reserved: see settlement.overrunUsd. Reserve a larger output limit, or lower Max Tokens of the model.`;
		this.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	return lanes;
}

const operations: Record<
	Operation,
	(context: IExecuteFunctions, itemIndex: number, item: INodeExecutionData, ledger: Ledger) => Promise<ItemOutcome>
> = {
	checkAndReserve: reserveItem,
	settle: settleItem,
	release: releaseItem,
	report: async (context, itemIndex, _, ledger) => await reportItem(context, itemIndex, ledger),
	budget: async (context, itemIndex, { json }, ledger) => await budgetItem(context, itemIndex, json, ledger),
};

async function ledgerOf(context: IExecuteFunctions, itemIndex: number): Promise<Ledger> {
	const { ledger, options } = read(context, itemIndex, ledgerParameters);
	const { file = '', waitSeconds, ifLedgerFails, keepDays } = options;
	const common = {
		waitMs: waitSeconds === undefined ? undefined : Math.round(waitSeconds * 1000),
		failOpen: ifLedgerFails === 'letThrough',
		keepMs: keepDays === undefined ? undefined : Math.round(keepDays * 86_400_000),
	};
	if (ledger === 'sqlite') return sharedLedger({ ...common, file: await ledgerFile(file) });
	return sharedLedger({ ...common, postgres: connectionOf(await credentialOf(context, 'r1LedgerPostgresApi')) });
}
