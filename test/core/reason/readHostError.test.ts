import { describe, expect, test } from 'vitest';
import { readHostError, redact } from '../../../core/reason/readHostError';

const context = { model: 'some-model', hostName: 'DeepSeek', secrets: [] };
const openAi = (message: string, code?: string) => ({ message, type: 'invalid_request_error', param: null, code: code ?? null });

const rows: { name: string; status?: number; body: unknown; kind: string; retryable?: boolean; parameter?: string; says?: RegExp }[] = [
	{
		name: 'DeepSeek: an old model name is a 400',
		status: 400,
		body: openAi('The supported API model names are deepseek-flash, deepseek-v4-pro, but you passed X.'),
		kind: 'unknown_model',
		says: /list/,
	},
	{
		name: 'OpenAI: unknown model',
		status: 404,
		body: openAi('The model `o1` does not exist or you do not have access to it.', 'model_not_found'),
		kind: 'unknown_model',
	},
	{ name: 'Ollama: unknown model', status: 404, body: 'model "r1" not found, try pulling it first', kind: 'unknown_model' },
	{
		name: 'Groq: decommissioned',
		status: 400,
		body: openAi('The model `x` has been decommissioned', 'model_decommissioned'),
		kind: 'unknown_model',
	},
	{ name: 'a path that is not there', status: 404, body: '<html>404</html>', kind: 'not_found', says: /\/v1/ },
	{ name: 'wrong key', status: 401, body: openAi('Authentication Fails'), kind: 'auth' },
	{ name: 'wrong key as plain text', status: 401, body: 'Authentication Fails (governor)', kind: 'auth' },
	{ name: 'out of balance', status: 402, body: openAi('Insufficient Balance'), kind: 'balance' },
	{
		name: 'OpenAI: a used up quota is no rate limit',
		status: 429,
		body: openAi('You exceeded your current quota, please check your plan and billing details.', 'insufficient_quota'),
		kind: 'balance',
		retryable: false,
	},
	{ name: 'rate limit', status: 429, body: openAi('Rate limit reached'), kind: 'rate_limit', retryable: true },
	{ name: 'overloaded', status: 503, body: 'overloaded', kind: 'overloaded', retryable: true },
	{ name: 'server error', status: 500, body: openAi('Internal Server Error'), kind: 'server', retryable: true },
	{ name: 'a gateway that gave up may have been charged', status: 504, body: '', kind: 'timeout', retryable: false },
	{
		name: 'OpenAI: context',
		status: 400,
		body: openAi("This model's maximum context length is 128000 tokens", 'context_length_exceeded'),
		kind: 'context_length',
	},
	{ name: 'Anthropic: context', status: 400, body: openAi('prompt is too long: 210000 tokens > 200000 maximum'), kind: 'context_length' },
	{
		name: 'llama.cpp: context',
		status: 400,
		body: { code: 400, message: 'the request exceeds the available context size' },
		kind: 'context_length',
	},
	{
		name: 'DeepSeek: json_schema',
		status: 400,
		body: openAi('This response_format type is unavailable now'),
		kind: 'rejected_parameter',
		parameter: 'response_format',
	},
	{
		name: 'DeepSeek: forced tool',
		status: 400,
		body: openAi('Thinking mode does not support this tool_choice'),
		kind: 'rejected_parameter',
		parameter: 'tool_choice',
		says: /switch thinking off/,
	},
	{
		name: 'DeepSeek: developer role',
		status: 422,
		body: openAi('Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`'),
		kind: 'rejected_parameter',
		parameter: 'messages.role',
		says: /system/,
	},
	{
		name: 'DeepSeek: trace missing',
		status: 400,
		body: openAi('The reasoning_content in the thinking mode must be passed back to the API.'),
		kind: 'rejected_parameter',
		parameter: 'reasoning_content',
		says: /thinking/,
	},
	{
		name: 'Kimi: trace missing',
		status: 400,
		body: openAi('thinking is enabled but reasoning_content is missing in assistant tool call message at index 2'),
		kind: 'rejected_parameter',
		parameter: 'reasoning_content',
	},
	{
		name: 'OpenAI: max_tokens',
		status: 400,
		body: {
			...openAi(
				"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
				'unsupported_parameter',
			),
			param: 'max_tokens',
		},
		kind: 'rejected_parameter',
		parameter: 'max_tokens',
		says: /Remove max_tokens/,
	},
	{
		name: 'a parameter that only its own field names',
		status: 400,
		body: { ...openAi('Unsupported parameter'), param: 'logit_bias' },
		kind: 'rejected_parameter',
		parameter: 'logit_bias',
		says: /Remove logit_bias/,
	},
	{
		name: 'the same within a stream',
		body: { error: { ...openAi('Unsupported parameter'), code: 400, param: 'logit_bias' } },
		kind: 'rejected_parameter',
		parameter: 'logit_bias',
	},
	{
		name: 'vLLM: details in a list',
		status: 422,
		body: { detail: [{ loc: ['body', 'foo'], msg: 'Extra inputs are not permitted', input: 'secret' }] },
		kind: 'rejected_parameter',
	},
	{
		name: 'Azure: content filter',
		status: 400,
		body: openAi("The response was filtered due to the prompt triggering Azure OpenAI's content management policy", 'content_filter'),
		kind: 'content_filter',
	},
	{ name: 'DeepSeek: content risk', status: 400, body: openAi('Content Exists Risk'), kind: 'content_filter' },
	{ name: 'a plain bad request', status: 400, body: openAi('Invalid format'), kind: 'invalid_request' },
	{
		name: 'OpenRouter: the status of the provider inside a stream',
		body: { error: { code: 429, message: 'Provider returned error' } },
		kind: 'rate_limit',
		retryable: true,
	},
	{ name: 'an error inside a stream without a code', body: { error: { message: 'boom' } }, kind: 'server' },
	{
		name: 'insufficient_system_resource',
		body: { error: { message: 'x', code: 'insufficient_system_resource' } },
		kind: 'overloaded',
		retryable: true,
	},
	{ name: 'an empty body', status: 502, body: '', kind: 'server', retryable: true },
	{
		name: 'a list with an error in it (Google)',
		status: 400,
		body: [{ error: { code: 400, message: 'Unknown field foo', status: 'INVALID_ARGUMENT' } }],
		kind: 'rejected_parameter',
	},
	{ name: 'a status that nobody knows', status: 418, body: '', kind: 'invalid_request', retryable: false },
];

