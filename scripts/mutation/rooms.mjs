const checks = ['cost', 'fallback', 'inventory', 'language', 'latency', 'privacy', 'quality', 'residency', 'tools'];

/** The rooms whose code decides about money and verdicts: what is mutated, and the tests that must notice. */
export const rooms = {
	money: { mutate: ['core/money/**/*.ts'], tests: ['test/core/money/**/*.test.ts'] },
	budget: {
		mutate: ['core/budget/**/*.ts', '!core/budget/ledger/postgres*.ts'],
		tests: ['test/core/budget/**/*.test.ts', '!test/core/budget/ledger/postgresStore.test.ts'],
	},
	postgres: { mutate: ['core/budget/ledger/postgres*.ts'], tests: ['test/core/budget/ledger/postgresStore.test.ts'] },
	retries: {
		mutate: ['core/reason/{retryPolicy,reasonWithFallback,fallbackGroups,sums}.ts'],
		tests: ['test/core/reason/{retryPolicy,reasonWithFallback,sums}.test.ts'],
	},
	reason: { mutate: ['core/reason/reason.ts'], tests: ['test/core/reason/reason.test.ts'] },
	...Object.fromEntries(
		// Judges are pure: made-up evidence tries them. What a whole run shows comes on top, and would take hours here.
		checks.map((id) => [`judge-${id}`, { mutate: [`core/checks/${id}/judge.ts`], tests: [`test/core/checks/${id}/judge.test.ts`] }]),
	),
	statistics: { mutate: ['core/statistics/**/*.ts'], tests: ['test/core/statistics/**/*.test.ts'] },
};
