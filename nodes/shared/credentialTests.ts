import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';

/** The credential tests of the pack, by the names that nodes give under `testedBy`; each is loaded when it first runs. */
export const credentialTests = {
	async testEndpoint(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		const { testEndpoint } = await import('./testEndpoint');
		return await testEndpoint.call(this, credential);
	},
	async testInstance(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		const { testInstance } = await import('./testInstance');
		return await testInstance.call(this, credential);
	},
	async testLedger(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		const { testLedger } = await import('./testLedger');
		return await testLedger.call(this, credential);
	},
};
