/** Origins of features: above 0 a word of the text, from -1 on a mark of its structure, from here down a meaning. */
export const CONCEPT_ORIGIN = -100;
