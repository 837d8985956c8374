/** Who made the weights, by the words that their names hold; a distilled model is its teacher's and its base's. */
const families: readonly [string, RegExp][] = [
	['OpenAI', /(?:^|[/:.\s-])(?:gpt|chatgpt|o[1-9]|codex|davinci)(?:$|[-.:\s\d])/i],
	['Anthropic', /claude/i],
	['Google', /gemini|gemma|palm/i],
	['DeepSeek', /deepseek|(?:^|[/:._\s-])r1(?:$|[/:_\s.-])/i],
	['Alibaba', /qwen|qwq/i],
	['Mistral', /mistral|mixtral|magistral|ministral|codestral|pixtral/i],
	['Meta', /llama/i],
	['xAI', /grok/i],
	['Moonshot', /kimi|moonshot/i],
	['Zhipu', /(?:^|\/)glm|chatglm/i],
	['MiniMax', /minimax|abab/i],
	['Cohere', /command|cohere|c4ai/i],
	['Microsoft', /(?:^|[/-])phi-/i],
	['NVIDIA', /nemotron/i],
	['Amazon', /amazon|(?:^|[./])nova-/i],
];

/** The makers that a model's name tells of; none where it tells nothing. */
export const familiesOf = (model: string): string[] => families.filter(([, pattern]) => pattern.test(model)).map(([family]) => family);

/** A maker that both models are of; judges lean towards their own. */
export const sharedFamily = (one: string, other: string): string | undefined =>
	familiesOf(one).find((family) => familiesOf(other).includes(family));
