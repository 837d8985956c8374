import type { CheckId } from './checkResult';

/** Which models a check calls. A check without a row calls none. */
export const sidesOf: Partial<Record<CheckId, { candidate: 'needed' | 'optional'; baseline: 'optional' | 'none' }>> = {
	quality: { candidate: 'needed', baseline: 'optional' },
	language: { candidate: 'needed', baseline: 'optional' },
	tools: { candidate: 'needed', baseline: 'optional' },
	residency: { candidate: 'needed', baseline: 'none' },
	latency: { candidate: 'needed', baseline: 'optional' },
	fallback: { candidate: 'needed', baseline: 'optional' },
	privacy: { candidate: 'optional', baseline: 'none' },
	cost: { candidate: 'optional', baseline: 'optional' },
};

export const needsCandidate = (id: CheckId) => sidesOf[id]?.candidate === 'needed';
