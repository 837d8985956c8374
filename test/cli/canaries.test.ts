import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startLab } from '../../lab';
import { isBuilt, root, runCommand } from './runAudit';

const fixtures = path.join(root, 'test/data/executions');
const canaries = {
	mail: 'jane.roe@example.org',
	name: 'Jane Q. Roe',
	account: 'DE89 3704 0044 0532 0130 00',
	phone: '+49 30 901820',
	card: '4111 1111 1111 1111',
	key: 'gsk_Zk3vQ8mT1xWc7LrB5nYd9HsJ2fGpV4aE6uKtXoRi0MqPwSzNbC',
	customer: 'KD-00471155',
};
const inBase64 = Buffer.from(`to ${canaries.mail}`).toString('base64');
const inAddress = `https://shop.example.com/?to=${encodeURIComponent(canaries.mail)}`;
const sentence = `From ${canaries.name} <${canaries.mail}>: IBAN ${canaries.account}, ${canaries.phone}, card ${canaries.card}, key ${canaries.key}, ${canaries.customer}, ${inBase64}, ${inAddress}`;

/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
	readdirSync(folder).flatMap((name) => {
		const file = path.join(folder, name);
		return statSync(file).isDirectory() ? filesIn(file) : [file];
	});

test.skipIf(!isBuilt)(
	'no canary is in any file, request or output, from the executions to the report (needs a build)',
	{ timeout: 240_000 },
	async () => {
		const cwd = mkdtempSync(path.join(tmpdir(), 'canaries-'));
		const heard: string[] = [];
		// A candidate that repeats what it is told: whatever reaches it would stand in answers, report and tables.
		const lab = await startLab({
			reply: ({ messages }) => {
				heard.push(JSON.stringify(messages));
				return { answer: String(messages.at(-1)?.content) };
			},
		});
		onTestFinished(async () => {
			await lab.close();
			rmSync(cwd, { recursive: true, force: true });
		});
		mkdirSync(path.join(cwd, 'executions'));
		for (const [index, name] of readdirSync(fixtures)
			.filter((file) => /^(chain17|agent31-tools|classifier|openai23|agent22-memory|http|anthropic)/.test(file))
			.entries()) {
			const text = readFileSync(path.join(fixtures, name), 'utf8')
				.replaceAll('How much is 6*7?', JSON.stringify(sentence).slice(1, -1))
				.replaceAll('answer #', `answer for ${canaries.mail} #`)
				.replace('"name":"Model"', `"name":"Model"`)
				.replace(/"workflowData":\{("id":"[^"]*",)"name":"([^"]*)"/, `"workflowData":{$1"name":"$2 of ${canaries.mail}"`);
			writeFileSync(path.join(cwd, 'executions', `${canaries.mail} ${index}.json`), text);
		}
		const redact = ['--redact', 'customer number=KD-\\d{8}'];
		const told: string[] = [];
		for (const args of [['--dry-run'], ['--out', 'calls.jsonl'], ['--json']]) {
			const { code, stdout, stderr } = await runCommand('history', ['executions', ...redact, ...args], { cwd, env: {} });
			expect(code).toBe(0);
			told.push(stdout, stderr);
		}
		const { stdout, stderr } = await runCommand(
			'replay',
			['calls.jsonl', '--candidate', `lab-c@${lab.baseURL}/v1`, '--margin', '20', '--yes', '--out', 'out'],
			{ cwd, env: {} },
		);
		told.push(stdout, stderr);
		expect(heard.length).toBeGreaterThan(5);
		const written = filesIn(cwd).filter((file) => !file.includes('/executions/'));
		expect(written.map((file) => path.basename(file))).toEqual(
			expect.arrayContaining(['calls.jsonl', 'report.html', 'report.json', 'gate.json']),
		);
		for (const [what, text] of [
			...written.map((file) => [file, readFileSync(file, 'latin1')]),
			['requests', heard.join()],
			['output', told.join()],
		])
			for (const canary of [...Object.values(canaries), inBase64, encodeURIComponent(canaries.mail)])
				expect(text.includes(canary) ? `${canary} in ${what}` : '').toBe('');
		expect(heard.join()).toMatch(/\[e-mail address \d+\]/);
	},
);
