/** Open weights that one can serve oneself. */
export interface OpenWeights {
	id: string;
	name: string;
	/** All parameters, those of all experts included. */
	parameters: number;
	activeParameters: number;
	/** Bytes for each parameter in the precision in which they are published. */
	nativeBytesPerParameter: number;
	/** Bytes of 16-bit key-value cache for each token of context. */
	cacheBytesPerToken: number;
	context: number;
	licence: string;
	source: string;
	checkedAt: string;
}

const checkedAt = '2026-11-23';
const config = (repository: string) => `https://huggingface.co/${repository}/blob/main/config.json`;

/** Layers x key-value heads x head size, for keys and values, in 16 bits. */
const grouped = (layers: number, heads: number, headSize: number) => layers * heads * headSize * 2 * 2;
/** Multi-head latent attention of V3 and R1: 61 layers with a latent of 512 and a rotary key of 64. */
const latent = 61 * (512 + 64) * 2;

const r1 = {
	parameters: 671e9,
	activeParameters: 37e9,
	nativeBytesPerParameter: 1,
	cacheBytesPerToken: latent,
	context: 131_072,
	licence: 'MIT',
	checkedAt,
} as const;

const dense = (id: string, name: string, parameters: number, cacheBytesPerToken: number, licence: string): OpenWeights => ({
	id,
	name,
	parameters,
	activeParameters: parameters,
	nativeBytesPerParameter: 2,
	cacheBytesPerToken,
	context: 131_072,
	licence,
	source: config(`deepseek-ai/${name}`),
	checkedAt,
});

export const openWeights: readonly OpenWeights[] = [
	{ ...r1, id: 'deepseek-r1', name: 'DeepSeek-R1', source: config('deepseek-ai/DeepSeek-R1') },
	{ ...r1, id: 'deepseek-r1-0528', name: 'DeepSeek-R1-0528', source: config('deepseek-ai/DeepSeek-R1-0528') },
	dense(
		'deepseek-r1-distill-qwen-1.5b',
		'DeepSeek-R1-Distill-Qwen-1.5B',
		1.78e9,
		grouped(28, 2, 128),
		'MIT, on Qwen2.5-Math-1.5B (Apache-2.0)',
	),
	dense('deepseek-r1-distill-qwen-7b', 'DeepSeek-R1-Distill-Qwen-7B', 7.62e9, grouped(28, 4, 128), 'MIT, on Qwen2.5-Math-7B (Apache-2.0)'),
	dense(
		'deepseek-r1-distill-llama-8b',
		'DeepSeek-R1-Distill-Llama-8B',
		8.03e9,
		grouped(32, 8, 128),
		'MIT, on Llama-3.1-8B (Llama 3.1 licence)',
	),
	dense('deepseek-r1-distill-qwen-14b', 'DeepSeek-R1-Distill-Qwen-14B', 14.8e9, grouped(48, 8, 128), 'MIT, on Qwen2.5-14B (Apache-2.0)'),
	dense('deepseek-r1-distill-qwen-32b', 'DeepSeek-R1-Distill-Qwen-32B', 32.8e9, grouped(64, 8, 128), 'MIT, on Qwen2.5-32B (Apache-2.0)'),
	dense(
		'deepseek-r1-distill-llama-70b',
		'DeepSeek-R1-Distill-Llama-70B',
		70.6e9,
		grouped(80, 8, 128),
		'MIT, on Llama-3.3-70B-Instruct (Llama 3.3 licence)',
	),
];

export const findOpenWeights = (id: string): OpenWeights | undefined => openWeights.find((row) => row.id === id.toLowerCase());
