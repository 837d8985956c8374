/** Takes pictures of a report as people meet it: desktop, phone, dark, print. Usage: tsx scripts/reportPictures.mts REPORT.html [DIR] */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, folder = 'docs/images'] = process.argv.slice(2);
if (!report) throw new Error('Name the report.html to take pictures of');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const views = [
	// The README's.
	{ name: 'report', width: 1240, height: 1400 },
	{ name: 'report-desktop', width: 1280, height: 900 },
	{ name: 'report-phone', width: 390, height: 844 },
	{ name: 'report-dark', width: 1280, height: 900, colorScheme: 'dark' as const },
	{ name: 'report-print', width: 800, height: 1130, media: 'print' as const },
];
for (const { name, width, height, colorScheme = 'light', media } of views) {
	const page = await browser.newPage({ viewport: { width, height }, colorScheme });
	await page.goto(pathToFileURL(path.resolve(report)).href);
	if (media) await page.emulateMedia({ media });
	await page.screenshot({ path: path.join(folder, `${name}.png`) });
	await page.close();
}
await browser.close();
