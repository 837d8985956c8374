import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Tested by the nodes, which ask as they do at work: n8n's own test takes the key along to other hosts. */
export class R1N8nApi implements ICredentialType {
	name = 'r1N8nApi';
	displayName = 'R1 N8n Instance API';
	icon: Icon = {
		light: 'file:../nodes/MigrateWorkflows/migrateWorkflows.svg',
		dark: 'file:../nodes/MigrateWorkflows/migrateWorkflows.dark.svg',
	};
	documentationUrl = 'https://github.com/n8n-nodes-r1/n8n-nodes-r1/blob/main/docs/migrate.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://n8n.example.com',
			description: 'Address of the editor, without a path',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From Settings &gt; n8n API. An inventory needs workflow:list, for owners workflow:read and for runs execution:list; a plan also needs credential:list, and apply workflow:update and workflow:activate.',
		},
		{
			displayName: 'Session Cookie',
			name: 'sessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'n8n-auth=...',
			description: 'Optional: then n8n is also asked whether the triggers of what was published really run, which a key may not ask',
		},
	];
}
