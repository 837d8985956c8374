import type { N8n } from './n8n';

const owner = { email: 'owner@example.com', password: 'Only4Tests', firstName: 'O', lastName: 'Wner' };

export interface Session {
	cookie: string;
	/** The browser that the cookie belongs to. */
	browserId: string;
	/** The editor's own interface. @throws Error for any status from 400 on. */
	rest(method: string, path: string, body?: unknown): Promise<unknown>;
	/** A key of the public API; without scopes it may do everything. */
	newKey(scopes?: string[]): Promise<string>;
}

/** The owner's session of a running n8n; sets the owner up where there is none. */
export async function signIn(n8n: N8n): Promise<Session> {
	let cookie = '';
	const browserId = 'tests';
	const rest = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const response = await fetch(`${n8n.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', 'browser-id': browserId, ...(cookie ? { cookie } : {}) },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		for (const set of response.headers.getSetCookie()) if (set.startsWith('n8n-auth=')) cookie = set.split(';')[0] ?? '';
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
		const parsed: { data?: unknown } = JSON.parse(text);
		return parsed.data ?? parsed;
	};
	const settings = (await rest('GET', '/settings')) as { userManagement?: { showSetupOnFirstLoad?: boolean } };
	if (settings.userManagement?.showSetupOnFirstLoad) await rest('POST', '/owner/setup', owner);
	else await rest('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	return {
		cookie,
		browserId,
		rest,
		async newKey(scopes) {
			const all = scopes ?? ((await rest('GET', '/api-keys/scopes')) as string[]);
			const made = (await rest('POST', '/api-keys', { label: `tests ${Date.now()} ${Math.random()}`, scopes: all, expiresAt: null })) as {
				rawApiKey: string;
			};
			return made.rawApiKey;
		},
	};
}
