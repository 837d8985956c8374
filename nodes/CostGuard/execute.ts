import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forEachItem, type ItemOutcome } from '../shared/forEachItem';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { isOperation, lane, outputsOf, type Operation } from './operations';
import { ledgerParameters, read } from './parameters';
import { budgetItem, reportItem } from './reportItem';
import { reserveItem } from './reserveItem';
import { releaseItem, settleItem } from './settleItem';
import { ledgerFile } from '../shared/ledgerFile';
import { connectionOf, sharedLedger } from '../shared/sharedLedger';

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const name = String(this.getNodeParameter('operation', 0));
	const operation: Operation = isOperation(name) ? name : 'checkAndReserve';
	const outputs = outputsOf[operation].length;
	// Under Continue On Fail a call that nobody could check is over budget: a guard never fails open by itself.
	const failTo = operation === 'checkAndReserve' ? lane.over : 0;
	return await forEachItem(this, { outputs, failTo }, async (item, itemIndex) => {
		const ledger = await ledgerOf(this, itemIndex);
		return await operations[operation](this, itemIndex, item, ledger);
	});
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
	const { file = '', waitSeconds, ifLedgerFails } = options;
	const common = {
		waitMs: waitSeconds === undefined ? undefined : Math.round(waitSeconds * 1000),
		failOpen: ifLedgerFails === 'letThrough',
	};
	if (ledger === 'sqlite') return sharedLedger({ ...common, file: await ledgerFile(file) });
	return sharedLedger({ ...common, postgres: connectionOf(await context.getCredentials('r1LedgerPostgresApi', itemIndex)) });
}
