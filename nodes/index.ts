export type { Endpoint } from './shared/reasoning/endpoint';
