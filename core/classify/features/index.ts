export { extractFeatures, GROUPS, type Features } from './extract';
export { BUCKETS } from './list';
export { LONGEST_TEXT } from './normalise';
