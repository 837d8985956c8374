import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { diskFiles } from '../../../core/diskFiles';
import { constantsOnly } from '../../../core/history/evaluator';
import { fromInstance } from '../../../core/history/fromInstance';
import { OtherReading, readHistory, type HistoryOptions } from '../../../core/history/history';
import type { RecordedCall } from '../../../core/history/recordedCall';
import { openInstance } from '../../../core/migrate/n8nApi';
import { personalDataFinder } from '../../../core/redact/personalData';
import { startExecutionsApi } from '../../support/executionsApi';

const fixtures = path.join(import.meta.dirname, '../../data/executions');
const kinds = ['chain17.', 'agent31-tools.', 'classifier.', 'openai23.', 'agent22-memory.'].map((start) => {
	const name = readdirSync(fixtures).find((file) => file.startsWith(start)) ?? '';
	return readFileSync(path.join(fixtures, name), 'utf8');
});
const canary = 'jane.roe@example.org';
const count = 80;
const tooLarge = 60 * 1024 * 1024;

/** Executions by id, newest first: each with a text of its own that names a person; one is huge. */
const executions = Array.from({ length: count }, (_, index) => {
	const text = (kinds[index % kinds.length] ?? '').replaceAll('How much is 6*7?', `Mail ${index} of ${canary}`);
	return { ...(JSON.parse(text) as object), id: String(5_000 - index), jsonSizeBytes: index === 30 ? tooLarge : text.length };
});

describe('a history', { timeout: 60_000 }, () => {
	let instance: Awaited<ReturnType<typeof startExecutionsApi>>;
	let asked: URL[] = [];
	const folder = mkdtempSync(path.join(tmpdir(), 'history-'));
	let url = '';
	beforeAll(async () => {
		instance = await startExecutionsApi(executions);
		({ url, asked } = instance);
	});
	beforeEach(() => void asked.splice(0));
	afterAll(async () => {
		await instance.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const options = (out: string, more: Partial<HistoryOptions> = {}): HistoryOptions => {
		const api = openInstance({ url, apiKey: 'k', fetch });
		return {
			sourceFrom: (before, onPage) => fromInstance({ api, before, onPage, workflowId: 'w', signal: more.signal }),
			evaluator: constantsOnly,
			finders: [personalDataFinder()],
			now: new Date('2026-11-28T12:00:00Z'),
			files: diskFiles(),
			out: path.join(folder, out),
			asked: 'the same',
			...more,
		};
	};
	const callsOf = (out: string) =>
		readFileSync(path.join(folder, out), 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as RecordedCall);

	test('is read page by page, with its filters, and a huge execution is not asked for', async () => {
		const history = await readHistory(options('whole.jsonl', { candidate: 'deepseek-flash' }));
		expect(history.executions).toBe(count - 1);
		expect(history.problems).toEqual([{ file: 'execution 4970', reason: 'It has 60 MB and was skipped.' }]);
		expect(asked.every(({ searchParams, pathname }) => /\/\d+$/.test(pathname) || searchParams.get('workflowId') === 'w')).toBe(true);
		expect(asked.map(({ pathname }) => pathname)).not.toContain('/api/v1/executions/4970');
		expect(callsOf('whole.jsonl').length).toBe(history.chosen);
		expect(history.chosen + history.repeated).toBe(history.calls);
		expect(history.cost?.asRecordedNano).toBeGreaterThan(0);
	});

	test('of an n8n that tells no sizes is read one by one, and a huge one given up', async () => {
		const huge = { id: '2', data: 'x'.repeat(51 * 1024 * 1024) };
		const older = await startExecutionsApi([{ ...executions[0], id: '3', jsonSizeBytes: undefined }, huge]);
		const api = openInstance({ url: older.url, apiKey: 'k', fetch });
		const history = await readHistory({ ...options('older.jsonl'), sourceFrom: () => fromInstance({ api }) });
		await older.close();
		expect(history.executions).toBe(1);
		expect(history.problems).toEqual([{ file: 'execution 2', reason: 'It has more than 50 MB and was skipped.' }]);
	});

	test('that was broken off goes on, and ends as if it never had been', async () => {
		const stop = new AbortController();
		const onProgress = (read: number) => read >= 40 && stop.abort();
		await expect(
			readHistory(options('broken.jsonl', { signal: stop.signal, onProgress: (read) => void onProgress(read) })),
		).rejects.toThrow();
		expect(existsSync(path.join(folder, 'broken.jsonl'))).toBe(false);
		await expect(readHistory(options('broken.jsonl', { asked: 'something else' }))).rejects.toThrow(OtherReading);
		asked.splice(0);
		const history = await readHistory(options('broken.jsonl'));
		expect(history.continued).toBe(true);
		expect(asked[0]?.searchParams.get('cursor')).not.toBeNull();
		const whole = await readHistory(options('again.jsonl'));
		// Only placeholders may differ: which value had which is never written down.
		const plain = (value: unknown) =>
			JSON.parse(
				JSON.stringify(value)
					.replace(/address \d+\]/g, 'address]')
					.replace(/"values":\d+/g, '"values":0'),
			);
		expect(plain({ ...history, continued: false })).toEqual(plain(whole));
		expect(plain(callsOf('broken.jsonl'))).toEqual(plain(callsOf('again.jsonl')));
	});

	test('leaves no person in any file, and its files to nobody else', async () => {
		const stop = new AbortController();
		const onProgress = (read: number) => void (read >= 30 && stop.abort());
		await readHistory(options('left.jsonl', { signal: stop.signal, onProgress })).catch(() => undefined);
		await readHistory(options('kept.jsonl', { sample: { size: 20, minimum: 2, seed: 's' } }));
		const files = readdirSync(folder);
		expect(files).toContain('left.jsonl.reading');
		for (const file of files) expect(readFileSync(path.join(folder, file), 'utf8')).not.toContain(canary);
		expect(readFileSync(path.join(folder, 'kept.jsonl'), 'utf8')).toContain('[e-mail address 1]');
		for (const file of files) expect(statSync(path.join(folder, file)).mode & 0o077).toBe(0);
	});

	test('is sampled, with weights that add up to all of it', async () => {
		const history = await readHistory(options('sample.jsonl', { sample: { size: 30, minimum: 2, seed: 's' } }));
		const calls = callsOf('sample.jsonl');
		expect(calls.length).toBe(history.chosen);
		expect(calls.reduce((sum, { sample }) => sum + (sample?.weight ?? 0), 0)).toBeCloseTo(history.calls - history.repeated, 6);
		expect(existsSync(path.join(folder, 'sample.jsonl.reading')) && statSync(path.join(folder, 'sample.jsonl.reading')).size).toBeFalsy();
	});

	test('without an output writes nothing', async () => {
		const before = readdirSync(folder);
		const { out: _, ...rest } = options('none.jsonl');
		void _;
		expect((await readHistory(rest)).calls).toBeGreaterThan(100);
		expect(readdirSync(folder)).toEqual(before);
	});
});
