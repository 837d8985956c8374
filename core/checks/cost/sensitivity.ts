import type { ModelRow } from '../../catalogue/model';
import { priceAt } from '../../money/cost';
import { asLogged, priceLog, type Adaptation } from './pricing';
import { perDay, type Usage } from './scenarios';

export interface SensitivityRow {
	what: string;
	candidateUsdPerMonth: number | 'unknown';
	baselineUsdPerMonth: number | 'unknown';
	savingUsdPerMonth: number | 'unknown';
	paybackMonths: number | 'never' | 'unknown';
	/** How many times the output that is expected the candidate gives in it. */
	outputFactor: number;
	/** Whether the candidate still costs no more than allowed. */
	holds: boolean | 'unknown';
}

export const daysPerMonth = 365.25 / 12;

export interface SensitivityInput {
	usage: Usage;
	now: Date;
	candidate?: ModelRow;
	baseline?: ModelRow;
	adaptation: Adaptation;
	migrationUsd: number;
	maxCostRatio: number;
}

/** What becomes of the saving when one assumption is off. */
export function sensitivity(input: SensitivityInput): SensitivityRow[] {
	const { candidate, now, adaptation } = input;
	if (!candidate) return [];
	const hasPeak = priceAt(candidate, now)?.hours !== undefined;
	const rows: [string, Partial<Adaptation>, Partial<Adaptation>, number][] = [
		['As given', {}, {}, 1],
		['Candidate gives half the output', { outputRatio: adaptation.outputRatio / 2 }, {}, 1],
		['Candidate gives twice the output', { outputRatio: adaptation.outputRatio * 2 }, {}, 1],
		['Candidate gives four times the output', { outputRatio: adaptation.outputRatio * 4 }, {}, 1],
		['No cache hits', { cacheShare: 0 }, { cacheShare: 0 }, 1],
		['Half of the input from the cache', { cacheShare: 0.5 }, { cacheShare: 0.5 }, 1],
		['Nine tenths of the input from the cache', { cacheShare: 0.9 }, { cacheShare: 0.9 }, 1],
		...(hasPeak
			? ([
					['All in peak hours', { hours: 'peak' }, {}, 1],
					['All in off-peak hours', { hours: 'off-peak' }, {}, 1],
				] satisfies [string, Partial<Adaptation>, Partial<Adaptation>, number][])
			: []),
		["Candidate's price a quarter higher", { priceFactor: 1.25 }, {}, 1],
		["Candidate's price twice as high", { priceFactor: 2 }, {}, 1],
		['A tenth of the traffic', {}, {}, 0.1],
		['Ten times the traffic', {}, {}, 10],
	];
	return rows.map(([what, forCandidate, forBaseline, volume]) =>
		rowOf(what, input, { ...adaptation, ...forCandidate }, { ...asLogged, cacheShare: adaptation.cacheShare, ...forBaseline }, volume),
	);
}

function rowOf(
	what: string,
	{ usage, now, candidate, baseline, adaptation: given, migrationUsd, maxCostRatio }: SensitivityInput,
	forCandidate: Adaptation,
	forBaseline: Adaptation,
	volume: number,
): SensitivityRow {
	const month = (row: ModelRow | undefined, adaptation: Adaptation) => {
		const day = row ? perDay(priceLog(usage.rows, row, now, adaptation).nanoUsd, usage.days) : 'unknown';
		return day === 'unknown' ? day : day * volume * daysPerMonth;
	};
	const candidateUsdPerMonth = month(candidate, forCandidate);
	const baselineUsdPerMonth = month(baseline, forBaseline);
	const isKnown = candidateUsdPerMonth !== 'unknown' && baselineUsdPerMonth !== 'unknown';
	const savingUsdPerMonth = isKnown ? baselineUsdPerMonth - candidateUsdPerMonth : 'unknown';
	return {
		what,
		outputFactor: forCandidate.outputRatio / given.outputRatio,
		candidateUsdPerMonth,
		baselineUsdPerMonth,
		savingUsdPerMonth,
		paybackMonths: payback(migrationUsd, savingUsdPerMonth),
		holds: isKnown ? candidateUsdPerMonth <= baselineUsdPerMonth * maxCostRatio : 'unknown',
	};
}

/** Months until the effort is paid back by the saving. */
export function payback(migrationUsd: number, savingUsdPerMonth: number | 'unknown'): number | 'never' | 'unknown' {
	if (savingUsdPerMonth === 'unknown') return 'unknown';
	if (migrationUsd === 0 && savingUsdPerMonth >= 0) return 0;
	return savingUsdPerMonth > 0 ? migrationUsd / savingUsdPerMonth : 'never';
}
