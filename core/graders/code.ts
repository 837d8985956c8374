import { randomUUID } from 'node:crypto';
import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';
import { runProgram, type Language } from './runProgram';

export interface CodeSpec {
	language: Language;
	/** The task's own text: a model may answer with the body of the function that it begins. */
	prompt: string;
	entryPoint?: string;
	/** Statements that throw when the code is wrong, or a `check(candidate)` function in HumanEval's way. */
	tests: string;
}

export interface CodeOptions {
	/** Languages whose answers may be run; code written by a model runs on this machine. */
	run: readonly Language[];
	timeoutMs?: number;
	memoryMb?: number;
	signal?: AbortSignal;
}

/** Right when the code in the answer passes the tests. Skipped when running it is not allowed or not possible here. */
export function code(spec: CodeSpec, options: CodeOptions): Grader {
	return async (answer) => {
		if (!options.run.includes(spec.language)) {
			return { outcome: 'skipped', reason: `running ${spec.language} code is switched off` };
		}
		const written = codeIn(withoutThinking(answer), spec);
		if (written.trim() === '') return graded(false, '', 'the answer holds no code');
		const done = randomUUID();
		const outcome = await runProgram(spec.language, harness[spec.language]({ ...spec, written, done }), options);
		if (outcome.kind === 'missing') return { outcome: 'skipped', reason: `${spec.language} is not installed here` };
		if (outcome.kind === 'cancelled') return { outcome: 'skipped', reason: 'cancelled' };
		if (outcome.kind === 'timeout') return graded(false, written, 'the code did not end in time');
		// Only a run that got to its end knows this word: code that exits early passes no test.
		const passed = outcome.output.trimEnd().endsWith(done);
		return graded(passed, written, outcome.error.trim().split('\n').at(-1)?.slice(0, 300) || 'the tests did not pass');
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

type Harness = (parts: CodeSpec & { written: string; done: string }) => string;

const harness: Record<Language, Harness> = {
	python: ({ written, tests, entryPoint, done }) => `
import json
parts = json.loads(${JSON.stringify(JSON.stringify({ written, tests, entryPoint: entryPoint ?? null, done }))})
space = {'__name__': 'answer'}
exec(compile(parts['written'], 'answer', 'exec'), space)
candidate = space.get(parts['entryPoint']) if parts['entryPoint'] else None
exec(compile(parts['tests'], 'tests', 'exec'), space)
if callable(space.get('check')) and parts['entryPoint']:
    space['check'](candidate)
print()
print(parts['done'])
`,
	javascript: ({ written, tests, entryPoint, done }) => {
		const name = entryPoint && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(entryPoint) ? entryPoint : undefined;
		const source = `${written.replace(/^export (?:default )?/gm, '')}
;${name ? `if (typeof ${name} === 'undefined') globalThis.${name} = module.exports.${name} ?? module.exports;` : ''}
${tests}
;if (typeof check === 'function' && ${name !== undefined}) await check(${name ?? 'undefined'});`;
		return `
const { source, done } = ${JSON.stringify({ source, done })};
const say = process.stdout.write.bind(process.stdout);
for (const name of ['fetch', 'WebSocket', 'EventSource']) delete globalThis[name];
const module_ = { exports: {} };
const AsyncFunction = (async () => {}).constructor;
new AsyncFunction('module', 'exports', 'assert', source)(module_, module_.exports, require('node:assert'))
	.then(() => say('\\n' + done), (error) => { console.error(String(error)); process.exitCode = 1; });
`;
	},
};
