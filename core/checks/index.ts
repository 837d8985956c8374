import type { Check } from './check';
import { cost } from './cost';
import { fallback } from './fallback';
import { inventory } from './inventory';
import { language } from './language';
import { latency } from './latency';
import { privacy } from './privacy';
import { quality } from './quality';
import { residency } from './residency';
import { tools } from './tools';

/** The checks in the order of the checklist. A new check is a folder, its row here, and a workflow that runs it. */
export const checks = [
	inventory,
	quality,
	language,
	tools,
	residency,
	latency,
	fallback,
	privacy,
	cost,
] as const satisfies readonly Check[];

export type CheckId = (typeof checks)[number]['id'];

export const checkIds = checks.map(({ id }) => id) as unknown as readonly [CheckId, ...CheckId[]];

export const isCheckId = (id: unknown): id is CheckId => checks.some((check) => check.id === id);

/** @throws TypeError when there is no such check. */
export function checkOf(id: string): Check<CheckId> {
	const check = checks.find((each) => each.id === id);
	if (!check) throw new TypeError(`There is no check "${id}"; there are ${checkIds.join(', ')}`);
	return check;
}
