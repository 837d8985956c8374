import type { Options } from './parameters';
import { textOf, type Query } from './query';
import type { ItemFacts, Need } from './routes';
import { findSensitive } from './sensitive';

const SENSITIVE_WORDS = /^(sensitive|confidential|restricted|secret|personal|private|pii|phi|high|internal only|true|yes|1)$/i;

/** Tokens from which on a context counts as long, if the user does not say. */
const LONG_CONTEXT = 32_000;

/** What an item brings along, beside its query. */
export interface ItemContent {
	query: Query;
	text: string;
	/** MIME types of its binary data. */
	mimeTypes: readonly string[];
	inputTokens: number;
}

export const wholeText = (query: Query): string =>
	typeof query === 'string' ? query : query.map(({ content }) => textOf(content)).join('\n');

export function factsOf({ query, text, mimeTypes, inputTokens }: ItemContent, options: Options): ItemFacts {
	const parts = typeof query === 'string' ? [] : query.flatMap(({ content }) => (Array.isArray(content) ? content : []));
	const kinds = parts.map((part: unknown) => (typeof part === 'object' && part !== null && 'type' in part ? String(part.type) : ''));
	const needs = new Set<Need>(options.needs);
	if (mimeTypes.some((type) => type.startsWith('image/')) || kinds.some((kind) => kind.includes('image'))) needs.add('vision');
	if (mimeTypes.some((type) => type.startsWith('audio/')) || kinds.some((kind) => kind.includes('audio'))) needs.add('audio');
	if (inputTokens >= (options.longContextFrom ?? LONG_CONTEXT)) needs.add('longContext');

	const sensitive = SENSITIVE_WORDS.test(options.sensitivity) ? [`marked ${options.sensitivity}`] : [];
	if (options.detect) sensitive.push(...findSensitive(text));
	return { needs: [...needs], tier: options.tier, sensitive, budgetLeftUsd: options.budgetLeftUsd, load: options.load };
}
