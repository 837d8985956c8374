import { findModel, modelStatus } from '../../core/catalogue/lookup';
import { priceAt, ratesAt } from '../../core/money/cost';
import type { Endpoint } from '../../core/reason/endpoint';
import { hostOf } from '../../core/reason/destination';

/** One line about a model for the list: price now, and its end where one is announced. */
export function describeModel(name: string, endpoint: Endpoint, now: Date): { description?: string } {
	const host = hostOf(endpoint);
	const row = findModel(name, host.id);
	const price = row && priceAt(row, now);
	const rates = price && ratesAt(price, now);
	const parts = [...(rates ? [`$${rates.input} in, $${rates.output} out per million tokens`] : []), ...endOf(name, host.id, now)];
	return parts.length ? { description: parts.join(' - ') } : {};
}

function endOf(name: string, hostId: string, now: Date): string[] {
	const { status, on, replacement } = modelStatus(name, hostId, now);
	const instead = replacement ? `, use ${replacement}` : '';
	if (status === 'retires') return [`retires on ${on}${instead}`];
	return status === 'retired' ? [`retired${on ? ` since ${on}` : ''}${instead}`] : [];
}

/** What a user should know about a model that goes or is gone, or nothing. */
export function retirementHint(name: string, endpoint: Endpoint, now: Date): string | undefined {
	const [end] = endOf(name, hostOf(endpoint).id, now);
	return end && `The model "${name}" ${end}.`;
}
