const dimensions = 256;

/**
 * An embedding by words and their trigrams, in hashed places and of length 1: texts that share words lie near each other. The
 * same text always gives the same one.
 */
export function embeddingOf(text: string): number[] {
	const vector = new Array<number>(dimensions).fill(0);
	for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
		add(vector, word, 1);
		for (let at = 0; at + 3 <= word.length; at++) add(vector, word.slice(at, at + 3), 0.3);
	}
	const length = Math.hypot(...vector);
	return length === 0 ? vector.fill(1 / Math.sqrt(dimensions)) : vector.map((value) => value / length);
}

/** 32-bit FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
function add(vector: number[], part: string, weight: number) {
	let hash = 0x811c9dc5;
	for (const character of part) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	vector[(hash >>> 1) % dimensions] += hash & 1 ? weight : -weight;
}

/** What a host answers to a request for embeddings, OpenAI's or Ollama's own; undefined for other paths. */
export function embeddingsReply(path: string, body: unknown): unknown {
	const { input, prompt, model } = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
	const texts = (Array.isArray(input) ? input : [input ?? prompt ?? '']).map(String);
	if (path.endsWith('/api/embed')) return { model, embeddings: texts.map(embeddingOf) };
	if (path.endsWith('/api/embeddings')) return { embedding: embeddingOf(texts[0] ?? '') };
	if (!path.endsWith('/embeddings')) return undefined;
	const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: embeddingOf(text) }));
	const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
	return { object: 'list', model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
