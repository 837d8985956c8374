import { remember } from '../remember';

/**
 * What a model is asked for. `audio` is transcription, `speech` is a voice that is made; `vision` is a language model that is
 * shown images; `assistants` is OpenAI's Assistants API, whatever the model behind it.
 */
export type ModelKind =
	| 'chat'
	| 'completion'
	| 'vision'
	| 'embedding'
	| 'image'
	| 'audio'
	| 'speech'
	| 'rerank'
	| 'moderation'
	| 'assistants'
	| 'realtime'
	| 'video';

const language: ReadonlySet<ModelKind> = new Set(['chat', 'completion', 'vision', 'assistants']);

/** Whether the model writes text: only such a model can be replaced by another language model. */
export const isLanguageKind = (kind: ModelKind) => language.has(kind);

/**
 * Families of names, more telling ones first: `gpt-4o-mini-tts` is a voice, `gpt-image-1` draws, `gemini-2.5-flash-image`
 * draws, `llama-guard` moderates.
 */
const families: readonly (readonly [kind: ModelKind, pattern: RegExp])[] = [
	['assistants', /^asst_/],
	['rerank', /rerank/],
	['moderation', /moderation|llama-?guard|shield-?gemma|prompt-?guard|granite-guardian/],
	[
		'embedding',
		/embed|(^|\/)(bge|gte|e5|multilingual-e5|stella|uae|instructor)-|minilm|sentence-transformers|voyage-|text-similarity|text-search|all-mpnet|distiluse/,
	],
	['realtime', /realtime|-live(-|$)|native-audio/],
	['audio', /whisper|wizper|transcri|speech-to-text|^scribe_|voxtral|parakeet|canary-|^nova-[23]|^universal(-|$)|^(best|nano)$|-asr/],
	['speech', /(^|[-/_])tts([-/_.]|$)|^eleven_|text-to-speech|^aura-|^sonic-|^speech-\d|kokoro|playai|playht|chatterbox|^bark$/],
	['video', /(^|[-/])(veo|sora|kling|hailuo|seedance|runway|pika|luma|wan|hunyuan-video|ltx)([-/_.\d]|$)|video|-(t2v|i2v)|^gen[34]/],
	[
		'image',
		/dall-?e|gpt-image|chatgpt-image|imagen|imagegeneration|(^|[-/])flux|stable-?(diffusion|image)|sdxl|(^|\/)sd-?3|ideogram|recraft|midjourney|-image(-|$|:)|image-generation|nano-banana|seedream|(^|\/)image-0|z-image|qwen-image|kandinsky|titan-image|nova-canvas|photon|playground-v|hidream|photomaker/,
	],
	['completion', /^(gpt-3\.5-turbo-instruct|text-(davinci|curie|babbage|ada)-|code-davinci|davinci|curie|babbage|ada$)/],
	['vision', /-vision|[-.\d]vl([-:.\d]|$)|llava|pixtral|moondream|minicpm-v|(^|[-/])ocr|gemini-pro-vision/],
	[
		'chat',
		/^(ft:)?(gpt-?\d|chatgpt-|o[1345](-|$)|claude-(\d|instant|v\d|opus|sonnet|haiku|fable|mythos)|gemini-|gemma|deepseek|llama|meta-llama|codellama|mixtral|mistral|ministral|magistral|codestral|devstral|qwen|qwq|qvq|command-|c4ai-|sonar|grok-|kimi-|moonshot-|minimax-(m|text)|abab|glm-|zai-glm|phi-?\d|gpt-oss|yi-|nemotron|jamba|j2-|granite|solar-|falcon|vicuna|hermes|nous-|openhermes|wizardlm|starling-|zephyr|tinyllama|smollm|step-\d|ernie|doubao|hunyuan|nova-(pro|lite|micro|premier)|titan-text|palm|text-bison|chat-bison|text-unicorn|longcat|mimo-|llm-)/,
	],
];

/** Decorations of gateways, clouds and brokers, in front of the name proper. */
const plain = (name: string) =>
	name
		.trim()
		.toLowerCase()
		.replace(/^(models|@cf|accounts\/[\w-]+\/models|publishers\/[\w-]+\/models)\//, '')
		.replace(/^(us|eu|apac|global|us-gov|jp|au)\.(?=[a-z]+\.)/, '')
		.replace(/^(anthropic|meta|amazon|cohere|mistral|ai21|deepseek|openai|stability|qwen|google)\./, '');

/** The kind of model that a name is known to be of, as far as the name shows it. */
export const kindOfName: (name: string) => ModelKind | undefined = remember((name) => {
	const bare = plain(name);
	if (bare.length < 2 || bare.length > 160 || /[\s{}]/.test(bare)) return undefined;
	const last = bare.slice(bare.lastIndexOf('/') + 1);
	return families.find(([kind, pattern]) => pattern.test(bare) || (last !== bare && kind !== 'video' && pattern.test(last)))?.[0];
});

/** Short plain words that are names of models only where something says that a model is named. */
export const isVagueName: (name: string) => boolean = remember((name) =>
	/^(best|nano|universal|bark|ada|curie|davinci|babbage|flux|sora|veo|llama|mistral|gemma|qwen|palm|whisper|tts|luma|pika|kling|runway|wan|video)$/i.test(
		name.trim(),
	),
);
