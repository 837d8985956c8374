import { imageSize } from 'image-size';

interface Rule {
	models: RegExp;
	/** The most that one image takes, whatever its size. */
	most: number;
	/** Where nothing makes a large image smaller: tokens of a patch, and the side of a patch in pixels. */
	patches?: { side: number; tokens: number };
}

/**
 * The most tokens that one image takes, first rule first.
 * - OpenAI (https://developers.openai.com/api/docs/guides/images-vision, read in copies of 2026-09-27 and later on 2026-11-28):
 *   gpt-4o-mini 2,833 and 5,667 for each of at most 8 tiles; from GPT-5.6 on the image as it is, 1.2 tokens for each 32 pixels
 *   square, of which one copy names 30,000 as the most and another no limit; the others at most 6,144 patches of 2.46 tokens
 * - Claude 4,784 (https://platform.claude.com/docs/en/build-with-claude/vision, read in copies of 2026-09-22 on 2026-11-28)
 * - Gemini 3 and later 2,240 (https://ai.google.dev/gemini-api/docs/media-resolution, read in a copy of 2026-09-27 on 2026-11-28)
 * - others 16,384, the largest that any open model reads by default, Qwen2-VL
 *   (https://huggingface.co/Qwen/Qwen2-VL-7B-Instruct/discussions/47, read 2026-11-28): for them the figure is not known
 */
const rules: readonly Rule[] = [
	{ models: /gpt-4o-mini/i, most: 48_169 },
	{ models: /gpt-(5\.([6-9]|\d\d)|[6-9]|\d\d)/i, most: 36_000, patches: { side: 32, tokens: 1.2 } },
	{ models: /claude/i, most: 4_784 },
	{ models: /gemini-([3-9]|\d\d)/i, most: 2_240 },
	{ models: /./, most: 16_384 },
];

const unknownModel: Rule = { models: /^$/, most: 16_384 };

/**
 * The most tokens that an image takes; its size matters only where the model reads it as large as it is.
 *
 * @param data the image in base64, where it is sent along
 */
export function mostImageTokens(model: string, data?: string): number {
	const { most, patches } = rules.find(({ models }) => models.test(model)) ?? unknownModel;
	const size = patches && data !== undefined ? sizeOf(data) : undefined;
	if (!patches || !size) return most;
	const across = (pixels: number) => Math.ceil(pixels / patches.side);
	return Math.ceil(across(size.width) * across(size.height) * patches.tokens);
}

/** The size stands near the beginning of a file. */
const headLength = 400_000;

function sizeOf(data: string): { width: number; height: number } | undefined {
	try {
		const { width, height } = imageSize(Buffer.from(data.slice(0, headLength), 'base64'));
		return width > 0 && height > 0 ? { width, height } : undefined;
	} catch {
		return undefined;
	}
}
