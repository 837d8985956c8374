import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INode, type INodeType } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { ChineseOutputDetector } from '../../nodes/ChineseOutputDetector/ChineseOutputDetector.node';
import { CostGuard } from '../../nodes/CostGuard/CostGuard.node';
import { MigrationCheck } from '../../nodes/MigrationCheck/MigrationCheck.node';
import { MigrationReport } from '../../nodes/MigrationReport/MigrationReport.node';
import { R1ChatModel } from '../../nodes/R1ChatModel/R1ChatModel.node';
import { R1Reason } from '../../nodes/R1Reason/R1Reason.node';
import { RouteByQueryClass } from '../../nodes/RouteByQueryClass/RouteByQueryClass.node';

const nodeTypes: INodeType[] = [
	new ChineseOutputDetector(),
	new CostGuard(),
	new MigrationCheck(),
	new MigrationReport(),
	new R1ChatModel(),
	new R1Reason(),
	new RouteByQueryClass(),
];
const folder = path.join(import.meta.dirname, 'saved');

/** Saved nodes: each operation or kind of input by itself, and otherwise nothing set. */
const settings: Record<string, object[]> = {
	chineseOutputDetector: ['detect', 'highlight', 'replace'].map((operation) => ({ operation })),
	costGuard: [
		...['checkAndReserve', 'release', 'report', 'budget'].map((operation) => ({ operation })),
		...['item', 'fields', 'cost'].map((usageFrom) => ({ operation: 'settle', usageFrom })),
	],
	migrationCheck: ['inventory', 'quality', 'language', 'tools', 'residency', 'latency', 'fallback', 'privacy', 'cost', 'gradeAnswer'].map(
		(operation) => ({ operation }),
	),
	migrationReport: [{}],
	r1ChatModel: [{}, { host: 'r1OpenAiApi' }, { host: 'r1CompatibleApi' }],
	r1Reason: [{}, { host: 'r1OpenAiApi' }, { host: 'several' }, { input: 'messages' }, { output: 'json' }],
	routeByQueryClass: [{}, { table: 'own' }, { table: 'examples' }, { operation: 'teach' }],
};

const cases = nodeTypes.flatMap(({ description }) =>
	[description.version].flat().map((version) => ({ name: description.name, version, description })),
);

describe.each(cases)('$name version $version', ({ name, version, description }) => {
	const file = path.join(folder, `${name}-${version}.json`);

	/** What n8n makes of the saved nodes when it opens them. */
	const opened = () =>
		settings[name].map((parameters) => {
			const node: INode = {
				id: '1',
				name,
				type: `n8n-nodes-r1.${name}`,
				typeVersion: version,
				position: [0, 0],
				parameters: { ...parameters },
			};
			return {
				saved: parameters,
				means: NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description),
			};
		});

	test('opens, and every setting means what it meant', async () => {
		// A new version gets its file at the first run; afterwards what stands there stays.
		if (!existsSync(file)) return await expect(`${JSON.stringify(opened(), null, '\t')}\n`).toMatchFileSnapshot(file);
		const before: { saved: object; means: Record<string, unknown> }[] = JSON.parse(readFileSync(file, 'utf8'));
		const now = opened();
		for (const { saved, means } of before) {
			const same = now.find((each) => JSON.stringify(each.saved) === JSON.stringify(saved));
			// New settings may be added; those that were there keep name and value.
			expect(same?.means, JSON.stringify(saved)).toMatchObject(means);
		}
	});
});
