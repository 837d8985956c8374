import { expect, test } from 'vitest';
import { buildReport, skipped } from '../../../core/report/buildReport';
import { reportFiles } from '../../../core/report/reportFiles';

test('no file of a report holds a secret, whatever an address or a message carries', async () => {
	const password = 'hunter22' + 'x9';
	const key = 'sk-' + 'proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123';
	const record = {
		...skipped('inventory', `Asked https://admin:${password}@llm.example.com/v1 with ${key}`),
		verdict: 'fail' as const,
		findings: [
			{ file: 'w.json', baseURL: `https://admin:${password}@llm.example.com`, apiKey: 'plain-key-1', model: 'gpt-4o-mini-2024-07-18' },
		],
		problems: [{ file: 'x.json', reason: `?api_key=${key}` }],
	};
	const files = await reportFiles(buildReport([record], { title: 'T', now: new Date('2026-11-28T00:00:00Z') }));
	expect(files).toHaveLength(4);
	for (const { text } of files) {
		expect(text).not.toContain(password);
		expect(text).not.toContain(key);
		expect(text).not.toContain('plain-key-1');
	}
	expect(files[0].text).toContain('gpt-4o-mini-2024-07-18');
});
