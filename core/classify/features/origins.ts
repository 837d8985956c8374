/**
 * What a feature stands for, as one number: 0 nothing that could be named, above 0 the word before which so many words
 * stand, from -1 on a cue, from -100 on a meaning.
 */
const FIRST_MEANING = -100;

export const NO_ORIGIN = 0;
export const originOfWord = (word: number): number => word + 1;
export const originOfCue = (cue: number): number => -cue;
export const originOfMeaning = (concept: number): number => FIRST_MEANING - concept;

export type Origin = { of: 'word' | 'cue' | 'meaning'; index: number };

export function readOrigin(origin: number): Origin {
	if (origin > 0) return { of: 'word', index: origin - 1 };
	return origin <= FIRST_MEANING ? { of: 'meaning', index: FIRST_MEANING - origin } : { of: 'cue', index: -origin };
}
