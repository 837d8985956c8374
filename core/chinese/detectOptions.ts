export interface DetectOptions {
	/** Terms and names that may be there. */
	allowedTerms?: readonly string[];
	/** What the user wrote: whatever Chinese is in it is expected. */
	prompt?: string;
	/**
	 * Languages that are expected, such as `['en', 'ja']`. With `zh`, `zh-Hans` or `zh-Hant`, Chinese (in that script) is
	 * allowed; with `ja`, ideographs that both languages write count as Japanese.
	 */
	expectedLanguages?: readonly string[];
	/** Ideographs from which on a span counts; default 1. */
	smallestSpan?: number;
	/** Part of the text's letters, 0 to 1, from which on Chinese counts; default 0. */
	smallestShare?: number;
	/** Chinese inside fenced code blocks and inline code is allowed. */
	ignoreCode?: boolean;
	/** Chinese inside quotation marks and Markdown quotations is allowed. */
	ignoreQuotations?: boolean;
}
