import type { Histogram } from 'hdr-histogram-js';

const perMs = 1_000;

/** Times in HDR histograms, in microseconds with three significant digits. */
export interface Histograms {
	create(): Histogram;
	add(histogram: Histogram, milliseconds: number): void;
	encode(histogram: Histogram): string;
	decode(text: string): Histogram;
}

export async function loadHistograms(): Promise<Histograms> {
	const { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } = await import('hdr-histogram-js');
	return {
		create: () => build({ numberOfSignificantValueDigits: 3, bitBucketSize: 32, lowestDiscernibleValue: 1 }),
		add: (histogram, milliseconds) => histogram.recordValue(Math.max(0, Math.round(milliseconds * perMs))),
		encode: encodeIntoCompressedBase64,
		decode: (text) => decodeFromCompressedBase64(text),
	};
}

export interface Percentiles {
	count: number;
	p50: number;
	p90: number;
	p99: number;
	max: number;
}

/** In milliseconds; undefined when nothing was recorded. */
export function percentilesOf(histogram: Histogram): Percentiles | undefined {
	if (histogram.totalCount === 0) return undefined;
	const max = histogram.maxValue / perMs;
	// A bucket's upper end can lie above all that is in it.
	const at = (percentile: number) => Math.min(max, histogram.getValueAtPercentile(percentile) / perMs);
	return { count: histogram.totalCount, p50: at(50), p90: at(90), p99: at(99), max };
}
