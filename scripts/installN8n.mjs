// Puts the real n8n into its own folder, once (about 3 GB and a few minutes). Another version than the one of the lock file:
// N8N_FOLDER=/some/folder N8N_VERSION=2.41.1; the tests that start n8n take the same N8N_FOLDER.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const own = path.join(path.dirname(fileURLToPath(import.meta.url)), '../test/n8n');
const folder = process.env.N8N_FOLDER ?? own;
const manifest = JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8'));
const version = process.env.N8N_VERSION ?? manifest.dependencies.n8n;
if (process.env.N8N_VERSION && folder === own) throw new Error('N8N_VERSION needs N8N_FOLDER, a folder outside the repository');

const finished = path.join(folder, 'node_modules/.finished');
if (!existsSync(finished)) {
	process.stderr.write(`Installing n8n ${version} into ${folder} (about 3 GB, a few minutes, once)...\n`);
	const npm = (...args) => execFileSync('npm', [...args, '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
	if (folder === own) {
		npm('ci');
	} else {
		mkdirSync(folder, { recursive: true });
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies: { n8n: version } }, null, '\t'));
		npm('install', '--ignore-scripts');
	}
	// n8n's default database; everything else works without install scripts.
	npm('rebuild', 'sqlite3', '--ignore-scripts=false');
	writeFileSync(finished, '');
}
