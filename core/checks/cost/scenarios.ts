import { findHostById, modelStatus } from '../../catalogue/lookup';
import { priceAt } from '../../money/cost';
import type { ModelRow } from '../../catalogue/model';
import { models } from '../../catalogue/models';
import { findOpenWeights, type OpenWeights } from '../../catalogue/openWeights';
import { asLogged, priceLog, type Adaptation } from './pricing';
import { fit, holds, host, type Rent, type Serving } from './selfHosting';
import { totalOf, type UsageRow } from './usage';

export interface Scenario {
	kind: 'baseline' | 'candidate' | 'other host' | 'distill' | 'self-hosted';
	label: string;
	model: string;
	host: string;
	usdPerDay: number | 'unknown';
	notes: string[];
	/** Cards of a scenario on rented hardware. */
	gpuCount?: number;
	/** Whether that many cards hold the weights. */
	holdsWeights?: boolean;
	/** Output tokens a day that the cards give. */
	capacityPerDay?: number | 'unknown';
	peakShare?: number;
}

export interface Usage {
	rows: readonly UsageRow[];
	days: number;
}

const nano = 1e9;
export const perDay = (nanoUsd: number | 'unknown', days: number): number | 'unknown' =>
	nanoUsd === 'unknown' ? nanoUsd : nanoUsd / nano / days;

export function apiScenario(
	kind: Scenario['kind'],
	row: ModelRow | undefined,
	name: string,
	usage: Usage,
	now: Date,
	adaptation: Adaptation = asLogged,
): Scenario {
	if (!row)
		return { kind, label: name, model: name, host: 'unknown', usdPerDay: 'unknown', notes: [`The catalogue has no price for ${name}.`] };
	const priced = priceLog(usage.rows, row, now, adaptation);
	const status = modelStatus(row.id, row.host, now);
	const isGone = status.status === 'retired';
	const notes = [
		...priced.notes,
		...(isGone ? [`No longer served${status.on ? ` since ${status.on.slice(0, 10)}` : ''}: priced at its last list price.`] : []),
	];
	return {
		kind,
		label: `${name} at ${findHostById(row.host)?.name ?? row.host}`,
		model: name,
		host: row.host,
		usdPerDay: perDay(priced.nanoUsd, usage.days),
		notes,
		...(priced.peakShare !== undefined && { peakShare: priced.peakShare }),
	};
}

/** The same weights at other hosts that serve them today. */
export function otherHosts(candidate: ModelRow | undefined, usage: Usage, now: Date, adaptation: Adaptation): Scenario[] {
	if (!candidate?.weights) return [];
	return models
		.filter((row) => row.weights === candidate.weights && !(row.host === candidate.host && row.id === candidate.id))
		.filter(
			(row) =>
				findHostById(row.host)?.kind !== 'self-hosted' && priceAt(row, now) && modelStatus(row.id, row.host, now).status !== 'retired',
		)
		.map((row) => apiScenario('other host', row, row.id, usage, now, adaptation));
}

export interface SelfHostingOptions {
	serving: Serving;
	rent: Rent;
	/** Cards that the user would rent, whether they hold the weights or not. */
	gpuCount?: number;
}

export function selfHosted(
	kind: 'self-hosted' | 'distill',
	weights: OpenWeights,
	usage: Usage,
	adaptation: Adaptation,
	options: SelfHostingOptions,
): Scenario[] {
	const { serving, rent, gpuCount } = options;
	const needed = fit(weights, serving);
	const outputPerDay = (totalOf(usage.rows, 'outputTokens') * adaptation.outputRatio) / usage.days;
	const counts = [...new Set([...(gpuCount && kind === 'self-hosted' ? [gpuCount] : []), needed.gpuCount])];
	return counts.map((count): Scenario => {
		const hosting = host(count, outputPerDay, rent);
		const fits = holds(weights, serving, count);
		const usable = Math.round(count * serving.gpu.memoryGb * serving.usableShare);
		const need = `${Math.round(needed.weightsGb)} GB of weights and ${Math.round(needed.cacheGb)} GB of cache`;
		return {
			kind,
			label: `${weights.name} on ${hosting.gpuCount} x ${serving.gpu.name}`,
			model: weights.id,
			host: 'self-hosted',
			usdPerDay: rent.gpuHourUsd > 0 ? hosting.usdPerDay : 'unknown',
			gpuCount: hosting.gpuCount,
			holdsWeights: fits,
			capacityPerDay: hosting.capacityPerDay,
			notes: [
				fits
					? `${need} fit into ${usable} GB.`
					: `Does not hold the model: ${need} against ${usable} GB. ${needed.gpuCount} cards are needed.`,
				...(rent.gpuHourUsd > 0 ? [] : ['No rent for a card is given: the cost is not known.']),
				...(hosting.capacityPerDay === 'unknown'
					? ['No throughput is given or measured: whether one replica is enough is not known.']
					: []),
				'Rent only: no staff, storage or network. Cards are paid around the clock.',
			],
		};
	});
}

export const weightsOf = (name: string | undefined, candidate: ModelRow | undefined): OpenWeights | undefined =>
	name ? findOpenWeights(name) : candidate?.weights ? findOpenWeights(candidate.weights) : undefined;

export interface BreakEven {
	/** Requests a day at which the API costs as much as the rented cards. */
	requestsPerDay: number;
	tokensPerDay: number;
	/** Whether the cards give that much; unknown without a throughput. */
	isReachable: boolean | 'unknown';
}

/** From which volume rented cards cost less than the API. */
export function breakEven(api: Scenario, own: Scenario, usage: Usage, outputRatio: number): BreakEven | undefined {
	const requests = totalOf(usage.rows, 'requests') / usage.days;
	if (api.usdPerDay === 'unknown' || own.usdPerDay === 'unknown' || api.usdPerDay <= 0 || requests <= 0) return undefined;
	const factor = own.usdPerDay / api.usdPerDay;
	const output = (totalOf(usage.rows, 'outputTokens') * outputRatio) / usage.days;
	const tokens = totalOf(usage.rows, 'inputTokens') / usage.days + output;
	return {
		requestsPerDay: requests * factor,
		tokensPerDay: tokens * factor,
		isReachable: own.capacityPerDay === undefined || own.capacityPerDay === 'unknown' ? 'unknown' : output * factor <= own.capacityPerDay,
	};
}
