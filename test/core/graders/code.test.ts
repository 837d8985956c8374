import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeGrader, type GraderSpec } from '../../../core/graders';
import { hasSharedData, sharedData } from '../../support/sharedData';

const run = ['javascript', 'python'] as const;
const hasPython = (() => {
	try {
		return execFileSync('python3', ['-c', 'print(1)'], { encoding: 'utf8' }).trim() === '1';
	} catch {
		return false;
	}
})();

const javascript: GraderSpec = {
	type: 'code',
	language: 'javascript',
	prompt: 'Write a function double(n).',
	entryPoint: 'double',
	tests: 'assert.equal(double(2), 4); assert.equal(double(-3), -6);',
};

const python: GraderSpec = {
	type: 'code',
	language: 'python',
	prompt: 'from typing import List\n\ndef double(n: int) -> int:\n    """ Twice n. """\n',
	entryPoint: 'double',
	tests: 'def check(candidate):\n    assert candidate(2) == 4\n    assert candidate(-3) == -6\n',
};

const grade = async (spec: GraderSpec, answer: string, limits = {}) =>
	await (
		await makeGrader(spec, { code: { run, python: ['python3', '-I'], timeoutMs: 30_000, ...limits } })
	)(answer);

describe('JavaScript', () => {
	test.each([
		{ name: 'a function in a block', answer: '```js\nfunction double(n) { return 2 * n; }\n```', outcome: 'right' },
		{ name: 'a constant', answer: '```javascript\nexport const double = (n) => n + n;\n```', outcome: 'right' },
		{ name: 'an export', answer: '```js\nmodule.exports = { double: (n) => n * 2 };\n```', outcome: 'right' },
		{ name: 'bare code', answer: 'const double = (n) => 2 * n;', outcome: 'right' },
		{ name: 'a wrong function', answer: '```js\nfunction double(n) { return n * n; }\n```', outcome: 'wrong' },
		{ name: 'a syntax error', answer: '```js\nfunction double(n) { return 2 * ; }\n```', outcome: 'wrong' },
		{ name: 'an early exit', answer: '```js\nprocess.exit(0); function double() {}\n```', outcome: 'wrong' },
		{ name: 'no code', answer: 'I can not.', outcome: 'wrong' },
		{ name: 'an empty answer', answer: '', outcome: 'wrong' },
	])('$name is $outcome', async ({ answer, outcome }) => {
		expect(await grade(javascript, answer)).toMatchObject({ outcome });
	});
});

describe.skipIf(!hasPython)('Python (skipped where it is not installed)', { timeout: 60_000 }, () => {
	test.each([
		{ name: 'a whole function', answer: '```python\ndef double(n):\n    return 2 * n\n```', outcome: 'right' },
		{ name: 'a body that completes the task', answer: '    return 2 * n\n', outcome: 'right' },
		{ name: 'a body without indentation', answer: '```python\nreturn 2 * n\n```', outcome: 'right' },
		{ name: 'types of the task', answer: '```python\ndef double(n: List) -> int:\n    return 2 * n\n```', outcome: 'right' },
		{ name: 'a wrong function', answer: '```python\ndef double(n):\n    return n ** 2\n```', outcome: 'wrong' },
		{ name: 'an early exit', answer: '```python\nimport os\ndef double(n):\n    os._exit(0)\n```', outcome: 'wrong' },
		{ name: 'prose', answer: 'I would multiply by two.', outcome: 'wrong' },
	])('$name is $outcome', async ({ answer, outcome }) => {
		expect(await grade(python, answer)).toMatchObject({ outcome });
	});

	test('an endless loop ends by the time limit', async () => {
		const answer = '```python\ndef double(n):\n    while True: pass\n```';
		expect(await grade(python, answer, { timeoutMs: 700 })).toMatchObject({ outcome: 'wrong' });
	});
});

test('nothing runs unless it is switched on', async () => {
	const grader = await makeGrader(javascript, { code: { run: [] } });
	expect(await grader('```js\nfunction double(n) { return 2 * n; }\n```')).toEqual({
		outcome: 'skipped',
		reason: 'running javascript code is switched off',
	});
});

describe.skipIf(!hasSharedData || !hasPython)('HumanEval tasks (skipped without ../shared/data and Python)', () => {
	test('reference solutions pass and empty ones do not', { timeout: 240_000 }, async () => {
		const rows = readFileSync(sharedData('eval-tasks-dev.jsonl'), 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line))
			.filter((row) => row.answerType === 'python-tests')
			.slice(0, 4);
		for (const { prompt, answer, entryPoint, tests } of rows) {
			const spec: GraderSpec = { type: 'code', language: 'python', prompt, entryPoint, tests };
			expect(await grade(spec, answer)).toMatchObject({ outcome: 'right' });
			expect(await grade(spec, '    pass\n')).toMatchObject({ outcome: 'wrong' });
		}
	});
});
