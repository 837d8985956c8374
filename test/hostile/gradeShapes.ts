// The program of a thread in which one grader meets every text; it says before each which one it is.
import { parentPort, workerData } from 'node:worker_threads';
import { graders } from './shapes';

const { name, texts } = workerData as { name: string; texts: Record<string, string> };

async function run() {
	const usual = await graders[name]();
	for (const [shape, text] of Object.entries(texts)) {
		for (const place of [/ in a /.test(shape) ? [] : ['expected'], 'answer'].flat()) {
			parentPort?.postMessage(`${shape} as ${place}`);
			try {
				const grader = place === 'expected' ? await graders[name](text) : usual;
				await grader(text);
			} catch (error) {
				// A pattern or schema that is none is refused when the grader is made.
				if (place === 'answer') throw error;
			}
		}
	}
	parentPort?.postMessage('done');
}
void run();
