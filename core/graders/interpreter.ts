import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';

/** What running tests against an answer came to. */
export type CodeOutcome =
	| { kind: 'passed' }
	| { kind: 'failed'; reason: string }
	/** The tests can't be judged by values: the reason says why. */
	| { kind: 'unjudged'; reason: string };

export interface JavaScriptTests {
	/** What the model wrote. */
	written: string;
	entryPoint: string;
	/** Statements that throw when the code is wrong, or a `check(candidate)` function. */
	tests: string;
}

/**
 * Runs JavaScript that a model wrote, and a task's tests for it, in two QuickJS interpreters in WebAssembly, fresh for each
 * answer. Neither has a host object: no files, network, processes, timers or environment. The tests call the answer's
 * function through a door that only values pass (as text), so an answer reaches neither the tests nor what they expect.
 *
 * Takes as long as the code takes: `runInSandbox` sets the time limit, from another thread.
 *
 * @param memoryMb Most memory of each of the two interpreters.
 */
export function runInInterpreters(
	module: QuickJSWASMModule,
	{ written, entryPoint, tests }: JavaScriptTests,
	memoryMb: number,
): CodeOutcome {
	const answer = openInterpreter(module, memoryMb);
	const task = openInterpreter(module, memoryMb);
	// Nothing is disposed of one by one: an interpreter that ran out of memory can't be, and all of it goes with the module.
	const door = prepareAnswer(answer, written, entryPoint);
	if ('reason' in door) return { kind: 'failed', reason: door.reason };
	const calls = { made: 0, uncarried: undefined as string | undefined };
	const carry = task.context.newFunction('carry', (text) => {
		calls.made += 1;
		return task.context.newString(door.call(task.context.getString(text)));
	});
	const notCarried = task.context.newFunction('uncarried', (text) => {
		calls.uncarried ??= task.context.getString(text);
	});
	task.context.setProp(task.context.global, 'carry', carry);
	task.context.setProp(task.context.global, 'uncarried', notCarried);
	carry.dispose();
	notCarried.dispose();
	const prepared = evaluate(task, `${codec}\n${assertions}\n${doorTo(entryPoint)}`);
	if (prepared !== undefined) return { kind: 'unjudged', reason: `the tests can't be prepared: ${prepared}` };
	const failure = evaluate(task, `(async () => {\n${tests}\n;if (typeof check === 'function') await check(${entryPoint});\n})()`);
	if (calls.uncarried !== undefined) return { kind: 'unjudged', reason: calls.uncarried };
	if (failure !== undefined) {
		// A test file that never came to call the function says nothing about it.
		return calls.made === 0 ? { kind: 'unjudged', reason: `the tests can't be run: ${failure}` } : { kind: 'failed', reason: failure };
	}
	return calls.made === 0 ? { kind: 'unjudged', reason: 'the tests never call the function' } : { kind: 'passed' };
}

export async function loadInterpreter(): Promise<QuickJSWASMModule> {
	const [{ newQuickJSWASMModuleFromVariant }, variant] = await Promise.all([
		import('quickjs-emscripten-core'),
		import('@jitl/quickjs-singlefile-cjs-release-sync'),
	]);
	return await newQuickJSWASMModuleFromVariant(variant.default);
}

interface Interpreter {
	runtime: QuickJSRuntime;
	context: QuickJSContext;
}

function openInterpreter(module: QuickJSWASMModule, memoryMb: number): Interpreter {
	const runtime = module.newRuntime();
	runtime.setMemoryLimit(memoryMb * 2 ** 20);
	runtime.setMaxStackSize(256 * 1024);
	return { runtime, context: runtime.newContext() };
}

