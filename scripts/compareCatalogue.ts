// Compares the catalogue with public price data (npm packages, fetched into a temporary folder) and prints what differs.
// With keys in DEEPSEEK_API_KEY, OPENAI_API_KEY or OPENROUTER_API_KEY it asks these hosts for their model lists, too.
// Run: npx tsx scripts/compareCatalogue.ts [--max-age-days 60] [--report FILE.md]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findHost, findHostById } from '../core/catalogue/lookup';
import { models } from '../core/catalogue/models';
import { hosts } from '../core/catalogue/hosts';
import { listModels } from '../core/reason/listModels';
import { compareCatalogue, type PublicPrice } from './compareCatalogue/compare';
import { compareLists, type ModelList } from './compareCatalogue/lists';
import { asMarkdown } from './compareCatalogue/markdown';

const { values } = parseArgs({ options: { 'max-age-days': { type: 'string', default: '60' }, report: { type: 'string' } } });
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

const keys: Record<string, string | undefined> = {
	deepseek: process.env.DEEPSEEK_API_KEY,
	openai: process.env.OPENAI_API_KEY,
	openrouter: process.env.OPENROUTER_API_KEY,
};

/** The lists of the hosts whose key is set. */
async function modelLists(): Promise<ModelList[]> {
	const asked = Object.entries(keys).flatMap(([host, apiKey]) => (apiKey ? [{ host, apiKey }] : []));
	return await Promise.all(
		asked.map(async ({ host, apiKey }) => {
			const baseURL = hosts.find(({ id }) => id === host)?.baseURL ?? '';
			return { host, names: await listModels({ baseURL, apiKey }, fetch) };
		}),
	);
}

async function main() {
	const comparison = compareCatalogue(models, [...piPrices(), ...genAiPrices()], { now, maxAgeDays: Number(values['max-age-days']) });
	const lists = await modelLists();
	const inLists = compareLists(models, lists, now);
	const skipped = Object.keys(keys).filter((host) => !lists.some((list) => list.host === host));
	process.stdout.write(`${comparison.compared} prices and ${lists.length} model lists compared.\n\n`);
	process.stdout.write(asMarkdown(comparison, inLists, skipped));
	if (values.report) writeFileSync(values.report, asMarkdown(comparison, inLists, skipped));
}

main()
	.catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	})
	.finally(() => rmSync(scratch, { recursive: true, force: true }));
