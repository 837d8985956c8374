import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { WorkflowJson } from '../support/runWorkflow';
import { signIn, type Session } from './session';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
/** Where n8n is installed; scripts/installN8n.mjs reads the same setting. */
export const n8nFolder = process.env.N8N_FOLDER ?? import.meta.dirname;
const binary = path.join(n8nFolder, 'node_modules/.bin/n8n');
const packageName = 'n8n-nodes-r1';

/** Settings that keep n8n on this machine: no telemetry, templates, version or registry look-ups. */
const offline = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	NO_COLOR: '1',
};

interface Settings {
	folder?: string;
	port?: number;
	env?: Record<string, string>;
	bare?: boolean;
}

/** An n8n of its own: user folder, database and ports, with the packed tarball installed as a community package. */
export class N8n {
	readonly folder: string;
	private readonly env: NodeJS.ProcessEnv;
	private server?: ChildProcess;
	private session?: { rest: Session['rest']; key: string };

	private constructor(
		folder: string,
		readonly port: number,
		brokerPort: number,
		more: Record<string, string>,
	) {
		this.folder = folder;
		// vitest's and the shell's own settings must not reach n8n.
		const { PATH, HOME, LANG, TZ } = process.env;
		this.env = {
			PATH: `${path.dirname(process.execPath)}:${PATH}`,
			HOME,
			LANG,
			TZ,
			...offline,
			N8N_USER_FOLDER: folder,
			N8N_ENCRYPTION_KEY: 'only-on-this-machine',
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_RESTRICT_FILE_ACCESS_TO: this.files,
			...more,
		};
	}

	/**
	 * @param folder where n8n keeps its data; default: a temporary folder. @param env more settings, such as another database.
	 * @param bare without the package.
	 */
	static async install({ folder, port, env = {}, bare = false }: Settings = {}): Promise<N8n> {
		const home = folder ?? mkdtempSync(path.join(tmpdir(), 'n8n-'));
		const n8n = new N8n(home, port ?? (await freePort()), await freePort(), env);
		mkdirSync(n8n.files, { recursive: true });
		if (bare) return n8n;
		const target = path.join(home, '.n8n/nodes/node_modules', packageName);
		rmSync(target, { recursive: true, force: true });
		mkdirSync(target, { recursive: true });
		const tarball = await packTarball();
		await run('tar', ['xzf', tarball, '-C', target, '--strip-components=1']);
		return n8n;
	}

	get url() {
		return `http://127.0.0.1:${this.port}`;
	}

	/** The folder that workflows may read and write. */
	get files() {
		return path.join(this.folder, 'files');
	}

	get logFile() {
		return path.join(this.folder, 'n8n.log');
	}

	/** Runs an n8n command and gives its standard output. A failing command gives its output too. */
	async command(...args: string[]): Promise<string> {
		// Into a file: n8n ends without waiting until a pipe has taken a long output.
		const file = path.join(this.folder, `output-${randomUUID()}`);
		const output = openSync(file, 'w');
		const child = spawn(binary, args, { env: this.env, stdio: ['ignore', output, 'pipe'] });
		closeSync(output);
		let errors = '';
		child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
		const [code] = await once(child, 'close');
		const printed = readFileSync(file, 'utf8');
		rmSync(file);
		if (code !== 0 && printed === '') throw new Error(`n8n ${args.join(' ')} ended with ${code}:\n${errors.slice(-2000)}`);
		return printed;
	}

	/** Imports workflows that carry an id each; one that is there already is replaced. */
	async importWorkflows(workflows: WorkflowJson[]): Promise<void> {
		const folder = path.join(this.folder, 'import');
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		for (const workflow of workflows) {
			const json = JSON.stringify({ ...workflow, active: false });
			// Bundled workflows name the folder that n8n's Docker image may write to.
			writeFileSync(path.join(folder, `${workflow.id}.json`), json.replaceAll('/home/node/.n8n-files', this.files));
		}
		await this.command('import:workflow', '--separate', `--input=${folder}`);
	}

	async importCredentials(credentials: { id: string; name: string; type: string; data: object }[]) {
		await this.command('import:credentials', `--input=${this.write('credentials.json', credentials)}`);
	}

	/**
	 * Runs an imported workflow from its manual trigger and gives the whole execution: by the running server, as the editor's button
	 * does, or else by `n8n execute`, which starts an n8n for it.
	 */
	async execute(id: string): Promise<Execution> {
		if (this.server) return await this.press(id);
		const output = await this.command('execute', `--id=${id}`, '--rawOutput');
		// Log lines stand before and after the result, which alone begins and ends with a brace of its own line.
		const [result] = /^\{$[^]*?^\}$/m.exec(output) ?? [];
		if (!result) throw new Error(`n8n execute printed no result:\n${output.slice(-2000)}`);
		return JSON.parse(result);
	}