/** Runs a script to its end, promises too. Returns what it threw, as text. */
function evaluate({ runtime, context }: Interpreter, script: string): string | undefined {
	const result = context.evalCode(script);
	if (result.error) return errorText(context, result.error);
	const jobs = runtime.executePendingJobs(10_000);
	if (jobs.error) {
		const text = errorText(context, jobs.error);
		result.value.dispose();
		return text;
	}
	const state = context.getPromiseState(result.value);
	const failure =
		state.type === 'rejected'
			? errorText(context, state.error)
			: state.type === 'pending'
				? 'the tests wait for something that never comes'
				: undefined;
	if (state.type === 'fulfilled' && !state.notAPromise) state.value.dispose();
	result.value.dispose();
	return failure;
}

function errorText(context: QuickJSContext, handle: QuickJSHandle): string {
	const error: unknown = context.dump(handle);
	handle.dispose();
	const message =
		typeof error === 'object' && error !== null && 'message' in error
			? `${'name' in error ? String(error.name) : 'Error'}: ${String(error.message)}`
			: String(error);
	return message.slice(0, 300);
}

/** Loads the answer and gives the door to its function: arguments and result pass as text. */
function prepareAnswer(answer: Interpreter, written: string, entryPoint: string): { call(args: string): string } | { reason: string } {
	const { context, runtime } = answer;
	const prepared = context.evalCode(`${codec}\n({ encode, decode })`);
	if (prepared.error) return { reason: errorText(context, prepared.error) };
	// Taken before the answer runs, so that it can't put others in their place.
	const [encode, decode] = [context.getProp(prepared.value, 'encode'), context.getProp(prepared.value, 'decode')];
	prepared.value.dispose();
	const source = `var module = { exports: {} }, exports = module.exports, console = { log() {}, error() {}, warn() {}, info() {} };
${written.replace(/^export\s+(?:default\s+)?/gm, '')}
;(typeof ${entryPoint} === 'function' ? ${entryPoint} : typeof module.exports === 'function' ? module.exports : module.exports.${entryPoint});`;
	const loaded = context.evalCode(source);
	if (loaded.error) return { reason: errorText(context, loaded.error) };
	if (context.typeof(loaded.value) !== 'function') return { reason: `the code defines no function ${entryPoint}` };
	const failed = (reason: string) => JSON.stringify(['error', reason]);
	return {
		call(args) {
			const text = context.newString(args);
			const list = context.callFunction(decode, context.undefined, text);
			text.dispose();
			if (list.error) return failed(errorText(context, list.error));
			const count = context.getProp(list.value, 'length').consume((length) => context.getNumber(length));
			const values = Array.from({ length: count }, (_, index) => context.getProp(list.value, index));
			const result = context.callFunction(loaded.value, context.undefined, ...values);
			for (const value of values) value.dispose();
			list.value.dispose();
			if (result.error) return failed(errorText(context, result.error));
			const settled = settle(runtime, context, result.value);
			if ('reason' in settled) return failed(settled.reason);
			const encoded = context.callFunction(encode, context.undefined, settled.value);
			settled.value.dispose();
			if (encoded.error) return failed(errorText(context, encoded.error));
			return encoded.value.consume((handle) => context.getString(handle));
		},
	};
}

/** What a function gave, or what its promise came to. */
function settle(runtime: QuickJSRuntime, context: QuickJSContext, value: QuickJSHandle): { value: QuickJSHandle } | { reason: string } {
	const state = context.getPromiseState(value);
	if (state.type === 'fulfilled' && state.notAPromise) return { value };
	runtime.executePendingJobs(10_000);
	const after = context.getPromiseState(value);
	value.dispose();
	if (after.type === 'fulfilled') return { value: after.value };
	return { reason: after.type === 'rejected' ? errorText(context, after.error) : 'the function waits for something that never comes' };
}

