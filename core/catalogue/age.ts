import { models } from './models';

/** Days after which prices and retirements may have moved on: hosts announce both a few weeks ahead. */
export const catalogueOldAfterDays = 45;

/** Day of the last comparison of models and prices with their sources, ISO 8601. */
export const catalogueCheckedAt = models.map(({ checkedAt }) => checkedAt).reduce((latest, each) => (each > latest ? each : latest), '');

export interface CatalogueAge {
	checkedAt: string;
	days: number;
	/** Set from the 46th day on. */
	warning?: string;
}

/** How old what the pack knows of models and prices is. */
export function catalogueAge(now: Date): CatalogueAge {
	const days = Math.max(0, Math.floor((now.getTime() - Date.parse(catalogueCheckedAt)) / 86_400_000));
	const old = days > catalogueOldAfterDays;
	return {
		checkedAt: catalogueCheckedAt,
		days,
		...(old ? { warning: `Models and prices were last checked ${days} days ago: update n8n-nodes-r1 before you rely on them` } : {}),
	};
}
