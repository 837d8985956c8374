/**
 * Claude charges for writing its cache: 1.25 times the input price for 5 minutes, twice the input price for an hour.
 * Source: https://platform.claude.com/docs/en/about-claude/pricing, read 2026-11-28: so in every row of its table.
 */
const claude = { fiveMinutes: 1.25, hour: 2 };

/**
 * OpenAI from GPT-5.6 on: 1.25 times the input price, for the 30 minutes that are the default; older models write for the input
 * price. Source: https://developers.openai.com/api/docs/guides/prompt-caching, read 2026-11-28. A longer time costs more
 * (https://developers.openai.com/api/docs/models/gpt-6.2-sol, read the same day), and no budget lets it through.
 */
const openAi = { fiveMinutes: 1.25, hour: 1.25 };

/** Qwen at Alibaba, where a cache is asked for: https://www.alibabacloud.com/help/en/model-studio/context-cache, read 2026-11-28. */
const qwen = { fiveMinutes: 1.25, hour: 1.25 };

/** The other makers of the catalogue name no price of their own for writes. */
const atInputPrice = { fiveMinutes: 1, hour: 1 };

const isClaude = /(^|[/.:@])claude/i;
const isQwen = /(^|[/.:@])(qwen|qwq|qvq)/i;
const isWritingGpt = /(^|[/.:@])gpt-(5\.([6-9]|\d\d)|[6-9]|\d\d)/i;

/** What a token written to the cache costs, as multiples of the input price. */
export function writeFactorsOf(model: string) {
	if (isClaude.test(model)) return claude;
	if (isWritingGpt.test(model)) return openAi;
	return isQwen.test(model) ? qwen : atInputPrice;
}

/** The dearest that a token of input can be, as a multiple of the input price. */
export const dearestWriteFactor = (model: string) => writeFactorsOf(model).hour;
