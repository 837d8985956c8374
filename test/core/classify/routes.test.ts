import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUERY_CLASSES } from '../../../core/classify/classes';
import type { Classification } from '../../../core/classify/classify';
import { chooseRoute, NEEDS, overlaps, type ItemFacts, type Route } from '../../../core/classify/routes';
import { foundingTable } from '../../../core/classify/foundingTable';
import { modelStatus } from '../../../core/catalogue/lookup';

const route = (name: string, changes: Partial<Route> = {}): Route => ({
	name,
	classes: [],
	needs: [],
	tiers: [],
	sensitivity: 'any',
	model: '',
	host: '',
	...changes,
});
const facts = (changes: Partial<ItemFacts> = {}): ItemFacts => ({ needs: [], tier: '', sensitive: [], ...changes });
const found = (queryClass: Classification['queryClass'], unsure = false): Classification => ({
	queryClass,
	unsure,
	empty: false,
	task: '',
	carries: 'nothing',
	cut: false,
	confidence: unsure ? 0.3 : 0.9,
	why: ['test'],
	probabilities: { simple: 0, reasoning: 0, coding: 0, creative: 0, general: 0, [queryClass]: 1 },
});
const goesTo = (routes: Route[], itemFacts: ItemFacts, classification: Classification) => {
	const choice = chooseRoute(routes, itemFacts, classification);
	return choice.to === 'route' ? routes[choice.index].name : choice.to;
};

