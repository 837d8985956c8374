import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Tested by Cost Guard, which connects as it does at work; n8n's own credential tests only know HTTP. */
export class R1LedgerPostgresApi implements ICredentialType {
	name = 'r1LedgerPostgresApi';
	displayName = 'R1 Budget Ledger (PostgreSQL) API';
	icon: Icon = { light: 'file:../nodes/CostGuard/costGuard.svg', dark: 'file:../nodes/CostGuard/costGuard.dark.svg' };
	documentationUrl = 'https://github.com/n8n-nodes-r1/n8n-nodes-r1/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: 'localhost',
			required: true,
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			default: 5432,
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: '',
			required: true,
			description: 'The ledger makes its own tables in it, all named r1_',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'TLS',
			name: 'tls',
			type: 'options',
			default: 'off',
			options: [
				{ name: 'Off', value: 'off', description: 'For a server on the same machine or in a closed network' },
				{ name: 'Encrypt', value: 'require', description: 'Encrypts without asking who the server is' },
				{ name: 'Encrypt and Verify', value: 'verify', description: 'Also checks the certificate of the server' },
			],
		},
		{
			displayName: 'Authority',
			name: 'authority',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: { show: { tls: ['verify'] } },
			description: 'Certificate in PEM, for a server whose certificate was signed by an authority of your own',
		},
	];
}
