export type Language = 'javascript' | 'python';

export type ProgramOutcome =
	{ kind: 'ended'; output: string; error: string } | { kind: 'timeout' } | { kind: 'missing' } | { kind: 'cancelled' };

export interface ProgramLimits {
	timeoutMs?: number;
	memoryMb?: number;
	signal?: AbortSignal;
}

const mostOutput = 1_000_000;

/**
 * Runs a program in a process of its own, without this process's environment. JavaScript runs under Node's permission
 * model: no files, no child processes, no workers, no add-ons. Python has no such model: memory, processor time and
 * written files are limited where the system knows how.
 */
export async function runProgram(
	language: Language,
	source: string,
	{ timeoutMs = 10_000, memoryMb = 256, signal }: ProgramLimits,
): Promise<ProgramOutcome> {
	if (signal?.aborted) return { kind: 'cancelled' };
	const { x } = await import('tinyexec');
	const { command, args, program } = commands[language](source, memoryMb, timeoutMs);
	const running = x(command, args, {
		stdin: program,
		throwOnError: false,
		nodePath: false,
		nodeOptions: { env: bareEnvironment(), stdio: 'pipe', windowsHide: true },
	});
	let outcome: 'ended' | 'timeout' | 'cancelled' = 'ended';
	const stop = (reason: 'timeout' | 'cancelled') => {
		outcome = reason;
		running.kill('SIGKILL');
	};
	const timer = setTimeout(() => stop('timeout'), timeoutMs);
	const cancel = () => stop('cancelled');
	signal?.addEventListener('abort', cancel, { once: true });
	// An endless print would fill this process's memory.
	let written = 0;
	for (const stream of [running.process?.stdout, running.process?.stderr]) {
		stream?.on('data', (chunk: Buffer) => {
			written += chunk.length;
			if (written > mostOutput) running.kill('SIGKILL');
		});
	}
	// The program may end before it has read its input.
	running.process?.stdin?.on('error', () => undefined);
	try {
		const { stdout, stderr } = await running;
		return outcome === 'ended' ? { kind: 'ended', output: stdout, error: stderr } : { kind: outcome };
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'missing' };
		if (outcome !== 'ended') return { kind: outcome };
		return { kind: 'ended', output: '', error: String(error) };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', cancel);
	}
}

interface Command {
	command: string;
	args: string[];
	program: string;
}

const commands: Record<Language, (source: string, memoryMb: number, timeoutMs: number) => Command> = {
	javascript: (source, memoryMb) => ({
		command: process.execPath,
		args: ['--permission', `--max-old-space-size=${memoryMb}`, '--no-warnings', '-'],
		program: source,
	}),
	python: (source, memoryMb, timeoutMs) => ({
		command: process.platform === 'win32' ? 'python' : 'python3',
		args: ['-I', '-'],
		program: `
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (${memoryMb} * 2**20, ${memoryMb} * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (${Math.ceil(timeoutMs / 1000)}, ${Math.ceil(timeoutMs / 1000)}))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
${source}`,
	}),
};

/** Nothing of this process's environment, which holds keys, but the path that programs are found by. */
function bareEnvironment(): NodeJS.ProcessEnv {
	const kept = new Set(['PATH', 'SYSTEMROOT']);
	return Object.fromEntries(Object.keys(process.env).map((name) => [name, kept.has(name.toUpperCase()) ? process.env[name] : undefined]));
}
