import { findModel } from '../catalogue/lookup';
import { CLASS_MEANINGS, type QueryClass } from './classes';
import { classifyQuery, type Adaptation } from './classify';
import { estimateCost, inputTokensOf } from './estimate';
import { factsOf, wholeText } from './facts';
import { OTHER, UNSURE } from './outputNames';
import type { Options } from './parameters';
import type { Query } from './query';
import { bundledClassifier } from './classifier';
import { taskOf } from './task/taskOf';
import { chooseRoute, type ItemFacts, type Route } from './routes';

/** Asks for a second opinion; undefined when the answer names no class. */
export type AskOpinion = (question: string) => Promise<QueryClass | undefined>;

/** Nothing is connected that could be asked. */
export class NoModel extends Error {}

export interface RoutedItem {
	/** Index of the output: the routes, then Unsure, then Other. */
	output: number;
	route: {
		output: string;
		queryClass: QueryClass;
		confidence: number;
		reasons: string[];
		suggestedModel: string;
		estimatedCostUsd: number | 'unknown';
	};
}

export interface RouteRequest {
	query: Query;
	mimeTypes: readonly string[];
	routes: readonly Route[];
	options: Options;
	adaptation?: Adaptation;
	now: Date;
	ask?: AskOpinion;
}

/** One item's way: its class, the facts about it, the first route that fits, and why. */
export async function routeItem({ query, mimeTypes, routes, options, adaptation, now, ask }: RouteRequest): Promise<RoutedItem> {
	const text = wholeText(query);
	const inputTokens = inputTokensOf(text);
	const facts = factsOf({ query, text, mimeTypes, inputTokens }, options);
	const shortcomingOf = (route: Route) => shortcoming(route, facts, inputTokens);

	let found = classifyQuery(query, { unsureBelow: options.unsureBelow, adaptation });
	let choice = chooseRoute(routes, facts, found, shortcomingOf);
	if (choice.to === 'unsure' && ask && text.trim() !== '') {
		const opinion = await opinionOn(query, facts, ask);
		if (opinion.queryClass) {
			found = { ...found, queryClass: opinion.queryClass, unsure: false, why: ['second opinion of the connected model'] };
			choice = chooseRoute(routes, facts, found, shortcomingOf);
		} else choice.reasons.push(opinion.problem);
	}

	if (found.cut) choice.reasons.push('only both ends of the long query were read');

	const route = choice.to === 'route' ? routes[choice.index] : undefined;
	const output = choice.to === 'route' ? choice.index : routes.length + (choice.to === 'unsure' ? 0 : 1);
	return {
		output,
		route: {
			output: route?.name ?? (choice.to === 'unsure' ? UNSURE : OTHER),
			queryClass: found.queryClass,
			confidence: Math.round(found.confidence * 1e4) / 1e4,
			reasons: choice.reasons,
			suggestedModel: route?.model ?? '',
			estimatedCostUsd: route ? estimateCost(inputTokens, found.queryClass, route.model, route.host, now, options.outputTokens) : 'unknown',
		},
	};
}

type Opinion = { queryClass: QueryClass; problem?: undefined } | { queryClass?: undefined; problem: string };

async function opinionOn(query: Query, facts: ItemFacts, ask: AskOpinion): Promise<Opinion> {
	if (facts.sensitive.length > 0) return { problem: 'no second opinion: the item is sensitive' };
	try {
		const queryClass = await ask(taskOf(query, bundledClassifier().asking).text);
		return queryClass ? { queryClass } : { problem: `the second opinion named none of ${Object.keys(CLASS_MEANINGS).join(', ')}` };
	} catch (error) {
		// Only our own words: a provider's error may quote the prompt or the key.
		return {
			problem: error instanceof NoModel ? 'no second opinion: no chat model is connected' : 'no second opinion: the connected model failed',
		};
	}
}

/** What the catalogue knows the route's model can't do for this item. */
function shortcoming(route: Route, facts: ItemFacts, inputTokens: number): string | undefined {
	const model = route.model ? findModel(route.model, route.host || undefined) : undefined;
	if (!model) return undefined;
	if (facts.needs.includes('vision') && model.vision === false) return `${route.model} takes no pictures`;
	if (facts.needs.includes('tools') && model.tools === false) return `${route.model} has no tools`;
	if (model.context !== 'unknown' && inputTokens > model.context)
		return `${route.model} takes ${model.context} tokens, the item has about ${inputTokens}`;
	return undefined;
}
