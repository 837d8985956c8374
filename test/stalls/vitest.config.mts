import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/** How long nodes hold n8n, in processor time; not in `npm test`, since a collector that runs late would make it fail. */
export default defineConfig({
	test: {
		include: ['test/stalls/*.test.ts'],
		globalSetup: ['test/support/globalSetup.ts'],
		setupFiles: ['test/support/setup.ts'],
		fileParallelism: false,
	},
	resolve: { alias: { 'n8n-workflow': require.resolve('n8n-workflow') } },
});
