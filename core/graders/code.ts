import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { runPython } from './python';
import { runInSandbox } from './sandbox';

export type Language = 'javascript' | 'python';

export interface CodeSpec {
	language: Language;
	/** The task's own text: a model may answer with the body of the function that it begins. */
	prompt: string;
	entryPoint?: string;
	/** Statements that throw when the code is wrong, or a `check(candidate)` function in HumanEval's way. */
	tests: string;
}

export interface CodeOptions {
	/** Languages whose answers may be run. JavaScript runs in an interpreter without host objects, see `runInInterpreters`. */
	run: readonly Language[];
	/** The operator's command that starts Python; without it no Python is run. */
	python?: readonly string[];
	timeoutMs?: number;
	memoryMb?: number;
	signal?: AbortSignal;
}

/**
 * Right when the function in the answer gives what the tests expect. Answer and tests are run apart and only values pass
 * between them. Skipped when running it is not allowed, not possible here, or can't be judged by values.
 */
export function code(spec: CodeSpec, options: CodeOptions): Grader {
	return async (answer) => {
		const { language, entryPoint, tests, prompt } = spec;
		if (!options.run.includes(language)) return { outcome: 'skipped', reason: `running ${language} code is switched off` };
		const isName = entryPoint !== undefined && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(entryPoint);
		if (!isName) return { outcome: 'skipped', reason: 'the task names no function that can be called with values (entry_point)' };
		if (language === 'python' && !options.python)
			return {
				outcome: 'skipped',
				reason: 'Python is run only by a command that the operator names: see R1_PYTHON_COMMAND, or --run-code',
			};
		if (options.signal?.aborted) return { outcome: 'skipped', reason: 'cancelled' };
		const written = codeIn(withoutThinking(answer), spec);
		if (written.trim() === '') return graded(false, '', 'the answer holds no code');
		const outcome =
			language === 'javascript'
				? await runInSandbox(
						{ written, entryPoint, tests },
						{ timeoutMs: options.timeoutMs ?? 1000, memoryMb: options.memoryMb ?? 64, signal: options.signal },
					)
				: await runPython(
						{ written, entryPoint, tests, prompt },
						{
							command: options.python ?? [],
							timeoutMs: options.timeoutMs ?? 10_000,
							memoryMb: options.memoryMb ?? 256,
							signal: options.signal,
						},
					);
		if (outcome.kind === 'unjudged') return { outcome: 'skipped', reason: outcome.reason };
		return graded(outcome.kind === 'passed', written, outcome.kind === 'failed' ? outcome.reason : undefined);
	};
}

/** The last fenced block that defines the function, else the last block, else the whole answer. */
export function codeIn(answer: string, { language, entryPoint, prompt }: Omit<CodeSpec, 'tests'>): string {
	const blocks = [...answer.matchAll(/```[\w+-]*[^\S\n]*\n([\s\S]*?)(?:```|$)/g)].map((match) => match[1]);
	const defines = (block: string) => entryPoint !== undefined && definition(entryPoint, language).test(block);
	const written = blocks.findLast(defines) ?? blocks.at(-1) ?? answer;
	const isWhole = entryPoint === undefined || defines(written) || !definition(entryPoint, language).test(prompt);
	// Helpers that the task's text defines and imports that it makes stay known to a rewritten function.
	if (isWhole) return language === 'python' ? `${importsOf(prompt)}${written}` : written;
	return `${prompt.trimEnd()}\n${indented(written)}`;
}

const escaped = (name: string) => name.replace(/[$\\^*+?.()|[\]{}]/g, '\\$&');

const definition = (name: string, language: Language) =>
	language === 'python'
		? new RegExp(`^(?:async\\s+)?(?:def|class)\\s+${escaped(name)}\\b|^${escaped(name)}\\s*=`, 'm')
		: new RegExp(
				`^\\s*(?:export\\s+(?:default\\s+)?)?(?:(?:async\\s+)?function\\s*\\*?\\s*|class\\s+|(?:const|let|var)\\s+|(?:module\\.)?exports\\.)${escaped(name)}\\b`,
				'm',
			);

const importsOf = (prompt: string) => (prompt.match(/^(?:from \S+ import .+|import .+)$/gm) ?? []).map((line) => `${line}\n`).join('');

const indented = (body: string) => (/^\s/.test(body.replace(/^\n+/, '')) ? body : body.replace(/^(?=.)/gm, '    '));
