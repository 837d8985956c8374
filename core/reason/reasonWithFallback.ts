import type { ReasonRequest } from './buildRequest';
import type { Endpoint } from './endpoint';
import { defaultFallBackOn, fallsBackOn, type FallbackGroupName } from './fallbackGroups';
import { reason, type ReasonOptions, type ReasonResult } from './reason';
import { hostOf } from './destination';
import { ReasonError, type Attempt, type ReasonErrorKind } from './reasonError';
import { sumUsage, sumUsd } from './sums';

export { defaultFallBackOn, fallbackGroups, fallsBackOn, type FallbackGroupName } from './fallbackGroups';

export interface Target {
	model: string;
	endpoint: Endpoint;
}

/** A model that failed before another one answered. */
export interface PassedOver {
	model: string;
	host: string;
	kind: ReasonErrorKind;
	why: string;
}

export interface FallbackResult extends ReasonResult {
	/** Models that were asked before and why they did not answer; empty when the first one did. */
	passedOver: PassedOver[];
}

export interface FallbackOptions extends ReasonOptions {
	fallBackOn?: readonly FallbackGroupName[];
	/** Whether the next model may still be asked: not once somebody has read part of an answer. */
	mayFallBack?: () => boolean;
}

/**
 * Asks the models in order until one answers. Its attempts, tokens and cost are those of all models asked.
 *
 * @throws ReasonError of the last model asked.
 */
export async function reasonWithFallback(
	request: Omit<ReasonRequest, 'model'>,
	targets: readonly Target[],
	{ fallBackOn = defaultFallBackOn, mayFallBack = () => true, ...options }: FallbackOptions = {},
): Promise<FallbackResult> {
	const passedOver: PassedOver[] = [];
	const earlier: Attempt[] = [];
	for (const [position, { model, endpoint }] of targets.entries()) {
		const outcome = await attempt({ ...request, model }, endpoint, options);
		const attempts = [...earlier, ...asFallback(outcome.attempts, position)];
		if (!(outcome instanceof ReasonError)) return withEarlier(outcome, attempts, passedOver);
		earlier.splice(0, Infinity, ...attempts);
		if (position === targets.length - 1 || !fallsBackOn(outcome.kind, fallBackOn) || !mayFallBack()) {
			outcome.attempts = earlier;
			throw outcome;
		}
		passedOver.push({ model, host: hostOf(endpoint).id, kind: outcome.kind, why: outcome.message });
	}
	throw new ReasonError('No model was given', { kind: 'invalid_request', description: 'Add a model to the list.' });
}

const attempt = (...call: Parameters<typeof reason>): Promise<ReasonResult | ReasonError> =>
	reason(...call).catch((error: unknown) => {
		if (error instanceof ReasonError) return error;
		throw error;
	});

const asFallback = (attempts: readonly Attempt[], position: number): Attempt[] =>
	attempts.map((each, index) => (position > 0 && index === 0 ? { ...each, reason: 'fallback' } : each));

function withEarlier(result: ReasonResult, attempts: Attempt[], passedOver: PassedOver[]): FallbackResult {
	return { ...result, attempts, passedOver, usage: sumUsage(attempts), costUsd: sumUsd(attempts) };
}
