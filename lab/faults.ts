import { draw } from './random';

/** Something that goes wrong. `afterTokens` counts the tokens that still arrive before. */
export type Fault =
	| { kind: 'status'; status: number; retryAfter?: number | string; message?: string; code?: string; body?: string; contentType?: string }
	| { kind: 'slow-headers'; ms: number }
	| { kind: 'silence'; afterTokens?: number }
	| { kind: 'silent-start' }
	| { kind: 'reset'; afterTokens?: number }
	| { kind: 'reset-before-headers' }
	| { kind: 'empty-body' }
	| { kind: 'garbage' }
	| { kind: 'truncated-json'; afterTokens?: number }
	| { kind: 'no-finish-reason'; afterTokens?: number }
	| { kind: 'error-in-stream'; afterTokens?: number; message?: string; status?: number }
	| { kind: 'keep-alives'; count?: number; everyMs?: number }
	| { kind: 'split-bytes' }
	| { kind: 'only-thinking' }
	| { kind: 'empty-answer' }
	| { kind: 'missing-closing-tag' }
	| { kind: 'unknown-model' }
	| { kind: 'finish'; reason: string };

export type FaultName =
	| Exclude<Fault['kind'], 'status' | 'finish' | 'slow-headers'>
	| 'slow-headers'
	| 'length'
	| 'content-filter'
	| 'insufficient-resource'
	| 'json-schema'
	| 'developer-role'
	| 'tool-choice'
	| 'trace-missing'
	| 'max-tokens'
	| 'context-length'
	| 'html'
	| 'text-401'
	| '429-retry-after'
	| `${number}`;

/** When a fault strikes; all that is given must hold. Without any, always. */
export interface FaultRule {
	fault: Fault | FaultName;
	/** Share of the requests, by seed. */
	rate?: number;
	/** Which requests, counted from 1 since the rule was set. */
	nth?: readonly number[];
	/** The first so many requests. */
	first?: number;
	/** Every so many requests. */
	every?: number;
	model?: string;
	profile?: string;
}

const named: Record<string, Fault> = {
	'slow-headers': { kind: 'slow-headers', ms: 2_000 },
	silence: { kind: 'silence', afterTokens: 3 },
	reset: { kind: 'reset', afterTokens: 3 },
	'truncated-json': { kind: 'truncated-json', afterTokens: 3 },
	'no-finish-reason': { kind: 'no-finish-reason' },
	'error-in-stream': { kind: 'error-in-stream', afterTokens: 3 },
	'keep-alives': { kind: 'keep-alives', count: 5, everyMs: 20 },
	length: { kind: 'finish', reason: 'length' },
	'content-filter': { kind: 'finish', reason: 'content_filter' },
	'insufficient-resource': { kind: 'finish', reason: 'insufficient_system_resource' },
	'json-schema': { kind: 'status', status: 400, message: 'This response_format type is unavailable now' },
	'developer-role': {
		kind: 'status',
		status: 422,
		message:
			'Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`, `latest_reminder`',
	},
	'tool-choice': { kind: 'status', status: 400, message: 'Thinking mode does not support this tool_choice' },
	'trace-missing': {
		kind: 'status',
		status: 400,
		message: 'The reasoning_content in the thinking mode must be passed back to the API.',
	},
	'max-tokens': {
		kind: 'status',
		status: 400,
		message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
		code: 'unsupported_parameter',
	},
	'context-length': {
		kind: 'status',
		status: 400,
		message:
			"This model's maximum context length is 131072 tokens. However, you requested 140000 tokens (132000 in the messages, 8000 in the completion). Please reduce the length of the messages or completion.",
		code: 'context_length_exceeded',
	},
	html: { kind: 'status', status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>', contentType: 'text/html' },
	'text-401': { kind: 'status', status: 401, body: 'Authentication Fails (governor)', contentType: 'text/plain' },
	'429-retry-after': { kind: 'status', status: 429, retryAfter: 1 },
};

const simple = [
	'silent-start',
	'reset-before-headers',
	'empty-body',
	'garbage',
	'split-bytes',
	'only-thinking',
	'empty-answer',
	'missing-closing-tag',
	'unknown-model',
] as const;

/** Every fault that has a name: what `fault-<name>` as a model name, a rule or a script takes. */
export const faultNames = [...Object.keys(named), ...simple, '400', '401', '402', '403', '404', '422', '429', '500', '502', '503', '504'];

export function faultOf(fault: Fault | string): Fault {
	if (typeof fault !== 'string') return fault;
	if (Object.hasOwn(named, fault)) return named[fault];
	const kind = simple.find((name) => name === fault);
	if (kind) return { kind };
	if (/^[45]\d\d$/.test(fault)) return { kind: 'status', status: Number(fault) };
	throw new Error(`Expected a fault to be one of ${faultNames.join(', ')}, got ${fault}`);
}

/** Rules in order; the first that strikes decides. Each rule counts the requests that it looks at. */
export class FaultPlan {
	private readonly seen: number[] = [];

	constructor(
		private readonly rules: readonly FaultRule[],
		private readonly seed: number,
	) {
		for (const { fault } of rules) faultOf(fault);
	}

	next(request: { model: string; profile: string }): Fault | undefined {
		let struck: Fault | undefined;
		for (const [index, rule] of this.rules.entries()) {
			if (rule.model !== undefined && rule.model !== request.model) continue;
			if (rule.profile !== undefined && rule.profile !== request.profile) continue;
			const count = (this.seen[index] = (this.seen[index] ?? 0) + 1);
			if (struck) continue;
			if (rule.nth && !rule.nth.includes(count)) continue;
			if (rule.first !== undefined && count > rule.first) continue;
			if (rule.every !== undefined && count % rule.every !== 0) continue;
			if (rule.rate !== undefined && draw(this.seed, 'fault', index, count) >= rule.rate) continue;
			struck = faultOf(rule.fault);
		}
		return struck;
	}
}
