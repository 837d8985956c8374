/** One value of a cluster; values of one cluster may depend on each other. */
export interface Clustered {
	cluster: string;
	value: number;
	/** How many cases of the whole this one stands for; default 1. */
	weight?: number;
}

export interface ClusteredMean {
	value: number;
	/** Of the mean; cluster-robust, with the correction for few clusters (Miller 2024, arXiv 2411.00640, section 2.2). */
	variance: number;
	clusters: number;
	cases: number;
}

/** Mean and its variance, where whole clusters were drawn and not single cases. NaN and infinite without a case. */
export function clusteredMean(cases: readonly Clustered[]): ClusteredMean {
	const total = cases.reduce((sum, { weight = 1 }) => sum + weight, 0);
	const value = cases.reduce((sum, { value: one, weight = 1 }) => sum + weight * one, 0) / total;
	const residuals = new Map<string, number>();
	for (const { cluster, value: one, weight = 1 } of cases) residuals.set(cluster, (residuals.get(cluster) ?? 0) + weight * (one - value));
	const clusters = residuals.size;
	const squares = [...residuals.values()].reduce((sum, residual) => sum + residual * residual, 0);
	const variance = clusters > 1 ? (squares / (total * total)) * (clusters / (clusters - 1)) : Infinity;
	return { value, variance, clusters, cases: cases.length };
}
