import type { Endpoint } from '../../core/reason/endpoint';
import { hostOf } from '../../core/reason/destination';

/** At most so many, whatever the host allows: more gains nothing on one n8n and makes its other work wait. */
const most = 100;

/**
 * How many items are asked at once where nobody said: a fifth of what the host allows an account, so that other workflows
 * have their share; 10 where that is not known, 5 on a server of one's own. The smallest of the endpoints counts.
 */
export function usualConcurrency(endpoints: readonly Endpoint[]): number {
	return Math.min(most, ...endpoints.map(ofHost));
}

function ofHost(endpoint: Endpoint): number {
	const { kind, concurrentRequests } = hostOf(endpoint);
	if (concurrentRequests !== undefined) return Math.max(1, Math.floor(concurrentRequests / 5));
	return kind === 'self-hosted' || kind === 'unknown' ? 5 : 10;
}
