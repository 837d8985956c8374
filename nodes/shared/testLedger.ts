import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { describeError } from '../../core/describeError';
import { openLedger } from '../../core/budget/ledger/openLedger';
import { connectionOf } from './sharedLedger';

/** Opens the ledger as the node does at work, tables included. */
export async function testLedger(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		const ledger = openLedger({ postgres: { ...connectionOf(data ?? {}), connections: 1 }, waitMs: 5000 });
		await ledger.report({ from: 0, to: 0 });
		await ledger.close();
		return { status: 'OK', message: 'The ledger is ready' };
	} catch (error) {
		const { message, description } = describeError(error);
		return { status: 'Error', message: [message, description].filter(Boolean).join('. ') };
	}
}
