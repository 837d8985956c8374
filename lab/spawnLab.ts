import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LabRecord, ReceivedRequest, ScriptedReply } from './record';
import type { LabSettings } from './startLab';

export interface SpawnedLab {
	baseURL: string;
	script(settings: LabSettings & { replies?: ScriptedReply[] }): Promise<void>;
	record(): Promise<{ received: ReceivedRequest[]; records: LabRecord[] }>;
	reset(): Promise<void>;
	close(): Promise<void>;
}

/** Starts the lab in a process of its own, so that its work does not count as the work of who measures. */
export async function spawnLab(...flags: string[]): Promise<SpawnedLab> {
	const { file, execArgv } = program();
	const child = fork(file, flags, {
		execArgv,
		// Ctrl-C of the terminal is for who started the lab; that one closes it.
		detached: true,
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const baseURL = await new Promise<string>((resolve, reject) => {
		child.once('message', (message) => {
			if (typeof message === 'object' && message !== null && 'baseURL' in message) resolve(String(message.baseURL));
		});
		child.once('exit', (code) => reject(new Error(`The lab ended with code ${code} before it listened`)));
	});
	const post = async (route: string, body: unknown = {}) => {
		const response = await fetch(`${baseURL}/lab/${route}`, { method: 'POST', body: JSON.stringify(body) });
		if (!response.ok) throw new Error(await response.text());
	};
	return {
		baseURL,
		script: (settings) => post('script', settings),
		record: async () => (await fetch(`${baseURL}/lab/record`)).json(),
		reset: () => post('reset'),
		close: async () => {
			const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
			child.kill('SIGTERM');
			await ended;
		},
	};
}

/** `main.ts` beside this file; in the build this file is a part of a chunk, and the program lies in `dist/lab`. */
function program(): { file: string; execArgv: string[] } {
	const source = path.join(__dirname, 'main.ts');
	if (existsSync(source)) return { file: source, execArgv: ['--import', 'tsx'] };
	return { file: path.join(__dirname, '../lab/main.js'), execArgv: [] };
}