describe('an error of a host', () => {
	test.each(rows)('$name', ({ status, body, kind, retryable, parameter, says }) => {
		const error = readHostError({ status, body }, context);
		expect(error).toMatchObject({ kind, ...(retryable === undefined ? {} : { retryable }), ...(parameter ? { parameter } : {}) });
		expect(error.message).not.toBe('');
		expect(error.description).toMatch(says ?? /./);
	});

	test('a retired model says since when and what to use', () => {
		const error = readHostError(
			{ status: 404, body: openAi('The model `o1` does not exist') },
			{ ...context, model: 'o1', hostName: 'OpenAI', retirement: { on: '2026-10-23', replacement: 'gpt-5.6-sol' } },
		);
		expect(error.kind).toBe('retired_model');
		expect(error.message).toBe('The model "o1" is retired and no longer served by OpenAI (404)');
		expect(error.description).toContain('It is gone since 2026-10-23. Use "gpt-5.6-sol" instead.');
	});

	test('keys, headers and prompts that the host repeats are hidden', () => {
		const prompt = 'My patient Erika Mustermann was born on 1 May 1970.';
		const said = `Bad input "patient Erika Mustermann was born" with key sk-live-abcdef123456 and short1`;
		const error = readHostError({ status: 400, body: openAi(said) }, { ...context, secrets: ['sk-live-abcdef123456', prompt, 'short1'] });
		expect(error.description).not.toMatch(/Erika|abcdef|short1/);
		expect(error.description).toContain('[hidden]');
	});
});

describe('redact', () => {
	test.each([
		{
			name: 'keys that are not ours',
			text: 'Incorrect API key provided: sk-proj-****abcd.',
			clean: 'Incorrect API key provided: [hidden].',
		},
		{ name: 'long texts', text: 'x'.repeat(900), clean: `${'x'.repeat(300)}...` },
		{ name: 'white space', text: ' a\n\n b ', clean: 'a b' },
	])('$name', ({ text, clean }) => {
		expect(redact(text, [])).toBe(clean);
	});
});
