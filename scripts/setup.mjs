// Makes a fresh `npm ci` ready: the Node that n8n needs, and a `dist` that is not older than its sources.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const newest = (folder) =>
	readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.reduce((latest, entry) => Math.max(latest, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);

const nodeBinary = path.join(root, 'node_modules/node/bin/node');
if (!existsSync(nodeBinary)) {
	process.stderr.write('Putting Node 24 into node_modules (once)...\n');
	// npm's own `node` package fetches its binary in an install script; scripts are off for everything else.
	run('npm', 'rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
	// The binary is linked into place; what it came with (headers, npm, manuals) is 68 MB that nothing uses.
	rmSync(path.join(root, 'node_modules/node/node_modules'), { recursive: true, force: true });
}

const stamp = path.join(root, 'dist/.built');
const sources = ['core', 'nodes', 'credentials', 'cli', 'lab'].map((folder) => path.join(root, folder));
const changed = Math.max(
	...sources.map(newest),
	...['package.json', 'rolldown.config.mjs'].map((file) => statSync(path.join(root, file)).mtimeMs),
);
if (!process.argv.includes('--no-build') && (!existsSync(stamp) || statSync(stamp).mtimeMs < changed)) {
	process.stderr.write('Building...\n');
	run(nodeBinary, 'scripts/build.mjs');
}
