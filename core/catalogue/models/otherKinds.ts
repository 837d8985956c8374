import type { ModelRow } from '../model';

const checkedAt = '2026-11-28';
const openAiPage = 'https://developers.openai.com/api/docs/deprecations (copy of November 2026)';
const openAiNotice = 'https://developers.openai.com/api/docs/deprecations#2025-11-14-dalle-model-snapshots';
const openAiSpeech = 'https://developers.openai.com/api/docs/guides/text-to-speech (notice of 2026-10-01)';
const openAiTranscription = 'https://github.com/OpenWhispr/openwhispr/pull/2076 (notice of 2026-08-26)';
const geminiPage = 'https://ai.google.dev/gemini-api/docs/deprecations';
const geminiChangelog = 'https://ai.google.dev/gemini-api/docs/changelog';
const geminiNotice = 'https://github.com/langgenius/dify-official-plugins/issues/1801 (notice for 2025-10-30)';

type RetiredRow = readonly [id: string, retiresOn: string, replacement: string | undefined, source: string, more?: Partial<ModelRow>];

const base = {
	aliases: [],
	context: 'unknown',
	maxOutput: 'unknown',
	trace: 'none',
	tools: false,
	vision: 'unknown',
	jsonModes: [],
	systemPrompt: 'ok',
	rejectedParameters: [],
	prices: [],
	served: 'yes',
	checkedAt,
} as const satisfies Partial<ModelRow>;

const ended = (host: string, rows: readonly RetiredRow[]): ModelRow[] =>
	rows.map(([id, retiresOn, replacement, source, more]) => ({
		...base,
		id,
		host,
		retiresOn,
		...(replacement && { replacement }),
		source,
		...more,
	}));

const served = (host: string, ids: readonly string[], source: string, more: Partial<ModelRow> = {}): ModelRow[] =>
	ids.map((id) => ({ ...base, id, host, source, ...more }));

const noEnd = (host: string, ids: readonly string[], source: string, notes: string): ModelRow[] =>
	served(host, ids, source, { served: 'unknown', notes });

