import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

const command = path.join(root, 'dist/cli/main.js');

/** Whether the pack is built: the command is the one of `dist`, as `npm run audit` runs it after its set-up. */
export const isBuilt = existsSync(command);

export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

interface Options {
	cwd: string;
	env?: Record<string, string>;
	/** Ctrl-C is pressed as soon as this is true. */
	interruptWhen?: () => boolean;
}

/** Runs the real `audit` command in a process of its own. */
export const runAudit = async (args: string[], options: Options): Promise<Finished> => await runCommand('audit', args, options);

/** Runs a command of the pack in a process of its own. */
export async function runCommand(name: string, args: string[], { cwd, env, interruptWhen }: Options): Promise<Finished> {
	const child = spawn(process.execPath, [command, name, ...args], {
		cwd,
		env: { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', NODE_PATH: '', ...env },
	});
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (part) => (output.stdout += part));
	child.stderr.on('data', (part) => (output.stderr += part));
	const watch = setInterval(() => {
		if (!interruptWhen?.()) return;
		clearInterval(watch);
		child.kill('SIGINT');
	}, 25);
	const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
	clearInterval(watch);
	return { code, ...output };
}
