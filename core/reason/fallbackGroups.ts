import type { ReasonErrorKind } from './reasonError';

interface FallbackGroup {
	name: string;
	value: string;
	description: string;
	kinds: readonly ReasonErrorKind[];
}

/** Kinds of failure that a person chooses between. */
export const fallbackGroups = [
	{ name: 'Account', value: 'account', description: 'Wrong key, or out of balance', kinds: ['auth', 'balance'] },
	{
		name: 'Answer',
		value: 'answer',
		description: 'Empty, filtered, cut by the token limit, or not valid against the schema: both models are paid',
		kinds: ['empty', 'length', 'content_filter', 'invalid_json'],
	},
	{
		name: 'Cut Off',
		value: 'cut',
		description: 'Timeout, silence, a stream that broke off, or one that went past a limit: both models may be paid',
		kinds: ['timeout', 'silence', 'unfinished', 'too_large'],
	},
	{ name: 'Model', value: 'model', description: 'Retired, or not known to the host', kinds: ['retired_model', 'unknown_model'] },
	{
		name: 'Request',
		value: 'request',
		description: 'Too long for the model, or a setting that the host rejects',
		kinds: ['context_length', 'rejected_parameter', 'invalid_request'],
	},
	{
		name: 'Unavailable',
		value: 'unavailable',
		description: 'No connection, overloaded, limited, or an error of the host, after the retries',
		kinds: ['connection', 'overloaded', 'rate_limit', 'server', 'not_found', 'not_an_api'],
	},
] as const satisfies readonly FallbackGroup[];

export type FallbackGroupName = (typeof fallbackGroups)[number]['value'];

export const defaultFallBackOn: readonly FallbackGroupName[] = ['account', 'model', 'unavailable'];

/** Whether the next model is asked after such a failure. */
export function fallsBackOn(kind: ReasonErrorKind, groups: readonly FallbackGroupName[]): boolean {
	return fallbackGroups.some(({ value, kinds }) => groups.includes(value) && kinds.some((each) => each === kind));
}
