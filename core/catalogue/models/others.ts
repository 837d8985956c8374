import type { ModelRow, Price } from '../model';

const checkedAt = '2026-11-23';
const piAi = 'npm @earendil-works/pi-ai 1.5.2 (2026-11-10)';
const anthropicPage = 'https://platform.claude.com/docs/en/about-claude/model-deprecations';
const geminiPage = 'https://ai.google.dev/gemini-api/docs/deprecations';
const groqPage = 'https://console.groq.com/docs/deprecations';
const mistralPage = 'https://docs.mistral.ai/models/overview#legacy-models';
const cerebrasPage = 'https://inference-docs.cerebras.ai/support/deprecation.md';
const xaiPage = 'https://docs.x.ai/developers/migration/may-15-retirement';

type Known = Partial<ModelRow> & { id: string; source: string };
type Usd = readonly [input: number, cachedInput: number | 'unknown', output: number];
type Long = readonly [above: number, ...Usd];

const base = {
	aliases: [],
	context: 'unknown',
	maxOutput: 'unknown',
	trace: 'unknown',
	tools: 'unknown',
	vision: 'unknown',
	jsonModes: 'unknown',
	systemPrompt: 'ok',
	rejectedParameters: [],
	prices: [],
	served: 'yes',
	checkedAt,
} as const satisfies Partial<ModelRow>;

const onHost = (host: string, rows: readonly Known[]): ModelRow[] => rows.map((row) => ({ ...base, host, ...row }));

/** A price as it stood at the day of the list: when it began is not known, so it holds from that day on only. */
const listed = ([input, cachedInput, output]: Usd, long?: Long, from = '2026-11-10T00:00:00Z'): Price[] => [
	{
		input,
		cachedInput,
		output,
		from,
		...(long && { long: { above: long[0], rates: { input: long[1], cachedInput: long[2], output: long[3] } } }),
		source: piAi,
		checkedAt,
	},
];

/** A model of the current price list. */
const live = (id: string, usd: Usd, context: number, maxOutput: number, more: Partial<ModelRow> = {}): Known => ({
	id,
	context,
	maxOutput,
	prices: listed(usd),
	source: piAi,
	...more,
});

const ended = (id: string, retiresOn: string, replacement: string, source: string, more: Partial<ModelRow> = {}): Known => ({
	id,
	retiresOn,
	replacement,
	source,
	...more,
});

const claude = { trace: 'hidden', tools: true, vision: true } as const;
const claudeOld = { trace: 'none', tools: true, vision: true } as const;
/** Since Opus 4.7 values other than the default answer 400. */
const noSampling = { ...claude, rejectedParameters: ['temperature', 'top_p', 'top_k'] } as const;
const gemini = { trace: 'hidden', tools: true, vision: true, jsonModes: ['json_object', 'json_schema'] } as const;
const openWeights = { trace: 'none', tools: 'unknown', vision: false } as const;

