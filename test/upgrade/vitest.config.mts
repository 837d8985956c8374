import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/upgrade/*.test.ts'],
		globalSetup: ['test/support/globalSetup.ts'],
		testTimeout: 600_000,
		hookTimeout: 1_200_000,
		fileParallelism: false,
	},
});
