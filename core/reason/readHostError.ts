import { ReasonError, type ReasonErrorKind } from './reasonError';
import { isObject } from '../json';
import { errorTexts } from './hostErrors/errorTexts';
import { statusInside } from './hostErrors/statusInside';

export interface FailedAnswer {
	/** HTTP status; absent for an error inside a stream. */
	status?: number;
	/** The body, parsed where it is JSON. */
	body: unknown;
	retryAfterMs?: number;
}

export interface ErrorContext {
	model: string;
	hostName: string;
	/** Texts that must not appear in an error: keys, header values, prompts. */
	secrets: readonly string[];
	/** What the catalogue knows about the model's end. */
	retirement?: { on?: string; replacement?: string };
}

interface Rule {
	kind: ReasonErrorKind;
	status?: readonly number[];
	text?: RegExp;
}

/** How hosts say that a model or its server has no tools. */
const noTools =
	/(does not|doesn't|not) support(ed)? (for )?(tools?|function)|support tool use|(tools?|function)[ _](param|call|calling|use)\w*\b.{0,40}(not supported|unsupported|requires? --jinja)|enable-auto-tool-choice|--tool-call-parser/i;

/** First match wins: what a host says weighs more than its status. */
const rules: readonly Rule[] = [
	{ kind: 'balance', status: [402] },
	// Google says "exceeded your current quota" of a limit by the minute, too.
	{ kind: 'balance', text: /credits are depleted/i },
	{ kind: 'rate_limit', status: [429], text: /RESOURCE_EXHAUSTED/ },
	{
		kind: 'balance',
		text: /insufficient.{0,12}(balance|credit|quota|funds)|exceeded your current quota|out of credits|insufficient_quota|arrearage|overdue|in arrears|余额不足|欠费|account balance|payment is past due|quota_reached|reached the .{0,20}quota/i,
	},
	{ kind: 'auth', status: [401] },
	// llama.cpp says so with 500: sending it again would not help.
	{ kind: 'rejected_parameter', text: /image input is not supported|mmproj|(does not|doesn't) support (image|vision|multimodal)/i },
	{
		kind: 'rejected_parameter',
		text: /(failed to (parse|initialize)|unable to).{0,30}grammar|schema conversion failed|parsing json.?schema/i,
	},
	// Ollama, OpenRouter (404), vLLM without a parser for calls, llama.cpp without a template for them (500).
	{ kind: 'rejected_parameter', text: noTools },
	// "Too many tokens" is said of a minute, too.
	{ kind: 'rate_limit', status: [429] },
	{ kind: 'context_length', status: [413], text: /./ },
	{
		kind: 'context_length',
		text: /context.?(length|window|size)|maximum context|prompt is too long|too many (input )?tokens|input.{0,20}too long|exceed(s|ed)? .{0,40}(context|n_ctx)|reduce the length|context_length_exceeded|输入.{0,10}(过长|超)|max_new_tokens.{0,3} must be/i,
	},
	{
		kind: 'unknown_model',
		text: /supported API model names|model_not_found|model_decommissioned|decommissioned|model.{0,80}(does not exist|not found|no longer|is not available|has been (deprecated|retired|removed))|(unknown|invalid|no such) model|not a valid model|模型不存在|model_not_found/i,
	},
	{
		kind: 'content_filter',
		status: [400, 403, 422, 500],
		text: /content.?filter|sensitive|data.?inspection|inappropriate content|risk.?control|content management policy|content exists risk|safety (system|policy)|flagged|moderation/i,
	},
	{ kind: 'content_filter', status: [451] },
	{ kind: 'auth', status: [403] },
	{
		kind: 'auth',
		status: [400],
		text: /api[ -_]?key.{0,30}(invalid|not valid|incorrect|expired)|(invalid|incorrect|expired) api[ -_]?key/i,
	},
	{
		kind: 'rejected_parameter',
		status: [400, 422],
		text: /unsupported.{0,3}(parameter|value)|not supported|does not support|unrecognized|unknown (parameter|field|variant|argument)|unavailable now|extra (inputs|fields)|not permitted|must be passed back|reasoning_content is missing|unexpected (field|keyword)/i,
	},
	{ kind: 'not_found', status: [404, 405] },
	{ kind: 'timeout', status: [408, 504, 524] },
	{ kind: 'overloaded', status: [503, 529] },
	{ kind: 'overloaded', text: /insufficient_system_resource|overloaded|over capacity|server (is )?busy/i },
	{ kind: 'server', status: [500, 502, 520, 521, 522, 523, 525, 526, 530] },
	{ kind: 'invalid_request', status: [400, 409, 415, 422] },
];

/** Turns the error of any host into one that says what happened and what to do. */
export function readHostError({ status, body, retryAfterMs }: FailedAnswer, context: ErrorContext): ReasonError {
	const said = errorTexts(body);
	const effectiveStatus = status === undefined || status < 400 ? statusInside(body) : status;
	const haystack = said.all;
	const rule = rules.find(
		({ status: statuses, text }) =>
			(!statuses || (effectiveStatus !== undefined && statuses.includes(effectiveStatus))) && (!text || text.test(haystack)),
	);
	const found = rule?.kind ?? (effectiveStatus !== undefined && effectiveStatus < 500 ? 'invalid_request' : 'server');
	const kind = found === 'unknown_model' && context.retirement ? 'retired_model' : found;
	const parameter = kind === 'rejected_parameter' ? parameterOf(body, haystack) : undefined;
	const quoted = redact(said.message, context.secrets);
	const advice = adviceFor(kind, { ...context, parameter, haystack, retryAfterMs });
	return new ReasonError(messageFor(kind, context, effectiveStatus), {
		kind,
		description: quoted ? `${advice} The host says: "${quoted}"` : advice,
		retryable: kind === 'rate_limit' || kind === 'overloaded' || kind === 'server',
		status: effectiveStatus,
		retryAfterMs,
		parameter,
	});
}

function parameterOf(body: unknown, text: string): string | undefined {
	if (/response_format|grammar|schema conversion|json.?schema/i.test(text)) return 'response_format';
	if (noTools.test(text)) return 'tools';
	if (/tool_choice/i.test(text)) return 'tool_choice';
	if (/reasoning_content/i.test(text)) return 'reasoning_content';
	if (/developer/i.test(text)) return 'messages.role';
	// The openai client hands on what stands in `error`; an error within a stream comes whole.
	const error = isObject(body) && isObject(body.error) ? body.error : body;
	if (isObject(error) && typeof error.param === 'string' && error.param) return error.param;
	return /[`'"]([a-z][a-z_.]{2,40})[`'"]/i.exec(text)?.[1];
}

function messageFor(kind: ReasonErrorKind, { model, hostName }: ErrorContext, status: number | undefined): string {
	const code = status === undefined ? '' : ` (${status})`;
	switch (kind) {
		case 'retired_model':
			return `The model "${model}" is retired and no longer served by ${hostName}${code}`;
		case 'unknown_model':
			return `${hostName} has no model "${model}"${code}`;
		case 'balance':
			return `The account at ${hostName} is out of balance${code}`;
		case 'auth':
			return `${hostName} does not accept the API key${code}`;
		case 'context_length':
			return `The messages are too long for "${model}"${code}`;
		case 'content_filter':
			return `The content filter of ${hostName} stopped the request${code}`;
		case 'rejected_parameter':
			return `${hostName} rejects a parameter of the request${code}`;
		case 'not_found':
			return `There is no chat completions API at this base URL${code}`;
		case 'rate_limit':
			return `${hostName} limits the rate of requests${code}`;
		case 'timeout':
			return `${hostName} gave up waiting for the model${code}`;
		case 'overloaded':
			return `${hostName} is overloaded${code}`;
		case 'server':
			return `${hostName} failed with an error of its own${code}`;
		default:
			return `${hostName} rejects the request${code}`;
	}
}

interface AdviceContext extends ErrorContext {
	parameter?: string;
	haystack: string;
	retryAfterMs?: number;
}

function adviceFor(kind: ReasonErrorKind, context: AdviceContext): string {
	const { retirement, parameter, haystack, retryAfterMs } = context;
	switch (kind) {
		case 'retired_model':
			return [
				retirement?.on ? `It is gone since ${retirement.on}.` : 'It is gone.',
				retirement?.replacement ? `Use "${retirement.replacement}" instead.` : 'Pick a model from the list.',
			].join(' ');
		case 'unknown_model':
			return 'Pick a model from the list, which is read live from the endpoint.';
		case 'balance':
			return 'Top up the account or use another credential. Sending it again would not help.';
		case 'auth':
			return 'Check the key in the credential, that it belongs to this base URL, and that it may use this model.';
		case 'context_length':
			return 'Shorten the messages, lower Max Tokens, or pick a model with a larger context.';
		case 'content_filter':
			return 'Reword the prompt or use another host.';
		case 'rejected_parameter':
			return parameterAdvice(parameter, haystack);
		case 'not_found':
			return 'Check the base URL of the credential: for most servers it ends in /v1.';
		case 'rate_limit':
			return retryAfterMs === undefined
				? 'Lower Concurrency or wait.'
				: `Lower Concurrency or wait: the host asks for ${Math.ceil(retryAfterMs / 1000)} s.`;
		case 'timeout':
			return 'It was not sent again, because the host may charge for it. Run it again if you accept that.';
		case 'overloaded':
		case 'server':
			return 'Try again later or add a fallback model.';
		default:
			return 'Check the options of the node against the documentation of the host.';
	}
}

function parameterAdvice(parameter: string | undefined, text: string): string {
	if (/must be passed back|reasoning_content is missing/i.test(text)) {
		return 'With tools this host wants the trace of every earlier answer back: put it into the field thinking of each assistant message.';
	}
	if (parameter?.startsWith('response_format')) return 'Choose the host profile of the credential, so that the JSON mode fits the host.';
	if (parameter === 'tools' && /--jinja/i.test(text)) return 'Start the server with --jinja: without it llama.cpp takes no tools.';
	if (parameter === 'tool_choice') return 'Let the model choose the tool, or switch thinking off.';
	if (parameter === 'messages.role') return 'Use the role system instead of developer, or choose the host profile of the credential.';
	return parameter ? `Remove ${parameter} from the options.` : 'Remove the option that it names.';
}

const maxQuote = 300;

/** Shortens what a host says and takes out whatever repeats a key, a header or the prompt. */
export function redact(text: string, secrets: readonly string[]): string {
	let clean = text.slice(0, 2 * maxQuote);
	for (const secret of secrets) clean = blankShared(clean, secret);
	clean = clean
		.replace(/\b(sk|gsk|hf|nvapi|xai|key)[-_][\w*.-]*[\w*]/gi, '[hidden]')
		.replace(/\b(Bearer|Basic)\s+\S{4,}/gi, '[hidden]')
		.replace(/\s+/g, ' ')
		.trim();
	return clean.length > maxQuote ? `${clean.slice(0, maxQuote)}...` : clean;
}

const windowSize = 12;

/** Blanks every stretch of 12 characters or more that the text shares with the secret, or a whole shorter secret. */
function blankShared(text: string, secret: string): string {
	if (secret.length < 4) return text;
	if (secret.length <= windowSize) return text.split(secret).join('[hidden]');
	const hidden = new Uint8Array(text.length);
	for (let at = 0; at + windowSize <= text.length; at++) {
		if (secret.includes(text.slice(at, at + windowSize))) hidden.fill(1, at, at + windowSize);
	}
	let clean = '';
	for (let at = 0; at < text.length; at++) {
		if (!hidden[at]) clean += text[at];
		else if (!hidden[at - 1]) clean += '[hidden]';
	}
	return clean;
}
