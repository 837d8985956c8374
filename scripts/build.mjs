// `dist`: nodes and credentials bundled with shared chunks, their icons and codex files, and the library's types.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
execFileSync('npm', ['run', '-s', 'setup', '--', '--no-build'], { stdio: 'inherit' });
rmSync('dist', { recursive: true, force: true });
const nodeBinary = path.join(root, 'node_modules/node/bin/node');
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
execFileSync(nodeBinary, ['node_modules/rolldown/bin/cli.mjs', '-c'], quiet);
execFileSync(nodeBinary, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], quiet);
writeFileSync('dist/.built', '');
