// The program of the thread in which `runInSandbox` lets code run: an entry of the build, never imported.
import { parentPort } from 'node:worker_threads';
import { loadInterpreter, runInInterpreters } from './interpreter';
import type { SandboxRun } from './sandbox';

void loadInterpreter().then((module) => {
	parentPort?.once('message', ({ tests, memoryMb }: SandboxRun) => parentPort?.postMessage(runInInterpreters(module, tests, memoryMb)));
	parentPort?.postMessage('ready');
});