/** Models that embed, draw, listen, speak, rank or moderate; and the hosts' own ends where they are announced. */
export const otherKinds: readonly ModelRow[] = [
	...served(
		'openai',
		['text-embedding-3-small', 'text-embedding-3-large'],
		'https://github.com/karakeep-app/karakeep/issues/2738 (a notice of their end was withdrawn on 2026-04-26)',
		{
			notes: 'OpenAI has announced no end.',
		},
	),
	...served('openai', ['text-embedding-ada-002'], openAiPage, {
		notes: 'OpenAI has announced no end; text-embedding-3-small is its successor.',
	}),
	...served('openai', ['omni-moderation-latest'], openAiPage, { aliases: ['omni-moderation-2024-09-26'] }),
	...served(
		'openai',
		['gpt-image-2', 'gpt-image-2.6-sunburst', 'gpt-image-2.6-flare', 'gpt-realtime-2.1', 'gpt-realtime-2.1-mini'],
		openAiPage,
	),
	...served('openai', ['gpt-transcribe'], openAiTranscription),
	...ended('openai', [
		[
			'text-moderation-latest',
			'2025-10-27',
			'omni-moderation-latest',
			'https://archive.li/3RThE (deprecations page, copy of November 2025)',
			{ aliases: ['text-moderation-stable', 'text-moderation-007'] },
		],
		['dall-e-3', '2026-05-12', 'gpt-image-2', openAiNotice],
		['dall-e-2', '2026-05-12', 'gpt-image-2', openAiNotice],
		['gpt-image-1', '2026-10-23', 'gpt-image-2', 'https://github.com/dimagi/open-chat-studio/issues/3208'],
		['gpt-image-1-mini', '2026-12-01', 'gpt-image-2.6-flare', openAiPage],
		['gpt-image-1.5', '2026-12-01', 'gpt-image-2.6-sunburst', openAiPage, { aliases: ['gpt-image-1.5-2025-12-16'] }],
		['chatgpt-image-latest', '2026-12-01', 'gpt-image-2.6-sunburst', openAiPage],
		[
			'tts-1',
			'2027-01-06',
			'gpt-realtime-2.1-mini',
			openAiSpeech,
			{ aliases: ['tts-1-1106'], notes: 'The replacement speaks the Realtime API, not /v1/audio/speech: the step must be rebuilt.' },
		],
		[
			'tts-1-hd',
			'2027-01-06',
			'gpt-realtime-2.1-mini',
			openAiSpeech,
			{ aliases: ['tts-1-hd-1106'], notes: 'The replacement speaks the Realtime API, not /v1/audio/speech: the step must be rebuilt.' },
		],
		[
			'gpt-4o-mini-tts',
			'2027-01-06',
			'gpt-realtime-2.1-mini',
			openAiSpeech,
			{ notes: 'The replacement speaks the Realtime API, not /v1/audio/speech: the step must be rebuilt.' },
		],
		[
			'whisper-1',
			'2027-02-26',
			'gpt-transcribe',
			openAiTranscription,
			{ notes: 'The replacement has no subtitles, word timestamps or translation; /v1/audio/translations ends the same day.' },
		],
		['gpt-4o-transcribe', '2027-02-26', 'gpt-transcribe', openAiTranscription, { aliases: ['gpt-4o-transcribe-diarize'] }],
		['gpt-4o-mini-transcribe', '2027-02-26', 'gpt-transcribe', openAiTranscription],
		[
			'gpt-4o-realtime-preview',
			'2026-07-23',
			'gpt-realtime-2.1',
			'https://github.com/dimagi/open-chat-studio/issues/3210',
			{ aliases: ['gpt-4o-realtime-preview-2024-12-17'] },
		],
		[
			'gpt-4o-mini-realtime-preview',
			'2026-07-23',
			'gpt-realtime-2.1-mini',
			'https://github.com/dimagi/open-chat-studio/issues/3210',
			{ aliases: ['gpt-4o-mini-realtime-preview-2024-12-17'] },
		],
	]),
	...served('google', ['gemini-embedding-001'], 'https://github.com/bayesimpact/bayes-platform/issues/583 (2026-08-18)', {
		retiresOn: '2028-05-14',
	}),
	...served('google', ['gemini-3.1-flash-image', 'gemini-3-pro-image'], geminiPage, { vision: true }),
	...ended('google', [
		['text-embedding-004', '2026-01-14', 'gemini-embedding-001', geminiChangelog],
		['embedding-001', '2025-10-30', 'gemini-embedding-001', geminiNotice, { aliases: ['embedding-gecko-001'] }],
		['gemini-embedding-exp-03-07', '2025-10-30', 'gemini-embedding-001', geminiNotice, { aliases: ['gemini-embedding-exp'] }],
		['gemini-2.5-flash-image', '2026-10-02', 'gemini-3.1-flash-image', geminiPage, { vision: true }],
		['gemini-2.5-flash-image-preview', '2026-01-15', 'gemini-3.1-flash-image', geminiChangelog, { vision: true }],
		['gemini-3-pro-image-preview', '2026-06-25', 'gemini-3-pro-image', geminiPage, { vision: true }],
		['gemini-3.1-flash-image-preview', '2026-06-25', 'gemini-3.1-flash-image', geminiPage, { vision: true }],
		[
			'imagen-4.0-generate-001',
			'2026-06-24',
			'gemini-3.1-flash-image',
			'https://firebase.google.com/docs/ai-logic/prompt-design (all Imagen models)',
			{
				aliases: [
					'imagen-3.0-generate-002',
					'imagen-3.0-generate-001',
					'imagen-4.0-ultra-generate-001',
					'imagen-4.0-fast-generate-001',
					'imagen-4.0-generate-preview-06-06',
				],
			},
		],
	]),
	{
		...base,
		id: 'gemini-2.0-flash-preview-image-generation',
		host: 'google',
		aliases: ['gemini-2.0-flash-exp-image-generation'],
		served: 'no',
		replacement: 'gemini-3.1-flash-image',
		notes: 'Its family was shut down by 2026-06-01; the day of the preview was not found.',
		source: geminiPage,
	},
	...ended('vertex', [
		['text-embedding-004', '2026-01-14', 'gemini-embedding-001', 'https://github.com/genkit-ai/genkit/issues/4551'],
		[
			'imagegeneration@002',
			'2026-06-24',
			'gemini-3.1-flash-image',
			'https://firebase.google.com/docs/ai-logic/prompt-design (all Imagen models)',
			{
				aliases: ['imagegeneration@005', 'imagegeneration@006', 'imagen-3.0-generate-002', 'imagen-4.0-generate-001'],
			},
		],
	]),
	...noEnd(
		'vertex',
		['text-embedding-005', 'text-multilingual-embedding-002'],
		'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api',
		'The catalogue has no day of its end.',
	),
	...noEnd(
		'mistral',
		['mistral-embed', 'mistral-ocr-latest'],
		'https://docs.mistral.ai/models/overview',
		'The catalogue has no day of its end.',
	),
	...noEnd(
		'cohere',
		['rerank-v3.5', 'embed-english-v3.0', 'embed-multilingual-v3.0', 'embed-english-v2.0'],
		'https://docs.cohere.com/docs/deprecations',
		'The catalogue has no day of its end.',
	),
];
