import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAnswers } from '../../../core/audit/answers';
import { diskFiles } from '../../../core/diskFiles';

const folder = mkdtempSync(path.join(tmpdir(), 'answers-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('answers are there again after the file is opened anew', async () => {
	const file = path.join(folder, 'new/answers.jsonl');
	const answers = await openAnswers(file, diskFiles());
	answers.set('a', { answer: 1 });
	const again = await openAnswers(file, diskFiles());
	expect(again.get('a')).toEqual({ answer: 1 });
	expect(again.get('b')).toBeUndefined();
	expect(statSync(file).mode & 0o077).toBe(0);
});

test('the file holds a hash of the key, not the key', async () => {
	const file = path.join(folder, 'hash.jsonl');
	(await openAnswers(file, diskFiles())).set('prompt with a secret', 1);
	expect(readFileSync(file, 'utf8')).not.toContain('secret');
});

test('a line that was cut off by a crash is lost alone', async () => {
	const file = path.join(folder, 'cut.jsonl');
	(await openAnswers(file, diskFiles())).set('a', 1);
	appendFileSync(file, '{"key":"x","val');
	const answers = await openAnswers(file, diskFiles());
	answers.set('b', 2);
	const again = await openAnswers(file, diskFiles());
	expect([again.get('a'), again.get('b')]).toEqual([1, 2]);
});
