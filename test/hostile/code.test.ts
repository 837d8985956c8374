import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { makeGrader, type Grade, type GraderSpec } from '../../core/graders';

const spec: GraderSpec = {
	type: 'code',
	language: 'javascript',
	prompt: 'Write a function double(n).',
	entryPoint: 'double',
	tests: 'assert.equal(double(2), 4); assert.equal(double(-3), -6);',
};

const grade = async (written: string, given: GraderSpec = spec): Promise<Grade> =>
	await (
		await makeGrader(given, { code: { run: ['javascript', 'python'], timeoutMs: 3000 } })
	)(`\`\`\`js\n${written}\n\`\`\``);

describe('an answer finds nothing of the machine that it runs on', { timeout: 60_000 }, () => {
	test.each([
		'process', 'require', 'Buffer', 'fetch', 'WebSocket', 'XMLHttpRequest', 'setTimeout', 'WebAssembly', 'SharedArrayBuffer_', 'Deno', 'std', 'os', '__dirname', 'carry', 'assert',
	])('%s is not there', async (name) => {
		// The function is right only where the name is unknown.
		expect(await grade(`const double = (n) => (typeof ${name} === 'undefined' ? 2 * n : 0);`)).toMatchObject({ outcome: 'right' });
	}); // prettier-ignore

	test.each([
		'process.kill(process.ppid, "SIGUSR1");',
		'require("node:sqlite");',
		'import("node:fs");  throw new Error("none");',
		'(0, eval)("process").exit(0);',
		'Function("return process")().exit(0);',
		'[].constructor.constructor("return process")().exit(0);',
		'new (class { constructor() { throw this.constructor.constructor("return process")(); } })();',
	])('%s stops it', async (attack) => {
		expect(await grade(`${attack}\nfunction double(n) { return 2 * n; }`)).toMatchObject({ outcome: 'wrong' });
	});
});

describe('an answer reaches neither the tests nor what they expect', { timeout: 60_000 }, () => {
	test.each([
		{ name: 'overwrites assert', written: 'globalThis.assert = () => true; assert.equal = () => true; function double() { return 0; }' },
		{ name: 'overwrites equality of arrays', written: 'Array.isArray = () => true; Object.keys = () => []; Object.is = () => true; function double() { return []; }' },
		{ name: 'answers with an object that says it is right', written: 'function double() { return { valueOf: () => 4, toString: () => "4", toJSON: () => 4 }; }' },
		{ name: 'overwrites JSON', written: 'JSON.stringify = () => \'["is",4]\'; JSON.parse = () => ["is", 4]; function double() { return 1; }' },
		{ name: 'writes the form of a result as text', written: 'function double() { return \'["is",4]\'; }' },
		{ name: 'pollutes the prototypes', written: 'Object.prototype.equal = () => true; Object.prototype.then = (f) => f(4); function double() { return 1; }' },
		{ name: 'prints the marker of a passed run', written: 'console.log("passed"); console.log("VERDICT: SAME"); function double() { return 1; }' },
		{ name: 'ends early', written: 'throw "passed"; function double() { return 4; }' },
		{ name: 'returns a proxy that is whatever it is asked for', written: 'function double() { return new Proxy({}, { get: () => 4, has: () => true, ownKeys: () => [], getPrototypeOf: () => Number.prototype }); }' },
		{ name: 'returns a number object', written: 'function double() { return Object.assign(new Number(4), { toJSON: () => -6 }); }' },
		{ name: 'returns a promise of itself', written: 'function double() { const p = { then: (f) => f(p) }; return p; }' },
		{ name: 'counts its calls by a getter', written: 'let n = 0; function double() { return { get value() { return n++ ? 4 : -6; } }; }' },
		{ name: 'overwrites what prepares errors', written: 'Error.prepareStackTrace = () => "is 4"; Error.stackTraceLimit = Infinity; function double() { throw new Error("is 4"); }' },
		{ name: 'throws what looks like a result', written: 'function double() { throw ["is", 4]; }' },
		{ name: 'throws nothing', written: 'function double() { throw undefined; }' },
		{ name: 'throws a proxy', written: 'function double() { throw new Proxy({}, { get() { throw 4; } }); }' },
		{ name: 'overwrites every function of lists, objects and promises', written: 'for (const made of [Array, Object, Function, Promise, Map, Symbol, String, Number, Reflect]) for (const from of [made, made.prototype]) if (from) for (const key of Reflect.ownKeys(from)) try { from[key] = () => 4; } catch {} function double() { return 0; }' },
		{ name: 'makes the test compare nothing', written: 'Symbol.iterator = undefined; Object.defineProperty(Object.prototype, "expected", { get: () => 0 }); Object.defineProperty(Object.prototype, "kind", { get: () => "right" }); function double() { return 0; }' },
		{ name: 'replaces itself while it runs', written: 'function double() { double = () => 4; globalThis.double = () => 4; return 0; }' },
		{ name: 'asks who called', written: 'function double() { try { return double.caller(2); } catch { return arguments.callee.caller ?? 0; } }' },
		{ name: 'is a class', written: 'class double { static [Symbol.hasInstance]() { return true; } }' },
		{ name: 'is a generator', written: 'function* double() { for (;;) yield 4; }' },
		{ name: 'defines check', written: 'function check() {} function double() { return 1; }' },
	])('$name', async ({ written }) => {
		expect((await grade(written)).outcome).not.toBe('right');
	}); // prettier-ignore
});

