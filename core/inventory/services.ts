import type { ModelKind } from './modelKind';

/** A service that serves models and has no row among the hosts, because no chat model moves there. */
export interface Service {
	id: string;
	/** Ends of its host names. */
	domains: readonly string[];
	/** What paths ask for; a path that no row names asks for no model. */
	paths: readonly (readonly [path: RegExp, kind: ModelKind | 'by-name'])[];
	/** The model is a part of the path. */
	modelInPath?: RegExp;
	/** Requests without a body that make a model work. */
	byGet?: boolean;
}

/** Read from the API references of the services on 2026-11-28. */
export const services: readonly Service[] = [
	{
		id: 'elevenlabs',
		domains: ['elevenlabs.io'],
		paths: [
			[/\/(text-to-speech|text-to-dialogue|speech-to-speech)/, 'speech'],
			[/\/speech-to-text/, 'audio'],
		],
	},
	{
		id: 'voyage',
		domains: ['api.voyageai.com'],
		paths: [
			[/embeddings/, 'embedding'],
			[/\/rerank/, 'rerank'],
		],
	},
	{
		id: 'jina',
		domains: ['api.jina.ai', 'deepsearch.jina.ai'],
		paths: [
			[/\/embeddings/, 'embedding'],
			[/\/rerank/, 'rerank'],
			[/\/chat\/completions/, 'chat'],
		],
	},
	{
		id: 'replicate',
		domains: ['api.replicate.com'],
		paths: [[/\/predictions\/?$/, 'by-name']],
		modelInPath: /\/models\/([\w.-]+\/[\w.{}$ -]+?)(?:\/versions\/[^/]+)?\/predictions/,
	},
	{
		id: 'fal',
		domains: ['fal.run', 'queue.fal.run'],
		paths: [[/^(?!.*\/requests\/)(?!.*(ffmpeg|auto-caption|merge|upscal|storage)).+$/, 'by-name']],
		modelInPath: /^\/(.+?)\/?$/,
	},
	{
		id: 'stability',
		domains: ['api.stability.ai'],
		paths: [[/generat|image-to-image|text-to-image|\/edit|\/control/, 'image']],
		modelInPath: /\/(?:generation|generate)\/([\w.-]+)(?:\/|$)/,
	},
	{ id: 'ideogram', domains: ['api.ideogram.ai'], paths: [[/generate|edit|remix/, 'image']] },
	{ id: 'bfl', domains: ['api.bfl.ai', 'api.bfl.ml', 'api.us1.bfl.ai'], paths: [[/\/v1\/flux/, 'image']], modelInPath: /\/v1\/([\w.-]+)/ },
	{
		id: 'deepgram',
		domains: ['api.deepgram.com'],
		paths: [
			[/\/listen/, 'audio'],
			[/\/speak/, 'speech'],
		],
	},
	{
		id: 'assemblyai',
		domains: ['assemblyai.com'],
		paths: [
			[/\/transcript\/?$/, 'audio'],
			[/\/lemur\/|\/chat\/completions/, 'chat'],
		],
	},
	{ id: 'leonardo', domains: ['cloud.leonardo.ai'], paths: [[/\/generations\/?$/, 'image']] },
	{
		id: 'pollinations',
		domains: ['image.pollinations.ai', 'text.pollinations.ai', 'gen.pollinations.ai'],
		paths: [
			[/\/(prompt|image)\//, 'image'],
			[/^\/(?!models)/, 'chat'],
		],
		byGet: true,
	},
	{
		id: 'kie',
		domains: ['api.kie.ai'],
		paths: [
			[/\/veo\/generate|\/runway\/generate/, 'video'],
			[/\/(gpt4o-image|flux\/kontext)\/generate/, 'image'],
			[/\/jobs\/createTask/, 'by-name'],
		],
	},
	{ id: 'piapi', domains: ['api.piapi.ai', 'api.goapi.ai'], paths: [[/\/task\/?$/, 'by-name']] },
	{
		id: 'wavespeed',
		domains: ['api.wavespeed.ai'],
		paths: [[/\/api\/v\d\/(?!predictions)/, 'by-name']],
		modelInPath: /\/api\/v\d\/(.+?)\/?$/,
	},
	{
		id: 'cartesia',
		domains: ['api.cartesia.ai'],
		paths: [
			[/\/tts/, 'speech'],
			[/\/stt/, 'audio'],
		],
	},
	{ id: 'playht', domains: ['api.play.ht', 'api.playht.com'], paths: [[/\/tts/, 'speech']] },
	{ id: 'runway', domains: ['api.dev.runwayml.com', 'api.runwayml.com'], paths: [[/_to_video|_to_image/, 'video']] },
	{
		id: 'luma',
		domains: ['api.lumalabs.ai'],
		paths: [
			[/\/generations\/image/, 'image'],
			[/\/generations/, 'video'],
		],
	},
	{ id: 'recraft', domains: ['external.api.recraft.ai'], paths: [[/\/images\//, 'image']] },
	{ id: 'vapi', domains: ['api.vapi.ai'], paths: [[/\/(assistant|call|squad)/, 'by-name']] },
	{ id: 'retell', domains: ['api.retellai.com'], paths: [[/create-|update-/, 'by-name']] },
	{ id: 'bland', domains: ['api.bland.ai'], paths: [[/\/calls/, 'by-name']] },
	{
		id: 'featherless',
		domains: ['api.featherless.ai'],
		paths: [
			[/\/chat\/completions/, 'chat'],
			[/\/completions/, 'completion'],
		],
	},
	{
		id: 'github',
		domains: ['models.github.ai', 'models.inference.ai.azure.com'],
		paths: [
			[/\/chat\/completions/, 'chat'],
			[/\/embeddings/, 'embedding'],
		],
	},
	{ id: 'ai21', domains: ['api.ai21.com'], paths: [[/\/(complete|chat)/, 'chat']], modelInPath: /\/studio\/v1\/([\w.-]+)\/complete/ },
	{
		id: 'cloudflare',
		domains: ['api.cloudflare.com', 'gateway.ai.cloudflare.com'],
		paths: [[/\/ai\/(run|v1)\/|\/(chat\/completions|embeddings|messages)/, 'by-name']],
		modelInPath: /\/ai\/run\/(@?[\w./{}$ -]+)/,
	},
	{ id: 'nomic', domains: ['api-atlas.nomic.ai'], paths: [[/\/embedding/, 'embedding']] },
	{ id: 'writer', domains: ['api.writer.com'], paths: [[/\/(chat|completions)/, 'chat']] },
	{ id: 'lambda', domains: ['api.lambda.ai'], paths: [[/\/chat\/completions/, 'chat']] },
	{ id: 'dify', domains: ['api.dify.ai'], paths: [] },
	{ id: 'heygen', domains: ['api.heygen.com', 'upload.heygen.com'], paths: [] },
	{ id: 'slack', domains: ['slack.com'], paths: [] },
	{ id: 'telegram', domains: ['api.telegram.org'], paths: [] },
	{ id: 'meta', domains: ['graph.facebook.com', 'graph.instagram.com'], paths: [] },
	{
		id: 'gmail',
		domains: ['gmail.googleapis.com', 'www.googleapis.com', 'sheets.googleapis.com', 'docs.googleapis.com', 'chat.googleapis.com'],
		paths: [],
	},
	{ id: 'microsoft', domains: ['graph.microsoft.com'], paths: [] },
	{ id: 'discord', domains: ['discord.com'], paths: [] },
	{ id: 'twilio', domains: ['api.twilio.com'], paths: [] },
];

export const serviceOf = (hostname: string): Service | undefined =>
	services.find(({ domains }) => domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`)));

export const kindOfPath = ({ paths }: Service, path: string) => paths.find(([pattern]) => pattern.test(path))?.[1];
