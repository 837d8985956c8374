import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { hosts } from '../core/catalogue/hosts';
import { extraHeaders } from '../nodes/shared/extraHeaders';

const titled = (name: string) =>
	name.replace(/(^|[\s(])(server|router|earlier|later|international)\b/g, (word) =>
		word.replace(/[a-z]/, (letter) => letter.toUpperCase()),
	);

/** Hosts that can be chosen, by their id in the catalogue; `auto` is told from the base URL. */
export const profileOptions = [
	{ name: 'Automatic', value: 'auto' },
	...hosts.map(({ id, name, notes }) => ({ name: titled(name), value: id, ...(notes && { description: notes }) })),
].sort((one, other) => one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }));

export const compatibleProperties: INodeProperties[] = [
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'http://localhost:11434/v1',
		description: 'Address below which /chat/completions lies; most servers want it to end in /v1',
	},
	{
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Empty for servers that want none',
	},
	{
		displayName: 'Host Profile',
		name: 'profile',
		type: 'options',
		default: 'auto',
		options: profileOptions,
		description:
			'What the server is: decides how thinking is switched, what is left out, and prices; every form of trace is read with any profile',
	},
	{
		displayName: 'Extra Headers',
		name: 'headers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Header',
		description: 'Sent with every request, for gateways and proxies',
		options: [
			{
				displayName: 'Header',
				name: 'values',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', typeOptions: { password: true }, default: '' },
				],
			},
		],
	},
	{
		displayName: 'Declared Region',
		name: 'region',
		type: 'string',
		default: '',
		placeholder: 'DE',
		description:
			'Country where the requests are processed (ISO code such as DE, or EU), as you know it from the contract: shown as declared in residency checks',
	},
];

export async function authenticateCompatible(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const key = credentials.apiKey ? { Authorization: `Bearer ${String(credentials.apiKey).trim()}` } : {};
	request.headers = { ...request.headers, ...key, ...extraHeaders(credentials) };
	return request;
}
