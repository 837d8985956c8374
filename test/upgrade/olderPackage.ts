import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** The last commit of version 0.1.0, of which every node has version 1 alone. */
export const firstVersion = 'bfdf562';

/** The tarball that `npm publish` would have made of a commit, and the workflows that it bundled; made once below out/. */
export function olderPackage(commit: string): { tarball: string; workflows: string } {
	const folder = path.join(root, 'out/older', commit);
	const [tarball, workflows] = [path.join(folder, 'package.tgz'), path.join(folder, 'workflows')];
	if (existsSync(tarball)) return { tarball, workflows };
	const source = mkdtempSync(path.join(tmpdir(), 'older-'));
	try {
		const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 30 });
		execFileSync('tar', ['x', '-C', source], { input: archive });
		const npm = (...args: string[]) => execFileSync('npm', args, { cwd: source, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
		npm('ci', '--loglevel=error');
		npm('run', '-s', 'build');
		mkdirSync(folder, { recursive: true });
		const name = npm('pack', '--silent', '--pack-destination', folder).trim();
		execFileSync('cp', ['-r', path.join(source, 'workflows'), workflows]);
		// Last, so that a run that was cut begins anew.
		renameSync(path.join(folder, name), tarball);
		return { tarball, workflows };
	} finally {
		rmSync(source, { recursive: true, force: true });
	}
}
