import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/hammer/**/*.hammer.ts'],
		globalSetup: ['test/support/globalSetup.ts'],
		setupFiles: ['test/support/setup.ts'],
		hookTimeout: 60_000,
		fileParallelism: false,
	},
});
