import path from 'node:path';
import type { CodeOutcome, JavaScriptTests } from './interpreter';

export interface SandboxLimits {
	/** Most time for all of it, from when the interpreter is loaded. */
	timeoutMs: number;
	/** Most memory of each of the two interpreters. */
	memoryMb: number;
	signal?: AbortSignal;
}

/** What the thread is told. */
export interface SandboxRun {
	tests: JavaScriptTests;
	memoryMb: number;
}

/**
 * Runs JavaScript that a model wrote and a task's tests for it (see `runInInterpreters`) in a thread of its own, which is
 * ended at the time limit. An interpreter can't promise that by itself: it looks at a clock between its own steps only, and
 * one step may be long. The calling thread is never held. A thread serves one run.
 */
export async function runInSandbox(tests: JavaScriptTests, { timeoutMs, memoryMb, signal }: SandboxLimits): Promise<CodeOutcome> {
	const { Worker } = await import('node:worker_threads');
	const { file, execArgv } = program();
	const worker = new Worker(file, {
		execArgv,
		env: {},
		// Of the thread's own heap; what the code uses lies in WebAssembly's memory, which the interpreters limit.
		resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 },
		stdout: true,
		stderr: true,
	});
	let timer: NodeJS.Timeout | undefined;
	let cancel = () => {};
	const outcome = await new Promise<CodeOutcome>((resolve) => {
		cancel = () => resolve({ kind: 'unjudged', reason: 'cancelled' });
		signal?.addEventListener('abort', cancel, { once: true });
		const ended = () =>
			resolve(
				timer
					? { kind: 'failed', reason: 'the code broke the interpreter that ran it' }
					: { kind: 'unjudged', reason: "the interpreter can't be started" },
			);
		worker.on('error', ended);
		worker.on('exit', ended);
		worker.on('message', (message: 'ready' | CodeOutcome) => {
			if (message !== 'ready') return resolve(message);
			timer = setTimeout(() => resolve({ kind: 'failed', reason: 'the code did not end in time' }), timeoutMs);
			worker.postMessage({ tests, memoryMb } satisfies SandboxRun);
		});
	});
	clearTimeout(timer);
	signal?.removeEventListener('abort', cancel);
	await worker.terminate();
	return outcome;
}

/** `sandboxWorker.ts` beside this file; in the build this file is a part of a chunk, and the program lies in `dist/core/graders`. */
function program(): { file: string; execArgv: string[] } {
	if (__filename.endsWith('.ts')) return { file: path.join(__dirname, 'sandboxWorker.ts'), execArgv: ['--import', 'tsx'] };
	return { file: path.join(__dirname, '../core/graders/sandboxWorker.js'), execArgv: [] };
}
