import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.mts';
import { keepWorker } from './keptWorker.mjs';
import { rooms } from './rooms.mjs';

const room = process.env.MUTATED_ROOM;
const merged = mergeConfig(base, defineConfig({ test: {} }));

/** Only the room's own tests: all others would be run for nothing. */
const { tests, withoutPostgres } = rooms[room];
export default {
	...merged,
	plugins: [...(merged.plugins ?? []), keepWorker],
	test: {
		...merged.test,
		...(withoutPostgres ? { env: { R1_TESTS_WITHOUT_POSTGRES: '1' } } : {}),
		setupFiles: [...[merged.test.setupFiles ?? []].flat(), 'scripts/mutation/loadFirst.mjs'],
		include: tests.filter((name) => !name.startsWith('!')),
		exclude: [...merged.test.exclude, ...tests.filter((name) => name.startsWith('!')).map((name) => name.slice(1))],
	},
};
