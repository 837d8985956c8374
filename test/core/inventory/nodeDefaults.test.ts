import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeModels } from '../../../core/inventory/nodeModels';

interface Property {
	name: string;
	type: string;
	default: unknown;
	displayOptions?: { show?: Record<string, unknown[]>; hide?: Record<string, unknown[]> };
	options?: Property[];
}

const folder = path.join(import.meta.dirname, '../../n8n/node_modules');
const files = {
	'@n8n/n8n-nodes-langchain': `${folder}/@n8n/n8n-nodes-langchain/dist/types/nodes.json`,
	'n8n-nodes-base': `${folder}/n8n-nodes-base/dist/types/nodes.json`,
};
const hasN8n = Object.values(files).every((file) => existsSync(file));

function versionMatches(conditions: unknown[] | undefined, version: number): boolean {
	return (conditions ?? []).some((condition) => {
		if (typeof condition !== 'object' || condition === null) return Number(condition) === version;
		const [[operator, value]] = Object.entries(Object.values(condition)[0] as Record<string, number>);
		return (
			{ gte: version >= value, gt: version > value, lte: version <= value, lt: version < value, eq: version === value }[operator] ?? false
		);
	});
}

describe.skipIf(!hasN8n)('the table of node defaults against the installed n8n (skipped where it is not installed)', () => {
	const types = Object.entries(hasN8n ? files : {}).flatMap(([name, file]) => {
		const list: { name: string; version: number | number[]; properties: Property[] }[] = JSON.parse(readFileSync(file, 'utf8'));
		return list.map((type) => ({ ...type, fullName: `${name}.${type.name}`, versions: [type.version].flat() }));
	});

	test('every node of n8n that gives a model to others is in it', () => {
		const subNodes = types.filter(({ name }) => /^(lm|embeddings|reranker)[A-Z]/.test(name)).map(({ fullName }) => fullName);
		expect(subNodes.length).toBeGreaterThan(35);
		expect(subNodes.filter((name) => !nodeModels.has(name))).toEqual([]);
	});

	const rows = [...nodeModels].flatMap(([fullName, { parameters, defaults }]) =>
		types
			.filter((type) => type.fullName === fullName)
			.flatMap(({ versions, properties }) =>
				versions.flatMap((version) =>
					parameters
						.filter(({ since = 0, until = Infinity, inCode }) => version >= since && version <= until && !inCode)
						.map((parameter) => ({ fullName, version, parameter, properties, defaults })),
				),
			),
	);

	/** Defaults that n8n shows for a parameter of a version, under the conditions of the row. */
	function defaultsOf({ version, parameter, properties }: (typeof rows)[number]): unknown[] {
		const [first, ...rest] = parameter.path.split('.');
		const shown = properties.filter(({ name, displayOptions: { show = {}, hide = {} } = {} }) => {
			if (name !== first) return false;
			if (hide['@version'] && versionMatches(hide['@version'], version)) return false;
			if (show['@version'] && !versionMatches(show['@version'], version)) return false;
			return Object.entries(parameter.when ?? {}).every(([key, values]) => {
				const wanted = show[key] ?? show[`/${key}`];
				return wanted === undefined || values.some((value) => wanted.includes(value));
			});
		});
		const held = rest.length === 0 ? shown : shown.flatMap(({ options = [] }) => options.filter(({ name }) => name === rest[0]));
		return held.map((property) =>
			typeof property.default === 'object' && property.default !== null ? (property.default as { value: string }).value : property.default,
		);
	}

	const compared = rows.map((row) => ({ ...row, defaults: defaultsOf(row) })).filter(({ defaults }) => defaults.length > 0);

	test.each(
		compared.map(
			(row) => [`${row.fullName} ${row.version} ${row.parameter.path} ${Object.values(row.parameter.when ?? {}).join(' ')}`, row] as const,
		),
	)('%s', (_name, { parameter, defaults }) => {
		expect(defaults).toContain(parameter.default ?? '');
	});

	test('and nearly all of its rows were compared', () => {
		expect(compared.length).toBeGreaterThan(rows.length * 0.8);
		expect(compared.length).toBeGreaterThan(60);
	});
});
