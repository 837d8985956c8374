import type { CheckDefinition } from '../checkDefinition';
import { check as fallback } from './fallback';
import { check as fallback } from './fallback';
import { check as inventory } from './inventory';
import { check as latency } from './latency';
import { check as privacy } from './privacy';
import { check as quality } from './quality';

/** The checks in the order of the checklist; a new one is added here and nowhere else. */
export const checks: readonly CheckDefinition[] = [inventory, quality, latency, fallback, privacy];
