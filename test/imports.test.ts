import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json';

const root = path.join(import.meta.dirname, '..');
/** A static import or re-export, or a lazy import; prose that says "from" is neither. */
const statement = /^(?:import|export)\s+[^'"`;=()]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
const sources = globSync('nodes/**/*.ts', { cwd: root }).map((file) => ({
	file,
	folder: path.dirname(file),
	imports: [...readFileSync(path.join(root, file), 'utf8').matchAll(statement)].map(([, eager, lazy]) => eager ?? lazy),
}));

/** The node folder that a relative import leads into, such as `CostGuard` or `shared`. */
const nodeFolderOf = (folder: string, name: string) =>
	name.startsWith('.') ? path.join(folder, name).split(path.sep)[1] : undefined;

/**
 * Where one node is made of another: R1 Reason flags Chinese and keeps budgets, the checks use the detector and the
 * ledger. Everything else goes through `shared`.
 */
const mayUse: Record<string, string[]> = {
	R1Reason: ['ChineseOutputDetector', 'CostGuard'],
	R1ChatModel: ['CostGuard', 'R1Reason'],
	MigrationCheck: ['ChineseOutputDetector', 'CostGuard'],
	MigrationReport: ['MigrationCheck'],
};

describe('imports', () => {
	test.each(sources.filter(({ file }) => file !== 'nodes/index.ts'))('$file stays in its layer', ({ file, folder, imports }) => {
		const own = file.split('/')[1];
		const foreign = imports
			.map((name) => nodeFolderOf(folder, name))
			.filter((target) => target && target !== own && target !== 'shared' && !mayUse[own]?.includes(target));
		expect(foreign).toEqual([]);
	});

	test.each(sources.filter(({ file }) => file.startsWith('nodes/shared/') && !file.startsWith('nodes/shared/n8n/')))(
		'$file knows nothing of n8n',
		({ imports }) => {
			expect(imports.filter((name) => name.startsWith('n8n-'))).toEqual([]);
		},
	);

	test('only the transport imports openai', () => {
		const users = sources.filter(({ imports }) => imports.some((name) => /^openai(\/|$)/.test(name)));
		expect(users.filter(({ file }) => !file.startsWith('nodes/shared/reasoning/')).map(({ file }) => file)).toEqual([]);
	});

	test('every package that nodes import is bundled, a peer, or part of Node', () => {
		const known = new Set([...Object.keys(manifest.devDependencies), ...Object.keys(manifest.peerDependencies), ...builtinModules]);
		const packageOf = (name: string) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]);
		const unknown = sources.flatMap(({ file, imports }) =>
			imports
				.filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !known.has(packageOf(name)))
				.map((name) => `${file}: ${name}`),
		);
		expect(unknown).toEqual([]);
	});

	test('relative imports lead to files', () => {
		const broken = sources.flatMap(({ file, folder, imports }) =>
			imports
				.filter((name) => name.startsWith('.'))
				.filter((name) => !['', '.ts', '/index.ts'].some((end) => existsSync(path.join(root, folder, name + end))))
				.map((name) => `${file}: ${name}`),
		);
		expect(broken).toEqual([]);
	});
});
