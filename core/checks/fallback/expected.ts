import { fallsBackOn } from '../../reason/reasonWithFallback';
import type { DrillFault } from './faults';
import type { DrillSettings } from './settings';

/** For how long the fault lasts: for the first request of an item, or for all to the candidate. */
export type Lasting = 'once' | 'always';

export type Outcome = 'primary' | 'fallback' | 'error';

const retried = ['rate_limit', 'server', 'overloaded', 'connection'];

/** What R1 Reason promises to do after a fault under these settings: retry, ask the next model, or say clearly that it failed. */
export function expectedOutcome(
	fault: DrillFault,
	lasting: Lasting,
	settings: Pick<DrillSettings, 'retries' | 'fallBackOn'>,
	/** Whether each fallback is served by another host than the candidate. */
	fallbacks: readonly { otherHost: boolean }[],
): Outcome {
	if (lasting === 'once' && settings.retries > 0 && retried.includes(fault.errorKind)) return 'primary';
	const reachable = fault.wholeHost && lasting === 'always' ? fallbacks.filter(({ otherHost }) => otherHost) : fallbacks;
	return reachable.length > 0 && fallsBackOn(fault.errorKind, settings.fallBackOn) ? 'fallback' : 'error';
}
