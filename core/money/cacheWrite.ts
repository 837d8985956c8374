/**
 * Claude charges for writing its cache: 1.25 times the input price for 5 minutes, twice the input price for an hour.
 * Source: https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing, read 2026-11-23. The other makers
 * of the catalogue write at the input price.
 */
const claudeHour = 2;

/** The dearest that a token of input can be, as a multiple of the input price. */
export const dearestWriteFactor = (model: string) => (/(^|[/.:@])claude/i.test(model) ? claudeHour : 1);
