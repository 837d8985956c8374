import path from 'node:path';
import { Worker } from 'node:worker_threads';

const entry = path.join(import.meta.dirname, 'worker.mjs');
/** Runs that one worker serves: what tests leave behind in it ends with it. */
const mostRuns = 50;

let worker;
let runs = 0;

/** A pool of vitest that keeps its worker from run to run, as mutants are tried by thousands. */
class KeptWorker {
	name = 'kept';

	constructor({ env, execArgv }) {
		this.options = { env, execArgv };
	}

	on(event, listener) {
		worker.on(event, listener);
	}

	off(event, listener) {
		worker.off(event, listener);
	}

	send(message) {
		worker.postMessage(message);
	}

	async start() {
		worker ??= new Worker(entry, this.options);
	}

	async stop() {
		runs += 1;
		if (runs % mostRuns !== 0) return;
		const old = worker;
		worker = undefined;
		await old.terminate();
	}

	deserialize(message) {
		return message;
	}
}

/** Plugin of vitest's configuration: the test runner of Stryker names a pool of its own, so that it can't stand there. */
export const keepWorker = {
	name: 'keep-worker',
	configureVitest({ project }) {
		project.config.pool = 'kept';
		project.config.poolRunner = { name: 'kept', createPoolWorker: (options) => new KeptWorker(options) };
	},
};
