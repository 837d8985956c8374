// Compares the catalogue with public price data (npm packages, fetched into a temporary folder) and prints what differs.
// Run: npx tsx scripts/compareCatalogue.ts [--max-age-days 60]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findHost, findHostById } from '../core/catalogue/lookup';
import { models } from '../core/catalogue/models';
import { compareCatalogue, type PublicPrice } from './compareCatalogue/compare';

const { values } = parseArgs({ options: { 'max-age-days': { type: 'string', default: '60' } } });
const now = new Date();
const scratch = mkdtempSync(path.join(tmpdir(), 'compare-catalogue-'));

/** A package without its dependencies: only its data is read. */
function unpack(name: string): { folder: string; source: string } {
	const folder = mkdtempSync(path.join(scratch, 'package-'));
	const [{ filename, version }]: { filename: string; version: string }[] = JSON.parse(
		execFileSync('npm', ['pack', name, '--json', '--silent', `--pack-destination=${folder}`], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	);
	execFileSync('tar', ['xzf', path.join(folder, path.basename(filename)), '-C', folder, '--strip-components=1']);
	return { folder, source: `${name} ${version}` };
}

interface PiModel {
	id: string;
	baseUrl?: string;
	cost?: { input: number; output: number; cacheRead?: number };
}

/** A price of theirs belongs to the host that the rows know by its address. */
function piPrices(): PublicPrice[] {
	const { folder, source } = unpack('@earendil-works/pi-ai');
	const data = path.join(folder, 'dist/providers/data');
	return readdirSync(data).flatMap((file): PublicPrice[] => {
		const apis: Record<string, Record<string, PiModel>> = JSON.parse(readFileSync(path.join(data, file), 'utf8'));
		return Object.values(apis).flatMap((list) =>
			Object.values(list).flatMap(({ id, baseUrl = '', cost }) => {
				const host = URL.canParse(baseUrl) ? findHost(baseUrl).id : 'unknown';
				return cost && host !== 'unknown'
					? [{ host, model: id, input: cost.input, output: cost.output, cachedInput: cost.cacheRead, source }]
					: [];
			}),
		);
	});
}

interface GenAiPrices {
	calcPrice(
		usage: Record<string, number>,
		model: string,
		options: { providerApiUrl: string; timestamp: Date },
	): { total_price: number } | null;
}

/** The package computes prices instead of listing them: a million tokens of each kind give the rate. */
function genAiPrices(): PublicPrice[] {
	const { folder, source } = unpack('@pydantic/genai-prices');
	const { calcPrice }: GenAiPrices = createRequire(import.meta.url)(path.join(folder, 'dist/index.cjs'));
	return models.flatMap((row): PublicPrice[] => {
		const providerApiUrl = findHostById(row.host)?.baseURL;
		if (!providerApiUrl || row.prices.length === 0) return [];
		const rate = (usage: Record<string, number>) => {
			try {
				const price = calcPrice(usage, row.id, { providerApiUrl, timestamp: now })?.total_price;
				return price === undefined ? undefined : Number(price.toPrecision(9)) * 1000;
			} catch {
				return undefined;
			}
		};
		// A thousand tokens, since some models cost more beyond a length.
		const input = rate({ input_tokens: 1000 });
		const output = rate({ output_tokens: 1000 });
		const cachedInput = rate({ input_tokens: 1000, cache_read_tokens: 1000 });
		return input === undefined
			? []
			: [{ host: row.host, model: row.id, input, output, cachedInput: cachedInput === input ? undefined : cachedInput, source }];
	});
}

try {
	const { compared, differences, missing, old } = compareCatalogue(models, [...piPrices(), ...genAiPrices()], {
		now,
		maxAgeDays: Number(values['max-age-days']),
	});
	const line = (text: string) => process.stdout.write(`${text}\n`);
	line(`${compared} prices compared, ${differences.length} figures differ (US dollars per million tokens):`);
	for (const { host, model, figure, ours, theirs, source } of differences)
		line(`  ${host} ${model}: ${figure} ${ours} here, ${theirs} in ${source}`);
	line(`${missing.length} priced rows are not in a package that has the host:`);
	for (const { host, model, source } of missing) line(`  ${host} ${model} (${source})`);
	line(`${old.length} rows were checked more than ${values['max-age-days']} days ago${old.length > 0 ? ':' : '.'}`);
	for (const { host, model, checkedAt } of old) line(`  ${host} ${model} (${checkedAt})`);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
