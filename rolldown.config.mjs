import { cpSync, existsSync, globSync, readFileSync } from 'node:fs';
import { billOfMaterials } from './scripts/bundled/billOfMaterials.mjs';
import { componentsOf } from './scripts/bundled/components.mjs';

const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = [
	...n8n.nodes,
	...n8n.credentials,
	'dist/core/index.js',
	'dist/cli/main.js',
	'dist/lab/main.js',
	'dist/core/graders/sandboxWorker.js',
].map((file) => file.replace(/^dist\//, '').replace(/\.js$/, ''));

/** n8n looks for icons and codex files beside the built node. */
const assets = {
	name: 'assets',
	writeBundle() {
		for (const file of globSync('nodes/**/*.{svg,png,node.json}')) cpSync(file, `dist/${file}`);
		cpSync('core/report/report.schema.json', 'dist/report.schema.json');
	},
};

/** The licences of what is bundled ask to travel with it, and a bill of materials says what it is. */
const licences = {
	name: 'licences',
	generateBundle() {
		const components = componentsOf(this.getModuleIds());
		this.emitFile({ type: 'asset', fileName: 'sbom.cdx.json', source: billOfMaterials(components) });
		const texts = components.map(
			({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text || 'No licence file in the package.'}\n`,
		);
		const tables = 'core/chinese/tables/SOURCES.md';
		if (existsSync(tables)) texts.push(readFileSync(tables, 'utf8'));
		this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENCES.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
	},
};

export default {
	input: Object.fromEntries(entries.map((entry) => [entry, `./${entry}.ts`])),
	platform: 'node',
	// n8n-workflow and the SDK are n8n's own; pg-native is an optional part of pg that is never installed.
	external: ['n8n-workflow', '@n8n/ai-node-sdk', 'pg-native', 'pg-cloudflare'],
	// Some libraries ask for their own address on a path that is not taken here; CommonJS has none.
	transform: { define: { 'import.meta': '{}' } },
	plugins: [assets, licences],
	output: {
		dir: 'dist',
		format: 'cjs',
		entryFileNames: '[name].js',
		chunkFileNames: 'chunks/[name]-[hash].js',
		keepNames: true,
		minify: { compress: true, mangle: false, codegen: true },
	},
};
