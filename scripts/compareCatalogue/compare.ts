import { priceAt } from '../../core/money/cost';
import type { ModelRow } from '../../core/catalogue/model';

/** A price in a public package; absent figures are not compared. */
export interface PublicPrice {
	/** Host id of the catalogue. */
	host: string;
	model: string;
	input?: number;
	cachedInput?: number;
	output?: number;
	source: string;
}

export interface Difference {
	host: string;
	model: string;
	figure: 'input' | 'cached input' | 'output';
	ours: number | 'unknown';
	theirs: number;
	source: string;
}

export interface Comparison {
	compared: number;
	differences: Difference[];
	/** Priced rows of ours that a package no longer or not yet has, by package. */
	missing: { host: string; model: string; source: string }[];
	/** Rows that were checked longer ago than asked for. */
	old: { host: string; model: string; checkedAt: string }[];
}

/** Where the catalogue and public price data differ. A price of theirs that is ours of another hour of the day is no difference. */
export function compareCatalogue(
	rows: readonly ModelRow[],
	prices: readonly PublicPrice[],
	{ now, maxAgeDays }: { now: Date; maxAgeDays: number },
): Comparison {
	const byName = new Map<string, PublicPrice[]>();
	for (const price of prices) {
		const key = `${price.host} ${price.model.toLowerCase()}`;
		byName.set(key, [...(byName.get(key) ?? []), price]);
	}
	const covered = new Set(prices.map(({ host, source }) => `${source} ${host}`));
	const sources = [...new Set(prices.map(({ source }) => source))];
	const comparison: Comparison = { compared: 0, differences: [], missing: [], old: [] };
	for (const row of rows) {
		if (now.getTime() - Date.parse(row.checkedAt) > maxAgeDays * 86_400_000)
			comparison.old.push({ host: row.host, model: row.id, checkedAt: row.checkedAt });
		const price = priceAt(row, now);
		if (!price) continue;
		const found = [row.id, ...row.aliases].flatMap((name) => byName.get(`${row.host} ${name.toLowerCase()}`) ?? []);
		const isServed = row.served !== 'no' && (row.retiresOn === undefined || Date.parse(row.retiresOn) > now.getTime());
		for (const source of sources) {
			if (isServed && covered.has(`${source} ${row.host}`) && !found.some((one) => one.source === source))
				comparison.missing.push({ host: row.host, model: row.id, source });
		}
		const accepted = [price, ...(price.hours ? [price.hours.rates] : [])];
		for (const theirs of found) {
			comparison.compared++;
			const figures = [
				['input', 'input', theirs.input],
				['cached input', 'cachedInput', theirs.cachedInput],
				['output', 'output', theirs.output],
			] as const;
			for (const [figure, key, value] of figures) {
				// A cache price of 0 means there that none is known.
				if (value === undefined || (key === 'cachedInput' && value === 0)) continue;
				const isSame = accepted.some((rates) => rates[key] !== 'unknown' && Math.abs(Number(rates[key]) - value) < 1e-9);
				if (!isSame)
					comparison.differences.push({ host: row.host, model: row.id, figure, ours: price[key], theirs: value, source: theirs.source });
			}
		}
	}
	return comparison;
}
