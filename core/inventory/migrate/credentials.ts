import type { Target } from '../conflicts';
import type { JsonObject } from '../../json';
import type { CredentialNeed } from './nodeChange';

const addressOf = ({ baseURL, host }: Target) => (baseURL ?? host.baseURL ?? '').replace(/\/\/[^/@]*@/, '//');

/**
 * Lets a node ask for a credential by type and name: n8n takes the one that is called so on import, and marks the node where
 * there is none. The old reference goes, so that no key is sent to a provider that it was not made for.
 */
export function askForCredential(node: JsonObject, type: string, target: Target): CredentialNeed {
	const isOwn = target.host.kind === 'self-hosted' || target.host.id === 'unknown' || target.baseURL !== undefined;
	const host = isOwn && addressOf(target) ? `${target.host.name} at ${addressOf(target)}` : target.host.name;
	const name = `${
		isOwn && addressOf(target)
			? addressOf(target)
					.replace(/^https?:\/\//, '')
					.replace(/\/.*$/, '')
			: target.host.name
	} (migration)`;
	node.credentials = { [type]: { id: null, name } };
	return { type, name, host };
}
