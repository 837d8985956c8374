import { fallsBackOn } from '../../reason/reasonWithFallback';
import type { DrillFault } from './faults';
import type { FailurePolicy } from './failurePolicy';

/** For how long the fault lasts: for the first request of an item, or for all to the candidate. */
export type Lasting = 'once' | 'always';

export type Answerer = 'primary' | 'fallback' | 'error';

const retried = ['rate_limit', 'server', 'overloaded', 'connection'];

/** What R1 Reason promises to do after a fault under these settings: retry, ask the next model, or say clearly that it failed. */
export function expectedAnswerer(
	fault: DrillFault,
	lasting: Lasting,
	policy: Pick<FailurePolicy, 'retries' | 'fallBackOn'>,
	/** Whether each fallback is served by another host than the candidate. */
	fallbacks: readonly { otherHost: boolean }[],
): Answerer {
	if (lasting === 'once' && policy.retries > 0 && retried.includes(fault.errorKind)) return 'primary';
	const reachable = fault.wholeHost && lasting === 'always' ? fallbacks.filter(({ otherHost }) => otherHost) : fallbacks;
	return reachable.length > 0 && fallsBackOn(fault.errorKind, policy.fallBackOn) ? 'fallback' : 'error';
}
