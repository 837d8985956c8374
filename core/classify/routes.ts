import type { Classification } from './classify';
import type { QueryClass } from './classes';

export const NEEDS = ['vision', 'audio', 'tools', 'longContext', 'json'] as const;
export type Need = (typeof NEEDS)[number];

/** One row of the user's table. Empty lists and absent numbers set no condition. */
export interface Route {
	name: string;
	classes: readonly QueryClass[];
	/** The item must need at least one of these. */
	needs: readonly Need[];
	tiers: readonly string[];
	sensitivity: 'any' | 'sensitive' | 'notSensitive';
	minBudgetUsd?: number;
	maxBudgetUsd?: number;
	minLoad?: number;
	maxLoad?: number;
	model: string;
	/** Host of the catalogue that serves the model; empty: its maker. */
	host: string;
}

/** What is known about an item beside its query. */
export interface ItemFacts {
	needs: readonly Need[];
	tier: string;
	/** Why the item counts as sensitive; empty: it does not. */
	sensitive: readonly string[];
	budgetLeftUsd?: number;
	load?: number;
}

/** What a model can't do, in words; from the catalogue. */
export type Shortcoming = (route: Route) => string | undefined;

export type Choice = { to: 'route'; index: number; reasons: string[] } | { to: 'unsure' | 'other'; reasons: string[] };

/**
 * The first route whose conditions an item meets. A route that takes every class needs no sure classification; at the
 * first one that would, an unsure item goes to Unsure.
 */
export function chooseRoute(
	routes: readonly Route[],
	facts: ItemFacts,
	found: Classification,
	shortcomingOf: Shortcoming = () => undefined,
): Choice {
	const passedOver: string[] = [];
	for (const [index, route] of routes.entries()) {
		const unmet = unmetCondition(route, facts);
		if (unmet) continue;
		const shortcoming = shortcomingOf(route);
		if (shortcoming) {
			passedOver.push(`not ${route.name}: ${shortcoming}`);
			continue;
		}
		if (route.classes.length === 0) return { to: 'route', index, reasons: [...metConditions(route, facts), ...passedOver] };
		if (found.unsure) return { to: 'unsure', reasons: [unsureReason(found), ...passedOver] };
		if (!route.classes.includes(found.queryClass)) continue;
		return { to: 'route', index, reasons: [classReason(found), ...metConditions(route, facts), ...passedOver] };
	}
	if (found.unsure) return { to: 'unsure', reasons: [unsureReason(found), ...passedOver] };
	const none = routes.length === 0 ? 'no route is set up' : `no route takes ${found.queryClass} under these conditions`;
	return { to: 'other', reasons: [none, ...passedOver] };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const classReason = ({ queryClass, confidence, why }: Classification) => `${queryClass} (${percent(confidence)}): ${why.join(', ')}`;
const unsureReason = (found: Classification) =>
	found.empty ? 'the query is empty' : `unsure: ${found.queryClass} with only ${percent(found.confidence)}`;

function unmetCondition(route: Route, facts: ItemFacts): boolean {
	const { budgetLeftUsd: budget, load } = facts;
	return (
		(route.needs.length > 0 && !route.needs.some((need) => facts.needs.includes(need))) ||
		(route.tiers.length > 0 && !route.tiers.some((tier) => tier.toLowerCase() === facts.tier.toLowerCase())) ||
		(route.sensitivity === 'sensitive' && facts.sensitive.length === 0) ||
		(route.sensitivity === 'notSensitive' && facts.sensitive.length > 0) ||
		isOutside(budget, route.minBudgetUsd, route.maxBudgetUsd) ||
		isOutside(load, route.minLoad, route.maxLoad)
	);
}

/** A value that is not known meets no limit. */
function isOutside(value: number | undefined, min: number | undefined, max: number | undefined): boolean {
	if (min === undefined && max === undefined) return false;
	if (value === undefined) return true;
	return (min !== undefined && value < min) || (max !== undefined && value > max);
}

function metConditions(route: Route, facts: ItemFacts): string[] {
	const met = route.needs.filter((need) => facts.needs.includes(need)).map((need) => `needs ${NEED_WORDS[need]}`);
	if (route.tiers.length > 0) met.push(`tier ${facts.tier}`);
	if (route.sensitivity === 'sensitive') met.push(`sensitive: ${facts.sensitive.join(', ')}`);
	if (route.minBudgetUsd !== undefined || route.maxBudgetUsd !== undefined) met.push(`budget left ${facts.budgetLeftUsd} USD`);
	if (route.minLoad !== undefined || route.maxLoad !== undefined) met.push(`load ${facts.load}`);
	return met;
}

export const NEED_WORDS: Record<Need, string> = {
	vision: 'pictures',
	audio: 'audio',
	tools: 'tools',
	longContext: 'a long context',
	json: 'JSON output',
};

/** Routes that can never be reached for a class because an earlier one takes it on no more than the same conditions. */
export function overlaps(routes: readonly Route[]): string[] {
	return routes.flatMap((route, index) =>
		routes.slice(0, index).flatMap((earlier) => {
			const shared = route.classes.filter((queryClass) => earlier.classes.includes(queryClass));
			if (shared.length === 0 || hasConditions(earlier)) return [];
			return [`${earlier.name} and ${route.name} both take ${shared.join(' and ')}: ${earlier.name} comes first and gets them`];
		}),
	);
}

const hasConditions = (route: Route) =>
	route.needs.length > 0 ||
	route.tiers.length > 0 ||
	route.sensitivity !== 'any' ||
	[route.minBudgetUsd, route.maxBudgetUsd, route.minLoad, route.maxLoad].some((limit) => limit !== undefined);
