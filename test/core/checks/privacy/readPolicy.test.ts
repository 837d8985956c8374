import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { readPolicy } from '../../../../core/checks/privacy/readPolicy';
import { diskFiles } from '../../../../core/diskFiles';

const folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (policy: string, items: Record<string, unknown>[] = []) =>
	await readPolicy({ policy, items, files: diskFiles(), fetch });
async function readFileOf(name: string, content: string | Buffer) {
	const file = path.join(folder, name);
	writeFileSync(file, content);
	return await read(file);
}

describe('a policy from a file', () => {
	test('a PDF is never opened, and the problem says what to give instead', async () => {
		const { passages, problems } = await readFileOf('policy.pdf', '%PDF-1.4 /Count 999999999');
		expect(passages).toEqual([]);
		expect(problems).toEqual([{ file: expect.stringContaining('policy.pdf'), reason: expect.stringContaining('pdftotext') }]);
	});

	test('HTML: blocks under their headings, without what a reader does not see', async () => {
		const html =
			'<title>t</title><style>p{}</style><h2>Who <b>we</b> are</h2><p>One &amp; two<br>three</p><div hidden>no</div><p style="display: none">no <b>no</b></p><del>gone</del><ul><li>four</ul><table><tr><td>a<td>b</table>';
		const { passages } = await readFileOf('policy.html', html);
		expect(passages.map(({ text }) => text)).toEqual(['Who we are', 'One & two', 'three', 'four', 'a', 'b']);
		expect(passages[3].place).toBe('section “Who we are”');
	});

	test('text: paragraphs with the line where they begin', async () => {
		const { passages } = await readFileOf('policy.md', '# A\n\nOne\ntwo\n\n- three\n- four\r\n');
		expect(passages).toEqual([
			{ text: 'A', place: 'line 1' },
			{ text: 'One two', place: 'line 3, section “A”' },
			{ text: '- three', place: 'line 6, section “A”' },
			{ text: '- four', place: 'line 7, section “A”' },
		]);
	});

	test.each([
		{ name: 'UTF-8 with a byte-order mark', bytes: Buffer.from('\uFEFFSäure', 'utf8') },
		{ name: 'UTF-16', bytes: Buffer.from('\uFEFFSäure', 'utf16le') },
		{ name: 'Windows-1252', bytes: Buffer.from('Säure', 'latin1') },
	])('$name is read', async ({ bytes }) => {
		expect((await readFileOf('policy.txt', bytes)).passages[0].text).toBe('Säure');
	});

	test('a file that is not there is named', async () => {
		expect((await read('/nowhere/policy.html')).problems).toEqual([{ file: '/nowhere/policy.html', reason: 'There is no such file' }]);
	});
});

describe('a policy from an address', () => {
	async function serve(status: number, contentType: string, body: string | Buffer) {
		const server = createServer((_, response) => response.writeHead(status, { 'content-type': contentType }).end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void server.close());
		const address = server.address();
		return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/privacy`;
	}

	test('takes the encoding that the server names', async () => {
		const { passages } = await read(await serve(200, 'text/html; charset=iso-8859-1', Buffer.from('<p>Säure</p>', 'latin1')));
		expect(passages[0].text).toBe('Säure');
	});

	test('tells a PDF by its bytes', async () => {
		const { passages, problems } = await read(await serve(200, 'application/octet-stream', Buffer.from('%PDF-1.4')));
		expect(passages).toEqual([]);
		expect(problems[0].reason).toContain('PDF');
	});

	test('an error page is not taken for the policy', async () => {
		const { passages, problems } = await read(await serve(404, 'text/html', '<p>We use DeepSeek in China</p>'));
		expect(passages).toEqual([]);
		expect(problems[0].reason).toBe('The server answered 404');
	});

	test('an address that does not answer is a problem, not a crash', async () => {
		expect((await read('http://127.0.0.1:9/privacy')).problems).toHaveLength(1);
	});
});

test('items bring the policy when the field is empty', async () => {
	expect((await read('', [{ text: 'We use DeepSeek.' }])).passages).toEqual([{ text: 'We use DeepSeek.', place: 'line 1' }]);
	expect((await read('', [{ other: 1 }])).problems).toHaveLength(1);
});
