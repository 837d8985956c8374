import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/n8n/*.test.ts'],
		// Takes minutes, since n8n's summariser waits for a tokenizer from the network; its recordings are read in `npm test`.
		exclude: process.env.N8N_HISTORY ? [] : ['test/n8n/history.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
		// One n8n at a time: each takes 700 MB and both cores.
		fileParallelism: false,
	},
});
