import type { ModelRow, Price } from '../model';

const checkedAt = '2026-11-23';
const deprecations = 'https://developers.openai.com/api/docs/deprecations';
const importStatic = 'https://dev.to/importstatic (reads the deprecations page of 2026-10-15)';
const maxBob = 'https://dev.to/max_bob (matches shutdown_date of GET /v1/models on 2026-10-27)';
const deprecationsNovember = `${deprecations} (copy of November 2026)`;
const piAi = 'npm @earendil-works/pi-ai 1.5.2 (2026-11-10)';
const modelsDev = 'https://models.dev/api.json (2026-07-02)';
const notice2025 = 'https://github.com/cognizant-ai-lab/neuro-san/pull/414 (notice of 2025-09-26)';

/** What the o-series and gpt-5 and later reject; https://platform.openai.com/docs/guides/reasoning */
const reasoningRejects = ['max_tokens', 'temperature', 'top_p', 'presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs', 'logit_bias'] as const;

const list = (input: number, cachedInput: number | 'unknown', output: number, from: string, source = piAi): Price[] => [
	{ input, cachedInput, output, from, source, checkedAt },
];

/** Twice the input and half as much again for the output, where the input is longer than 272,000 tokens. */
const listLong = (input: number, cachedInput: number, output: number, from: string): Price[] => [
	{ input, cachedInput, output, from, long: { above: 272_000, rates: { input: input * 2, cachedInput: cachedInput * 2, output: output * 1.5 } }, source: piAi, checkedAt },
];

const openAi = {
	host: 'openai',
	aliases: [],
	tools: true,
	vision: true,
	jsonModes: ['json_object', 'json_schema'],
	systemPrompt: 'ok',
	prices: [],
	served: 'yes',
	checkedAt,
} as const satisfies Partial<ModelRow>;

const reasoning = { ...openAi, trace: 'hidden', rejectedParameters: reasoningRejects } as const;
const chat = { ...openAi, trace: 'none', rejectedParameters: [] } as const;

/** Snapshots and legacy names of which only the end is of interest. */
const gone = (rows: readonly (readonly [id: string, retiresOn: string, replacement: string, source: string])[]): ModelRow[] =>
	rows.map(([id, retiresOn, replacement, source]) => ({
		...chat,
		id,
		context: 'unknown',
		maxOutput: 'unknown',
		tools: 'unknown',
		vision: 'unknown',
		jsonModes: 'unknown',
		retiresOn,
		replacement,
		source,
	}));

const gpt5 = { ...reasoning, context: 400_000, maxOutput: 128_000 } as const;
const current = { ...reasoning, context: 1_050_000, maxOutput: 128_000, source: piAi } as const;

