/** The rooms whose code decides about money and verdicts: what is mutated, and the tests that must notice. */
export const rooms = {
	money: { mutate: ['core/money/**/*.ts'], tests: ['test/core/money/**/*.test.ts'] },
	budget: { mutate: ['core/budget/**/*.ts'], tests: ['test/core/budget/**/*.test.ts'] },
	reason: {
		mutate: ['core/reason/{retryPolicy,reasonWithFallback,fallbackGroups}.ts'],
		tests: ['test/core/reason/**/*.test.ts'],
	},
	verdicts: { mutate: ['core/checks/*/judge.ts'], tests: ['test/core/checks/**/*.test.ts'] },
	statistics: { mutate: ['core/statistics/**/*.ts'], tests: ['test/core/statistics/**/*.test.ts'] },
};
