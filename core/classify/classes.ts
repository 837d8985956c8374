export const QUERY_CLASSES = ['simple', 'reasoning', 'coding', 'creative', 'general'] as const;
export type QueryClass = (typeof QUERY_CLASSES)[number];

export const isQueryClass = (value: unknown): value is QueryClass =>
	typeof value === 'string' && QUERY_CLASSES.some((queryClass) => queryClass === value);

/** What each class means: shown in the node and told to a model that gives a second opinion. */
export const CLASS_MEANINGS: Record<QueryClass, string> = {
	simple: 'small talk, facts, definitions, look-ups, translation, extraction, format conversion, labels: one step',
	reasoning: 'mathematics, logic, probability, planning under constraints, figures that need several steps',
	coding: 'writing, explaining, fixing or testing code, formulas, queries, regular expressions, configuration',
	creative: 'stories, poems, songs, slogans, names, jokes, role-play, dialogue',
	general: 'explanations, advice, comparisons, mails and letters, articles, plans, opinions',
};
