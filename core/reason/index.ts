export { plainText, type ReasonMessage, type ReasonRequest } from './buildRequest';
export type { Endpoint } from './endpoint';
export { reason, type OutgoingCall, type ReasonDelta, type ReasonOptions, type ReasonResult, type Timings } from './reason';
export { ReasonError, type Attempt, type ReasonErrorKind } from './reasonError';
export { reasonWithFallback, type FallbackOptions, type FallbackResult, type Target } from './reasonWithFallback';
export { splitThinking } from './thinkingSplitter';
