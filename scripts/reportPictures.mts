/** Takes pictures of a report as people meet it: desktop, phone, dark, print. Usage: tsx scripts/reportPictures.mts REPORT.html [DIR] */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, folder = 'docs/images'] = process.argv.slice(2);
if (!report) throw new Error('Name the report.html to take pictures of');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const views = [
	{ name: 'desktop', width: 1280, height: 900 },
	{ name: 'phone', width: 390, height: 844 },
	{ name: 'dark', width: 1280, height: 900, colorScheme: 'dark' as const },
	{ name: 'print', width: 800, height: 1130, media: 'print' as const },
];
for (const { name, width, height, colorScheme = 'light', media } of views) {
	const page = await browser.newPage({ viewport: { width, height }, colorScheme });
	await page.goto(pathToFileURL(path.resolve(report)).href);
	if (media) await page.emulateMedia({ media });
	await page.screenshot({ path: path.join(folder, `report-${name}.png`) });
	await page.close();
}
await browser.close();
