import { get, isObject } from '../json';
import { hasExpression, type Evaluator, type Place } from './evaluator';
import { itemsIn, type Execution } from './execution';

/** What is used of the package n8n-workflow; whoever has it hands it over, since the core knows no n8n. */
export interface N8nWorkflow {
	Workflow: new (parameters: object) => {
		getNode(name: string): unknown;
		expression: {
			getParameterValue(
				value: unknown,
				runExecutionData: unknown,
				runIndex: number,
				itemIndex: number,
				node: string,
				items: unknown,
				mode: string,
				additional: object,
				executeData: object,
			): unknown;
		};
	};
}

/** Nodes are looked up by name only: none of their own descriptions is needed to evaluate a value. */
const nodeTypes = {
	getByName: () => undefined,
	getByNameAndVersion: () => ({
		description: {
			properties: [],
			inputs: ['main'],
			outputs: ['main'],
			defaults: {},
			name: 'any',
			displayName: '',
			group: [],
			version: 1,
			description: '',
		},
	}),
	getKnownTypes: () => ({}),
};

/** Evaluates by n8n's own code, over the recorded items. */
export function n8nEvaluator({ Workflow }: N8nWorkflow): Evaluator {
	return {
		open(execution) {
			const { workflow, data, runs, id, mode } = execution;
			let opened: InstanceType<N8nWorkflow['Workflow']> | undefined;
			const open = () => (opened ??= new Workflow({ ...settingsOf(execution), nodeTypes }));
			return {
				valueOf(parameter: unknown, { node, runIndex, itemIndex }: Place) {
					if (!hasExpression(parameter)) return parameter;
					const run = runs.get(node)?.[runIndex];
					const items = itemsIn(execution, run);
					if (!workflow.nodes.has(node)) return undefined;
					try {
						const source = get(run?.raw, 'source');
						const executeData = { data: { main: [items] }, node: open().getNode(node), source: { main: source } };
						const additional = { $execution: { id, mode: mode === 'manual' ? 'test' : 'production' } };
						return open().expression.getParameterValue(
							parameter,
							data,
							runIndex,
							itemIndex,
							node,
							items,
							'internal',
							additional,
							executeData,
						);
					} catch {
						return undefined;
					}
				},
			};
		},
	};
}

/** n8n fills in and drops parameters by the node's description, so that it must get copies. */
function settingsOf({ workflow: { id, name, raw, connections } }: Execution): object {
	const nodes: unknown[] = Array.isArray(raw.nodes) ? raw.nodes : [];
	return {
		id,
		name,
		nodes: nodes.filter(isObject).map((node) => ({ ...node, parameters: {} })),
		connections,
		active: false,
		settings: isObject(raw.settings) ? raw.settings : {},
	};
}
