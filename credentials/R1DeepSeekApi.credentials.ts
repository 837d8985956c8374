import type { IAuthenticateGeneric, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Tested by the nodes, which send as they do at work: n8n's own test takes the key along to other hosts. */
export class R1DeepSeekApi implements ICredentialType {
	name = 'r1DeepSeekApi';
	displayName = 'R1 DeepSeek API';
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
			description: 'From platform.deepseek.com, under API keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.deepseek.com',
			description: 'Change it only for a gateway that stands before the API of DeepSeek',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey.trim()}}' } },
	};
}