/** Values as text, by the interpreters' own syntax only, so that nothing that an answer redefines has a part in it. */
const codec = `var { encode, decode } = (() => {
	const { isArray } = Array, { keys, getPrototypeOf, prototype } = Object, quote = JSON.stringify, parse = JSON.parse;
	const plain = (value, depth) => {
		if (depth > 100) return quote(['uncarried', 'a value is nested too deeply']);
		const kind = typeof value;
		if (value === undefined) return '["undefined"]';
		if (value === null || kind === 'boolean') return '["is",' + value + ']';
		if (kind === 'number') return value !== value || value === 1 / 0 || value === -1 / 0 ? '["number","' + value + '"]' : '["is",' + value + ']';
		if (kind === 'string') return '["is",' + quote(value) + ']';
		if (kind === 'bigint') return '["bigint","' + value + '"]';
		if (kind !== 'object') return '["uncarried","a ' + kind + ' is no value that can be carried out"]';
		let text = '';
		if (isArray(value)) {
			for (let index = 0; index < value.length; index += 1) text += (index ? ',' : '') + plain(value[index], depth + 1);
			return '["list",[' + text + ']]';
		}
		const above = getPrototypeOf(value);
		if (above !== null && above !== prototype) return '["uncarried","an object with a class of its own is no value that can be carried out"]';
		const names = keys(value);
		for (let index = 0; index < names.length; index += 1) text += (index ? ',' : '') + '[' + quote(names[index]) + ',' + plain(value[names[index]], depth + 1) + ']';
		return '["object",[' + text + ']]';
	};
	const restore = ([kind, value]) => {
		if (kind === 'is') return value;
		if (kind === 'undefined') return undefined;
		if (kind === 'number') return value === 'NaN' ? 0 / 0 : value === 'Infinity' ? 1 / 0 : -1 / 0;
		if (kind === 'bigint') return BigInt(value);
		if (kind === 'list') { const list = []; for (const part of value) list.push(restore(part)); return list; }
		if (kind === 'error') throw new Error(value);
		if (kind === 'uncarried') { if (typeof uncarried === 'function') uncarried(value); throw new Error(value); }
		const object = {};
		for (const [name, part] of value) Object.defineProperty(object, name, { value: restore(part), writable: true, enumerable: true, configurable: true });
		return object;
	};
	return { encode: (value) => plain(value, 0), decode: (text) => restore(parse(text)) };
})();`;

const doorTo = (entryPoint: string) => `var ${entryPoint} = ((pass) => (...args) => {
	const text = encode(args);
	if (text.includes('["uncarried","')) { uncarried('the tests hand over a function or another thing that is no value'); throw new Error('no value'); }
	return decode(pass(text));
})(carry);`;

const assertions = `var assert = (() => {
	const fail = (message) => { throw new Error(message || 'a test did not pass'); };
	const told = (value) => { try { return encode(value).slice(0, 80); } catch { return String(value); } };
	const deep = (one, other, strict) => {
		if (strict ? Object.is(one, other) || one === other : one == other || (one !== one && other !== other)) return true;
		if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
		if (Array.isArray(one) !== Array.isArray(other)) return false;
		const names = Object.keys(one);
		return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && deep(one[name], other[name], strict));
	};
	const ok = (value, message) => value || fail(message);
	const expect = (holds) => (one, other, message) => holds(one, other) || fail(message || 'got ' + told(one) + ', expected ' + told(other));
	const throws = (run) => { try { run(); } catch { return; } fail('nothing was thrown'); };
	return Object.assign(ok.bind(), {
		ok,
		equal: expect((one, other) => one == other || (one !== one && other !== other)),
		strictEqual: expect((one, other) => Object.is(one, other) || one === other),
		deepEqual: expect((one, other) => deep(one, other, false)),
		deepStrictEqual: expect((one, other) => deep(one, other, true)),
		notEqual: expect((one, other) => one != other),
		notStrictEqual: expect((one, other) => one !== other),
		notDeepEqual: expect((one, other) => !deep(one, other, false)),
		notDeepStrictEqual: expect((one, other) => !deep(one, other, true)),
		fail, throws,
	});
})();
var console = { log() {}, error() {}, assert: assert };
var require = (name) => { if (/^(?:node:)?assert(?:\\/strict)?$/.test(name)) return assert; throw new Error('tests have no modules'); };`;
