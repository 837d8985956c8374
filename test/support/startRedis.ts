import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether a real Redis can be started here (Debian: `apt-get install redis-server`). */
export const hasRedis = (() => {
	try {
		execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
})();

export interface Redis {
	port: number;
	stop(): Promise<void>;
}

/** Starts a server of its own on a free port of loopback; it keeps nothing on the disk. */
export async function startRedis(): Promise<Redis> {
	const folder = mkdtempSync(path.join(tmpdir(), 'r1-redis-'));
	const port = await freePort();
	const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
	const server = spawn('redis-server', flags, { stdio: 'ignore' });
	const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	await answers(port);
	return {
		port,
		async stop() {
			server.kill('SIGKILL');
			await exited;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function answers(port: number) {
	for (let attempt = 0; attempt < 200; attempt++) {
		const open = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			socket.once('connect', () => resolve(socket.end() !== undefined));
			socket.once('error', () => resolve(false));
		});
		if (open) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('Redis did not start');
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('No port');
	return address.port;
}
