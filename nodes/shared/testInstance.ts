import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { describeError } from '../../core/describeError';
import { instanceOf } from './instanceOf';
import { fetchBy } from './testEndpoint';

/** Lists the first workflows, as the nodes do. */
export async function testInstance(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		const api = instanceOf(data ?? {}, fetchBy(this.helpers));
		const { done } = await api.eachWorkflow().next();
		return { status: 'OK', message: done ? 'The instance answers; it has no workflows yet' : 'The instance answers' };
	} catch (error) {
		const { message, description } = describeError(error);
		return { status: 'Error', message: [message, description].filter(Boolean).join('. ') };
	}
}
