import type { ReasonErrorKind } from '../../reason';

/** What the proxy does instead of passing a request on. */
export type Injection =
	| {
			kind: 'status';
			status: number;
			headers?: Record<string, string>;
			error: { message: string; type: string; param: string | null; code: string };
	  }
	| { kind: 'silence' }
	| { kind: 'cut'; afterEvents: number }
	| { kind: 'body'; contentType: string; body: string }
	| { kind: 'hang-up' };

export interface DrillFault {
	id: string;
	title: string;
	injection: Injection;
	/** What R1 Reason calls it. */
	errorKind: ReasonErrorKind;
	/** Whether a host may charge for such a request. */
	mayBeCharged: boolean;
	/** It hits every model of the host, not the candidate alone. */
	wholeHost?: boolean;
	/** Another model is no cure: a person must change the settings. */
	needsPerson?: boolean;
}

const error = (message: string, type: string, code: string, param: string | null = null) => ({ message, type, param, code });

export const drillFaults: readonly DrillFault[] = [
	{
		id: 'rate-limit',
		title: '429 without retry-after',
		injection: { kind: 'status', status: 429, error: error('Rate limit reached', 'rate_limit_error', 'rate_limit_exceeded') },
		errorKind: 'rate_limit',
		mayBeCharged: false,
	},
	{
		id: 'rate-limit-retry-after',
		title: '429 with retry-after of 20 s',
		injection: {
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '20' },
			error: error('Rate limit reached', 'rate_limit_error', 'rate_limit_exceeded'),
		},
		errorKind: 'rate_limit',
		mayBeCharged: false,
	},
	{
		id: 'server-error',
		title: '500',
		injection: { kind: 'status', status: 500, error: error('Internal server error', 'server_error', 'internal_error') },
		errorKind: 'server',
		mayBeCharged: false,
	},
	{
		id: 'overloaded',
		title: '503',
		injection: { kind: 'status', status: 503, error: error('The server is overloaded', 'server_error', 'overloaded') },
		errorKind: 'overloaded',
		mayBeCharged: false,
	},
	{ id: 'silence', title: 'Silence after the headers', injection: { kind: 'silence' }, errorKind: 'silence', mayBeCharged: true },
	{
		id: 'cut',
		title: 'Cut in the middle of the stream',
		injection: { kind: 'cut', afterEvents: 4 },
		errorKind: 'unfinished',
		mayBeCharged: true,
	},
	{
		id: 'empty-body',
		title: 'Empty body',
		injection: { kind: 'body', contentType: 'text/event-stream', body: '' },
		errorKind: 'empty',
		mayBeCharged: true,
	},
	{
		id: 'garbage',
		title: 'Garbage instead of an answer',
		injection: { kind: 'body', contentType: 'text/html', body: '<html><body>It works!</body></html>' },
		errorKind: 'not_an_api',
		mayBeCharged: false,
	},
	{
		id: 'wrong-model',
		title: 'Model name not known any more',
		injection: {
			kind: 'status',
			status: 404,
			error: error('The model does not exist or you do not have access to it.', 'invalid_request_error', 'model_not_found', 'model'),
		},
		errorKind: 'unknown_model',
		mayBeCharged: false,
	},
	{
		id: 'rejected-parameter',
		title: 'Parameter rejected',
		injection: {
			kind: 'status',
			status: 400,
			error: error(
				"Unsupported parameter: 'top_p' is not supported with this model.",
				'invalid_request_error',
				'unsupported_parameter',
				'top_p',
			),
		},
		errorKind: 'rejected_parameter',
		mayBeCharged: false,
		needsPerson: true,
	},
	{
		id: 'host-down',
		title: 'Host does not answer at all',
		injection: { kind: 'hang-up' },
		errorKind: 'connection',
		mayBeCharged: false,
		wholeHost: true,
	},
];

export const findFault = (id: string): DrillFault | undefined => drillFaults.find((fault) => fault.id === id);
