/** Takes the README's pictures from the real n8n: canvases of bundled workflows and panels of nodes. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { startLab } from '../lab';
import { N8n } from '../test/n8n/n8n';
import { labCredentials, withCredentials } from '../test/support/labCredentials';
import { credentialTypesOf } from '../test/support/nodeTypes';
import type { WorkflowJson } from '../test/support/runWorkflow';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		out: { type: 'string', default: 'docs/images' },
		dark: { type: 'boolean', default: false },
		/** Run the workflow before the picture is taken. */
		run: { type: 'boolean', default: false },
	},
});
if (positionals.length === 0) {
	process.stderr.write('Usage: tsx scripts/screenshots.mts WORKFLOW.json[:NODE] ... [--out DIR] [--dark] [--run]\n');
	process.exit(2);
}

const owner = { email: 'owner@example.com', password: 'Only4Pictures', firstName: 'A', lastName: 'B' };
const executable = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
mkdirSync(values.out, { recursive: true });

const lab = await startLab();
const n8n = await N8n.install();
const credentials = labCredentials(lab);
await n8n.importCredentials(credentials);
const files = [...new Set(positionals.map((each) => each.split(':')[0]))];
const idOf = (file: string) => `picture${String(files.indexOf(file)).padStart(9, '0')}`;
await n8n.importWorkflows(
	files.map((file) => {
		const workflow: WorkflowJson = JSON.parse(readFileSync(file, 'utf8'));
		return withCredentials({ ...workflow, id: idOf(file) }, credentials, credentialTypesOf);
	}),
);
await n8n.start();
const browser = await chromium.launch({
	executablePath: executable,
	args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
	const page = await browser.newPage({ viewport: { width: 1500, height: 900 }, colorScheme: values.dark ? 'dark' : 'light' });
	await signIn(page);
	for (const each of positionals) {
		const [file, node] = each.split(':');
		await page.goto(`${n8n.url}/workflow/${idOf(file)}`, { waitUntil: 'domcontentloaded' });
		await page.waitForSelector('[data-test-id="canvas-node"]', { timeout: 60_000 });
		await page.waitForTimeout(2500);
		if (values.run) {
			await page.click('[data-test-id="execute-workflow-button"]');
			await page.waitForTimeout(8000);
		}
		if (node) {
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"]`).dblclick();
			await page.waitForSelector('[data-test-id="ndv"], [data-test-id="node-parameters"]', { timeout: 20_000 });
			await page.waitForTimeout(1500);
		}
		const name = `${path.basename(file, '.json')}${node ? `-${node.toLowerCase().replaceAll(/\W+/g, '-')}` : ''}${values.dark ? '-dark' : ''}.png`;
		await page.screenshot({ path: path.join(values.out, name) });
		process.stdout.write(`${path.join(values.out, name)}\n`);
	}
} finally {
	await browser.close();
	await n8n.stop();
	await lab.close();
}

async function signIn(page: Page) {
	const headers = { 'content-type': 'application/json', 'browser-id': 'pictures' };
	await fetch(`${n8n.url}/rest/owner/setup`, { method: 'POST', headers, body: JSON.stringify(owner) });
	await page.goto(`${n8n.url}/signin`, { waitUntil: 'domcontentloaded' });
	await page.fill('input[name="emailOrLdapLoginId"]', owner.email);
	await page.fill('input[name="password"]', owner.password);
	await page.click('[data-test-id="form-submit-button"]');
	await page.waitForURL((url) => !url.pathname.includes('signin'), { timeout: 30_000 });
}
