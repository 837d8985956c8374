import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export const root = path.join(import.meta.dirname, '../..');

/** Whether the pack is built: the audit runs the nodes of `dist`, as `npm run audit` does after its set-up. */
export const isBuilt = existsSync(path.join(root, 'dist/nodes/MigrationCheck/MigrationCheck.node.js'));

export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

interface Options {
	cwd: string;
	env?: Record<string, string>;
	/** Told everything that was written so far; what it returns is sent as a signal. */
	watch?: (output: string) => NodeJS.Signals | undefined;
}

/** Runs the real command in a process of its own. */
export async function runAudit(args: string[], { cwd, env, watch }: Options): Promise<Finished> {
	const child = spawn(process.execPath, ['--import', tsx, path.join(root, 'scripts/audit.ts'), ...args], {
		cwd,
		env: { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', NODE_PATH: '', ...env },
	});
	const output = { stdout: '', stderr: '' };
	const look = () => {
		const signal = watch?.(output.stdout + output.stderr);
		if (signal) child.kill(signal);
	};
	child.stdout.on('data', (part) => (output.stdout += part, look()));
	child.stderr.on('data', (part) => (output.stderr += part, look()));
	const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
	return { code, ...output };
}
