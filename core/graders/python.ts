import type { CodeOutcome } from './interpreter';

export interface PythonTests {
	written: string;
	entryPoint: string;
	tests: string;
	/** The task's own text: tests may use what it defines. */
	prompt: string;
}

export interface PythonLimits {
	/**
	 * The command that starts Python, such as `docker run --rm -i --network none python:3.13-slim python -I`. How far it
	 * isolates is the operator's choice; memory, processor time and written files are limited where the system knows how.
	 */
	command: readonly string[];
	timeoutMs: number;
	memoryMb: number;
	signal?: AbortSignal;
}

const mostText = 1_000_000;

/**
 * Runs Python that a model wrote and a task's tests for it, in two processes of the operator's command. The tests call the
 * answer's function through this process: arguments and results pass as Python literals, so an answer reaches neither the
 * tests nor what they expect. Nothing of this process's environment is handed on but `PATH`.
 */
export async function runPython({ written, entryPoint, tests, prompt }: PythonTests, limits: PythonLimits): Promise<CodeOutcome> {
	const { spawn } = await import('node:child_process');
	const [command, ...args] = limits.command;
	const start = (program: string) => {
		const child = spawn(command, [...args, '-u', '-c', bootstrap], {
			env: bareEnvironment(),
			stdio: ['pipe', 'pipe', 'ignore'],
			windowsHide: true,
		});
		child.stdin.on('error', () => undefined);
		child.stdin.write(program);
		return child;
	};
	return await new Promise((resolve) => {
		const answer = start(wrapped(answerProgram, { written, entryPoint }, limits));
		const task = start(wrapped(taskProgram, { tests, entryPoint, prompt }, limits));
		let calls = 0;
		let isOver = false;
		const finish = (outcome: CodeOutcome) => {
			if (isOver) return;
			isOver = true;
			clearTimeout(timer);
			limits.signal?.removeEventListener('abort', cancel);
			// A process that never started has no number, and Node would end this one's whole group in its place.
			for (const child of [answer, task]) if (child.pid !== undefined) child.kill('SIGKILL');
			resolve(outcome);
		};
		const cancel = () => finish({ kind: 'unjudged', reason: 'cancelled' });
		const timer = setTimeout(() => finish({ kind: 'failed', reason: 'the code did not end in time' }), limits.timeoutMs);
		limits.signal?.addEventListener('abort', cancel, { once: true });
		for (const child of [answer, task])
			child.on('error', () => finish({ kind: 'unjudged', reason: `the command for Python (${command}) can't be started` }));
		answer.on('exit', () => {
			// What it said last may still be on its way.
			setImmediate(() => isOver || task.stdin.write(`${JSON.stringify(['error', 'the code ended before it answered'])}\n`));
		});
		task.on('exit', () => setImmediate(() => finish({ kind: 'unjudged', reason: 'the tests ended without a result' })));
		eachLine(
			answer.stdout,
			(line) => task.stdin.write(`${line}\n`),
			() => finish({ kind: 'failed', reason: 'the code printed without end' }),
		);
		eachLine(
			task.stdout,
			(line) => {
				const message = parsed(line);
				if (message?.[0] === 'call') {
					calls += 1;
					answer.stdin.write(`${JSON.stringify(String(message[1]))}\n`);
				} else if (message?.[0] === 'passed')
					finish(calls > 0 ? { kind: 'passed' } : { kind: 'unjudged', reason: 'the tests never call the function' });
				else if (message?.[0] === 'failed')
					finish(
						calls > 0
							? { kind: 'failed', reason: String(message[1]).slice(0, 300) }
							: { kind: 'unjudged', reason: `the tests can't be run: ${String(message[1]).slice(0, 200)}` },
					);
				else if (message?.[0] === 'unjudged') finish({ kind: 'unjudged', reason: String(message[1]).slice(0, 300) });
			},
			() => finish({ kind: 'unjudged', reason: 'the tests printed without end' }),
		);
	});
}

function parsed(line: string): unknown[] | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void, tooMuch: () => void): void {
	let rest = '';
	let size = 0;
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > mostText) return tooMuch();
		const lines = (rest + chunk.toString('utf8')).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) if (line.trim() !== '') take(line);
	});
}

/** The first line on the pipe is the program; what follows are the messages. */
const bootstrap = 'import sys, json; exec(compile(json.loads(sys.stdin.readline()), "program", "exec"))';
const wrapped = (program: string, parts: Record<string, string>, { memoryMb, timeoutMs }: PythonLimits) =>
	`${JSON.stringify(`${limitsOf(memoryMb, timeoutMs)}\nimport json\nparts = json.loads(${JSON.stringify(JSON.stringify(parts))})\n${program}`)}\n`;

const limitsOf = (memoryMb: number, timeoutMs: number) => `
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (${memoryMb} * 2**20, ${memoryMb} * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (${Math.ceil(timeoutMs / 1000)}, ${Math.ceil(timeoutMs / 1000)}))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
except (ImportError, ValueError, OSError):
    pass`;

const answerProgram = `
import ast, sys
out, messages = sys.stdout, sys.stdin
sys.stdout = sys.stderr
space = {'__name__': 'answer'}
fault = None
try:
    exec(compile(parts['written'], 'answer', 'exec'), space)
    candidate = space[parts['entryPoint']]
except BaseException as error:
    fault = type(error).__name__ + ': ' + str(error)[:200]
for line in messages:
    try:
        if fault:
            raise RuntimeError(fault)
        args, named = ast.literal_eval(json.loads(line))
        value = repr(candidate(*args, **named))
        try:
            ast.literal_eval(value)
            message = ['value', value]
        except (ValueError, SyntaxError):
            message = ['uncarried', 'the function gives a value that is no Python literal']
    except BaseException as error:
        message = ['error', type(error).__name__ + ': ' + str(error)[:200]]
    out.write(json.dumps(message) + '\\n')
    out.flush()
`;

const taskProgram = `
import ast, sys
out, messages = sys.stdout, sys.stdin
sys.stdout = sys.stderr
class Uncarried(BaseException):
    pass
def say(*message):
    out.write(json.dumps(message) + '\\n')
    out.flush()
def candidate(*args, **named):
    text = repr((list(args), named))
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise Uncarried('the tests hand over a value that is no Python literal')
    say('call', text)
    kind, value = json.loads(messages.readline())
    if kind == 'uncarried':
        raise Uncarried(value)
    if kind == 'error':
        raise RuntimeError(value)
    return ast.literal_eval(value)
space = {'__name__': 'tests'}
try:
    exec(compile(parts['prompt'], 'prompt', 'exec'), space)
except BaseException:
    pass
try:
    space[parts['entryPoint']] = candidate
    exec(compile(parts['tests'], 'tests', 'exec'), space)
    if callable(space.get('check')):
        space['check'](candidate)
    say('passed')
except Uncarried as error:
    say('unjudged', str(error))
except BaseException as error:
    say('failed', type(error).__name__ + ': ' + str(error)[:200])
`;

/** Nothing of this process's environment, which holds keys, but the path that programs are found by. */
function bareEnvironment(): NodeJS.ProcessEnv {
	const kept = new Set(['PATH', 'SYSTEMROOT']);
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.has(name.toUpperCase())));
}
