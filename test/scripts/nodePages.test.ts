import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { draw } from '../../scripts/workflowPictures/draw';
import { pageOf, withParameters } from '../../scripts/nodePages/pages';
import { ChineseOutputDetector } from '../../nodes/ChineseOutputDetector/ChineseOutputDetector.node';
import { CostGuard } from '../../nodes/CostGuard/CostGuard.node';
import { MigrationCheck } from '../../nodes/MigrationCheck/MigrationCheck.node';
import { MigrateWorkflows } from '../../nodes/MigrateWorkflows/MigrateWorkflows.node';
import { MigrationReport } from '../../nodes/MigrationReport/MigrationReport.node';
import { R1ChatModel } from '../../nodes/R1ChatModel/R1ChatModel.node';
import { R1Reason } from '../../nodes/R1Reason/R1Reason.node';
import { RouteByQueryClass } from '../../nodes/RouteByQueryClass/RouteByQueryClass.node';
import manifest from '../../package.json';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const nodes = [
	new ChineseOutputDetector(),
	new CostGuard(),
	new MigrationCheck(),
	new MigrationReport(),
	new MigrateWorkflows(),
	new R1ChatModel(),
	new R1Reason(),
	new RouteByQueryClass(),
].map(({ description }) => ({ description, file: pageOf(description) }));

test('every node of the pack is looked at', () => {
	expect(nodes).toHaveLength(manifest.n8n.nodes.length);
});

describe.each(nodes)('$file', ({ description, file }) => {
	test('tells the parameters as the node has them (`npm run docs` writes them)', () => {
		expect(read(file)).toBe(withParameters(read(file), description));
	});

	test('says what the node answers, puts out and fails with, shows it, and has two recipes', () => {
		const page = read(file);
		const parts = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
		expect(parts).toEqual(['Parameters', 'Output', 'Errors', 'Recipes']);
		expect(page).toMatch(/^# .+\n\n[^\n]+\?/);
		expect(page).toMatch(/!\[[^\]]+\]\(\.\.\/images\//);
		expect([...page.slice(page.indexOf('## Recipes')).matchAll(/^\*\*.+?\*\*/gm)]).toHaveLength(2);
	});

	test('is where the Docs link of the node leads', () => {
		const [, className] =
			/nodes\/(\w+)\//.exec(manifest.n8n.nodes.find((each) => pathOf(each) === description.name.toLowerCase()) ?? '') ?? [];
		const codex = JSON.parse(read(`nodes/${className}/${className}.node.json`));
		expect(codex.resources.primaryDocumentation[0].url).toBe(`${manifest.homepage}/blob/main/${file}`);
	});
});

const pathOf = (built: string) => path.basename(built, '.node.js').toLowerCase();

test('the page of R1 Reason names every kind of error', () => {
	const [, kinds = ''] = /type ReasonErrorKind =([^;]+);/.exec(read('core/reason/reasonError.ts')) ?? [];
	const named = [...kinds.matchAll(/'(\w+)'/g)].map(([, kind]) => kind);
	expect(named.length).toBeGreaterThan(20);
	const [, errors = ''] = read('docs/nodes/r1-reason.md').split('## Errors');
	expect(named.filter((kind) => !errors.includes(`\`${kind}\``))).toEqual([]);
});

test('the page of R1 Reason names every field of its output', () => {
	const source = read('nodes/R1Reason/outputItem.ts');
	const [, fields = ''] = /const \{ ([^}]+) \} =\s*result;/.exec(source) ?? [];
	const [, output = ''] = read('docs/nodes/r1-reason.md').split('## Output');
	const named = fields.split(',').map((field) => field.trim());
	expect(named).toContain('answer');
	expect(named.filter((field) => !output.includes(`\`${field}\``))).toEqual([]);
});

test.each(globSync('workflows/*.json', { cwd: root }))('%s has a picture of how it is now (`npm run docs` draws it)', (file) => {
	const picture = `docs/images/workflows/${path.basename(file, '.json')}.svg`;
	expect(read(picture)).toBe(draw(JSON.parse(read(file))));
	expect(read('workflows/README.md')).toContain(`../${picture}`);
});

test.each(globSync(['*.md', 'docs/**/*.md', 'workflows/*.md'], { cwd: root }))(
	'%s links to pages, pictures and headings that exist',
	(file) => {
		const targets = [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => target);
		const missing = targets.filter((target) => {
			const [place = '', heading] = target.split('#');
			const full = place === '' ? path.join(root, file) : path.join(root, path.dirname(file), place);
			if (!existsSync(full)) return true;
			return heading !== undefined && full.endsWith('.md') && !anchorsOf(readFileSync(full, 'utf8')).includes(heading);
		});
		expect(missing).toEqual([]);
	},
);

test('every page of the folder docs is listed in its index', () => {
	const index = read('docs/README.md');
	const pages = globSync('docs/*.md', { cwd: root }).filter((file) => file !== 'docs/README.md');
	expect([...pages, ...nodes.map(({ file }) => file)].filter((file) => !index.includes(`(${file.replace('docs/', '')})`))).toEqual([]);
});

/** Headings as GitHub links to them. */
const anchorsOf = (page: string) =>
	[...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
