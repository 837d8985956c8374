import { expect, test } from 'vitest';
import { buildReport } from '../../../core/report/buildReport';
import { renderMarkdown } from '../../../core/report/renderMarkdown';
import { hostileNames, hostileRecord } from './hostile';
import { sampleReport } from './sampleReport';

const now = new Date('2026-11-23T00:00:00Z');

test('says the verdict first, then a row for each check', () => {
	const text = renderMarkdown(sampleReport());
	expect(text.split('\n')[0]).toBe('# Move from o1 to deepseek-flash: Not ready');
	expect(text.match(/^\| [✓!✕–] /gmu)).toHaveLength(9);
	expect(text).toContain('Baseline `o1` (api.openai.com), candidate `deepseek-flash` (api.deepseek.com).');
});

test('says emulated before any figure', () => {
	const lines = renderMarkdown(sampleReport({ emulated: true })).split('\n');
	expect(lines[2]).toMatch(/^> \*\*Emulated\*\*/);
});

test.each(hostileNames)('the name %j stays text', (name) => {
	const whole = renderMarkdown(buildReport([hostileRecord(name)], { title: name, now }));
	// What stands between backticks is literal in Markdown.
	const text = whole.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
	expect(text.match(/^# /gm)).toHaveLength(1);
	expect(text).not.toMatch(/<(?!\/?(?:details|summary)>)[a-z/!]/i);
	expect(text).not.toMatch(/(?<!\\)\]\(/);
	expect(text).not.toMatch(/@\w/);
	// eslint-disable-next-line no-control-regex -- none may be left
	expect(text).not.toMatch(/[\u0000-\u0008\u001B\u202E]/);
	const table = text.split('\n').filter((line) => line.startsWith('| '));
	const cells = table.slice(0, 10).map((line) => line.match(/(?<!\\)\|/g)?.length);
	expect(new Set(cells)).toEqual(new Set([4]));
});

test('stays below the length that GitHub takes, cut at a line', () => {
	const long = { ...hostileRecord('x'), findings: [{ note: 'y'.repeat(3000) }] };
	const many = { ...long, problems: Array.from({ length: 4000 }, (_, line) => ({ file: 'tasks.jsonl', line, reason: 'has no answer' })) };
	const text = renderMarkdown(buildReport([many], { title: 't', now }));
	expect(text.length).toBeLessThan(65_536);
	expect(text.trimEnd().endsWith('*Cut here; the rest is in report.html.*')).toBe(true);
});
