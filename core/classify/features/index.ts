export { extractFeatures, GROUPS, type Features } from './extract';
export { BUCKETS, WIDE_BUCKETS } from './list';
export { LONGEST_TEXT } from './normalise';
