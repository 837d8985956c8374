import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../../core/report/buildReport';
import { scriptHash } from '../../../core/report/html/script';
import { renderHtml } from '../../../core/report/renderHtml';
import type { Report } from '../../../core/report/reportSchema';
import { hostileNames, hostileRecord } from './hostile';
import { sampleReport } from './sampleReport';

const now = new Date('2026-11-23T00:00:00Z');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));

describe('report.html as text', () => {
	test('needs nothing from elsewhere: one script of its own, no link, no address that is fetched', async () => {
		const html = await renderHtml(sampleReport());
		expect(html).not.toMatch(/<iframe|@import|\burl\((?!#)|<img|srcset|<script src/);
		expect(html.match(/<script>/g)).toHaveLength(1);
		expect(html.replaceAll('&#39;', "'")).toContain(`script-src '${scriptHash}'`);
		expect(html.match(/<link[^>]*>/g)).toEqual(['<link rel="icon" href="data:," />']);
		expect(html).toContain("default-src 'none'");
	});

	test('draws every chart, three of them above the sections', async () => {
		const html = await renderHtml(sampleReport());
		expect(html.match(/<svg/g)).toHaveLength(3);
		expect(html.indexOf('<section')).toBeGreaterThan(html.lastIndexOf('<svg'));
		expect(html).not.toContain('#01fe');
		const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('marks where a trace turns back, in English and Chinese', async () => {
		const html = await renderHtml(sampleReport());
		expect(html.match(/<mark>[^<]*<\/mark>/g)).toEqual([
			'<mark>Wait</mark>',
			'<mark>Hmm</mark>',
			'<mark>Let me recheck</mark>',
			'<mark>等等</mark>',
		]);
	});

	test.each(hostileNames)('no element comes of the name %j', async (name) => {
		const plain = await renderHtml(buildReport([hostileRecord('plain')], { title: 'plain', now }));
		const html = await renderHtml(buildReport([hostileRecord(name)], { title: name, now }));
		const elements = (text: string) => [...new Set([...text.matchAll(/<([a-z]\w*)/gi)].map(([, tag]) => tag.toLowerCase()))].sort();
		// A name that stands for a control character may lose a table row, but never adds an element.
		expect(elements(html).filter((tag) => !elements(plain).includes(tag) && tag !== 'mark')).toEqual([]);
	});

	test('an emulated report says so at the top, in the title and on each printed sheet', async () => {
		const html = await renderHtml(sampleReport({ emulated: true }));
		expect(html).toMatch(/<title>Emulated: /);
		expect(html).toMatch(/<body>\s*<div class="emulated"/);
		expect(html).toMatch(/@page \{ @top-center \{ content: 'EMULATED/);
		expect(await renderHtml(sampleReport())).not.toContain('class="emulated"');
	});

	test('a comparison names what got better and worse', async () => {
		const { comparison } = buildReport([{ ...hostileRecord('x'), verdict: 'pass' }], { title: 't', now, against: sampleReport() });
		const html = await renderHtml(sampleReport({ comparison }));
		expect(html).toContain('Against the report of 2026-11-23');
		expect(html).toMatch(/<b class="worse">0 worse<\/b>/);
	});
});

describe.skipIf(!executablePath)('report.html in Chromium (needs /usr/bin/chromium)', () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	});
	afterAll(async () => await browser?.close());

	async function open(report: Report, options: BrowserContextOptions = {}) {
		const context = await browser.newContext(options);
		const page = await context.newPage();
		const complaints: string[] = [];
		const requests: string[] = [];
		page.on('console', (message) => complaints.push(message.text()));
		page.on('pageerror', (error) => complaints.push(error.message));
		page.on('dialog', async (dialog) => {
			complaints.push(`dialog ${dialog.message()}`);
			await dialog.dismiss();
		});
		page.on('request', (request) => requests.push(request.url()));
		await page.setContent(await renderHtml(report), { waitUntil: 'load' });
		return { page, context, complaints, requests };
	}

	const widths = () => [document.documentElement.scrollWidth, document.documentElement.clientWidth];

	test.each([
		{ name: 'a phone of 390 px', width: 390 },
		{ name: 'a phone of 320 px', width: 320 },
		{ name: 'a tablet', width: 820 },
		{ name: 'a desk', width: 1440 },
	])('fits $name without scrolling sideways, without a complaint and without a request', async ({ width }) => {
		const { page, context, complaints, requests } = await open(sampleReport({ emulated: true }), { viewport: { width, height: 800 } });
		const [scroll, client] = await page.evaluate(widths);
		expect(scroll).toBeLessThanOrEqual(client);
		expect(complaints).toEqual([]);
		expect(requests).toEqual([]);
		await context.close();
	});

	test('hostile names run nothing and keep the page in shape', { timeout: 60_000 }, async () => {
		for (const name of hostileNames) {
			const { page, context, complaints, requests } = await open(buildReport([hostileRecord(name)], { title: name, now }), {
				viewport: { width: 390, height: 800 },
			});
			const [scroll, client] = await page.evaluate(widths);
			expect({ name, wide: scroll > client, complaints, requests }).toEqual({ name, wide: false, complaints: [], requests: [] });
			expect(await page.evaluate(() => document.querySelectorAll('img, [onerror], [onload], [onmouseover]').length)).toBe(0);
			expect(await page.evaluate(() => document.querySelectorAll('script:not([type])').length)).toBe(1);
			await context.close();
		}
	});

	test('dark follows the reader, and charts follow with it', async () => {
		const colorsIn = async (colorScheme: 'light' | 'dark') => {
			const { page, context } = await open(sampleReport(), { colorScheme });
			const colors = await page.evaluate(() => {
				const text = document.querySelector('figure svg text');
				return { paper: getComputedStyle(document.body).backgroundColor, chart: text ? getComputedStyle(text).fill : '' };
			});
			await context.close();
			return colors;
		};
		const light = await colorsIn('light');
		const dark = await colorsIn('dark');
		const brightness = (color: string) => (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
		expect(brightness(light.paper)).toBeGreaterThan(brightness(light.chart) + 300);
		expect(brightness(dark.chart)).toBeGreaterThan(brightness(dark.paper) + 300);
	});

	test('letters of a chart stay readable on a phone', async () => {
		const { page, context } = await open(sampleReport(), { viewport: { width: 390, height: 800 } });
		const heights = await page.evaluate(() =>
			[...document.querySelectorAll('figure svg text')].map((text) => text.getBoundingClientRect().height),
		);
		expect(Math.min(...heights)).toBeGreaterThan(10);
		await context.close();
	});

	test('prints without losing the tables', async () => {
		const { page, context } = await open(sampleReport({ emulated: true }));
		const pdf = await page.pdf({ format: 'A4' });
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		await page.emulateMedia({ media: 'print' });
		expect(await page.evaluate(() => getComputedStyle(document.querySelector('details table') ?? document.body).display)).toBe('table');
		await context.close();
	});

	const findings = (number: number) =>
		Array.from({ length: number }, (_, index) => ({
			workflow: `Workflow ${index % 500}`,
			node: `Node ${index}`,
			model: ['o1', 'gpt-4o', 'deepseek-chat'][index % 3],
			status: index % 2 === 0 ? 'retired' : 'retires',
			action: index === 7 ? '=cmd|calc' : 'Replace it by deepseek-flash.',
			file: `exports/${index}.json`,
			...(index === 0 ? { link: 'https://n8n.example/workflow/a' } : { link: 'javascript:alert(1)' }),
		}));
	const withFindings = (number: number) =>
		buildReport([{ ...hostileRecord('x'), id: 'inventory', findings: findings(number) }], { title: 't', now });

	test('findings are searched, filtered, grouped, sorted, opened and downloaded', async () => {
		const { page, context, complaints } = await open(withFindings(600), { acceptDownloads: true });
		const count = page.locator('#inventory output');
		const first = page.locator('#inventory .findings tbody tr').first();
		expect(await count.textContent()).toBe('600 rows');
		await page.fill('#inventory input[type=search]', 'node 59 o1');
		expect(await count.textContent()).toMatch(/^\d+ of 600 rows$/);
		await page.fill('#inventory input[type=search]', '');
		await page.selectOption('#inventory select[aria-label=Status]', '=retires');
		expect(await count.textContent()).toBe('300 of 600 rows');
		await page.selectOption('#inventory select[aria-label="Group by"]', { label: 'By model' });
		expect(await page.locator('#inventory tr.group').allTextContents()).toHaveLength(3);
		await page.selectOption('#inventory select[aria-label="Group by"]', '');
		await page.click('#inventory th[data-key=node] button');
		expect(await first.textContent()).toContain('Node 1');
		await page.click('#inventory th[data-key=node] button');
		expect(await first.textContent()).toContain('Node 599');
		await first.click();
		expect(await page.locator('#inventory tr.more').textContent()).toContain('exports/599.json');
		const [download] = await Promise.all([page.waitForEvent('download'), page.click('#inventory .tools button')]);
		const lines = (await (await download.createReadStream()).toArray()).join('').split('\r\n');
		expect(download.suggestedFilename()).toBe('inventory.csv');
		expect(lines).toHaveLength(301);
		expect(lines[0]).toContain('"Workflow","Node","Model"');
		// A spreadsheet would run what begins like a formula.
		expect(lines.find((line) => line.includes('cmd|calc'))).toContain(`"'=cmd|calc"`);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test('every finding stands in the page, also without script, and only web addresses become links', async () => {
		const { page, context } = await open(withFindings(6_000), { javaScriptEnabled: false });
		expect(await page.locator('#inventory .findings tbody tr').count()).toBe(6_000);
		expect(
			await page.locator('#inventory .findings tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
		).toEqual(['https://n8n.example/workflow/a']);
		await context.close();
	});

	test('two traces stand beside each other with their differences marked', async () => {
		const sides = [
			{ label: 'o1', text: 'The train takes 3 hours.' },
			{ label: 'flash', text: 'The train takes 4 hours.' },
		];
		const record = { ...hostileRecord('x'), exhibits: [{ title: 'Flip', text: 'How long?', sides }] };
		const { page, context } = await open(buildReport([record], { title: 't', now }));
		expect(await page.locator('.beside .differs').allTextContents()).toEqual(['3', '4']);
		await context.close();
	});
});
