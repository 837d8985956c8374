import { rooms } from './rooms.mjs';

const room = process.env.MUTATED_ROOM;

export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
	mutate: [...rooms[room].mutate, '!core/**/*.d.ts'],
	coverageAnalysis: 'perTest',
	// Words of sentences and tables: whole records are compared, so that nearly all would be noticed and hide what is not.
	mutator: { excludedMutations: ['StringLiteral'] },
	// Constants that are read when a file loads would run every test for each of their mutants.
	ignoreStatic: true,
	concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
	timeoutMS: 10_000,
	ignorePatterns: ['dist', 'out', 'coverage', 'docs/images', 'workflows', '.n8n', 'test/n8n'],
	reporters: ['clear-text', 'json', 'progress-append-only'],
	// With MUTATION_AGAIN=1 only what the last run left over, and what changed since, is tried again.
	incremental: process.env.MUTATION_AGAIN === '1',
	incrementalFile: `out/mutation/${room}.again.json`,
	jsonReporter: { fileName: `out/mutation/${room}.json` },
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
	tempDirName: 'out/mutation/sandbox',
	allowConsoleColors: false,
};
