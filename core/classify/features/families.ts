/** Seeds of the feature families: the same word as first word and as any word are two features. */
export const FAMILY = {
	character: 11,
	edge: 23,
	word: 31,
	pair: 47,
	skip: 59,
	first: 61,
	last: 73,
	opening: 83,
	cue: 97,
	concept: 101,
	conceptFirst: 113,
	conceptPair: 127,
	conceptCue: 139,
	conceptLast: 149,
} as const;
