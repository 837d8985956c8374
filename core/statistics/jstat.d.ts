declare module 'jstat' {
	const jstat: {
		normal: { inv(p: number, mean: number, sd: number): number; cdf(x: number, mean: number, sd: number): number };
		studentt: { cdf(x: number, degreesOfFreedom: number): number };
		/** Natural logarithm of the number of ways to choose `k` of `n`. */
		combinationln(n: number, k: number): number;
	};
	export default jstat;
}
