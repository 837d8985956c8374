import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Extra headers of a credential as a plain record. */
export function extraHeaders({ headers }: ICredentialDataDecryptedObject): Record<string, string> {
	const rows: unknown = typeof headers === 'object' && headers !== null && 'values' in headers ? headers.values : [];
	if (!Array.isArray(rows)) return {};
	return Object.fromEntries(rows.filter((row) => row?.name).map(({ name, value }) => [String(name).trim(), String(value ?? '').trim()]));
}
