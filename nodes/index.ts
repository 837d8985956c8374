export * from './shared/reasoning';
export { openLedger, type LedgerOptions } from './CostGuard/ledger/openLedger';
export type { Ledger, Reservation } from './CostGuard/ledger/ledger';
export { costOf, dearestCost, type Usage } from './shared/catalogue/cost';
export { findHost, findModel, modelStatus } from './shared/catalogue/lookup';
export { detectChinese, type Detection, type DetectOptions } from './ChineseOutputDetector/detect';
export { classifyQuery, type Classification, type ClassifyOptions } from './RouteByQueryClass/classify';
export { findModelReferences } from './MigrationCheck/checks/inventory/findModelReferences';
export type { ModelReference } from './MigrationCheck/checks/inventory/modelReference';
