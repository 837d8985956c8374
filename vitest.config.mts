import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['test/n8n/**', 'test/queue/**', 'test/stalls/**', 'test/upgrade/**', '**/node_modules/**'],
		globalSetup: ['test/support/globalSetup.ts'],
		setupFiles: ['test/support/setup.ts'],
		testTimeout: 20_000,
		hookTimeout: 60_000,
	},
	resolve: {
		// One copy for tests, nodes and n8n-core, or `instanceof NodeOperationError` is false.
		alias: { 'n8n-workflow': require.resolve('n8n-workflow') },
	},
});