describe('chooseRoute', () => {
	test.each<[string, Route[], ItemFacts, Classification, string]>([
		[
			'the first route that takes the class',
			[route('a', { classes: ['simple'] }), route('b', { classes: ['coding', 'reasoning'] })],
			facts(),
			found('reasoning'),
			'b',
		],
		[
			'the first of two routes that claim the class',
			[route('a', { classes: ['simple'] }), route('b', { classes: ['simple'] })],
			facts(),
			found('simple'),
			'a',
		],
		['other where no route takes the class', [route('a', { classes: ['simple'] })], facts(), found('creative'), 'other'],
		['other without routes', [], facts(), found('creative'), 'other'],
		['unsure for an unsure item', [route('a', { classes: ['simple'] })], facts(), found('simple', true), 'unsure'],
		[
			'a route for any class though the item is unsure',
			[route('a', { sensitivity: 'sensitive' }), route('b', { classes: ['simple'] })],
			facts({ sensitive: ['secret'] }),
			found('simple', true),
			'a',
		],
		[
			'past a route for sensitive items',
			[route('a', { sensitivity: 'sensitive' }), route('b', { classes: ['simple'] })],
			facts(),
			found('simple'),
			'b',
		],
		[
			'past a route for items that are not sensitive',
			[route('a', { sensitivity: 'notSensitive' }), route('b')],
			facts({ sensitive: ['secret'] }),
			found('simple'),
			'b',
		],
		['the vision route', [route('a', { needs: ['vision', 'audio'] }), route('b')], facts({ needs: ['audio'] }), found('simple'), 'a'],
		['past the vision route', [route('a', { needs: ['vision'] }), route('b')], facts({ needs: ['tools'] }), found('simple'), 'b'],
		['the tier, whatever its case', [route('a', { tiers: ['Pro'] }), route('b')], facts({ tier: 'pro' }), found('simple'), 'a'],
		['past another tier', [route('a', { tiers: ['pro'] }), route('b')], facts({ tier: 'free' }), found('simple'), 'b'],
		['a route for a low budget', [route('a', { maxBudgetUsd: 1 }), route('b')], facts({ budgetLeftUsd: 0.4 }), found('simple'), 'a'],
		[
			'past a route whose budget is not left',
			[route('a', { minBudgetUsd: 1 }), route('b')],
			facts({ budgetLeftUsd: 0.4 }),
			found('simple'),
			'b',
		],
		['past a budget route when the budget is not known', [route('a', { minBudgetUsd: 0 }), route('b')], facts(), found('simple'), 'b'],
		['a route for high load', [route('a', { minLoad: 0.8 }), route('b')], facts({ load: 0.9 }), found('simple'), 'a'],
		['past a route for low load', [route('a', { maxLoad: 0.5 }), route('b')], facts({ load: 0.9 }), found('simple'), 'b'],
	])('takes %s', (_, routes, itemFacts, classification, expected) => {
		expect(goesTo(routes, itemFacts, classification)).toBe(expected);
	});

	test('says why', () => {
		const choice = chooseRoute([route('a', { classes: ['simple'], tiers: ['pro'] })], facts({ tier: 'pro' }), found('simple'));
		expect(choice.reasons).toEqual(['simple (90 %): test', 'tier pro']);
	});

	test('passes over a model that can not do what the item needs, and says so', () => {
		const choice = chooseRoute([route('a'), route('b')], facts(), found('simple'), ({ name }) => (name === 'a' ? 'a is blind' : undefined));
		expect(choice).toEqual({ to: 'route', index: 1, reasons: ['not a: a is blind'] });
	});

	test('names routes that never get a class because an earlier one has it', () => {
		expect(overlaps([route('a', { classes: ['simple', 'coding'] }), route('b', { classes: ['coding'] })])).toEqual([
			'a and b both take coding: a comes first and gets them',
		]);
		expect(overlaps([route('a', { classes: ['coding'], tiers: ['pro'] }), route('b', { classes: ['coding'] })])).toEqual([]);
	});

	test('always ends somewhere, and only at a route whose conditions hold', () => {
		const anyRoute = fc.record({
			name: fc.string(),
			classes: fc.subarray([...QUERY_CLASSES]),
			needs: fc.subarray([...NEEDS]),
			tiers: fc.subarray(['free', 'pro']),
			sensitivity: fc.constantFrom('any' as const, 'sensitive' as const, 'notSensitive' as const),
			minBudgetUsd: fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: undefined }),
			maxLoad: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
			model: fc.constant(''),
			host: fc.constant(''),
		});
		const anyFacts = fc.record({
			needs: fc.subarray([...NEEDS]),
			tier: fc.constantFrom('', 'free', 'pro'),
			sensitive: fc.subarray(['secret']),
			budgetLeftUsd: fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: undefined }),
			load: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
		});
		fc.assert(
			fc.property(
				fc.array(anyRoute, { maxLength: 6 }),
				anyFacts,
				fc.constantFrom(...QUERY_CLASSES),
				fc.boolean(),
				(routes, itemFacts, queryClass, unsure) => {
					const choice = chooseRoute(routes, itemFacts, found(queryClass, unsure));
					expect(choice.reasons.length + routes.length).toBeGreaterThan(0);
					if (choice.to !== 'route') return;
					const taken = routes[choice.index];
					if (taken.classes.length > 0) expect(taken.classes).toContain(queryClass);
					if (taken.classes.length > 0) expect(unsure).toBe(false);
					if (taken.sensitivity === 'sensitive') expect(itemFacts.sensitive).not.toEqual([]);
					if (taken.sensitivity === 'notSensitive') expect(itemFacts.sensitive).toEqual([]);
					if (taken.minBudgetUsd !== undefined) expect(itemFacts.budgetLeftUsd).toBeGreaterThanOrEqual(taken.minBudgetUsd);
					if (taken.maxLoad !== undefined) expect(itemFacts.load).toBeLessThanOrEqual(taken.maxLoad);
				},
			),
		);
	});
});

describe('the founding table', () => {
	const now = new Date('2026-11-23T12:00:00Z');

	test.each(foundingTable(now))('$name has a model that is served: $model on $host', ({ model, host }) => {
		expect(modelStatus(model, host, now).status).toBe('alive');
	});

	test.each<[string, ItemFacts, Classification]>([
		['On-premise', facts({ sensitive: ['card number'] }), found('reasoning')],
		['Multi-modal', facts({ needs: ['vision'] }), found('general')],
		['High volume', facts({ load: 0.95 }), found('simple')],
		['Reasoning', facts({ load: 0.95 }), found('reasoning')],
		['Simple', facts(), found('simple')],
		['Reasoning', facts(), found('coding')],
		['Creative and general', facts(), found('creative')],
		['Creative and general', facts(), found('general')],
	])('sends to %s: %o', (expected, itemFacts, classification) => {
		expect(goesTo(foundingTable(now), itemFacts, classification)).toBe(expected);
	});
});
