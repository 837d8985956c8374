// A worker of vitest that serves one run after the other. Vitest loads the modules of the project anew for each test file;
// only itself and what lies in node_modules stay loaded, which is most of what a worker costs.
import { parentPort } from 'node:worker_threads';
import { init, runBaseTests, setupEnvironment } from 'vitest/worker';

const listeners = [];
init({
	post: (message) => parentPort.postMessage(message),
	on(listener) {
		listeners.push(listener);
		parentPort.on('message', listener);
	},
	off: (listener) => parentPort.off('message', listener),
	// The first one waits for the next run; the others belong to the run that is over.
	teardown: () => listeners.splice(1).forEach((listener) => parentPort.off('message', listener)),
	runTests: async (state, traces) => await runBaseTests('run', state, traces),
	collectTests: async (state, traces) => await runBaseTests('collect', state, traces),
	setup: setupEnvironment,
});
