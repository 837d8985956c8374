import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/n8n/*.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
		// One n8n at a time: each takes 700 MB and both cores.
		fileParallelism: false,
	},
});
