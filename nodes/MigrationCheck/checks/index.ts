import type { CheckContext, CheckDefinition } from '../checkDefinition';
import type { CheckResult } from '../checkResult';
import { properties as cost } from './cost/properties';
import { properties as fallback } from './fallback/properties';
import { properties as inventory } from './inventory/properties';
import { properties as language } from './language/properties';
import { properties as latency } from './latency/properties';
import { properties as privacy } from './privacy/properties';
import { properties as quality } from './quality/properties';
import { properties as residency } from './residency/properties';
import { properties as tools } from './tools/properties';

/** A check as the node lists it; what it runs on is loaded when it runs, so that n8n starts without it. */
export interface RunnableCheck extends Pick<CheckDefinition, 'id' | 'title' | 'description' | 'properties'> {
	run(raw: Record<string, unknown>, context: CheckContext): Promise<CheckResult>;
}

/** The check's own parameter type stays closed in, so that checks of different parameters stand in one list. */
const runs =
	<Parameters>(load: () => Promise<{ check: CheckDefinition<Parameters> }>): RunnableCheck['run'] =>
	async (raw, context) => {
		const { check } = await load();
		return await check.run(check.parse(raw), context);
	};

/** The checks in the order of the checklist; a new one is added here and nowhere else. */
export const checks: readonly RunnableCheck[] = [
	{
		id: 'inventory',
		title: 'Inventory',
		description: 'Find every language model that workflows name, and which are gone or will go',
		properties: inventory,
		run: runs(async () => await import('./inventory')),
	},
	{
		id: 'quality',
		title: 'Reasoning quality',
		description: 'Whether the candidate solves tasks as well as the baseline, with confidence intervals',
		properties: quality,
		run: runs(async () => await import('./quality')),
	},
	{
		id: 'language',
		title: 'Chinese and language handling',
		description: 'How often Chinese leaks into answers and traces, and whether Chinese prompts are answered in Chinese',
		properties: language,
		run: runs(async () => await import('./language')),
	},
	{
		id: 'tools',
		title: 'Tool use',
		description: 'Whether the candidate makes the right calls with valid arguments, and which features its endpoint lacks',
		properties: tools,
		run: runs(async () => await import('./tools')),
	},
	{
		id: 'residency',
		title: 'Data residency',
		description: 'Hold operator, country and network of the endpoint against your policy',
		properties: residency,
		run: runs(async () => await import('./residency')),
	},
	{
		id: 'latency',
		title: 'Latency and load',
		description: 'Load both models and measure first token, first answer token, time between tokens and goodput',
		properties: latency,
		run: runs(async () => await import('./latency')),
	},
	{
		id: 'fallback',
		title: 'Fallback drill',
		description: 'Let the candidate fail in every known way and see who answers, after how long and how often it is paid',
		properties: fallback,
		run: runs(async () => await import('./fallback')),
	},
	{
		id: 'privacy',
		title: 'Privacy policy',
		description: 'Look in your privacy policy for what a move of provider needs, and draft what is missing',
		properties: privacy,
		run: runs(async () => await import('./privacy')),
	},
	{
		id: 'cost',
		title: 'Cost model',
		description: 'Price your usage under baseline, candidate, other hosts and self-hosting',
		properties: cost,
		run: runs(async () => await import('./cost')),
	},
];
