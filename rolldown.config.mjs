import { cpSync, existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = [...n8n.nodes, ...n8n.credentials, 'dist/core/index.js', 'dist/cli/main.js', 'dist/lab/main.js'].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, ''),
);

/** n8n looks for icons and codex files beside the built node. */
const assets = {
	name: 'assets',
	writeBundle() {
		for (const file of globSync('nodes/**/*.{svg,png,node.json}')) cpSync(file, `dist/${file}`);
		cpSync('core/report/report.schema.json', 'dist/report.schema.json');
	},
};

/** The licences of what is bundled ask to travel with it. */
const licences = {
	name: 'licences',
	generateBundle() {
		const folders = [...this.getModuleIds()].map((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]).filter(Boolean);
		const texts = [...new Set(folders)].sort().map((folder) => {
			const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
			const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying|notice)/i.test(each));
			return `${name} ${version} (${license})\n\n${file ? readFileSync(path.join(folder, file), 'utf8').trim() : 'No licence file in the package.'}\n`;
		});
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
	// unpdf asks for its own address on a path that is not taken here; CommonJS has none.
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