describe('limits', { timeout: 60_000 }, () => {
	test.each([
		'while (true) {} function double() {}',
		'const double = () => { for (;;) {} };',
		'const double = () => { try { for (;;) {} } finally { return 4; } };',
		'const double = () => double();',
		'const double = () => { let text = "x"; for (;;) text += text; };',
		'const double = async () => { await new Promise(() => {}); };',
		'const double = () => { const deep = {}; let at = deep; for (let i = 0; i < 1e4; i += 1) at = at.a = {}; return deep; };',
		'const double = async () => { const again = () => Promise.resolve().then(again); await again(); };',
		'const double = () => { const again = () => Promise.resolve().then(again); again(); return new Promise(() => {}); };',
		'const double = () => [...(function* () { for (;;) yield 1; })()];',
		'const double = () => "x".repeat(2 ** 30);',
		'const double = () => "x".repeat(2 ** 20).replace(/x/g, "y".repeat(2 ** 12));',
		'const double = () => new Array(2 ** 32 - 1).fill(0).join("x");',
		'const double = () => new ArrayBuffer(2 ** 31).byteLength;',
		'const double = () => 2n ** (2n ** 30n);',
		'const double = () => { const kept = new FinalizationRegistry(() => { for (;;) {} }); for (let i = 0; i < 1e5; i++) kept.register({}); };',
		'const double = () => { const all = []; for (;;) all.push(new WeakRef({}), Symbol(), new Map([[{}, {}]])); };',
		'const double = () => { class Odd { get [Symbol.toStringTag]() { for (;;) {} } } return new Odd(); };',
		'const double = () => ({ get a() { for (;;) {} } });',
		'const double = () => { const wide = []; wide.length = 2 ** 32 - 1; return wide; };',
		'const double = () => JSON.parse("[".repeat(1e6) + "]".repeat(1e6));',
		'const double = () => { const round = {}; round.round = round; return round; };',
	])('%s ends and is not right', async (written) => {
		expect((await grade(written)).outcome).not.toBe('right');
	});

	test('what one answer leaves behind, the next does not find', async () => {
		await grade('globalThis.kept = 1; Object.prototype.kept = 1; function double(n) { return 2 * n; }');
		expect(await grade('const double = (n) => (typeof kept === "undefined" && {}.kept === undefined ? 2 * n : 0);')).toMatchObject({
			outcome: 'right',
		});
	});
});

const require = createRequire(import.meta.url);
const built = require.resolve('../../package.json').replace('package.json', 'dist/core');
const makers: { name: string; make: () => typeof makeGrader; isThere: boolean }[] = [
	{ name: 'the sources', make: () => makeGrader, isThere: true },
	{
		name: 'the build',
		make: () => (require(`${built}/index.js`) as { makeGrader: typeof makeGrader }).makeGrader,
		isThere: existsSync(`${built}/graders/sandboxWorker.js`),
	},
];

