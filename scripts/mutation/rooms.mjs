/** Who read what a call used, out of whatever a host or a node of n8n says. */
const readers = ['usage', 'itemUsage', 'nodeUsage', 'reading', 'streamUsage', 'tokenCounts', 'chargedApart', 'headerUsage'];
const ledger = 'core/budget/ledger';
const checks = ['cost', 'fallback', 'inventory', 'language', 'latency', 'privacy', 'quality', 'residency', 'tools'];

/** The rooms whose code decides about money and verdicts: what is mutated, and the tests that must notice. */
export const rooms = {
	money: {
		mutate: ['core/money/*.ts', ...readers.map((name) => `!core/money/${name}.ts`)],
		tests: ['test/core/money/{cacheWrite,cost,dearestCase,estimateTokens,nano,plannedCall,settledCost}.test.ts'],
	},
	usage: {
		mutate: readers.map((name) => `core/money/${name}.ts`),
		tests: ['test/core/money/{usage,itemUsage,streamUsage}.test.ts'],
	},
	budget: { mutate: ['core/budget/*.ts'], tests: ['test/core/budget/*.test.ts'] },
	// The rules of the ledger stand once for both stores, so that SQLite is enough to try them.
	ledger: {
		mutate: [`${ledger}/{ledger,reserve,close,budget,lease}.ts`],
		tests: ['test/core/budget/ledger/{ledger,books,lostAnswers}.test.ts'],
		withoutPostgres: true,
	},
	books: {
		mutate: [`${ledger}/{report,prune,sums,input,period,reservationId,ledgerError,store}.ts`],
		tests: ['test/core/budget/ledger/{ledger,books,period,input,ledgerError}.test.ts'],
		withoutPostgres: true,
	},
	sqlite: {
		mutate: [`${ledger}/{sqlite*,fileIdentity,migrations,machine,openLedger}.ts`],
		tests: ['test/core/budget/ledger/{sqliteStore,machine,openLedger,ledger,books}.test.ts'],
		withoutPostgres: true,
	},
	postgres: { mutate: [`${ledger}/postgres*.ts`], tests: ['test/core/budget/ledger/postgresStore.test.ts'] },
	// The cost cap of an audit, and the calls that it stops.
	cap: {
		mutate: ['core/audit/{spending,runCheck}.ts', 'core/checks/calls/{ask,runAll}.ts', 'core/checks/{verdict,summarise}.ts'],
		tests: [
			'test/core/audit/{spending,runCheck}.test.ts',
			'test/core/checks/calls/*.test.ts',
			'test/core/checks/{calls,verdict,summarise}.test.ts',
		],
	},
	retries: {
		mutate: ['core/reason/{retryPolicy,reasonWithFallback,fallbackGroups,sums}.ts'],
		tests: ['test/core/reason/{retryPolicy,reasonWithFallback,sums}.test.ts'],
	},
	reason: { mutate: ['core/reason/reason.ts'], tests: ['test/core/reason/{reason,attempts}.test.ts'] },
	...Object.fromEntries(
		// Judges are pure: made-up evidence tries them. What a whole run shows comes on top, and would take hours here.
		checks.map((id) => [`judge-${id}`, { mutate: [`core/checks/${id}/judge.ts`], tests: [`test/core/checks/${id}/judge.test.ts`] }]),
	),
	statistics: { mutate: ['core/statistics/**/*.ts'], tests: ['test/core/statistics/**/*.test.ts'] },
};
