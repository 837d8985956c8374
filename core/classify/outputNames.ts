/** Names of the outputs that no table can take away; they come last. */
export const UNSURE = 'Unsure';
export const OTHER = 'Other';
