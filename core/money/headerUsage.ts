import { isObject, type JsonObject } from '../json';

const names: Record<string, string> = {
	'x-amzn-bedrock-input-token-count': 'inputTokens',
	'x-amzn-bedrock-output-token-count': 'outputTokens',
	'x-amzn-bedrock-cache-read-input-token-count': 'cacheReadInputTokens',
	'x-amzn-bedrock-cache-write-input-token-count': 'cacheWriteInputTokens',
};

/**
 * The counts in the headers of Bedrock's InvokeModel, for models whose answers have none: an HTTP response with its headers,
 * or an answer of AWS's SDK. Header values are text.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, read 2026-11-28
 */
export function countsInHeaders({ headers, ResponseMetadata: metadata }: JsonObject): JsonObject | undefined {
	const all = isObject(headers) ? headers : isObject(metadata) && isObject(metadata.HTTPHeaders) ? metadata.HTTPHeaders : {};
	const counts = Object.entries(all).flatMap(([header, value]) => {
		const name = names[header.toLowerCase()];
		return name === undefined ? [] : [[name, typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value]];
	});
	return counts.length === 0 ? undefined : Object.fromEntries(counts);
}