export const openAiModels: readonly ModelRow[] = [
	{ ...reasoning, id: 'o1', aliases: ['o1-2024-12-17'], context: 200_000, maxOutput: 100_000, prices: list(15, 7.5, 60, '2024-12-17T00:00:00Z', modelsDev), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', notes: 'Text, image and PDF in; no audio.', source: importStatic },
	{ ...reasoning, id: 'o1-pro', aliases: ['o1-pro-2025-03-19'], context: 200_000, maxOutput: 100_000, prices: list(150, 'unknown', 600, '2025-03-19T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', notes: 'Replacement with reasoning.mode pro.', source: importStatic },
	{ ...reasoning, id: 'o1-preview', aliases: ['o1-preview-2024-09-12'], context: 128_000, maxOutput: 32_768, tools: false, vision: false, jsonModes: [], prices: list(15, 7.5, 60, '2024-09-12T00:00:00Z', modelsDev), retiresOn: '2025-07-28', replacement: 'gpt-5.6-sol', served: 'no', source: 'https://github.com/anomalyco/models.dev/pull/1955' },
	{ ...reasoning, id: 'o1-mini', aliases: ['o1-mini-2024-09-12'], context: 128_000, maxOutput: 65_536, tools: false, vision: false, jsonModes: [], prices: list(1.1, 0.55, 4.4, '2025-01-31T00:00:00Z', modelsDev), retiresOn: '2025-10-27', replacement: 'gpt-5.6-terra', served: 'no', source: 'https://github.com/anomalyco/models.dev/pull/1955' },
	{ ...reasoning, id: 'o3-mini', aliases: ['o3-mini-2025-01-31'], context: 200_000, maxOutput: 100_000, vision: false, prices: list(1.1, 0.55, 4.4, '2025-01-31T00:00:00Z', modelsDev), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', source: importStatic },
	{ ...reasoning, id: 'o4-mini', aliases: ['o4-mini-2025-04-16'], context: 200_000, maxOutput: 100_000, prices: list(1.1, 0.275, 4.4, '2025-04-16T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-terra', source: importStatic },
	{ ...reasoning, id: 'o3', aliases: ['o3-2025-04-16'], context: 200_000, maxOutput: 100_000, prices: list(2, 0.5, 8, '2025-06-10T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-5.6-sol', source: maxBob },
	{ ...reasoning, id: 'o3-pro', aliases: ['o3-pro-2025-06-10'], context: 200_000, maxOutput: 100_000, prices: list(20, 'unknown', 80, '2025-06-10T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-5.6-sol', source: maxBob },
	{ ...gpt5, id: 'gpt-5', aliases: ['gpt-5-2025-08-07'], prices: list(1.25, 0.125, 10, '2025-08-07T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-6.1-sol', source: deprecationsNovember },
	{ ...gpt5, id: 'gpt-5-mini', aliases: ['gpt-5-mini-2025-08-07'], prices: list(0.25, 0.025, 2, '2025-08-07T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-6.1-terra', source: deprecationsNovember },
	{ ...gpt5, id: 'gpt-5-nano', aliases: ['gpt-5-nano-2025-08-07'], prices: list(0.05, 0.005, 0.4, '2025-08-07T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-6-luna', source: deprecationsNovember },
	{ ...gpt5, id: 'gpt-5-pro', aliases: ['gpt-5-pro-2025-10-06'], prices: list(15, 'unknown', 120, '2025-10-06T00:00:00Z'), retiresOn: '2026-12-11', replacement: 'gpt-6.1-sol', source: maxBob },
	{ ...gpt5, id: 'gpt-5.1', aliases: ['gpt-5.1-2025-11-13'], prices: list(1.25, 0.125, 10, '2025-11-13T00:00:00Z'), retiresOn: '2027-04-01', replacement: 'gpt-6.1-sol', source: maxBob },
	{ ...gpt5, id: 'gpt-5.2', aliases: ['gpt-5.2-2025-12-11'], prices: list(1.75, 0.175, 14, '2025-12-11T00:00:00Z'), source: piAi },
	{ ...current, id: 'gpt-5.4', prices: listLong(2.5, 0.25, 15, '2026-03-05T00:00:00Z') },
	{ ...gpt5, id: 'gpt-5.4-mini', prices: list(0.75, 0.075, 4.5, '2026-03-18T00:00:00Z'), source: piAi },
	{ ...gpt5, id: 'gpt-5.4-nano', prices: list(0.2, 0.02, 1.25, '2026-03-18T00:00:00Z'), source: piAi },
	{ ...current, id: 'gpt-5.5', prices: listLong(5, 0.5, 30, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-5.6-sol', prices: listLong(4, 0.4, 20, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-5.6-terra', prices: listLong(2, 0.2, 12, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-5.6-luna', prices: listLong(0.2, 0.02, 1.2, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-6-sol', prices: listLong(2, 0.2, 10, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-6-luna', prices: listLong(0.1, 0.01, 0.5, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-6.1-sol', prices: listLong(2, 0.1, 10, '2026-11-10T00:00:00Z') },
	{ ...current, id: 'gpt-6.1-terra', prices: listLong(1, 0.05, 5, '2026-11-10T00:00:00Z') },
	{ ...chat, id: 'gpt-4o', aliases: ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'], context: 128_000, maxOutput: 16_384, prices: list(2.5, 1.25, 10, '2024-08-06T00:00:00Z'), retiresOn: '2027-01-14', replacement: 'gpt-6-luna', source: maxBob },
	{ ...chat, id: 'gpt-4o-2024-05-13', context: 128_000, maxOutput: 4_096, prices: list(5, 'unknown', 15, '2024-05-13T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', source: importStatic },
	{ ...chat, id: 'gpt-4o-mini', aliases: ['gpt-4o-mini-2024-07-18'], context: 128_000, maxOutput: 16_384, prices: list(0.15, 0.075, 0.6, '2024-07-18T00:00:00Z'), retiresOn: '2027-01-14', replacement: 'gpt-6-luna', source: maxBob },
	{ ...chat, id: 'gpt-4.1', aliases: ['gpt-4.1-2025-04-14'], context: 1_047_576, maxOutput: 32_768, prices: list(2, 0.5, 8, '2025-04-14T00:00:00Z'), retiresOn: '2027-01-14', replacement: 'gpt-6-luna', source: maxBob },
	{ ...chat, id: 'gpt-4.1-mini', aliases: ['gpt-4.1-mini-2025-04-14'], context: 1_047_576, maxOutput: 32_768, prices: list(0.4, 0.1, 1.6, '2025-04-14T00:00:00Z'), retiresOn: '2027-01-14', replacement: 'gpt-6-luna', source: maxBob },
	{ ...chat, id: 'gpt-4.1-nano', aliases: ['gpt-4.1-nano-2025-04-14'], context: 1_047_576, maxOutput: 32_768, prices: list(0.1, 0.025, 0.4, '2025-04-14T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-luna', source: importStatic },
	{ ...chat, id: 'gpt-4-turbo', aliases: ['gpt-4-turbo-2024-04-09'], context: 128_000, maxOutput: 4_096, jsonModes: ['json_object'], prices: list(10, 'unknown', 30, '2024-04-09T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', source: importStatic },
	{ ...chat, id: 'gpt-4', aliases: ['gpt-4-0613'], context: 8_192, maxOutput: 8_192, vision: false, jsonModes: [], prices: list(30, 'unknown', 60, '2023-06-13T00:00:00Z'), retiresOn: '2026-10-23', replacement: 'gpt-5.6-sol', source: importStatic },
	{ ...chat, id: 'gpt-3.5-turbo', aliases: ['gpt-3.5-turbo-0125'], context: 16_385, maxOutput: 4_096, vision: false, jsonModes: ['json_object'], prices: list(0.5, 'unknown', 1.5, '2024-01-25T00:00:00Z', modelsDev), retiresOn: '2026-10-23', replacement: 'gpt-5.6-terra', source: importStatic },
	...gone([
		['gpt-4-1106-preview', '2026-10-23', 'gpt-5.6-sol', importStatic],
		['gpt-4-0125-preview', '2026-03-26', 'gpt-5.6-sol', notice2025],
		['gpt-4-turbo-preview', '2026-03-26', 'gpt-5.6-sol', notice2025],
		['gpt-4-0314', '2026-03-26', 'gpt-5.6-sol', notice2025],
		['gpt-4-32k', '2025-06-06', 'gpt-5.6-sol', deprecations],
		['gpt-4-32k-0613', '2025-06-06', 'gpt-5.6-sol', deprecations],
		['gpt-4-32k-0314', '2025-06-06', 'gpt-5.6-sol', deprecations],
		['gpt-4-vision-preview', '2024-12-06', 'gpt-5.6-sol', deprecations],
		['gpt-4-1106-vision-preview', '2024-12-06', 'gpt-5.6-sol', deprecations],
		['gpt-4.5-preview', '2025-07-14', 'gpt-5.6-sol', deprecations],
		['gpt-4.5-preview-2025-02-27', '2025-07-14', 'gpt-5.6-sol', deprecations],
		['chatgpt-4o-latest', '2026-02-17', 'gpt-5.6-sol', 'https://archive.li/3RThE (notice of 2025-11-18)'],
		['gpt-5-chat-latest', '2026-07-23', 'gpt-5.6-sol', 'https://github.com/anomalyco/models.dev/pull/3707'],
		['gpt-5.1-chat-latest', '2026-07-23', 'gpt-5.6-sol', 'https://github.com/anomalyco/models.dev/pull/3707'],
		['gpt-5-codex', '2026-07-23', 'gpt-5.6-sol', 'https://github.com/anomalyco/models.dev/pull/3707'],
		['o3-deep-research', '2026-07-23', 'gpt-5.6-sol', 'https://github.com/anomalyco/models.dev/pull/3707'],
		['o4-mini-deep-research', '2026-07-23', 'gpt-5.6-sol', 'https://github.com/anomalyco/models.dev/pull/3707'],
		['gpt-4o-search-preview', '2026-07-23', 'gpt-5.6-terra', 'https://github.com/dimagi/open-chat-studio/issues/3208'],
		['gpt-4o-mini-search-preview', '2026-07-23', 'gpt-5.6-terra', 'https://github.com/dimagi/open-chat-studio/issues/3208'],
		['gpt-4o-audio-preview', '2026-07-23', 'gpt-audio', 'https://github.com/dimagi/open-chat-studio/issues/3208'],
		['gpt-3.5-turbo-1106', '2026-09-28', 'gpt-5.6-terra', notice2025],
		['gpt-3.5-turbo-instruct', '2026-09-28', 'gpt-5.6-terra', notice2025],
		['babbage-002', '2026-09-28', 'gpt-5.6-terra', notice2025],
		['davinci-002', '2026-09-28', 'gpt-5.6-terra', notice2025],
		['gpt-3.5-turbo-0301', '2024-09-13', 'gpt-5.6-terra', deprecations],
		['gpt-3.5-turbo-0613', '2024-09-13', 'gpt-5.6-terra', deprecations],
		['gpt-3.5-turbo-16k', '2024-09-13', 'gpt-5.6-terra', deprecations],
		['gpt-3.5-turbo-16k-0613', '2024-09-13', 'gpt-5.6-terra', deprecations],
		['text-davinci-003', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-davinci-002', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-davinci-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-curie-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-babbage-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-ada-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['text-davinci-edit-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['code-davinci-edit-001', '2024-01-04', 'gpt-5.6-terra', deprecations],
		['code-davinci-002', '2023-03-23', 'gpt-5.6-terra', deprecations],
	]),
	...(
		[
			['gpt-4o', '2026-10-01', 'gpt-5.6-terra'],
			['o1', '2026-09-16', 'gpt-5.6-sol'],
			['o3-mini', '2026-10-01', 'gpt-5.6-terra'],
		] as const
	).map(
		([id, retiresOn, replacement]): ModelRow => ({
			...(id === 'gpt-4o' ? chat : reasoning),
			id,
			host: 'azure',
			context: id === 'gpt-4o' ? 128_000 : 200_000,
			maxOutput: id === 'gpt-4o' ? 16_384 : 100_000,
			retiresOn,
			replacement,
			source: 'https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements (ms.date 2026-07-07)',
		}),
	),
];
