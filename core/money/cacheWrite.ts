/**
 * Claude charges for writing its cache: 1.25 times the input price for 5 minutes, twice the input price for an hour.
 * Source: https://platform.claude.com/docs/en/about-claude/pricing, read 2026-11-28 (Claude Opus 5: $5 input, $6.25 and $10 for writes).
 */
const claude = { fiveMinutes: 1.25, hour: 2 };

/**
 * OpenAI from GPT-5.6 on: 1.25 times the input price; older models write for the input price. Known at second hand, from calls
 * measured on 2026-07-09: https://github.com/coder/mux/issues/3705, read 2026-11-28. OpenAI's own page is yet to be read.
 */
const openAi = { fiveMinutes: 1.25, hour: 1.25 };

/** The other makers of the catalogue name no price of their own for writes. */
const atInputPrice = { fiveMinutes: 1, hour: 1 };

const isClaude = /(^|[/.:@])claude/i;
const isWritingGpt = /(^|[/.:@])gpt-(5\.([6-9]|\d\d)|[6-9]|\d\d)/i;

/** What a token written to the cache costs, as multiples of the input price. */
export const writeFactorsOf = (model: string) => (isClaude.test(model) ? claude : isWritingGpt.test(model) ? openAi : atInputPrice);

/** The dearest that a token of input can be, as a multiple of the input price. */
export const dearestWriteFactor = (model: string) => writeFactorsOf(model).hour;
