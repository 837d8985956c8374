import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json';

const root = path.join(import.meta.dirname, '..');
const nodeFiles = globSync('nodes/*/*.node.ts', { cwd: root }).sort();
const credentialFiles = globSync('credentials/*.credentials.ts', { cwd: root }).sort();
const distOf = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;

async function instantiate<Type>(file: string): Promise<Type> {
	const className = path.basename(file).split('.')[0];
	const module: Record<string, new () => Type> = await import(path.join(root, file));
	return new module[className]();
}

/** Every property, those inside collections too. */
function flatten(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) => {
			if ('values' in option) return flatten(option.values);
			return 'type' in option ? flatten([option]) : [];
		}),
	]);
}

const iconFiles = (icon: INodeTypeDescription['icon'] | ICredentialType['icon'], folder: string) =>
	typeof icon === 'object' ? [icon.light, icon.dark].map((file) => path.join(root, folder, file.replace('file:', ''))) : [];

test('package.json names exactly the nodes and credentials that exist', () => {
	expect([...manifest.n8n.nodes].sort()).toEqual(nodeFiles.map(distOf));
	expect([...manifest.n8n.credentials].sort()).toEqual(credentialFiles.map(distOf));
});

test('the published package has no runtime dependencies', () => {
	expect(manifest).not.toHaveProperty('dependencies');
	expect(Object.keys(manifest.peerDependencies).every((name) => ['n8n-workflow', '@n8n/ai-node-sdk'].includes(name))).toBe(true);
});

test('the lock file carries no download addresses', () => {
	for (const file of ['package-lock.json', 'test/n8n/package-lock.json']) {
		expect(readFileSync(path.join(root, file), 'utf8')).not.toMatch(/"resolved":\s*"http/);
	}
});

test.each(globSync('workflows/*.json', { cwd: root }))(
	'%s marks its resource locators, or the editor shows expressions as text',
	(file) => {
		const unmarked: unknown[] = [];
		JSON.parse(readFileSync(path.join(root, file), 'utf8'), (_key, value) => {
			if (value && typeof value === 'object' && 'mode' in value && 'value' in value && !('__rl' in value)) unmarked.push(value);
			return value;
		});
		expect(unmarked).toEqual([]);
	},
);

test.each(globSync('workflows/*.json', { cwd: root }))('%s has a row in workflows/README.md', (file) => {
	expect(readFileSync(path.join(root, 'workflows/README.md'), 'utf8')).toContain(`| \`${path.basename(file)}\` |`);
});

describe.each(nodeFiles)('%s', (file) => {
	const folder = path.dirname(file);

	test('has a codex with the words that people search for', () => {
		const codex = JSON.parse(readFileSync(path.join(root, file.replace(/\.ts$/, '.json')), 'utf8'));
		expect(codex.node).toMatch(/^n8n-nodes-r1\./);
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(codex.alias.length).toBeGreaterThanOrEqual(5);
		expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:/);
	});

	test('agrees with its codex about its name', async () => {
		const { description } = await instantiate<INodeType>(file);
		const codex = JSON.parse(readFileSync(path.join(root, file.replace(/\.ts$/, '.json')), 'utf8'));
		expect(codex.node).toBe(`n8n-nodes-r1.${description.name}`);
		expect(path.basename(file).toLowerCase()).toBe(`${description.name}.node.ts`.toLowerCase());
	});

	test('has icons for light and dark', async () => {
		const { description } = await instantiate<INodeType>(file);
		const icons = iconFiles(description.icon, folder);
		expect(icons).toHaveLength(2);
		expect(icons.filter((icon) => !existsSync(icon))).toEqual([]);
	});

	test('shows at most six fields on the first screen of each operation', async () => {
		const { description } = await instantiate<INodeType>(file);
		const always = description.properties.filter(({ displayOptions, type }) => !displayOptions && type !== 'notice' && type !== 'hidden');
		expect(always.map(({ name }) => name).length).toBeLessThanOrEqual(6);
	});

	test('describes itself in sentence case, with defaults that exist among the options', async () => {
		const { description } = await instantiate<INodeType>(file);
		for (const property of flatten(description.properties)) {
			const text = property.description ?? '';
			expect(text, property.name).not.toMatch(/(^\s|\s$)/);
			if (property.type !== 'options' || property.typeOptions?.loadOptionsMethod) continue;
			const values = (property.options ?? []).map((option) => ('value' in option ? option.value : option.name));
			expect(values, property.name).toContain(property.default);
		}
	});

	test('keeps every choice in the panel: no field that the editor takes for one of authentication', async () => {
		const { description } = await instantiate<INodeType>(file);
		const shown = (description.credentials ?? []).flatMap(({ displayOptions }) => Object.entries(displayOptions?.show ?? {}));
		const taken = description.properties.filter(({ name, options }) => {
			const values = shown.filter(([field]) => field === name).flatMap(([, each]) => each ?? []);
			return values.length > 0 && (options ?? []).every((option) => 'value' in option && values.includes(option.value));
		});
		expect(taken.map(({ name }) => name)).toEqual([]);
	});

	test('only asks for credentials that exist', async () => {
		const { description } = await instantiate<INodeType>(file);
		const known = await Promise.all(credentialFiles.map((each) => instantiate<ICredentialType>(each)));
		const names = known.map(({ name }) => name);
		expect((description.credentials ?? []).filter(({ name }) => !names.includes(name))).toEqual([]);
	});
});

describe.each(credentialFiles)('%s', (file) => {
	test('has a test, light and dark icons, and documentation', async () => {
		const credential = await instantiate<ICredentialType & { test?: unknown }>(file);
		const icons = iconFiles(credential.icon, 'credentials');
		expect(icons).toHaveLength(2);
		expect(icons.filter((icon) => !existsSync(icon))).toEqual([]);
		expect(credential.documentationUrl).toMatch(/^https:/);
	});

	test('hides its secrets', async () => {
		const credential = await instantiate<ICredentialType>(file);
		const secret = credential.properties.filter(({ name }) => /key|password|token|secret/i.test(name) && !/header/i.test(name));
		expect(secret.filter(({ typeOptions }) => !typeOptions?.password).map(({ name }) => name)).toEqual([]);
	});

	test("does not take the name of one of n8n's own", async () => {
		const { name } = await instantiate<ICredentialType>(file);
		expect(name).toMatch(/^r1/);
	});
});
