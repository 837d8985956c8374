import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAnswers } from '../../../core/audit/answers';

const folder = mkdtempSync(path.join(tmpdir(), 'answers-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('answers are there again after the file is opened anew', () => {
	const file = path.join(folder, 'new/answers.jsonl');
	const answers = openAnswers(file);
	answers.set('a', { answer: 1 });
	const again = openAnswers(file);
	expect(again.get('a')).toEqual({ answer: 1 });
	expect(again.get('b')).toBeUndefined();
	expect(statSync(file).mode & 0o077).toBe(0);
});

test('the file holds a hash of the key, not the key', () => {
	const file = path.join(folder, 'hash.jsonl');
	openAnswers(file).set('prompt with a secret', 1);
	expect(readFileSync(file, 'utf8')).not.toContain('secret');
});

test('a line that was cut off by a crash is lost alone', () => {
	const file = path.join(folder, 'cut.jsonl');
	openAnswers(file).set('a', 1);
	appendFileSync(file, '{"key":"x","val');
	const answers = openAnswers(file);
	answers.set('b', 2);
	const again = openAnswers(file);
	expect([again.get('a'), again.get('b')]).toEqual([1, 2]);
});
