import { execFileSync } from 'node:child_process';
import path from 'node:path';
import manifest from '../../package.json';

const root = path.join(import.meta.dirname, '../..');
const runs = 9;

/** Milliseconds that a fresh process, which has n8n-workflow loaded as n8n has, takes to require these files. */
function loadTime(files: string[]): number {
	const script = `require('n8n-workflow');const t=performance.now();for(const f of ${JSON.stringify(files)})new (Object.values(require(f))[0])();process.stdout.write(String(performance.now()-t))`;
	return Number(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** What loading every node and credential adds to n8n's start. Target: at most 100 ms. */
export default async function load() {
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => path.join(root, file));
	const all = Array.from({ length: runs }, () => loadTime(files));
	console.log(`All ${files.length} files, fresh process, median of ${runs}: ${median(all).toFixed(0)} ms (target: at most 100 ms)`);
	console.table(
		files.map((file) => ({
			file: path.relative(root, file),
			'ms alone': Number(median(Array.from({ length: 3 }, () => loadTime([file]))).toFixed(1)),
		})),
	);
}
