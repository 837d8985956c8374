import type { ICredentialType, Icon, IHttpRequestOptions, INodeProperties, ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Tested by the nodes, which send as they do at work: n8n's own test takes the key along to other hosts. */
export class R1OpenAiApi implements ICredentialType {
	name = 'r1OpenAiApi';
	displayName = 'R1 OpenAI API';
	icon: Icon = { light: 'file:../nodes/R1Reason/r1Reason.svg', dark: 'file:../nodes/R1Reason/r1Reason.dark.svg' };
	documentationUrl = 'https://github.com/n8n-nodes-r1/n8n-nodes-r1/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From platform.openai.com, under API keys',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			description: 'Only for accounts that belong to several organizations',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.openai.com/v1',
			description: 'Change it for a regional address such as https://eu.api.openai.com/v1',
		},
	];

	async authenticate(credentials: ICredentialDataDecryptedObject, request: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		request.headers = { ...request.headers, Authorization: `Bearer ${String(credentials.apiKey).trim()}` };
		if (credentials.organizationId) request.headers['OpenAI-Organization'] = credentials.organizationId;
		return request;
	}
}
