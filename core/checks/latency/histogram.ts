import type Histogram from 'hdr-histogram-js/dist/Int32Histogram';

const perMs = 1_000;
const longestUs = 4 * 3_600 * 1e6;

export type { Histogram };

/** Counts by microseconds, as they are kept between runs. */
export type Counts = [microseconds: number, count: number][];

/** Times in HDR histograms, in microseconds with four significant digits. */
export interface Histograms {
	create(): Histogram;
	add(histogram: Histogram, milliseconds: number): void;
	encode(histogram: Histogram): Counts;
	decode(counts: Counts): Histogram;
}

export async function loadHistograms(): Promise<Histograms> {
	// Not the package's own entry: it also loads a codec with eval and a WebAssembly build.
	const module = await import('hdr-histogram-js/dist/Int32Histogram');
	const { default: Int32Histogram } = 'default' in module.default ? (module.default as unknown as typeof module) : module;
	const create = () => {
		const histogram = new Int32Histogram(1, longestUs, 4);
		histogram.autoResize = true;
		return histogram;
	};
	return {
		create,
		add: (histogram, milliseconds) => histogram.recordValue(Math.max(0, Math.round(milliseconds * perMs))),
		encode: countsOf,
		decode(counts) {
			const histogram = create();
			for (const [value, count] of counts) histogram.recordValueWithCount(value, count);
			return histogram;
		},
	};
}

function countsOf(histogram: Histogram): Counts {
	const counts: Counts = [];
	for (let value = 0, seen = 0; seen < histogram.totalCount; value = histogram.nextNonEquivalentValue(value)) {
		const count = histogram.getCountAtIndex(histogram.countsArrayIndex(value));
		if (count > 0) counts.push([value, count]);
		seen += count;
	}
	return counts;
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
