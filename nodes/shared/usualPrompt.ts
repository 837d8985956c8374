import { usualFields } from '../../core/usualFields';

/** The expression that finds what is asked in an item, by its usual names and then by those given here. */
export const usualPrompt = (...more: string[]) => `={{ ${[...usualFields, ...more].map((name) => `$json.${name}`).join(' ?? ')} }}`;