	private async press(id: string): Promise<Execution> {
		const { rest, key } = (this.session ??= await this.openSession());
		const { nodes } = (await rest('GET', `/workflows/${id}`)) as WorkflowJson;
		const start = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
		if (!start) throw new Error(`The workflow ${id} has no manual trigger`);
		const { executionId } = (await rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: start.name } })) as {
			executionId: string;
		};
		for (;;) {
			const { status } = (await rest('GET', `/executions/${executionId}`)) as { status: string };
			if (!/^(new|running|waiting)$/.test(status)) break;
			await sleep(200);
		}
		const response = await fetch(`${this.url}/api/v1/executions/${executionId}?includeData=true`, { headers: { 'X-N8N-API-KEY': key } });
		return (await response.json()) as Execution;
	}

	private async openSession() {
		const session = await signIn(this);
		return { rest: session.rest, key: await session.newKey() };
	}

	/** Names of the node types that n8n has loaded, such as `n8n-nodes-r1.r1Reason`. */
	async loadedNodes(): Promise<{ name: string; version: number | number[] }[]> {
		const file = path.join(this.folder, 'nodes.json');
		await this.command('export:nodes', `--output=${file}`);
		return JSON.parse(readFileSync(file, 'utf8'));
	}

	async start(): Promise<void> {
		const log = openSync(this.logFile, 'w');
		this.server = spawn(binary, ['start'], { env: this.env, stdio: ['ignore', log, log] });
		for (const address of ['/healthz/readiness', '/rest/settings']) await this.answers(address);
	}

	/** Starts a worker of queue mode on the same data, with ports of its own; ready when it says so. */
	async startWorker(concurrency: number): Promise<ChildProcess> {
		const port = await freePort();
		const log = openSync(path.join(this.folder, `worker-${port}.log`), 'w');
		const env = {
			...this.env,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
		};
		const worker = spawn(binary, ['worker', `--concurrency=${concurrency}`], { env, stdio: ['ignore', log, log], detached: true });
		for (let attempt = 0; attempt < 600 && worker.exitCode === null; attempt++) {
			const ready = await fetch(`http://127.0.0.1:${port}/healthz/readiness`).then(
				(response) => response.ok,
				() => false,
			);
			if (ready) return worker;
			await sleep(200);
		}
		throw new Error(`The worker did not start: ${readFileSync(path.join(this.folder, `worker-${port}.log`), 'utf8').slice(-2000)}`);
	}

	async stop(): Promise<void> {
		const { server } = this;
		if (!server || server.exitCode !== null) return;
		const exited = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGTERM');
		await Promise.race([exited, sleep(10_000).then(() => server.kill('SIGKILL'))]);
	}

	private async answers(address: string) {
		for (let attempt = 0; attempt < 600; attempt++) {
			if (this.server?.exitCode !== null) break;
			const ok = await fetch(this.url + address).then(
				(response) => response.ok,
				() => false,
			);
			if (ok) return;
			await sleep(200);
		}
		throw new Error(`n8n did not start:\n${readFileSync(this.logFile, 'utf8').slice(-2000)}`);
	}

	private write(name: string, data: unknown): string {
		const file = path.join(this.folder, name);
		writeFileSync(file, JSON.stringify(data));
		return file;
	}
}

export interface Execution {
	data: {
		resultData: {
			error?: { message: string };
			lastNodeExecuted?: string;
			runData: Record<string, { data?: { main: ({ json: Record<string, unknown> }[] | null)[] } }[]>;
		};
	};
}

/** JSON of the items that a node put out by its first output in its last run. */
export function itemsOf(execution: Execution, node: string): Record<string, unknown>[] {
	const output = execution.data.resultData.runData[node]?.at(-1)?.data?.main[0] ?? [];
	return output.map(({ json }) => json);
}

/** Packs the built package as `npm publish` would. */
export async function packTarball(): Promise<string> {
	const folder = path.join(root, 'out');
	mkdirSync(folder, { recursive: true });
	const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
	const [{ filename }] = JSON.parse(stdout);
	const file = path.join(folder, filename);
	if (!existsSync(file)) throw new Error(`npm pack left no ${file}`);
	return file;
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (!address || typeof address === 'string') throw new Error('No free port');
	return address.port;
}
