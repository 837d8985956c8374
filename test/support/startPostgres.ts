import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresConnection } from '../../core/budget/ledger/postgresConnection';

const run = promisify(execFile);

/** Where the server's programs lie: on the path, or where Debian and macOS put them. */
const folder = [
	...(process.env.PATH ?? '').split(path.delimiter),
	...globSync(['/usr/lib/postgresql/*/bin', '/opt/homebrew/opt/postgresql*/bin', '/usr/pgsql-*/bin']).sort().reverse(),
].find((place) => ['initdb', 'pg_ctl', 'postgres'].every((program) => existsSync(path.join(place, program))));

/** Whether a real PostgreSQL can be started here (Debian: `apt-get install postgresql`), and is wanted. */
export const hasPostgres = folder !== undefined && process.env.R1_TESTS_WITHOUT_POSTGRES === undefined;

/** For the name of a suite that needs the server, so that a skip says why. */
export const postgresName = hasPostgres
	? 'PostgreSQL'
	: 'PostgreSQL (skipped: no initdb and pg_ctl on this machine, or R1_TESTS_WITHOUT_POSTGRES is set)';

export interface Postgres {
	connection: Required<Pick<PostgresConnection, 'host' | 'port' | 'database' | 'user' | 'password'>>;
	/** Certificate that the server shows with `tls`; it is its own authority. */
	certificate?: string;
	/** Stops the server at once and starts it again, as a crash does; or only one of the two. */
	restart(): Promise<void>;
	kill(): Promise<void>;
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts a server of its own on a free port. `durable: false` does not wait for the disk; `tls` needs the program openssl. */
export async function startPostgres({ durable = false, tls = false } = {}): Promise<Postgres> {
	if (!folder) throw new Error('No initdb and pg_ctl on this machine: install PostgreSQL');
	const bin = folder;
	const user = serverUser();
	const home = mkdtempSync(path.join(tmpdir(), 'r1-postgres-'));
	const data = path.join(home, 'data');
	const passwordFile = path.join(home, 'password');
	const connection = { host: '127.0.0.1', port: await freePort(), database: 'postgres', user: 'guard', password: 'only-for-tests' };
	writeFileSync(passwordFile, connection.password);
	if (user) for (const place of [home, passwordFile]) chownSync(place, user.uid, user.gid);
	const options = { ...user, cwd: home };
	const program = async (name: string, ...args: string[]) => await run(path.join(bin, name), args, options);
	await program(
		'initdb',
		'-D',
		data,
		'-U',
		connection.user,
		'--auth=scram-sha-256',
		`--pwfile=${passwordFile}`,
		'--no-sync',
		'-E',
		'UTF8',
		'--locale=C',
	);
	const fast = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
	const flags = Object.entries({
		listen_addresses: connection.host,
		port: String(connection.port),
		unix_socket_directories: '',
		max_connections: '150',
		...fast,
		...(tls ? { ssl: 'on', ssl_cert_file: path.join(home, 'server.crt'), ssl_key_file: path.join(home, 'server.key') } : {}),
	}).map(([name, value]) => `-c ${name}='${value}'`);
	if (tls) {
		const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
		await run(
			'openssl',
			['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'server.key', '-out', 'server.crt', ...names],
			options,
		);
		chmodSync(path.join(home, 'server.key'), 0o600);
	}
	const start = async () => {
		await program('pg_ctl', '-D', data, '-w', '-s', '-l', path.join(home, 'log'), '-o', flags.join(' '), 'start');
	};
	const kill = async () => {
		await program('pg_ctl', '-D', data, '-w', '-s', '-m', 'immediate', 'stop');
	};
	await start();
	return {
		connection,
		certificate: tls ? readFileSync(path.join(home, 'server.crt'), 'utf8') : undefined,
		start,
		kill,
		async restart() {
			await kill();
			await start();
		},
		async stop() {
			await kill().catch(() => undefined);
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/** The server refuses to run as root: then it runs as the first of these users. */
function serverUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	for (const name of ['postgres', 'nobody']) {
		try {
			const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
			return { uid: id('-u'), gid: id('-g') };
		} catch {
			continue;
		}
	}
	throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody');
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('No port');
	return address.port;
}
