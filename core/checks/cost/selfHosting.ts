import type { OpenWeights } from '../../catalogue/openWeights';

export interface Gpu {
	name: string;
	memoryGb: number;
}

/** Memory of the usual data-centre cards, from their makers' data sheets, read 2026-11-23. */
export const gpus: readonly Gpu[] = [
	{ name: 'H100 80 GB', memoryGb: 80 },
	{ name: 'H200 141 GB', memoryGb: 141 },
	{ name: 'B200 180 GB', memoryGb: 180 },
	{ name: 'A100 80 GB', memoryGb: 80 },
	{ name: 'A100 40 GB', memoryGb: 40 },
	{ name: 'L40S 48 GB', memoryGb: 48 },
	{ name: 'MI300X 192 GB', memoryGb: 192 },
	{ name: 'RTX 4090 24 GB', memoryGb: 24 },
];

export type Precision = 'native' | 'bf16' | 'fp8' | 'int4';
const bytesPerParameter: Record<Exclude<Precision, 'native'>, number> = { bf16: 2, fp8: 1, int4: 0.5 };

export interface Serving {
	gpu: Gpu;
	precision: Precision;
	/** Requests at once and tokens that each keeps in the key-value cache. */
	concurrentRequests: number;
	contextTokens: number;
	/** Part of a card's memory that weights and cache may fill. */
	usableShare: number;
}

export interface Fit {
	weightsGb: number;
	cacheGb: number;
	neededGb: number;
	/** Cards of one replica that really hold weights and cache, in the numbers in which they are connected and rented. */
	gpuCount: number;
	/** What so many cards offer. */
	usableGb: number;
}

const giga = 1e9;

export function fit(weights: OpenWeights, serving: Serving): Fit {
	const { weightsGb, cacheGb } = memoryOf(weights, serving);
	const neededGb = weightsGb + cacheGb;
	const least = Math.ceil(neededGb / (serving.gpu.memoryGb * serving.usableShare));
	const gpuCount = roundUp(least);
	return { weightsGb, cacheGb, neededGb, gpuCount, usableGb: gpuCount * serving.gpu.memoryGb * serving.usableShare };
}

/** Whether a given number of cards holds the weights, cache and all. */
export function holds(weights: OpenWeights, serving: Serving, gpuCount: number): boolean {
	const { weightsGb, cacheGb } = memoryOf(weights, serving);
	return weightsGb + cacheGb <= gpuCount * serving.gpu.memoryGb * serving.usableShare;
}

function memoryOf(weights: OpenWeights, { precision, concurrentRequests, contextTokens }: Serving) {
	const bytes = precision === 'native' ? weights.nativeBytesPerParameter : bytesPerParameter[precision];
	return {
		weightsGb: (weights.parameters * bytes) / giga,
		cacheGb: (concurrentRequests * Math.min(contextTokens, weights.context) * weights.cacheBytesPerToken) / giga,
	};
}

/** 1, 2, 4 or 8 cards of one machine, then whole machines of 8. */
function roundUp(count: number): number {
	if (count > 8) return Math.ceil(count / 8) * 8;
	return [1, 2, 4, 8].find((size) => size >= count) ?? 8;
}

export interface Rent {
	/** US dollars for one card and hour. */
	gpuHourUsd: number;
	/** Output tokens a second that one replica gives under load. */
	tokensPerSecond: number | 'unknown';
	/** Part of the day's capacity that real traffic uses. */
	utilisation: number;
}

export interface Hosting {
	replicas: number;
	gpuCount: number;
	usdPerDay: number;
	/** Output tokens a day that the replicas give at this use of their capacity. */
	capacityPerDay: number | 'unknown';
}

/** Rented cards cost around the clock, used or not. */
export function host(gpusOfReplica: number, outputTokensPerDay: number, { gpuHourUsd, tokensPerSecond, utilisation }: Rent): Hosting {
	const oneCapacity = tokensPerSecond === 'unknown' ? 'unknown' : tokensPerSecond * 86_400 * utilisation;
	const replicas = oneCapacity === 'unknown' || oneCapacity <= 0 ? 1 : Math.max(1, Math.ceil(outputTokensPerDay / oneCapacity));
	return {
		replicas,
		gpuCount: replicas * gpusOfReplica,
		usdPerDay: replicas * gpusOfReplica * gpuHourUsd * 24,
		capacityPerDay: oneCapacity === 'unknown' ? 'unknown' : oneCapacity * replicas,
	};
}
