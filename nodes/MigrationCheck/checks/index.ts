import type { CheckDefinition } from '../checkDefinition';

/** The checks in the order of the checklist; a new one is added here and nowhere else. */
export const checks: readonly CheckDefinition[] = [];
