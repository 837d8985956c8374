import type { CheckContext, CheckDefinition } from '../checkDefinition';
import type { CheckResult } from '../checkResult';
import { check as cost } from './cost';
import { check as fallback } from './fallback';
import { check as inventory } from './inventory';
import { check as latency } from './latency';
import { check as privacy } from './privacy';
import { check as quality } from './quality';
import { check as residency } from './residency';
import { check as language } from './language';
import { check as tools } from './tools';

/** A check with its own parameter type closed in, so that checks of different parameters stand in one list. */
export interface RunnableCheck extends Pick<CheckDefinition, 'id' | 'title' | 'description' | 'properties'> {
	run(raw: Record<string, unknown>, context: CheckContext): Promise<CheckResult>;
}

const runnable = <Parameters>({ id, title, description, properties, ...check }: CheckDefinition<Parameters>): RunnableCheck => ({
	id,
	title,
	description,
	properties,
	run: async (raw, context) => await check.run(check.parse(raw), context),
});

/** The checks in the order of the checklist; a new one is added here and nowhere else. */
export const checks: readonly RunnableCheck[] = [
	runnable(inventory),
	runnable(quality),
	runnable(language),
	runnable(tools),
	runnable(residency),
	runnable(latency),
	runnable(fallback),
	runnable(privacy),
	runnable(cost),
];
