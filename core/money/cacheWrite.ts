/**
 * Claude charges for writing its cache: 1.25 times the input price for 5 minutes, twice the input price for an hour.
 * Source: https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing, known at second hand, the page is yet to be read. The other makers
 * of the catalogue write at the input price.
 */
const claude = { fiveMinutes: 1.25, hour: 2 };
const atInputPrice = { fiveMinutes: 1, hour: 1 };

/** What a token written to the cache costs, as multiples of the input price. */
export const writeFactorsOf = (model: string) => (/(^|[/.:@])claude/i.test(model) ? claude : atInputPrice);

/** The dearest that a token of input can be, as a multiple of the input price. */
export const dearestWriteFactor = (model: string) => writeFactorsOf(model).hour;
