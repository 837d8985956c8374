import { findModel } from '../catalogue/lookup';

const families =
	/^(ft:)?(gpt-?\d|chatgpt-|o[1345](-|$)|text-(davinci|curie|babbage|ada)-|code-davinci|davinci|babbage-002|claude-|gemini-|gemma|deepseek|llama|meta-llama|codellama|mixtral|mistral|ministral|magistral|codestral|devstral|pixtral|qwen|qwq|command-|c4ai-|sonar|grok-|kimi-|moonshot-|minimax-m|glm-|zai-glm|phi-?\d|gpt-oss|yi-|nemotron|jamba|granite|solar-|falcon|vicuna|hermes|nous-|openhermes|wizard|starling|zephyr|tinyllama|smollm|step-)/i;

const otherPurposes =
	/(embed|whisper|tts|dall-e|gpt-image|-image|imagen|rerank|moderation|speech|transcri|realtime|audio|clip-|stable-diffusion|flux|sora|veo-|text-similarity|text-search|ocr|guard)/i;

/** Whether a name is that of a language model, as opposed to an embedding, an image or a speech model. */
export function isLanguageModelName(name: string): boolean {
	const bare = name.trim();
	if (bare.length < 2 || bare.length > 160 || /\s/.test(bare)) return false;
	if (otherPurposes.test(bare)) return false;
	if (findModel(bare)) return true;
	const plain = bare
		.replace(/^models\//, '')
		.replace(/^(us|eu|apac|global)\./, '')
		.replace(/^(anthropic|meta|amazon|cohere|mistral|ai21)\./, '');
	const last = plain.slice(plain.lastIndexOf('/') + 1);
	return families.test(plain) || (last !== plain && families.test(last));
}

export const isOtherModelName = (name: string) => otherPurposes.test(name);

const quoted = /(["'`])((?:models\/)?[A-Za-z][\w./:@-]{1,120})\1/g;

/** Names of language models that stand in quotes in a text, each once. */
export function quotedModelNames(text: string): string[] {
	const names = [...text.matchAll(quoted)].map((match) => match[2]).filter(isLanguageModelName);
	return [...new Set(names)];
}