export const otherModels: readonly ModelRow[] = [
	...onHost('anthropic', [
		live('claude-opus-5-5', [4, 0.2, 20], 1_000_000, 128_000, noSampling),
		live('claude-sonnet-5-5', [2, 0.1, 10], 1_000_000, 128_000, noSampling),
		live('claude-haiku-5-5', [0.1, 0.01, 0.5], 1_000_000, 128_000, {
			...noSampling,
			prices: listed([0.1, 0.01, 0.5], [100_000, 0.5, 0.05, 2.5]),
		}),
		live('claude-opus-5', [5, 0.5, 25], 1_000_000, 128_000, noSampling),
		live('claude-sonnet-5', [2, 0.2, 10], 1_000_000, 128_000, noSampling),
		live('claude-opus-4-8', [5, 0.5, 25], 1_000_000, 128_000, noSampling),
		live('claude-opus-4-7', [5, 0.5, 25], 1_000_000, 128_000, noSampling),
		live('claude-opus-4-6', [5, 0.5, 25], 1_000_000, 128_000, claude),
		live('claude-sonnet-4-6', [3, 0.3, 15], 1_000_000, 128_000, claude),
		live('claude-opus-4-5', [5, 0.5, 25], 200_000, 64_000, { ...claude, aliases: ['claude-opus-4-5-20251101'] }),
		live('claude-haiku-4-5', [1, 0.1, 5], 200_000, 64_000, { ...claude, aliases: ['claude-haiku-4-5-20251001'] }),
		live('claude-sonnet-4-5', [3, 0.3, 15], 200_000, 64_000, {
			...claude,
			aliases: ['claude-sonnet-4-5-20250929'],
			retiresOn: '2026-11-30',
			replacement: 'claude-sonnet-5-5',
			source: 'https://dev.to/leighefford',
		}),
		ended('claude-opus-4-1-20250805', '2026-08-05', 'claude-opus-5-5', 'https://www.totalum.app/blog/claude-4-deprecation-migration-2026', {
			...claude,
			aliases: ['claude-opus-4-1'],
		}),
		ended('claude-opus-4-20250514', '2026-06-15', 'claude-opus-4-8', 'https://platform.claude.com/docs/en/release-notes/overview', {
			...claude,
			aliases: ['claude-opus-4-0', 'claude-opus-4'],
		}),
		ended('claude-sonnet-4-20250514', '2026-06-15', 'claude-sonnet-4-6', 'https://platform.claude.com/docs/en/release-notes/overview', {
			...claude,
			aliases: ['claude-sonnet-4-0', 'claude-sonnet-4'],
		}),
		ended('claude-3-7-sonnet-20250219', '2026-02-19', 'claude-sonnet-5-5', 'https://github.com/anomalyco/models.dev/pull/1955', {
			...claude,
			aliases: ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
		}),
		ended('claude-3-5-haiku-20241022', '2026-02-19', 'claude-haiku-5-5', 'https://github.com/anomalyco/models.dev/pull/1955', {
			...claudeOld,
			aliases: ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
		}),
		ended('claude-3-5-sonnet-20241022', '2025-10-28', 'claude-sonnet-5-5', 'https://github.com/anomalyco/models.dev/pull/1955', {
			...claudeOld,
			aliases: ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet', 'claude-3-5-sonnet-20240620'],
			context: 200_000,
			maxOutput: 8_192,
			prices: [
				{
					input: 3,
					cachedInput: 0.3,
					output: 15,
					from: '2024-06-20T00:00:00Z',
					source: 'https://models.dev/api.json (2026-07-02)',
					checkedAt,
				},
			],
		}),
		ended('claude-3-opus-20240229', '2026-01-05', 'claude-opus-5-5', anthropicPage, {
			...claudeOld,
			aliases: ['claude-3-opus-latest', 'claude-3-opus'],
		}),
		ended('claude-3-sonnet-20240229', '2025-07-21', 'claude-sonnet-5-5', anthropicPage, { ...claudeOld, aliases: ['claude-3-sonnet'] }),
		ended('claude-3-haiku-20240307', '2026-04-20', 'claude-haiku-5-5', 'https://github.com/BerriAI/litellm/pull/26139', {
			...claudeOld,
			aliases: ['claude-3-haiku'],
		}),
		ended('claude-2.1', '2025-07-21', 'claude-sonnet-5-5', anthropicPage),
		ended('claude-2.0', '2025-07-21', 'claude-sonnet-5-5', anthropicPage, { aliases: ['claude-2'] }),
		ended('claude-instant-1.2', '2024-11-06', 'claude-haiku-5-5', anthropicPage, { aliases: ['claude-instant-1'] }),
	]),
	...onHost('google', [
		live('gemini-4-argon', [2, 0.1, 10], 1_048_576, 32_768, gemini),
		live('gemini-3.8-flash', [0.75, 0.075, 3.75], 1_048_576, 65_536, gemini),
		live('gemini-3.7-flash', [0.75, 0.075, 3.75], 1_048_576, 65_536, gemini),
		live('gemini-3.6-flash', [0.75, 0.075, 3.75], 1_048_576, 65_536, gemini),
		live('gemini-3.5-flash', [1.5, 0.15, 9], 1_048_576, 65_536, gemini),
		live('gemini-3.5-flash-lite', [0.3, 0.03, 2.5], 1_048_576, 65_536, gemini),
		live('gemini-3.1-flash-lite', [0.25, 0.025, 1.5], 1_048_576, 65_536, { ...gemini, retiresOn: '2027-05-07', source: geminiPage }),
		live('gemini-3.1-pro-preview', [2, 0.2, 12], 1_048_576, 65_536, { ...gemini, prices: listed([2, 0.2, 12], [200_000, 4, 0.4, 18]) }),
		live('gemini-3-flash-preview', [0.5, 0.05, 3], 1_048_576, 65_536, { ...gemini, notes: "A preview: may go at two weeks' notice." }),
		live('gemini-2.5-flash-lite', [0.1, 0.01, 0.4], 1_048_576, 65_536, gemini),
		live('gemini-2.5-flash', [0.3, 0.03, 2.5], 1_048_576, 65_536, {
			...gemini,
			retiresOn: '2026-12-01',
			replacement: 'gemini-3.5-flash-lite',
			notes: 'From that day requests are answered by the replacement, at its price.',
			source: `${geminiPage} (read 2026-11-10 by aideprecations.com)`,
		}),
		live('gemini-2.5-pro', [1.25, 0.125, 10], 1_048_576, 65_536, {
			...gemini,
			prices: listed([1.25, 0.125, 10], [200_000, 2.5, 0.25, 15]),
			retiresOn: '2026-12-01',
			replacement: 'gemini-3.8-flash',
			notes: 'From that day requests are answered by the replacement, at its price.',
			source: `${geminiPage} (read 2026-11-10 by aideprecations.com)`,
		}),
		ended('gemini-3-pro-preview', '2026-03-09', 'gemini-3.1-pro-preview', geminiPage, gemini),
		ended('gemini-2.0-flash', '2026-06-01', 'gemini-3.5-flash', 'https://firebase.google.com/docs/ai-logic/prompt-design', {
			aliases: ['gemini-2.0-flash-001'],
			...gemini,
		}),
		ended('gemini-2.0-flash-lite', '2026-06-01', 'gemini-3.5-flash-lite', 'https://firebase.google.com/docs/ai-logic/prompt-design', {
			aliases: ['gemini-2.0-flash-lite-001', 'gemini-2.0-flash-lite-preview-02-05'],
			...gemini,
		}),
		ended('gemini-2.5-pro-preview-06-05', '2025-12-02', 'gemini-3.1-pro-preview', geminiPage, {
			aliases: ['gemini-2.5-pro-preview-03-25', 'gemini-2.5-pro-preview-05-06', 'gemini-2.5-pro-preview', 'gemini-2.5-pro-exp-03-25'],
			...gemini,
		}),
		ended('gemini-2.5-flash-preview-09-2025', '2026-02-17', 'gemini-3.5-flash', 'https://ai.google.dev/gemini-api/docs/changelog', gemini),
		ended(
			'gemini-2.5-flash-preview-04-17',
			'2025-07-15',
			'gemini-3.5-flash',
			'https://github.com/google-gemini/gemini-fullstack-langgraph-quickstart/pull/137',
			{ aliases: ['gemini-2.5-flash-preview-04-17-thinking'], ...gemini },
		),
		{
			...gemini,
			id: 'gemini-2.5-flash-preview-05-20',
			aliases: ['gemini-2.5-flash-preview'],
			served: 'no',
			replacement: 'gemini-3.5-flash',
			source: 'https://github.com/theopenco/llmgateway/pull/2421',
			notes: 'Shut down before 2026-05-27; the day was not found.',
		},
		ended(
			'gemini-2.5-flash-lite-preview-09-2025',
			'2026-03-31',
			'gemini-3.5-flash-lite',
			'https://github.com/theopenco/llmgateway/pull/2421',
			{
				aliases: ['gemini-2.5-flash-lite-preview-06-17'],
				...gemini,
			},
		),
		ended('gemini-3.1-flash-lite-preview', '2026-05-25', 'gemini-3.1-flash-lite', 'https://github.com/karthink/gptel/pull/1414', gemini),
		{
			id: 'gemini-2.0-flash-exp',
			served: 'no',
			replacement: 'gemini-3.5-flash',
			source: 'https://github.com/langgenius/dify-official-plugins/issues/2515',
			notes: 'Shut down before February 2026; the day was not found.',
			aliases: [
				'gemini-2.0-flash-thinking-exp',
				'gemini-2.0-flash-thinking-exp-01-21',
				'gemini-2.0-pro-exp',
				'gemini-2.0-pro-exp-02-05',
				'gemini-exp-1206',
			],
		},
		ended('gemini-1.5-pro', '2025-09-29', 'gemini-3.8-flash', 'https://ai.google.dev/gemini-api/docs/changelog', {
			aliases: ['gemini-1.5-pro-latest', 'gemini-1.5-pro-001', 'gemini-1.5-pro-002'],
		}),
		ended('gemini-1.5-flash', '2025-09-29', 'gemini-3.5-flash', 'https://ai.google.dev/gemini-api/docs/changelog', {
			aliases: ['gemini-1.5-flash-latest', 'gemini-1.5-flash-001', 'gemini-1.5-flash-002'],
			...gemini,
		}),
		ended('gemini-1.5-flash-8b', '2025-09-29', 'gemini-3.5-flash-lite', 'https://ai.google.dev/gemini-api/docs/changelog', {
			aliases: ['gemini-1.5-flash-8b-latest', 'gemini-1.5-flash-8b-001'],
			...gemini,
		}),
		ended('gemini-1.0-pro', '2025-02-15', 'gemini-3.5-flash', 'https://ai.google.dev/gemini-api/docs/changelog', {
			aliases: ['gemini-pro', 'gemini-1.0-pro-latest', 'gemini-pro-vision'],
		}),
	]),
	...onHost('groq', [
		live('openai/gpt-oss-120b', [0.15, 0.075, 0.6], 131_072, 65_536, { trace: 'visible', tools: true, vision: false }),
		live('openai/gpt-oss-20b', [0.075, 0.0375, 0.3], 131_072, 65_536, { trace: 'visible', tools: true, vision: false }),
		live('qwen/qwen3.6-27b', [0.6, 0.3, 3], 131_072, 16_384, { trace: 'visible', tools: true, vision: true }),
		live('llama-3.3-70b-versatile', [0.59, 'unknown', 0.79], 131_072, 32_768, {
			...openWeights,
			retiresOn: '2026-08-16',
			replacement: 'openai/gpt-oss-120b',
			notes: 'Free and developer accounts; customers with a committed-spend contract keep it.',
			source: groqPage,
		}),
		live('llama-3.1-8b-instant', [0.05, 'unknown', 0.08], 131_072, 131_072, {
			...openWeights,
			retiresOn: '2026-08-16',
			replacement: 'openai/gpt-oss-20b',
			notes: 'Free and developer accounts; customers with a committed-spend contract keep it.',
			source: groqPage,
		}),
		ended('llama3-8b-8192', '2025-08-30', 'openai/gpt-oss-20b', groqPage, openWeights),
		ended('llama3-70b-8192', '2025-08-30', 'openai/gpt-oss-120b', groqPage, openWeights),
		ended('mixtral-8x7b-32768', '2025-03-20', 'openai/gpt-oss-120b', groqPage, openWeights),
		ended('gemma2-9b-it', '2025-10-08', 'openai/gpt-oss-20b', groqPage, openWeights),
		ended('qwen-qwq-32b', '2025-07-14', 'qwen/qwen3.6-27b', groqPage, { trace: 'visible' }),
		ended('llama-3.1-70b-versatile', '2025-01-24', 'openai/gpt-oss-120b', groqPage, openWeights),
		ended('llama-3.2-11b-text-preview', '2024-10-28', 'openai/gpt-oss-20b', groqPage, openWeights),
		ended('llama-3.2-90b-text-preview', '2024-11-25', 'openai/gpt-oss-120b', groqPage, openWeights),
		ended('llama-3.2-11b-vision-preview', '2025-04-14', 'qwen/qwen3.6-27b', groqPage, { vision: true }),
		ended('llama-3.2-90b-vision-preview', '2025-04-14', 'qwen/qwen3.6-27b', groqPage, { vision: true }),
		ended('llama-4-scout-17b-16e-instruct', '2026-07-17', 'openai/gpt-oss-120b', groqPage, {
			aliases: ['meta-llama/llama-4-scout-17b-16e-instruct'],
		}),
	]),
	...onHost('mistral', [
		live('mistral-large-latest', [0.5, 0.05, 1.5], 262_144, 262_144, {
			aliases: ['mistral-large-2512'],
			tools: true,
			vision: true,
			trace: 'none',
		}),
		live('mistral-medium-latest', [1.5, 0.15, 7.5], 262_144, 262_144, {
			aliases: ['mistral-medium-2604', 'mistral-medium-3-5', 'mistral-medium-3.5'],
			tools: true,
			vision: true,
			trace: 'visible',
		}),
		live('mistral-small-latest', [0.15, 0.015, 0.6], 262_144, 256_000, {
			aliases: ['mistral-small-2603'],
			tools: true,
			vision: true,
			trace: 'visible',
		}),
		live('codestral-latest', [0.3, 0.03, 0.9], 256_000, 4_096, { aliases: ['codestral-2508'], trace: 'none', vision: false }),
		live('ministral-8b-latest', [0.15, 0.015, 0.15], 262_144, 128_000, { aliases: ['ministral-8b-2512'], trace: 'none' }),
		{
			id: 'mistral-small',
			served: 'unknown',
			source: piAi,
			notes: "A name without a version, n8n's default; not in current lists: mistral-small-latest is.",
			replacement: 'mistral-small-latest',
		},
		ended('open-mistral-nemo', '2026-07-31', 'mistral-small-latest', 'https://github.com/spring-projects/spring-ai/pull/6772', {
			aliases: ['open-mistral-nemo-2407'],
		}),
		ended('magistral-small-latest', '2026-07-31', 'mistral-small-latest', 'https://github.com/spring-projects/spring-ai/pull/6772', {
			trace: 'visible',
		}),
		ended('open-mixtral-8x7b', '2025-03-30', 'mistral-small-latest', mistralPage, { ...openWeights, aliases: ['mistral-small-2312'] }),
		ended('open-mixtral-8x22b', '2025-03-30', 'mistral-small-latest', mistralPage, {
			...openWeights,
			aliases: ['open-mixtral-8x22b-2404'],
		}),
		ended('open-mistral-7b', '2025-03-30', 'ministral-8b-latest', mistralPage, {
			...openWeights,
			aliases: ['mistral-tiny', 'mistral-tiny-2312'],
		}),
	]),
	...onHost('cerebras', [
		{ id: 'gpt-oss-120b', trace: 'visible', tools: true, source: 'https://github.com/livekit/agents/pull/6593 (2026-07-29)' },
		ended('zai-glm-4.7', '2026-08-17', 'gpt-oss-120b', 'https://github.com/anomalyco/models.dev/pull/4902', {
			trace: 'visible',
			tools: true,
			context: 131_072,
			maxOutput: 40_960,
		}),
		ended('llama3.1-8b', '2026-05-27', 'gpt-oss-120b', cerebrasPage, openWeights),
		ended('qwen-3-235b-a22b-instruct-2507', '2026-05-27', 'gpt-oss-120b', cerebrasPage, openWeights),
		ended('llama-3.3-70b', '2026-02-16', 'gpt-oss-120b', cerebrasPage, openWeights),
		ended('qwen-3-32b', '2026-02-16', 'gpt-oss-120b', cerebrasPage, openWeights),
	]),
	...onHost('xai', [
		live('grok-4.7', [2, 0.5, 6], 500_000, 500_000, {
			prices: listed([2, 0.5, 6], [200_000, 4, 1, 12]),
			trace: 'hidden',
			tools: true,
			vision: true,
		}),
		live('grok-4.3', [1.25, 0.2, 2.5], 1_000_000, 30_000, {
			prices: listed([1.25, 0.2, 2.5], [200_000, 2.5, 0.4, 5]),
			trace: 'hidden',
			tools: true,
			vision: true,
		}),
		ended('grok-4-0709', '2026-05-15', 'grok-4.3', xaiPage, { aliases: ['grok-4', 'grok-4-latest'] }),
		ended('grok-3', '2026-05-15', 'grok-4.3', xaiPage, { aliases: ['grok-3-latest', 'grok-3-beta'] }),
		ended('grok-2-1212', '2025-09-15', 'grok-4.3', 'https://github.com/theopenco/llmgateway/pull/593', {
			aliases: ['grok-2', 'grok-2-latest'],
		}),
		ended('grok-2-vision-1212', '2025-09-15', 'grok-4.3', 'https://github.com/theopenco/llmgateway/pull/593', {
			aliases: ['grok-2-vision', 'grok-2-vision-latest'],
			vision: true,
		}),
	]),
	...onHost('perplexity', [
		...(['sonar', 'sonar-pro', 'sonar-reasoning-pro', 'sonar-deep-research'] as const).map((id): Known => ({
			id,
			served: 'unknown',
			trace: id === 'sonar' || id === 'sonar-pro' ? 'none' : 'visible',
			notes:
				'Perplexity supported the Sonar chat API until 2026-09-27 and wants the Agent API since; requests were still answered afterwards by way of it.',
			source: 'https://docs.perplexity.ai/docs/agent-api/migrate-from-sonar/overview',
		})),
		ended('sonar-reasoning', '2025-12-15', 'sonar-reasoning-pro', 'https://github.com/iyulab/TokenMeter/releases/tag/v0.16.0', {
			trace: 'visible',
		}),
		...(['llama-3.1-sonar-small-128k-online', 'llama-3.1-sonar-large-128k-online', 'llama-3.1-sonar-huge-128k-online'] as const).map((id) =>
			ended(id, '2025-02-22', 'sonar', 'https://docs.rs/crate/allms/latest/source/src/llm_models/perplexity.rs'),
		),
	]),
	...onHost('cohere', [
		{
			id: 'command-r-03-2024',
			aliases: ['command-r'],
			replacement: 'command-r-08-2024',
			notes: 'Deprecated on 2025-09-15 without a day of its end: only for accounts that used it before.',
			source: 'https://docs.cohere.com/docs/deprecations',
		},
		{
			id: 'command-r-plus-04-2024',
			aliases: ['command-r-plus'],
			replacement: 'command-r-plus-08-2024',
			notes: 'Deprecated on 2025-09-15 without a day of its end: only for accounts that used it before.',
			source: 'https://docs.cohere.com/docs/deprecations',
		},
		{ id: 'command-r-08-2024', source: 'https://docs.cohere.com/docs/deprecations' },
		{ id: 'command-r-plus-08-2024', source: 'https://docs.cohere.com/docs/deprecations' },
		{ id: 'command-a-03-2025', tools: true, source: 'https://docs.cohere.com/docs/deprecations' },
	]),
	...onHost('openrouter', [
		{
			id: 'meta-llama/llama-3.1-70b-instruct',
			aliases: ['meta-llama/llama-3.1-70b-instruct:free'],
			served: 'no',
			notes: 'Not in the list of 2026-11-10; the day it went is not known.',
			source: piAi,
		},
		live('deepseek/deepseek-v4.1-flash', [0.006, 0.005, 0.5], 1_048_576, 943_718, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: true,
			aliases: ['deepseek/deepseek-v4.1-flash-1017'],
			prices: [],
			notes: 'Every provider behind it has a price of its own.',
		}),
	]),
	...onHost('moonshot', [
		live('kimi-k2.6', [0.95, 0.16, 4], 262_144, 262_144, { trace: 'visible', tools: true, vision: true }),
		{ id: 'kimi-k2.5', served: 'unknown', replacement: 'kimi-k2.6', source: piAi, notes: 'Not in the price list of 2026-11-10.' },
	]),
	...onHost('minimax', [
		live('MiniMax-M3', [0.3, 0.06, 1.2], 1_000_000, 524_288, {
			prices: listed([0.3, 0.06, 1.2], [512_000, 0.6, 0.12, 2.4]),
			trace: 'visible',
			tools: true,
			vision: true,
		}),
		live('MiniMax-M2.7', [0.3, 0.06, 1.2], 204_800, 131_072, { trace: 'visible', tools: true, vision: false }),
	]),
	...onHost('fireworks', [
		live('accounts/fireworks/models/deepseek-v4p1-flash', [0.3, 0.006, 1.2], 1_000_000, 384_000, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: true,
			aliases: ['accounts/fireworks/models/deepseek-v4p1-flash-1017'],
		}),
	]),
	...onHost('together', [
		live('deepseek-ai/DeepSeek-V4.1-Flash', [0.3, 0.006, 1.2], 1_048_576, 384_000, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: true,
		}),
		live('deepseek-ai/DeepSeek-V4-Pro-0813', [1.32, 0.13, 3.96], 1_048_576, 384_000, {
			weights: 'deepseek-v4-pro',
			trace: 'visible',
			tools: true,
			vision: false,
		}),
	]),
	...onHost('huggingface', [
		live('deepseek-ai/DeepSeek-V4.1-Flash', [0.3, 'unknown', 1.2], 1_048_576, 384_000, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: true,
		}),
	]),
	...onHost('vercel', [
		live('deepseek/deepseek-v4.1-flash', [0.3, 0.007, 1.2], 1_048_576, 32_768, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: true,
		}),
	]),
	...onHost('mistral', [
		live('deepseek-v4-1-flash-1017', [0.3, 0.007, 1.2], 1_048_576, 128_000, {
			weights: 'deepseek-v4.1-flash',
			trace: 'visible',
			tools: true,
			vision: false,
		}),
	]),
];
