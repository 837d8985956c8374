import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { N8n } from './n8n';
import { signIn } from './session';

/** Milliseconds; a machine that does much else takes its time with 10 MB of scripts. */
const patience = 120_000;
const executables = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** n8n's own editor in a real browser, signed in as the owner. */
export interface Editor {
	page: Page;
	/** Opens a workflow and waits until its canvas stands still. */
	open(workflowId: string): Promise<void>;
	/** What n8n's panel of nodes finds, best first; the panel must be open. */
	search(words: string): Promise<string[]>;
	close(): Promise<void>;
}

/** @param size of the window in CSS pixels. @throws Error where no Chromium is installed. */
export async function openEditor(n8n: N8n, { width = 1500, height = 900, dark = false } = {}): Promise<Editor> {
	const executablePath = executables.find(existsSync);
	if (!executablePath) throw new Error(`None of ${executables.join(', ')} is installed`);
	const browser: Browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
	const { cookie, browserId } = await signIn(n8n);
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url: n8n.url }]);
	// n8n ties its cookie to the browser that signed in.
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), browserId);
	const page = await context.newPage();
	page.setDefaultTimeout(patience);
	return {
		page,
		async open(workflowId) {
			await page.goto(`${n8n.url}/workflow/${workflowId}`, { waitUntil: 'domcontentloaded', timeout: patience });
			await page.waitForSelector('[data-test-id="canvas-node"], [data-test-id="sticky"]', { timeout: patience });
			await standsStill(page);
		},
		async search(words) {
			const bar = page.locator('[data-test-id="node-creator-search-bar"]');
			await bar.fill('');
			await bar.fill(words);
			await standsStill(page);
			return await page.locator('[data-test-id="node-creator-item-name"]').allInnerTexts();
		},
		close: async () => await browser.close(),
	};
}

/** Waits until nothing has moved or changed for a while. */
async function standsStill(page: Page) {
	await page.evaluate(
		async (quiet) =>
			await new Promise<void>((resolve) => {
				let last = performance.now();
				const observer = new MutationObserver(() => (last = performance.now()));
				observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
				const look = setInterval(() => {
					if (performance.now() - last < quiet) return;
					clearInterval(look);
					observer.disconnect();
					resolve();
				}, 50);
			}),
		600,
	);
}
