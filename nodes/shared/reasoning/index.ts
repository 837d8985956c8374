export type { Attempt, ReasonErrorKind } from './reasonError';
export type { ReasonMessage, ReasonRequest } from './buildRequest';
export type { ReasonDelta, ReasonOptions, ReasonResult, Timings } from './reason';
export type { Endpoint } from './endpoint';
export { reason } from './reason';
export { ReasonError } from './reasonError';
export { splitThinking } from './thinkingSplitter';
