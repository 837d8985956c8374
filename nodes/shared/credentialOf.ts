import type { FunctionsBase, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { connectionName } from './hosts';

/** A credential of the node. @throws Error in the words of the panel where none was picked. */
export async function credentialOf(
	context: Pick<FunctionsBase, 'getNode' | 'getCredentials'>,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	if (!context.getNode().credentials?.[type]) {
		throw Object.assign(new Error(`The credential for "${connectionName(type)}" is missing`), {
			description: "Pick one at the top of the node's panel.",
			// Cost Guard gives the reservation back.
			facts: { sent: false, kind: 'setup' },
		});
	}
	return await context.getCredentials(type, 0);
}
