import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/queue/*.test.ts'],
		globalSetup: ['test/support/globalSetup.ts'],
		testTimeout: 900_000,
		hookTimeout: 900_000,
		fileParallelism: false,
	},
});
