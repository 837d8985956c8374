// Puts the real n8n into its own folder, once (about 3 GB and a few minutes).
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../test/n8n');
const finished = path.join(folder, 'node_modules/.finished');
if (!existsSync(finished)) {
	process.stderr.write('Installing n8n 2.40.7 into test/n8n (about 3 GB, a few minutes, once)...\n');
	const npm = (...args) => execFileSync('npm', [...args, '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
	npm('ci');
	// n8n's default database; everything else works without install scripts.
	npm('rebuild', 'sqlite3', '--ignore-scripts=false');
	writeFileSync(finished, '');
}
