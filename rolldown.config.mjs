import { cpSync, globSync, readFileSync } from 'node:fs';

const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = [...n8n.nodes, ...n8n.credentials, 'dist/nodes/index.js'].map((file) => file.replace(/^dist\//, '').replace(/\.js$/, ''));

/** n8n looks for icons and codex files beside the built node. */
const assets = {
	name: 'assets',
	writeBundle() {
		for (const file of globSync('nodes/**/*.{svg,png,node.json,schema.json}')) cpSync(file, `dist/${file}`);
	},
};

export default {
	input: Object.fromEntries(entries.map((entry) => [entry, `./${entry}.ts`])),
	platform: 'node',
	// n8n-workflow and the SDK are n8n's own; pg-native is an optional part of pg that is never installed.
	external: ['n8n-workflow', '@n8n/ai-node-sdk', 'pg-native', 'pg-cloudflare'],
	plugins: [assets],
	output: {
		dir: 'dist',
		format: 'cjs',
		entryFileNames: '[name].js',
		chunkFileNames: 'chunks/[name]-[hash].js',
		keepNames: true,
		minify: { compress: true, mangle: false, codegen: true },
	},
};
