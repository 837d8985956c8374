export type { Endpoint } from './shared/reasoning/endpoint';
export { openLedger, type LedgerOptions } from './CostGuard/ledger/openLedger';
export type { Ledger, Reservation } from './CostGuard/ledger/ledger';
