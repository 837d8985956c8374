import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json';

const root = path.join(import.meta.dirname, '..');
/** A static import or re-export, or a lazy import; prose that says "from" is neither. */
const statement = /^(?:import|export)\s+[^'"`;=()]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
const sources = globSync('{core,nodes,credentials,cli,lab}/**/*.ts', { cwd: root }).map((file) => ({
	file,
	folder: path.dirname(file),
	text: readFileSync(path.join(root, file), 'utf8'),
}));
const importsOf = ({ text }: { text: string }) => [...text.matchAll(statement)].map(([, eager, lazy]) => eager ?? lazy);
const files = new Set(sources.map(({ file }) => file));

/** The file that a relative import leads to. */
const targetOf = (folder: string, name: string) =>
	['.ts', '/index.ts', '.d.ts', '']
		.map((end) => path.join(folder, name) + end)
		.find((file) => files.has(file) || (/\.json$/.test(file) && existsSync(path.join(root, file))));

/** Who may import whom, beside itself: the house's one rule. */
const mayUse: Record<string, readonly string[]> = {
	core: [],
	nodes: ['core'],
	// Only for what their forms share with the nodes.
	credentials: ['nodes', 'core'],
	lab: ['core'],
	cli: ['core', 'lab'],
};

/** The top-level folder, and for a node its own. */
const roomOf = (file: string) => file.split('/')[0];
const nodeOf = (file: string) => (file.startsWith('nodes/') ? file.split('/')[1] : undefined);

describe('imports', () => {
	test.each(sources)('$file stays in its layer', ({ file, folder, text }) => {
		const foreign = importsOf({ text })
			.filter((name) => name.startsWith('.') && !name.endsWith('package.json'))
			.map((name) => targetOf(folder, name) ?? `nowhere: ${name}`)
			.filter((target) => {
				const room = roomOf(target);
				if (room !== roomOf(file)) return !mayUse[roomOf(file)].includes(room);
				return nodeOf(target) !== nodeOf(file) && nodeOf(target) !== 'shared';
			});
		expect(foreign).toEqual([]);
	});

	test.each(sources.filter(({ file }) => !/^(nodes|credentials)\//.test(file)))('$file knows nothing of n8n', ({ file, text }) => {
		// The command takes n8n's evaluator of expressions where it is installed, and does without where it is not.
		const allowed = file === 'cli/n8nWorkflow.ts' ? ['n8n-workflow'] : [];
		expect(importsOf({ text }).filter((name) => /^(@n8n\/|n8n-)/.test(name))).toEqual(allowed);
	});

	test('only the transport imports openai', () => {
		const users = sources.filter((source) => importsOf(source).some((name) => /^openai(\/|$)/.test(name)));
		expect(users.filter(({ file }) => !file.startsWith('core/reason/')).map(({ file }) => file)).toEqual([]);
	});

	test('only the edge of the core touches files, so that whoever calls it decides which', () => {
		const users = sources.filter(
			({ file, text }) => file.startsWith('core/') && importsOf({ text }).some((name) => /^(node:)?fs(\/|$)/.test(name)),
		);
		expect(users.map(({ file }) => file).sort()).toEqual([
			'core/budget/ledger/fileIdentity.ts',
			'core/budget/ledger/machine.ts',
			'core/budget/ledger/sqliteStore.ts',
			'core/diskFiles.ts',
			'core/migrate/journal.ts',
		]);
	});

	test('a node gets to files by the gate only', () => {
		const users = sources.filter(
			({ file, text }) => file.startsWith('nodes/') && importsOf({ text }).some((name) => /^(node:)?fs(\/|$)|diskFiles$/.test(name)),
		);
		expect(users.map(({ file }) => file)).toEqual(['nodes/shared/files.ts', 'nodes/shared/ledgerFile.ts']);
		const past = sources.filter(
			({ file, text }) => file.startsWith('nodes/') && /createReadStream|writeContentToFile|resolvePath/.test(text),
		);
		expect(past.map(({ file }) => file)).toEqual([]);
	});

	test('a node reads what was set by the one way only', () => {
		const users = sources.filter(({ file, text }) => file.startsWith('nodes/') && /getNodeParameter\(/.test(text));
		expect(users.map(({ file }) => file)).toEqual(['nodes/shared/parameters.ts']);
	});

	test('every package that is imported is bundled, a peer, or part of Node', () => {
		const known = new Set([...Object.keys(manifest.devDependencies), ...Object.keys(manifest.peerDependencies), ...builtinModules]);
		const packageOf = (name: string) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]);
		const unknown = sources.flatMap((source) =>
			importsOf(source)
				.filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !known.has(packageOf(name)))
				.map((name) => `${source.file}: ${name}`),
		);
		expect(unknown).toEqual([]);
	});

	test('nothing goes round in a circle, types included', () => {
		const graph = new Map(
			sources.map((source) => [
				source.file,
				importsOf(source).flatMap((name) => (name.startsWith('.') ? (targetOf(source.folder, name) ?? []) : [])),
			]),
		);
		expect(circles(graph)).toEqual([]);
	});
});

/** The circles of a graph, each as the path that closes it. */
function circles(graph: Map<string, string[]>): string[][] {
	const found: string[][] = [];
	const done = new Set<string>();
	const walk = (file: string, path: string[]) => {
		if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
		if (done.has(file) || path.includes(file)) return;
		for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
		done.add(file);
	};
	for (const file of graph.keys()) walk(file, []);
	return found;
}
