export { detection, type Detection, type Pair } from './agreement';
export { bootstrap, quantile } from './bootstrap';
export { benjaminiHochberg, holm } from './corrections';
export { casesToDecide } from './casesToDecide';
export type { Estimate } from './interval';
export { mcnemarExact } from './mcnemar';
export { nonInferiority, type NonInferiority } from './nonInferiority';
export {
	clusteredDifference,
	clusteredShare,
	pairedDifference,
	type PairedTable,
	type TaskShares,
} from './pairedDifference';
export { seededRandom } from './random';
export { wilson } from './wilson';