describe.each(makers)('the calling thread in $name', { timeout: 60_000 }, ({ make, isThere }) => {
	const run = async (written: string, options: { timeoutMs: number; signal?: AbortSignal }) =>
		await (
			await make()(spec, { code: { run: ['javascript'], ...options } })
		)(written);

	test.skipIf(!isThere).each([
		// Long steps within the interpreter, between which it looks at no clock.
		{ name: 'arrays without end', written: 'const double = () => { const a = []; for (;;) a.push(new Array(1e5).fill({})); };' },
		{ name: 'one sort', written: 'const double = () => Array.from({ length: 1e6 }, (_, i) => -i).sort(() => { for (;;) {} });' },
		{ name: 'a hungry expression', written: 'const double = () => /^(a+)+$/.test("a".repeat(40) + "!");' },
		{ name: 'an endless loop', written: 'const double = () => { for (;;) {} };' },
		{ name: 'an endless loop before the function', written: 'for (;;) {} function double() {}' },
	])('is free while $name runs, and ends it', async ({ written }) => {
		let ticks = 0;
		const timer = setInterval(() => (ticks += 1), 10);
		const grade = await run(written, { timeoutMs: 500 });
		clearInterval(timer);
		expect(grade).toMatchObject({ outcome: 'wrong', reason: 'the code did not end in time' });
		// A thread that is held has none, or the few before it is.
		expect(ticks).toBeGreaterThan(10);
	});

	test.skipIf(!isThere)('right code is right', async () => {
		expect(await run('const double = (n) => 2 * n;', { timeoutMs: 5000 })).toMatchObject({ outcome: 'right' });
	});

	test.skipIf(!isThere)('a run that is cancelled ends', async () => {
		const control = new AbortController();
		const grade = run('const double = () => { for (;;) {} };', { timeoutMs: 600_000, signal: control.signal });
		setImmediate(() => control.abort());
		expect(await grade).toMatchObject({ outcome: 'skipped', reason: 'cancelled' });
	});
});

describe('what values can not tell is not judged, with the reason', { timeout: 60_000 }, () => {
	test.each([
		{ name: 'a function as a result', given: { ...spec, tests: 'assert.equal(double(1)(2), 4);' }, written: 'const double = () => (n) => 2 * n;', reason: /function/ },
		{ name: 'a function as an argument', given: { ...spec, tests: 'assert.equal(double((n) => n), 4);' }, written: 'const double = () => 4;', reason: /function/ },
		{ name: 'tests that call nothing', given: { ...spec, tests: 'assert.ok(true);' }, written: 'const double = () => 4;', reason: /never call/ },
		{ name: 'tests that need a module', given: { ...spec, tests: "require('node:fs'); double(1);" }, written: 'const double = () => 4;', reason: /can't be run/ },
		{ name: 'a task without a function name', given: { ...spec, entryPoint: undefined }, written: 'const double = () => 4;', reason: /entry_point/ },
		{ name: 'Python where no command is named', given: { ...spec, language: 'python' as const }, written: 'def double(n): return 2 * n', reason: /operator/ },
	])('$name', async ({ given, written, reason }) => {
		expect(await grade(written, given)).toMatchObject({ outcome: 'skipped', reason: expect.stringMatching(reason) });
	}); // prettier-ignore
});

test('a command for Python that is not there ends nothing but the run', async () => {
	const program = `import { makeGrader } from ${JSON.stringify(new URL('../../core/graders/index.ts', import.meta.url).href)};
const spec = { type: 'code', language: 'python', prompt: '', entryPoint: 'double', tests: 'double(1)' };
const grader = await makeGrader(spec, { code: { run: ['python'], python: ['no-such-command'] } });
process.exitCode = (await grader('def double(n): return n')).outcome === 'skipped' ? 42 : 1;`;
	// In a group of its own, which is what would be ended.
	const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { detached: true, stdio: 'ignore' });
	expect(await once(child, 'exit')).toEqual([42, null]);
});
