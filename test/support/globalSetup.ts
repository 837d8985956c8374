import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Made by tools, not by tests, which go with the folder; `n8n-settings` is one a test file, from setup.ts. */
const tools = /^(n8n-settings-.*|tsx-\d+|node-compile-cache|v8-compile-cache.*|playwright.*|vitest-.*|\.X.*)$/;

/** A test run has a temp folder of its own, which goes with it; what tests leave in it fails the run by name. */
export default function setup() {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-r1-tests-'));
	const before = process.env.TMPDIR;
	process.env.TMPDIR = folder;
	// PostgreSQL runs as another user, who must get through.
	chmodSync(folder, 0o755);
	return () => {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
		const left = readdirSync(folder).filter((name) => !tools.test(name));
		rmSync(folder, { recursive: true, force: true });
		if (left.length > 0) throw new Error(`Tests left ${left.length} files or folders in the temp folder: ${left.slice(0, 20).join(', ')}`);
	};
}
